#!/usr/bin/env node
/** The process: arguments, listening, signals, exit code. */
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { type App, createApp, openServices } from './app.js';
import { describeFailure, ExitCode } from './cli/exit.js';
import { createProgram } from './cli/program.js';
import type { Config } from './config/load-config.js';
import { loadEnvFile } from './config/load-env-file.js';
import { AppError } from './lib/errors.js';

async function serve(config: Config, say: (line: string) => void): Promise<void> {
  const onDemo = () =>
    say('No source could be reached, so the demo is shown. To remove it: npm run cli -- demo remove');
  const app = await createApp(config, { onDemo });
  try {
    await listen(app.server, config);
    await begin(app, config, say);
    await untilSignal();
  } finally {
    await app.close();
  }
}

async function begin(app: App, config: Config, say: (line: string) => void): Promise<void> {
  const { port } = app.server.address() as AddressInfo;
  app.setAddress(`http://${config.HOST.includes(':') ? `[${config.HOST}]` : config.HOST}:${port}`);
  const prepared = await app.jobs.prepare();
  app.jobs.start();
  if (prepared.demo) say('The demo is loaded: invented news, invented people.');
  if (prepared.sources > 0) say(`${prepared.sources} sources of data/feeds.opml are being fetched for the first time.`);
  const admin = config.isProduction ? null : await app.services.firstAdmin();
  if (admin) say(`First administrator (shown once): name ${admin.name}, password ${admin.password}`);
  if (!config.SMTP_URL)
    say(`No mail server (SMTP_URL): letters are kept as files in ${path.join(config.DATA_DIR, 'outbox')}`);
  say(`Hustings is at ${app.address()}`);
}

function listen(server: App['server'], config: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const where = `${config.HOST}:${config.PORT}`;
      reject(error.code === 'EADDRINUSE' ? new AppError('port-in-use', { status: 500, params: { where } }) : error);
    });
    server.listen(config.PORT, config.HOST, resolve);
  });
}

function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

// Passwords, sessions and e-mail addresses lie in the files that are made from here on: they are the owner's alone.
process.umask(0o077);

try {
  loadEnvFile();
  const program = createProgram({ openServices, serve, out: process.stdout, err: process.stderr });
  process.exitCode = await program.run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`hustings: ${describeFailure(error)}\n`);
  process.exitCode = ExitCode.badInput;
}
