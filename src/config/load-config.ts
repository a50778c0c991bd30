/**
 * Environment → one typed, frozen value. All problems are reported at once, by setting.
 * This folder alone reads `process.env`.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot, shippedDataDir } from './paths.js';
import { type Setting, type SettingName, type SettingValues, settings } from './settings.js';

export type DatabaseTarget = { kind: 'sqlite'; file: string } | { kind: 'postgres'; url: string };

export type Config = Readonly<
  Omit<SettingValues, 'DATA_DIR' | 'DATABASE_URL' | 'BASE_URL' | 'SESSION_SECRET'> & {
    DATA_DIR: string;
    BASE_URL: string | undefined;
    database: DatabaseTarget;
    /** Read (and on a trial start made) when the pages first need it. */
    sessionSecret: () => string;
    isProduction: boolean;
    /** New members post only once they have confirmed an address. */
    requiresEmail: boolean;
  }
>;

export type Environment = Record<string, string | undefined>;

export class ConfigError extends Error {
  readonly problems: string[];
  constructor(problems: string[]) {
    super(`wrong settings:\n  ${problems.join('\n  ')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

export function loadConfig(env: Environment = process.env): Config {
  const { values, problems } = readSettings(env);
  if (values.NODE_ENV === 'production') {
    if (!values.SESSION_SECRET) problems.push('SESSION_SECRET: required in production');
    if (!values.BASE_URL?.startsWith('https://')) problems.push('BASE_URL: must be the https address in production');
  }
  if (problems.length > 0) throw new ConfigError(problems);
  const dataDir = path.resolve(projectRoot, values.DATA_DIR ?? path.join(shippedDataDir, 'var'));
  return Object.freeze({
    ...values,
    DATA_DIR: dataDir,
    BASE_URL: values.BASE_URL,
    database: databaseTarget(values.DATABASE_URL, dataDir),
    sessionSecret: () => values.SESSION_SECRET ?? keptSecret(dataDir),
    isProduction: values.NODE_ENV === 'production',
    requiresEmail: values.EMAIL_VERIFICATION ?? values.SMTP_URL !== undefined,
  });
}

function readSettings(env: Environment): { values: SettingValues; problems: string[] } {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries(settings) as [SettingName, Setting][]) {
    // An empty variable counts as not set: that is how `.env` files and compose files leave things out.
    const parsed = setting.schema.safeParse(env[name] || setting.fallback);
    if (parsed.success) values[name] = parsed.data;
    else problems.push(`${name}: ${parsed.error.issues.map((issue) => issue.message).join('; ')}`);
  }
  return { values: values as SettingValues, problems };
}

function databaseTarget(url: string | undefined, dataDir: string): DatabaseTarget {
  if (url === undefined) return { kind: 'sqlite', file: path.join(dataDir, 'hustings.sqlite') };
  if (url.startsWith('sqlite:'))
    return { kind: 'sqlite', file: path.resolve(projectRoot, url.slice('sqlite:'.length)) };
  return { kind: 'postgres', url };
}

/** The secret of a trial start: made once, kept readable by the owner only. */
function keptSecret(dataDir: string): string {
  const file = path.join(dataDir, 'session-secret');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  try {
    writeFileSync(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8').trim();
}
