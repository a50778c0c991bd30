/** What documents say, without importing them: no database, nothing stored. */
import { loadConfig } from '../config/load-config.js';
import { fetchFeed } from '../feeds/fetch.js';
import { createParseClient } from '../feeds/parse-client.js';
import type { ParsedFeed } from '../feeds/parsed-feed.js';
import { systemClock } from '../lib/clock.js';
import { errorText } from '../lib/errors.js';
import { createHttpGet, type HttpGet } from '../lib/http-get.js';
import type { AddCommand, Cli } from './context.js';
import { type DocumentInput, listInputs, readBytes } from './document-inputs.js';
import { ExitCode } from './exit.js';
import { toHttpUrl, withExamples, withJson } from './options.js';
import { isGone, print, printJson, table } from './output.js';
import { reasonText } from './reason-text.js';

type Options = { base?: string; json?: boolean };
type Parsed = { ok: true; feed: ParsedFeed } | { ok: false; error: string; detail: string };
type Document = { bytes: Uint8Array; httpCharset?: string | null; baseUrl: string | null };
type Parts = { reader: ReturnType<typeof createParseClient>; httpGet: () => HttpGet; options: Options };

const USER_AGENT = 'Hustings/0.1 (feed reader)';

export const addParse: AddCommand = (program, cli) => {
  const command = program
    .command('parse')
    .description('show how documents are understood: feeds of any kind, articles with a front matter')
    .argument('<file-or-url...>', 'files, folders or addresses')
    .option('--base <url>', 'address from which relative links start', toHttpUrl)
    .action((named: string[], options: Options) => parseAll(cli, named, options));
  withExamples(withJson(command), 'parse feed.xml', 'parse --json news/*.xml https://example.org/rss');
};

/** With --json one line for each document, as soon as it is read. */
async function parseAll(cli: Cli, named: string[], options: Options): Promise<void> {
  const reader = createParseClient();
  const lazyHttp = createLazyHttp();
  try {
    for (const input of await listInputs(named)) {
      if (isGone(cli.out)) break;
      const parsed = await parseOne(input, { reader, httpGet: lazyHttp.get, options });
      await (options.json
        ? printJson(cli.out, toJson(input.source, parsed))
        : print(cli.out, toText(input.source, parsed)));
      if (parsed.ok) continue;
      cli.end(ExitCode.badInput);
      cli.err.write(`${input.source}: ${reasonText(parsed.error)} (${parsed.detail})\n`);
    }
  } finally {
    lazyHttp.close();
    await reader.close();
  }
}

async function parseOne(input: DocumentInput, parts: Parts): Promise<Parsed> {
  if (input.kind === 'missing') return { ok: false, error: 'unreadable', detail: input.why };
  const document =
    input.kind === 'url' ? await fetchDocument(input.source, parts.httpGet()) : await readDocument(input.source, parts);
  if ('ok' in document) return document;
  return parts.reader.parse({ ...document, now: systemClock() });
}

async function readDocument(file: string, { options }: Parts): Promise<Document | Extract<Parsed, { ok: false }>> {
  try {
    return { bytes: await readBytes(file), baseUrl: options.base ?? null };
  } catch (error) {
    return { ok: false, error: 'unreadable', detail: errorText(error) };
  }
}

async function fetchDocument(url: string, httpGet: HttpGet): Promise<Document | Extract<Parsed, { ok: false }>> {
  const fetched = await fetchFeed(httpGet, { url });
  if (fetched.kind === 'fresh')
    return { bytes: fetched.body, httpCharset: fetched.httpCharset, baseUrl: fetched.finalUrl };
  if (fetched.kind === 'failed') return { ok: false, error: fetched.reason, detail: fetched.detail };
  return { ok: false, error: fetched.kind, detail: `HTTP ${fetched.status}` };
}

/** Files need neither the settings nor the network. */
function createLazyHttp() {
  let made: ReturnType<typeof createHttpGet> | undefined;
  const get = () => {
    made ??= createHttpGet({ allowHosts: loadConfig().FETCH_ALLOW_HOSTS, userAgent: USER_AGENT });
    return made;
  };
  return { get, close: () => made?.close() };
}

function toJson(source: string, parsed: Parsed) {
  if (parsed.ok) {
    const { format, charset, repairs, title, link, language, entries } = parsed.feed;
    return { source, ok: true, format, charset, repairs, title, link, language, entries };
  }
  const nothing = { format: null, charset: null, repairs: [], title: '', link: null, language: null, entries: [] };
  return { source, ok: false, error: parsed.error, detail: parsed.detail, ...nothing };
}

function toText(source: string, parsed: Parsed): string {
  if (!parsed.ok) return `${source}: ${reasonText(parsed.error)}\n`;
  const { format, charset, repairs, title, link, language, entries } = parsed.feed;
  const facts = [source, format, charset, language ?? 'no language', `${entries.length} entries`, ...repairs];
  const rows = entries.map((entry) => [entry.published?.slice(0, 16) ?? '', entry.title, entry.url ?? '']);
  return [facts.join(', '), `${title} ${link ?? ''}`, table(['PUBLISHED', 'TITLE', 'ADDRESS'], rows), ''].join('\n');
}
