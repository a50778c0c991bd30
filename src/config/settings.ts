/** Every setting in one table: name in the environment, type, default, meaning. `hustings config` prints it. */
import { z } from 'zod';

export type Setting = {
  schema: z.ZodType;
  /** As it would be typed into the environment; undefined when there is none. */
  fallback?: string;
  doc: string;
  isSecret?: boolean;
};

const port = z.coerce.number().int().min(0).max(65535);
const count = z.coerce.number().int().min(1).max(10_000);
const flag = z.enum(['on', 'off']).transform((value) => value === 'on');
const list = z.string().transform((value) =>
  value
    .split(/[\s,]+/)
    .map((part) => part.trim())
    .filter(Boolean),
);
const httpUrl = z.url({ protocol: /^https?$/ }).transform((value) => value.replace(/\/+$/, ''));
const databaseUrl = z
  .string()
  .regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)$/, 'must be sqlite:<file> or postgres://user:password@host:port/name');

function isTimeZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return true;
  } catch {
    return false;
  }
}

/** `VK=https://vk.example/a, Telegram=https://t.example/b` → links of the footer. */
const siteLinks = z.string().transform((value, context) => {
  const links: { name: string; url: string }[] = [];
  for (const part of value.split(',').map((text) => text.trim())) {
    if (part === '') continue;
    const [name, url] = splitOnce(part, '=');
    if (!url || !URL.canParse(url) || !/^https?:\/\//.test(url)) {
      context.addIssue({ code: 'custom', message: `"${part}" is not name=https://address` });
      return z.NEVER;
    }
    links.push({ name, url });
  }
  return links;
});

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

/** `address` or `Name <address>`; nothing that could end a header line. */
const mailFrom = z.string().transform((value, context) => {
  const [, name = '', bracketed] = /^([^<>"\p{Cc}]*)<([^<>]*)>$/u.exec(value.trim()) ?? [];
  const address = z.email().safeParse(bracketed ?? value.trim());
  if (address.success) return { name: name.trim(), address: address.data };
  context.addIssue({ code: 'custom', message: 'must be an address or Name <address>' });
  return z.NEVER;
});

export const settings = {
  NODE_ENV: {
    schema: z.enum(['development', 'production', 'test']),
    fallback: 'development',
    doc: 'production asks for SESSION_SECRET and an https BASE_URL',
  },
  PORT: { schema: port, fallback: '3000', doc: 'port of the pages; 0 takes any free one' },
  HOST: { schema: z.string().min(1), fallback: '127.0.0.1', doc: 'address to listen on' },
  BASE_URL: {
    schema: httpUrl.optional(),
    doc: 'public address of the site, used in feeds and canonical links; default http://HOST:PORT',
  },
  DATABASE_URL: {
    schema: databaseUrl.optional(),
    isSecret: true,
    doc: 'sqlite:<file> or postgres://…; default a file hustings.sqlite in DATA_DIR',
  },
  DATA_DIR: {
    schema: z.string().min(1).optional(),
    doc: 'folder for what the program writes (database, index snapshot, secrets); default data/var',
  },
  SESSION_SECRET: {
    schema: z.string().min(32, 'needs at least 32 characters').optional(),
    isSecret: true,
    doc: 'signs session cookies; made and kept in DATA_DIR when missing, required in production',
  },
  TRUST_PROXY: {
    schema: z.coerce.number().int().min(0).max(10),
    fallback: '0',
    doc: 'number of proxies in front of the pages',
  },
  SITE_NAME: { schema: z.string().min(1).max(60), fallback: 'Hustings', doc: 'name in the masthead' },
  SITE_LINKS: {
    schema: siteLinks,
    fallback: '',
    doc: 'own pages on social networks: VK=https://…, Telegram=https://…',
  },
  DEFAULT_LANGUAGE: { schema: z.enum(['ru', 'en']), fallback: 'ru', doc: 'for readers whose browser asks for neither' },
  TIME_ZONE: {
    schema: z.string().refine(isTimeZone, 'is not a time zone such as Europe/Moscow'),
    fallback: 'Europe/Moscow',
    doc: 'zone in which pages show times',
  },
  REGISTRATION: { schema: flag, fallback: 'on', doc: 'off: nobody can register' },
  HOLD_FIRST_POSTS: {
    schema: z.coerce.number().int().min(0).max(100),
    fallback: '0',
    doc: 'posts that a new member must have published before the next ones appear at once; earlier ones wait for a moderator',
  },
  POST_MIN_SECONDS: {
    schema: z.coerce.number().int().min(0).max(600),
    fallback: '3',
    doc: 'a new member’s reply is not taken sooner than this after its form was shown; 0 takes it at once',
  },
  FETCH_ALLOW_HOSTS: { schema: list, fallback: '', doc: 'private hosts (host or host:port) that sources may name' },
  FETCH_CONCURRENCY: { schema: count, fallback: '16', doc: 'sources fetched at the same time' },
  FETCH_ON_START: { schema: flag, fallback: 'on', doc: 'off: no source is fetched by the schedule' },
  FIRST_RUN: {
    schema: z.enum(['auto', 'demo', 'empty']),
    fallback: 'auto',
    doc: 'auto: an empty site starts with the curated sources, or the demo when none can be reached; demo: with the demo; empty: it stays empty',
  },
  IMAGE_PROXY: {
    schema: flag,
    fallback: 'off',
    doc: 'on: pictures of articles and icons of sources are shown, fetched, shrunk and kept by this server; off: none is',
  },
  IMAGE_CACHE_MB: { schema: count, fallback: '500', doc: 'disk for pictures in DATA_DIR; the least used go first' },
  STORY_GROUPING: {
    schema: flag,
    fallback: 'on',
    doc: 'off: the machine joins no articles to stories; moderators still can, and what arrived meanwhile stays as it is',
  },
  SMTP_URL: {
    schema: z.url({ protocol: /^smtps?$/, error: 'must be smtp://user:password@host:port or smtps://…' }).optional(),
    isSecret: true,
    doc: 'mail server, smtp://user:password@host:port or smtps://…; without it mails become files in DATA_DIR/outbox',
  },
  MAIL_FROM: {
    schema: mailFrom.optional(),
    doc: 'sender of mails, address or "Name <address>"; default SITE_NAME <noreply@host of BASE_URL>',
  },
  EMAIL_VERIFICATION: {
    schema: flag.optional(),
    doc: 'on: members post only once they have confirmed their e-mail address; default on with SMTP_URL, else off',
  },
  THREADS_FROM_ROLE: {
    schema: z.enum(['member', 'moderator', 'admin']),
    fallback: 'member',
    doc: 'who may start threads of their own: this role and those above it',
  },
  THREADS_FROM_DAYS: {
    schema: z.coerce.number().int().min(0).max(3650),
    fallback: '0',
    doc: 'days after registration until a member may start threads',
  },
  METRICS_TOKEN: {
    schema: z.string().min(16).optional(),
    isSecret: true,
    doc: 'bearer token of /metrics; without it only loopback may read them',
  },
  LOG_LEVEL: {
    schema: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']),
    fallback: 'warn',
    doc: 'log lines go to standard error',
  },
  SQLITE_READERS: { schema: count, fallback: '4', doc: 'read connections to SQLite' },
  POSTGRES_POOL: { schema: count, fallback: '10', doc: 'connections to PostgreSQL' },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof settings;
export type SettingValues = { [Name in SettingName]: z.output<(typeof settings)[Name]['schema']> };
