/** Demonstration content on any site: invented sources, members and discussions, marked as such and removable at once. */
import { ensureCategories } from '../jobs/first-run.js';
import { type AddCommand, type Cli, withServices } from './context.js';
import { badInput } from './exit.js';
import { withExamples, withJson } from './options.js';
import { printJson, printLine } from './output.js';
import { serveDemo } from './serve.js';
import { settleSimilar } from './settle-similar.js';

type Options = { json?: boolean };
type RemoveOptions = Options & { yes?: boolean };

export const addDemo: AddCommand = (program, cli) => {
  const demo = program.command('demo').description('demonstration content: load it, remove it, or serve a site of it');
  withExamples(demo, 'demo load', 'demo remove', 'demo serve');
  withJson(demo.command('load').description('load invented sources, articles, members and discussions')).action(
    (options: Options) => loadDemo(cli, options),
  );
  withJson(demo.command('remove').description('remove everything that `demo load` brought'))
    .option('--yes', 'also when real members have replied in its threads: their replies go too')
    .action((options: RemoveOptions) => removeDemo(cli, options));
  demo
    .command('serve')
    .description('the same as `serve --demo`')
    .action(() => serveDemo(cli));
};

async function loadDemo(cli: Cli, { json }: Options): Promise<void> {
  await withServices(cli, async (services) => {
    await ensureCategories(services);
    const loaded = await services.demo.load();
    await settleSimilar(cli, services);
    if (json) return printJson(cli.out, loaded);
    const { new: articles, members, posts } = loaded;
    await printLine(cli.out, `Demo loaded: ${articles} new articles, ${members} members, ${posts} new posts.`);
  });
}

async function removeDemo(cli: Cli, { json, yes }: RemoveOptions): Promise<void> {
  await withServices(cli, async (services) => {
    const others = await services.demo.countOthersPosts();
    if (others > 0 && !yes) throw badInput(refusal(others));
    const removed = await services.demo.remove();
    if (json) return printJson(cli.out, removed);
    const { feeds, members, replies } = removed;
    await printLine(
      cli.out,
      `Demo removed: ${feeds} sources, ${members} members, ${repliesText(replies)} of real members.`,
    );
  });
}

function refusal(count: number): string {
  const loss = `Real members wrote ${repliesText(count)} in the demo's threads, which would be deleted too.`;
  return `${loss} To remove the demo all the same, add --yes.`;
}

function repliesText(count: number): string {
  return count === 1 ? '1 reply' : `${count} replies`;
}
