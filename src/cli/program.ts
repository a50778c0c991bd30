/**
 * The command line: one file per command below this list. In: arguments. Out: the exit code; results on standard output,
 * everything else on standard error. Invariants: whatever a command opens it closes, so the process ends by itself;
 * wrong usage never opens anything.
 */
import { Command, CommanderError } from 'commander';
import { addConfig } from './config.js';
import type { AddCommand, Cli, CliParts } from './context.js';
import { addDemo } from './demo.js';
import { addEval } from './eval.js';
import { ExitCode } from './exit.js';
import { addFeeds } from './feeds.js';
import { addImport } from './import.js';
import { addMigrate } from './migrate.js';
import { withExamples } from './options.js';
import { addParse } from './parse.js';
import { addReindex } from './reindex.js';
import { addRoutes } from './routes.js';
import { addSearch } from './search.js';
import { addServe } from './serve.js';
import { addSimilar } from './similar.js';
import { addUser } from './user.js';

/** In the order in which the help lists them. */
const commands: AddCommand[] = [
  ...[addServe, addDemo, addImport, addFeeds, addParse, addSearch, addSimilar],
  ...[addReindex, addEval, addUser, addRoutes, addConfig, addMigrate],
];

export function createProgram(parts: CliParts) {
  /** Throws what a command could not do; the caller words it with `describeFailure`. */
  async function run(argv: string[]): Promise<ExitCode> {
    let code: ExitCode = ExitCode.done;
    const cli: Cli = {
      ...parts,
      end: (wanted) => {
        code = wanted;
      },
    };
    tolerateClosedPipes(parts);
    try {
      await describeProgram(cli).parseAsync(argv, { from: 'user' });
      return code;
    } catch (error) {
      // Commander has said already what was wrong, or shown the help that was asked for.
      if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.done : ExitCode.wrongUsage;
      throw error;
    }
  }

  return { run };
}

function describeProgram(cli: Cli): Command {
  const program = new Command('hustings')
    .description('News aggregator and related-articles forum')
    .exitOverride()
    .configureOutput({ writeOut: (text) => cli.out.write(text), writeErr: (text) => cli.err.write(text) })
    .showHelpAfterError('(add --help for the usage)');
  for (const add of commands) add(program, cli);
  return withExamples(program, 'serve', 'import news/ --title "Old site"', 'search "выборы" --limit 5', 'config');
}

/** `hustings parse … | head` closes the pipe while we write; that is no failure. */
function tolerateClosedPipes({ out, err }: CliParts): void {
  const ignore = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  };
  for (const stream of [out, err]) stream.on('error', ignore);
}
