import { loadDemoConfig } from '../config/demo-config.js';
import { loadConfig } from '../config/load-config.js';
import type { AddCommand, Cli } from './context.js';
import { withExamples } from './options.js';
import { printLine } from './output.js';

export const addServe: AddCommand = (program, cli) => {
  const command = program
    .command('serve')
    .description('run the site: pages, fetching and indexing, until it is told to stop')
    .option('--demo', 'a demonstration with invented news, in a data folder of its own (data/var/demo)')
    .action((options: { demo?: boolean }) => (options.demo ? serveDemo(cli) : cli.serve(loadConfig(), sayTo(cli))));
  withExamples(command, 'serve', 'serve --demo');
};

export function serveDemo(cli: Cli): Promise<void> {
  return cli.serve(loadDemoConfig(), sayTo(cli));
}

function sayTo(cli: Cli): (line: string) => void {
  return (line) => void printLine(cli.out, line);
}
