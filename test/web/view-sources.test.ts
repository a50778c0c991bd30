/** The law of the view files, read as text: what a rendered sample cannot prove. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { viewsDir } from '../../src/config/paths.js';
import { textsFor } from '../../src/i18n/texts.js';

/** Fields typed `SafeHtml` in the page objects; whoever adds one here has checked its type. */
const SAFE_FIELDS = new Set(['article.html', 'post.html', 'reply.preview', 'page.form.preview', 'page.preview.html']);

const sources = readdirSync(viewsDir, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ejs'))
  .map((file) => ({ file, text: readFileSync(path.join(viewsDir, file), 'utf8') }));

describe('view files', () => {
  test('are there', () => assert.ok(sources.length > 30));

  test('print unescaped only partials and clean HTML', () => {
    for (const { file, text } of sources) {
      for (const [, expression = ''] of text.matchAll(/<%-\s*([\s\S]*?)\s*[-_]?%>/g)) {
        const isAllowed = /^include\('partials\/[a-z-]+'/.test(expression) || SAFE_FIELDS.has(expression);
        assert.ok(isAllowed, `${file} prints ${expression}`);
      }
    }
  });

  test('quote every attribute that holds a value', () => {
    for (const { file, text } of sources) assert.doesNotMatch(text, /[a-z]=\s*(?:<%[=-]|')/, file);
  });

  test('stay short', () => {
    for (const { file, text } of sources) assert.ok(text.split('\n').length <= 121, file);
  });

  test('name only texts that exist', () => {
    const texts: Record<string, object> = textsFor('en');
    for (const { file, text } of sources) {
      for (const [, group = '', key = ''] of text.matchAll(/\bt\.([a-zA-Z0-9]+)\.([a-zA-Z0-9]+)/g)) {
        assert.ok(Object.hasOwn(texts[group] ?? {}, key), `${file}: t.${group}.${key}`);
      }
    }
  });
});
