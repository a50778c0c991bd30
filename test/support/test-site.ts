/**
 * A whole site for a test file: `createApp` with cheap passwords on a throw-away database and data folder, listening on a
 * free loopback port, its jobs running, nothing fetched by itself. Enters: what it should contain. Leaves: the site and
 * visitors who keep cookies. Invariant: no fixed port, folder or name, so any number of sites can run at once.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createPasswords } from '../../src/accounts/password.js';
import type { Role, User } from '../../src/accounts/user.js';
import { createApp } from '../../src/app.js';
import { type DatabaseTarget, type Environment, loadConfig } from '../../src/config/load-config.js';
import type { Dialect } from '../../src/db/db.js';
import { cheapCost, goodPassword, newUser } from './accounts.js';
import { testSecret } from './session-app.js';
import { createTestDatabase, stopTestPostgres } from './test-db.js';
import { createVisitor, type Visitor } from './visitor.js';

export type SiteOptions = {
  /** The shipped demo, or categories only. */
  content: 'demo' | 'empty';
  dialect?: Dialect;
  env?: Environment;
};

export type TestSite = Awaited<ReturnType<typeof startTestSite>>;

// Longer than any machine needs: a condition that is not met by then never will be.
const PATIENCE_MS = 30_000;

export async function startTestSite({ content, dialect = 'sqlite', env = {} }: SiteOptions) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'hustings-site-'));
  const database = await createTestDatabase(dialect);
  const config = loadConfig({ ...baseEnvironment, DATA_DIR: folder, DATABASE_URL: addressOf(database.target), ...env });
  const app = await createApp(config, { passwords: { cost: cheapCost }, hostSpacingMs: 0 });
  const url = await listen(app);
  await app.jobs.prepare();
  if (content === 'demo') await app.services.demo.load();
  app.jobs.start();
  const { services } = app;
  const untilIndexed = () => until('everything is indexed', () => isIndexed(services));
  await untilIndexed();
  // The pages rendered meanwhile are not the ones to test.
  services.announce();
  return {
    url,
    app,
    services,
    ...createPeople(services, url),
    /** Until the similar articles of everything stored are computed, and the search knows it all. */
    untilIndexed,
    close: async () => {
      await app.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
      if (dialect === 'postgres') await stopTestPostgres();
    },
  };
}

/** Waits for a condition, never for a time. */
export async function until(what: string, isMet: () => Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  while (!(await isMet())) {
    if (Date.now() > giveUpAt) throw new Error(`waited in vain until ${what}`);
    await pause(20);
  }
}

const baseEnvironment: Environment = {
  NODE_ENV: 'test',
  LOG_LEVEL: 'silent',
  FIRST_RUN: 'empty',
  FETCH_ON_START: 'off',
  SESSION_SECRET: testSecret,
  // Tests type faster than people.
  POST_MIN_SECONDS: '0',
  SQLITE_READERS: '2',
  POSTGRES_POOL: '4',
  // Visitors come from networks of their own, or the limits of one would stop the others.
  TRUST_PROXY: '1',
};

type App = Awaited<ReturnType<typeof createApp>>;
type Services = App['services'];

async function listen(app: App): Promise<string> {
  await new Promise<void>((resolve) => app.server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  app.setAddress(url);
  return url;
}

function createPeople({ users }: Services, url: string) {
  const passwords = createPasswords({ cost: cheapCost });
  let count = 0;

  /** Can log in with `goodPassword`. */
  async function addUser(role: Role, more: Partial<User> = {}): Promise<User> {
    count++;
    const name = more.name ?? `${role} ${count}`;
    const { gender = null, birthday = null, place = null, about = null, language = null } = more;
    const passwordHash = await passwords.hash(goodPassword);
    const inserted = await users.insert(
      newUser(name, { role, passwordHash, gender, birthday, place, about, language }),
    );
    if (!inserted.ok) throw new Error(`${name}: ${inserted.code}`);
    return inserted.user;
  }

  const visitor = (): Visitor => createVisitor(url);

  /** A visitor who is logged in with that role. */
  async function visitorAs(role: Role, more: Partial<User> = {}): Promise<Visitor & { user: User }> {
    const user = await addUser(role, more);
    const member = visitor();
    await member.logIn(user.name, goodPassword);
    return { ...member, user };
  }

  return { addUser, visitor, visitorAs };
}

async function isIndexed({ similar, index, db }: Services): Promise<boolean> {
  if ((await similar.countQueued()) > 0) return false;
  const threads = Number((await db.read('threads').whereNull('hidden_at').count({ count: '*' }))[0]?.count);
  return (await index.versions()).ids.length === threads;
}

function addressOf(target: DatabaseTarget): string {
  return target.kind === 'sqlite' ? `sqlite:${target.file}` : target.url;
}
