import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { emoji } from '../../src/lib/emoji.js';
import { AppError } from '../../src/lib/errors.js';
import { MAX_MARKDOWN, renderMarkdown } from '../../src/lib/markdown.js';

describe('Markdown', () => {
  test('the usual marks, line breaks and bare addresses', () => {
    const html = renderMarkdown('*a* **b**\nc https://e.example/x\n\n- one\n- two');
    assert.equal(
      html,
      '<p><em>a</em> <strong>b</strong><br />\nc <a href="https://e.example/x" rel="nofollow ugc noopener">https://e.example/x</a></p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>',
    );
  });

  test('HTML is text, images are links, dangerous links are none', () => {
    assert.equal(renderMarkdown('<b>x</b>'), '<p>&lt;b&gt;x&lt;/b&gt;</p>');
    assert.equal(
      renderMarkdown('![cat](https://e.example/c.png)'),
      '<p><a href="https://e.example/c.png" rel="nofollow ugc noopener">cat</a></p>',
    );
    assert.doesNotMatch(renderMarkdown('[x](javascript:alert(1)) [y](data:text/html,z)'), /href/);
  });

  test('names of emoji become characters in posts, never in code or addresses, nor in documents', () => {
    const shown = (text: string) => renderMarkdown(text, { emoji: true }).replace(/<\/?p>/g, '');
    assert.equal(shown('Да :+1: :thumbsup:, *нет* :-1:'), 'Да 👍 👍, <em>нет</em> 👎');
    assert.equal(shown(':нет_такого: :unknown: :x'), ':нет_такого: :unknown: :x');
    assert.equal(shown(':smile::+1:! :none::x:'), '😄👍! :none:❌', 'side by side');
    assert.equal(shown('в 10:100:15, слово:x:слово'), 'в 10:100:15, слово:x:слово');
    assert.equal(shown('`:x:`'), '<code>:x:</code>');
    assert.match(shown('```\n:x:\n```'), /<code>:x:/);
    assert.match(shown('https://e.example/:x: конец'), />https:\/\/e\.example\/:x:?<\/a>/);
    assert.match(shown('[моё :heart:](https://e.example/)'), />моё ❤️<\/a>/);
    assert.equal(renderMarkdown(':x:'), '<p>:x:</p>');
    assert.equal(shown(':x:'.repeat(3000)), '❌'.repeat(3000));
    assert.ok(emoji.size >= 60);
    for (const [name, character] of emoji) assert.equal(shown(`:${name}:`), character, name);
  });

  test('names with dots stay names', () => {
    assert.equal(renderMarkdown('node.js and план.рф'), '<p>node.js and план.рф</p>');
  });

  test('headings go below those of the page', () => {
    assert.equal(renderMarkdown('# a\n## b'), '<h3>a</h3>\n<h4>b</h4>');
  });

  test('a text over the cap is refused with the cap in the message', () => {
    assert.doesNotThrow(() => renderMarkdown('a'.repeat(MAX_MARKDOWN)));
    assert.throws(
      () => renderMarkdown('a'.repeat(MAX_MARKDOWN + 1)),
      (error) => error instanceof AppError && error.code === 'text-too-long' && error.params.max === MAX_MARKDOWN,
    );
  });

  test('an address defined once is not repeated by every reference to it', () => {
    const definition = `[x]: https://e.example/${'y'.repeat(2000)}\n\n`;
    const html = renderMarkdown(definition + '[x] '.repeat((MAX_MARKDOWN - definition.length) / 4));
    assert.ok(html.length < 10 * MAX_MARKDOWN, `${html.length} characters`);
  });

  test('a text that would become too much HTML is refused', () => {
    assert.throws(
      () => renderMarkdown('"'.repeat(100_000), { maxLength: 200_000 }),
      (error) => error instanceof AppError && error.code === 'text-too-long' && error.status === 422,
    );
  });

  test('quotes within quotes end at 20 levels', () => {
    const depth = renderMarkdown(`${'> '.repeat(40)}a`).match(/<blockquote>/g)?.length ?? 0;
    assert.ok(depth > 5 && depth <= 20, `${depth} levels`);
  });

  test('patterns that make renderers slow', { timeout: 20_000 }, () => {
    for (const bit of ['[', '*a_', '> ', '![a](', '`', '<', '- ', '|a', '://', 'a@b.c ', '&', '**a ']) {
      const text = bit.repeat(Math.floor(MAX_MARKDOWN / bit.length));
      assert.ok(renderMarkdown(text).length > 0 || bit === '> ', bit);
    }
  });
});
