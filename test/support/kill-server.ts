/**
 * Kills a server that is being written to, again and again, and then counts: no acknowledged post may be missing, none
 * stand twice, no kept draft be older than the last one acknowledged. Eight members write at once; what was not answered
 * when the server died is sent again, as a person would.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createPasswords } from '../../src/accounts/password.js';
import { createUserStore } from '../../src/accounts/user-store.js';
import { loadConfig } from '../../src/config/load-config.js';
import { projectRoot } from '../../src/config/paths.js';
import { connect } from '../../src/db/connect.js';
import type { Db } from '../../src/db/db.js';
import { migrate } from '../../src/db/migrate.js';
import { cheapCost, goodPassword, newUser } from './accounts.js';
import { addFeed, addThread } from './news-builders.js';
import { testSecret } from './session-app.js';
import { until } from './test-site.js';

export type KillReport = {
  kills: number;
  /** Posts that the server said it had. */
  acknowledged: number;
  /** Sent, unanswered, sent again. */
  retried: number;
  draftsAcknowledged: number;
  lost: string[];
  doubled: string[];
  /** Drafts older than the last acknowledged one, counts that are wrong, damage that the database finds. */
  wrong: string[];
};

type Client = {
  name: string;
  cookie: string;
  token: string;
  network: string;
  /** Text by text: the number that was acknowledged. */
  posts: Map<string, number>;
  unanswered: string | null;
  count: number;
  draft: number;
  retried: number;
};

const CLIENTS = 8;
const [THREAD, DRAFT_THREAD] = [1, 2];

export async function killServer({ kills, say = () => {} }: { kills: number; say?: (line: string) => void }) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'hustings-kill-'));
  const database = loadConfig({ DATA_DIR: folder, NODE_ENV: 'test' }).database;
  const db = await connect(database, { sqliteReaders: 1, postgresPool: 2 });
  const barracks = createBarracks(folder);
  try {
    const clients = await furnish(db);
    for (let kill = 1; kill <= kills; kill++) {
      // Nobody waits for the pace of members here.
      await db.write('rate_limits').delete();
      await writeUntilKilled(barracks, clients, kill);
      if (kill % 50 === 0) say(`${kill} kills, ${sum(clients, (client) => client.posts.size)} posts acknowledged`);
    }
    return await report(db, clients, kills);
  } finally {
    barracks.close();
    await db.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function furnish(db: Db): Promise<Client[]> {
  await migrate(db);
  const feed = await addFeed(db);
  await addThread(db, feed, 'Обсуждение под огнём');
  await addThread(db, feed, 'Черновики под огнём');
  const passwordHash = await createPasswords({ cost: cheapCost }).hash(goodPassword);
  const users = createUserStore(db);
  const clients: Client[] = [];
  for (let at = 1; at <= CLIENTS; at++) {
    const name = `Пишущий ${at}`;
    await users.insert(newUser(name, { role: 'moderator', passwordHash }));
    const own = { name, cookie: '', token: '', network: `10.9.0.${at}`, posts: new Map(), unanswered: null };
    clients.push({ ...own, count: 0, draft: 0, retried: 0 });
  }
  return clients;
}

/** One life of the server: all write until it is shot, some moments after a few posts were acknowledged. */
async function writeUntilKilled(barracks: Barracks, clients: Client[], kill: number): Promise<void> {
  const { child, base } = await barracks.start();
  const life = { isOver: false };
  const before = sum(clients, (client) => client.posts.size);
  const wanted = before + 1 + (kill % 11);
  for (const client of clients) if (client.cookie === '') await logIn(base, client);
  const writing = Promise.all(clients.map((client) => keepWriting(base, client, life)));
  // Steps that share no factor with anything: the moment of death wanders over all that a request does.
  const acknowledged = until(
    'posts are acknowledged',
    async () => sum(clients, (client) => client.posts.size) >= wanted,
  );
  // They write as long as it lives: one that ends before was refused.
  await Promise.race([acknowledged, writing]);
  await pause((kill * 37) % 50);
  child.kill('SIGKILL');
  life.isOver = true;
  await once(child, 'exit');
  await writing;
}

type Barracks = ReturnType<typeof createBarracks>;

/**
 * Processes that have read their modules and wait for the order to be a server: reading them takes three times as long as
 * the life that follows, and touches nothing that could be lost. Only `start` lets one open the database.
 */
function createBarracks(folder: string) {
  const waiting = [muster(folder)];
  let alive: ChildProcess | undefined;
  return {
    start: async () => {
      waiting.push(muster(folder));
      const child = waiting.shift() ?? muster(folder);
      alive = child;
      const base = listening(child);
      child.send('start');
      return { child, base: await base };
    },
    /** The one that lives, too: a count that failed must leave no server behind. */
    close: () => {
      for (const child of waiting) child.kill('SIGKILL');
      alive?.kill('SIGKILL');
    },
  };
}

function muster(folder: string): ChildProcess {
  const preload = new URL('./kill-preload.js', import.meta.url).href;
  return spawn(process.execPath, ['--import', preload, path.join(projectRoot, 'dist', 'src', 'main.js'), 'serve'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
    env: {
      ...process.env,
      NODE_ENV: 'test',
      DATA_DIR: folder,
      PORT: '0',
      FIRST_RUN: 'empty',
      FETCH_ON_START: 'off',
      LOG_LEVEL: 'silent',
      SESSION_SECRET: testSecret,
      TRUST_PROXY: '1',
      POST_MIN_SECONDS: '0',
    },
  });
}

async function listening(child: ChildProcess): Promise<string> {
  let output = '';
  const base = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${output}`)));
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const address = /http:\/\/[\d.]+:\d+/.exec(output)?.[0];
      if (address) resolve(address);
    });
  });
  child.removeAllListeners('exit');
  return base;
}

async function logIn(base: string, client: Client): Promise<void> {
  const page = await ask(base, client, '/login');
  client.cookie = cookieOf(page);
  client.token = tokenIn(await page.text());
  const answer = await ask(base, client, '/login', { login: client.name, password: goodPassword });
  client.cookie = cookieOf(answer);
  client.token = tokenIn(await (await ask(base, client, `/threads/${THREAD}`)).text());
  if (client.token === '') throw new Error(`${client.name} cannot log in: ${answer.status}`);
}

async function keepWriting(base: string, client: Client, life: { isOver: boolean }): Promise<void> {
  while (!life.isOver) {
    try {
      await keepDraft(base, client);
      await post(base, client);
    } catch (error) {
      if (!life.isOver) throw error;
      // The server is gone; what was under way is sent again in its next life.
      return;
    }
  }
}

async function post(base: string, client: Client): Promise<void> {
  if (client.unanswered === null) client.count++;
  else client.retried++;
  const markdown = client.unanswered ?? `${client.name}: ответ ${client.count}`;
  client.unanswered = markdown;
  const answer = await ask(base, client, `/threads/${THREAD}/posts`, { markdown });
  await answer.arrayBuffer();
  const number = /^\/posts\/(\d+)$/.exec(answer.headers.get('location') ?? '')?.[1];
  if (answer.status !== 303 || number === undefined) throw new Error(`not taken: ${answer.status}`);
  client.posts.set(markdown, Number(number));
  client.unanswered = null;
}

async function keepDraft(base: string, client: Client): Promise<void> {
  const draft = client.draft + 1;
  const fields = { place: `thread:${DRAFT_THREAD}`, markdown: `черновик ${draft}` };
  const answer = await ask(base, client, '/drafts', fields);
  if (answer.status !== 204) throw new Error(`draft not taken: ${answer.status}`);
  client.draft = draft;
}

function ask(base: string, client: Client, address: string, fields?: Record<string, string>): Promise<Response> {
  const headers = { cookie: client.cookie, 'x-forwarded-for': client.network, connection: 'close' };
  if (!fields) return fetch(base + address, { headers, redirect: 'manual' });
  const body = new URLSearchParams({ ...fields, _csrf: client.token });
  return fetch(base + address, { method: 'POST', headers, body, redirect: 'manual' });
}

function cookieOf(answer: Response): string {
  const cookies = answer.headers.getSetCookie();
  return cookies.find((cookie) => cookie.startsWith('hustings.sid='))?.split(';', 1)[0] ?? '';
}

function tokenIn(html: string): string {
  return /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? '';
}

async function report(db: Db, clients: Client[], kills: number): Promise<KillReport> {
  const rows: { id: number; markdown: string }[] = await db.read('posts').select('id', 'markdown');
  const idsOf = new Map<string, number[]>();
  for (const row of rows) idsOf.set(row.markdown, [...(idsOf.get(row.markdown) ?? []), row.id]);
  const acknowledged = clients.flatMap((client) => [...client.posts]);
  const [thread] = await db.read('threads').where('id', THREAD);
  const wrong = thread.reply_count === rows.length ? [] : [`${thread.reply_count} replies counted of ${rows.length}`];
  for (const client of clients) wrong.push(...(await wrongDraft(db, client)));
  const [health] = (await db.read.raw('pragma integrity_check')) as { integrity_check: string }[];
  if (health?.integrity_check !== 'ok') wrong.push(`integrity: ${health?.integrity_check}`);
  return {
    kills,
    acknowledged: acknowledged.length,
    retried: sum(clients, (client) => client.retried),
    draftsAcknowledged: sum(clients, (client) => client.draft),
    lost: acknowledged.filter(([text, id]) => !idsOf.get(text)?.includes(id)).map(([text]) => text),
    doubled: [...idsOf].filter(([, ids]) => ids.length > 1).map(([text]) => text),
    wrong,
  };
}

async function wrongDraft(db: Db, client: Client): Promise<string[]> {
  const user = await db.read('users').where('name', client.name).first('id');
  const row = await db
    .read('drafts')
    .where({ user_id: user?.id, place: `thread:${DRAFT_THREAD}` })
    .first('markdown');
  const kept = Number(/\d+$/.exec(row?.markdown ?? '')?.[0] ?? 0);
  return kept >= client.draft ? [] : [`draft ${kept} of ${client.name} is older than ${client.draft}`];
}

function sum(clients: Client[], of: (client: Client) => number): number {
  return clients.reduce((total, client) => total + of(client), 0);
}
