import { type DescribedSetting, describeConfig } from '../config/describe-config.js';
import { ConfigError, loadConfig } from '../config/load-config.js';
import type { AddCommand, Cli } from './context.js';
import { describeFailure, ExitCode } from './exit.js';
import { withExamples, withJson } from './options.js';
import { print, printJson, table } from './output.js';

export const addConfig: AddCommand = (program, cli) => {
  const command = program
    .command('config')
    .description('every setting: value, default and meaning; secrets are hidden')
    .action((options: { json?: boolean }) => showConfig(cli, options));
  withExamples(withJson(command), 'config', 'config --json');
};

async function showConfig(cli: Cli, { json }: { json?: boolean }): Promise<void> {
  const settings = describeConfig();
  await (json ? printJson(cli.out, settings) : print(cli.out, settingsText(settings)));
  const problem = findProblem();
  if (problem === null) return;
  cli.err.write(`${problem}\n`);
  cli.end(ExitCode.badInput);
}

function settingsText(settings: readonly DescribedSetting[]): string {
  const rows = settings.map(({ name, value, isSet }) => [name, value ?? '', isSet ? 'set' : 'default']);
  const meanings = settings.map(({ name, doc }) => `${name}: ${doc}`);
  return [table(['SETTING', 'VALUE', 'FROM'], rows), '', ...meanings].join('\n');
}

/** Wrong settings are still listed: whoever mends them wants to see them. */
function findProblem(): string | null {
  try {
    loadConfig();
    return null;
  } catch (error) {
    if (error instanceof ConfigError) return describeFailure(error);
    throw error;
  }
}
