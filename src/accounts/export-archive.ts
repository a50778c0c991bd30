/**
 * Everything of one member as one ZIP archive, made while it is sent: page by page, so that neither the size of the
 * account nor a slow reader fills the memory. Each page is small enough to be packed between two requests.
 */
import { Zip, ZipDeflate } from 'fflate';
import type { Format } from '../i18n/format.js';
import type { Language } from '../i18n/language.js';
import type { Texts } from '../i18n/texts.js';
import { exportIndexHtml, exportItemHtml, exportPageEnd, exportPageStart } from './export-html.js';
import type { ExportItem, ExportSection } from './export-section.js';
import type { User } from './user.js';

// Of posts with 20,000 characters at most: half a megabyte, some milliseconds of packing.
const PAGE = 25;

export type ExportReader = { language: Language; t: Texts; fmt: Format; siteName: string; now: number };

export async function* exportArchive(
  user: User,
  sections: readonly ExportSection[],
  reader: ExportReader,
): AsyncGenerator<Uint8Array> {
  const archive = createArchive();
  for (const section of sections) {
    yield* archive.file(`json/${section.name}.json`, jsonOf(section, user));
    yield* archive.file(`${section.name}.html`, htmlOf(section, user, reader));
  }
  yield* archive.file('index.html', [exportIndexHtml(user, sections, reader)]);
  yield* archive.end();
}

function createArchive() {
  let packed: Uint8Array[] = [];
  let failure: Error | null = null;
  const zip = new Zip((error, chunk) => {
    if (error) failure = error;
    else packed.push(chunk);
  });

  function* ready(): Generator<Uint8Array> {
    if (failure) throw failure;
    const chunks = packed;
    packed = [];
    yield* chunks;
  }

  async function* file(name: string, parts: Iterable<string> | AsyncIterable<string>): AsyncGenerator<Uint8Array> {
    const entry = new ZipDeflate(name, { level: 6 });
    zip.add(entry);
    for await (const part of parts) {
      entry.push(Buffer.from(part), false);
      yield* ready();
    }
    entry.push(new Uint8Array(), true);
    yield* ready();
  }

  function* end(): Generator<Uint8Array> {
    zip.end();
    yield* ready();
  }

  return { file, end };
}

async function* pagesOf(section: ExportSection, user: User): AsyncGenerator<ExportItem[]> {
  let after = 0;
  while (true) {
    const items = await section.list(user, after, PAGE);
    const last = items.at(-1);
    if (!last) return;
    yield items;
    if (items.length < PAGE) return;
    after = last.id;
  }
}

async function* jsonOf(section: ExportSection, user: User): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const items of pagesOf(section, user)) {
    yield separator + items.map((item) => JSON.stringify(withDates(item))).join(',\n');
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}

async function* htmlOf(section: ExportSection, user: User, reader: ExportReader): AsyncGenerator<string> {
  yield exportPageStart(section.title(reader.t), reader);
  for await (const items of pagesOf(section, user)) yield items.map((item) => exportItemHtml(item, reader)).join('');
  yield exportPageEnd;
}

function withDates(item: ExportItem): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(item).map(([key, value]) => [
      key,
      key.endsWith('At') && typeof value === 'number' ? new Date(value).toISOString() : value,
    ]),
  );
}
