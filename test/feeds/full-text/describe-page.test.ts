import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { describePage } from '../../../src/feeds/full-text/describe-page.js';
import { page, said } from './pages.js';

const describeHtml = (html: string) => describePage({ bytes: Buffer.from(html), httpCharset: null });

describe('a page described', () => {
  test('by its headline and first words', () => {
    const { title, excerpt } = describeHtml(page());
    assert.equal(title, said.title);
    assert.match(excerpt, /Избирательная комиссия/);
  });

  for (const [name, tag] of [
    ['paragraphs', '<p>a'],
    ['empty elements', '<meta x>'],
  ] as const) {
    test(`a flood of ${name} is not read`, () => {
      const html = page() + tag.repeat(900_000);
      const began = performance.now();
      assert.deepEqual(describeHtml(html), { title: '', excerpt: '' });
      assert.ok(performance.now() - began < 1000);
    });
  }

  test('only the beginning of a long page is read', () => {
    const { title } = describeHtml(`${page()}<!--${'x'.repeat(3_000_000)}-->`);
    assert.equal(title, said.title);
    assert.equal(describeHtml(`<!--${'x'.repeat(600_000)}-->${page()}`).title, '');
  });
});
