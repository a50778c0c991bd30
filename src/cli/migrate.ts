import { loadConfig } from '../config/load-config.js';
import { connect } from '../db/connect.js';
import { migrate } from '../db/migrate.js';
import type { AddCommand, Cli } from './context.js';
import { withExamples, withJson } from './options.js';
import { printJson, printLine } from './output.js';

export const addMigrate: AddCommand = (program, cli) => {
  const command = program
    .command('migrate')
    .description('bring the database to this version (every other command does it by itself)')
    .action((options: { json?: boolean }) => runMigrations(cli, options));
  withExamples(withJson(command), 'migrate');
};

async function runMigrations(cli: Cli, { json }: { json?: boolean }): Promise<void> {
  const config = loadConfig();
  const db = await connect(config.database, { sqliteReaders: 1, postgresPool: 2 });
  try {
    const applied = await migrate(db);
    if (json) return await printJson(cli.out, { applied });
    await printLine(cli.out, applied.length > 0 ? `Applied: ${applied.join(', ')}` : 'The database is up to date.');
  } finally {
    await db.close();
  }
}
