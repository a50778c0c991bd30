/** What every command gets: the ends of the process, and a way to open the site that always closes it again. */
import type { Readable } from 'node:stream';
import type { Command } from 'commander';
import { loadConfig } from '../config/load-config.js';
import type { ExitCode } from './exit.js';
import type { Output } from './output.js';
import type { CliServices, OpenServices, Serve } from './services.js';

export type CliParts = {
  openServices: OpenServices;
  serve: Serve;
  out: Output;
  err: Output;
  /** Standard input when missing. */
  input?: Readable;
};

export type Cli = CliParts & {
  /** The code with which the command ends when it has not failed. */
  end: (code: ExitCode) => void;
};

/** Puts one command, with its options and its help, below `program`. */
export type AddCommand = (program: Command, cli: Cli) => void;

export async function withServices<T>(cli: Cli, work: (services: CliServices) => Promise<T>): Promise<T> {
  const services = await cli.openServices(loadConfig());
  try {
    return await work(services);
  } finally {
    await services.close();
  }
}
