import { type AddCommand, type Cli, withServices } from './context.js';
import { withExamples, withJson } from './options.js';
import { printJson, printLine } from './output.js';
import { settleSimilar } from './settle-similar.js';

export const addReindex: AddCommand = (program, cli) => {
  const command = program
    .command('reindex')
    .description('read every thread into the search index anew and compute all lists of similar articles again')
    .action((options: { json?: boolean }) => reindex(cli, options));
  withExamples(withJson(command), 'reindex');
};

async function reindex(cli: Cli, { json }: { json?: boolean }): Promise<void> {
  await withServices(cli, async (services) => {
    const startedAt = services.clock();
    await services.similar.enqueueAll();
    const isDone = await settleSimilar(cli, services, { isRebuild: true });
    const documents = isDone ? (await services.index.stats()).documents : 0;
    const result = { documents, queued: await services.similar.countQueued(), ms: services.clock() - startedAt };
    if (json) return printJson(cli.out, result);
    const said = isDone ? `${documents} threads indexed in ${result.ms} ms.` : `${result.queued} threads are queued.`;
    await printLine(cli.out, said);
  });
}
