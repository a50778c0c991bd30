/** `hustings import`: files, folders and addresses into the site, then the similar articles of what is new. */
import { ensureCategories } from '../jobs/first-run.js';
import { categoryIdOf } from './add-source.js';
import { type AddCommand, type Cli, withServices } from './context.js';
import { type DocumentInput, listInputs } from './document-inputs.js';
import { ExitCode } from './exit.js';
import { type ImportTargets, importDocuments } from './import-documents.js';
import { type ImportTotals, totalsText } from './import-totals.js';
import { type Interruption, listenForInterruption } from './interruption.js';
import { toHttpUrl, toId, withExamples, withJson } from './options.js';
import { print, printJson } from './output.js';
import { startProgress } from './progress.js';
import type { CliServices } from './services.js';
import { settleSimilar } from './settle-similar.js';

type Options = { bot?: string; feed?: number; category?: string; title?: string; base?: string; json?: boolean };

const about = `A document from a file becomes a source of its own, the same one whenever it is imported again.
Files with a front matter become one archive source for each folder named (--title and --base describe it).
A folder is read with everything below it; names that begin with a dot are left out.
Files .jsonl and .ndjson hold one article a line: {id, title, text, date, lang, source, url}, or a fuller one with html, updated,
author, tags, enclosures. Each source named there becomes an archive source.
Dumps of a Kunena forum (Joomla) are .sql files with INSERT statements (mysqldump, phpMyAdmin) or JSON exports of its tables
(prefix)_kunena_topics, _messages, _messages_text, _categories; all such files of one folder are one forum. The first message of
a topic becomes the article, the others posts by accounts nobody can log in to; posts keep their numbers where these are free.
Links to the old forum then lead on: /forum/<category>/<topic>-<title>, ?view=topic&catid=<category>&id=<topic>, ?mesid=<message>,
#<message>, /posts/<message>; and, when --base is this site's own address, the addresses of archived pages.
What was killed goes on where it stopped when the same command is given again.
An address is fetched, and becomes a source that is fetched by the schedule from then on.
Importing the same again changes nothing.`;

export const addImport: AddCommand = (program, cli) => {
  const command = program
    .command('import')
    .description('import feeds and articles from files, folders and addresses')
    .argument('<file-folder-or-url...>', 'what to import')
    .option('--feed <id>', 'put everything into this source', toId)
    .option('--category <slug>', 'category of new sources')
    .option('--title <title>', 'title of the archive that files with a front matter make')
    .option('--base <url>', 'address from which relative links start', toHttpUrl)
    .option('--bot <name>', 'account of an old forum whose topics are news without an author')
    .addHelpText('after', `\n${about}`)
    .action((named: string[], options: Options) => runImport(cli, named, options));
  withExamples(
    withJson(command),
    'import feed.xml https://example.org/rss',
    'import articles.jsonl',
    'import forum/ --title "Old forum" --bot ICT',
    'import old-site/ --title "Old site" --base https://old.example.org --category elections',
  );
};

async function runImport(cli: Cli, named: string[], options: Options): Promise<void> {
  const inputs = await listInputs(named);
  const interruption = listenForInterruption(() => cli.err.write('Stopping after this document.\n'));
  try {
    await withServices(cli, async (services) => {
      await ensureCategories(services);
      const totals = await importInputs(cli, services, { inputs, options, interruption });
      await (options.json ? printJson(cli.out, totals) : print(cli.out, totalsText(totals)));
      await settleSimilar(cli, services, { isStopping: interruption.isStopping });
      cli.end(exitCode(totals, interruption));
    });
  } finally {
    interruption.end();
  }
}

type Work = { inputs: DocumentInput[]; options: Options; interruption: Interruption };

async function importInputs(cli: Cli, services: CliServices, work: Work): Promise<ImportTotals> {
  const targets = await readTargets(services, work.options);
  const progress = startProgress(cli.err, 'documents', work.inputs.length);
  try {
    const { isStopping } = work.interruption;
    return await importDocuments({ services, targets, progress, isStopping, err: cli.err }, work.inputs);
  } finally {
    progress.end();
  }
}

async function readTargets(services: CliServices, options: Options): Promise<ImportTargets> {
  return {
    feed: options.feed === undefined ? null : await services.feeds.get(options.feed),
    categoryId: await categoryIdOf(services, options.category),
    archiveTitle: options.title ?? null,
    baseUrl: options.base ?? null,
    bot: options.bot ?? null,
  };
}

function exitCode({ documents }: ImportTotals, { isStopping }: Interruption): ExitCode {
  if (isStopping()) return ExitCode.interrupted;
  return documents === 0 ? ExitCode.badInput : ExitCode.done;
}
