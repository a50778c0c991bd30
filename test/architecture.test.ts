/** The architecture as law: floors, forbidden imports and habits. Each test names the offending file. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { projectRoot } from '../src/config/paths.js';

/** From the ground up: a file imports from its own floor or a lower one. */
const floors = [
  'i18n',
  'lib',
  'config',
  'db',
  'accounts',
  'news',
  'search',
  'feeds',
  'forum',
  'notifications',
  'moderation',
  'jobs',
  'web',
  'cli',
  'app',
  'app.ts',
  'main.ts',
];

/** Packages that one file, or the files of one place, may import. */
const keepers: Record<string, RegExp> = {
  'rss-parser': /^src\/feeds\/parse\.ts$/,
  minisearch: /^src\/search\//,
  undici: /^src\/lib\/(http|guarded)/,
  'sanitize-html': /^src\/lib\/html/,
  'markdown-it': /^src\/lib\/markdown\.ts$/,
  '@node-rs/argon2': /^src\/accounts\/password\.ts$/,
  pg: /^src\/db\//,
  express: /^src\/web\//,
  passport: /^src\/web\/authentication\.ts$/,
  commander: /^src\/cli\//,
  nodemailer: /^src\/notifications\/smtp-carrier\.ts$/,
};

type SourceFile = { name: string; text: string; lines: string[]; imports: string[] };

const sources = filesBelow('src', '.ts').map(read);
const views = filesBelow('views', '.ejs').map(read);

describe('architecture', () => {
  test('the rules see the code', () => {
    assert.ok(sources.length > 50, 'source files are found');
    assert.ok(views.length > 10, 'views are found');
    assert.ok(
      sources.some((file) => file.imports.includes('express')),
      'imports are read',
    );
  });

  test('imports go to the same floor or a lower one', () => {
    const offences = sources.flatMap((file) =>
      localImports(file)
        .filter((target) => floorOf(target) > floorOf(file.name))
        .map((target) => `${file.name} imports ${target} from a higher floor`),
    );
    assert.deepEqual(offences, []);
  });

  test('every file stands on a known floor', () => {
    assert.deepEqual(
      sources.map((file) => file.name).filter((name) => floorOf(name) < 0),
      [],
    );
  });

  test('packages are imported only where they belong', () => {
    const offences = sources.flatMap((file) =>
      file.imports
        .filter((name) => keepers[name] && !keepers[name].test(file.name))
        .map((name) => `${file.name}: ${name}`),
    );
    assert.deepEqual(offences, []);
  });

  test('process.env is read by src/config alone', () => {
    assert.deepEqual(filesWith(/process\.env/, /^src\/config\//), []);
  });

  test('SQL lives in *-store.ts, in db/ and nowhere else', () => {
    const sql = /\b(trx|executor|db\.(read|write))\(\s*['"`]|\.raw\(/;
    // Liveness asks the database for nothing but an answer.
    assert.deepEqual(filesWith(sql, /(-store\.ts|^src\/db\/.*|^src\/app\/pages\.ts)$/), []);
  });

  test('views print unescaped only includes and cleaned HTML', () => {
    const offences = views.flatMap((view) =>
      [...view.text.matchAll(/<%-\s*([\s\S]*?)%>/g)]
        .map((match) => (match[1] ?? '').trim())
        .filter((code) => !/^include\(/.test(code) && !/^[\w.]+\.(html|preview)$/.test(code))
        .map((code) => `${view.name}: <%- ${code}`),
    );
    assert.deepEqual(offences, []);
  });

  test('views carry no inline script, style or handler', () => {
    const inline = /<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=/i;
    // Mail programs know no style sheets: letters carry their styles with them, and no script all the same.
    const inLetters = /<script|<style|\son[a-z]+=/i;
    const offends = (view: SourceFile) => (view.name.startsWith('views/mail/') ? inLetters : inline).test(view.text);
    assert.deepEqual(
      views.filter(offends).map((view) => view.name),
      [],
    );
  });

  test('names say what a file is', () => {
    assert.deepEqual(
      sources
        .map((file) => file.name)
        .filter(
          (name) =>
            /(^|[/-])(utils?|helpers?|common|manager)\.ts$|\/index\.ts$/.test(name) && !/migrations\/index/.test(name),
        ),
      [],
    );
  });

  test('classes are for errors only', () => {
    assert.deepEqual(filesWith(/^\s*(export )?class (?!\w+ extends (Error|SqliteDialect)\b)/m, /$^/), []);
  });

  test('files stay readable', () => {
    const lengths = sources.map((file) => file.lines.length).sort((a, b) => a - b);
    const at = (share: number) => lengths[Math.min(lengths.length - 1, Math.floor(lengths.length * share))] ?? 0;
    assert.deepEqual(
      sources.filter((file) => file.lines.length > 400).map((file) => `${file.name}: ${file.lines.length}`),
      [],
    );
    assert.ok(at(0.95) <= 250, `95 % of files have at most 250 lines (now ${at(0.95)})`);
    assert.ok(at(0.5) <= 80, `half of the files have at most 80 lines (now ${at(0.5)})`);
  });
});

function read(name: string): SourceFile {
  const text = readFileSync(path.join(projectRoot, name), 'utf8');
  const imports = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '');
  return { name, text, lines: text.split('\n'), imports };
}

function filesBelow(folder: string, extension: string): string[] {
  return readdirSync(path.join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(extension))
    .map((name) => path.posix.join(folder, name.split(path.sep).join('/')));
}

function localImports(file: SourceFile): string[] {
  return file.imports
    .filter((target) => target.startsWith('.'))
    .map((target) => path.posix.join(path.posix.dirname(file.name), target).replace(/\.js$/, '.ts'));
}

function floorOf(name: string): number {
  return floors.indexOf(name.split('/')[1] ?? '');
}

function filesWith(pattern: RegExp, except: RegExp): string[] {
  return sources.filter((file) => !except.test(file.name) && pattern.test(file.text)).map((file) => file.name);
}
