import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { collapse, escapeHtml, htmlToText, stripControls, truncate, withoutC1 } from '../../src/lib/text.js';

describe('plain text', () => {
  test('collapse makes one clean line', () => {
    assert.equal(collapse('  a\u00a0\n\tb\u0000c \u202ed\ufeff '), 'a bc d');
  });

  test('control characters, overrides and half surrogates go, joiners and line ends stay', () => {
    assert.equal(stripControls('a\u0008\u009f\u2066b\r\n'), 'ab\r\n');
    assert.equal(stripControls('👩\u200d⚖️'), '👩\u200d⚖️');
    assert.equal(stripControls('x\ud800y'), 'x\ufffdy');
  });

  test('numbers of Windows-1252 are its quotes and dashes, not control characters', () => {
    assert.equal(withoutC1('\u0093x\u0094 \u0096 it\u0092s \u0085'), '“x” – it’s …');
  });

  test('truncate cuts at a word and never exceeds the limit', () => {
    assert.equal(truncate('short', 10), 'short');
    assert.equal(truncate('the quick brown fox jumps', 17), 'the quick brown…');
    assert.equal(truncate('a'.repeat(50), 10), `${'a'.repeat(9)}…`);
    assert.equal(truncate('Итоги выборов, объявленные сегодня', 16), 'Итоги выборов…');
  });

  test('truncate does not cut a letter in half', () => {
    assert.equal(truncate('🗳'.repeat(10), 10), `${'🗳'.repeat(4)}…`);
  });

  test('truncate is linear in runs of what it trims', { timeout: 20_000 }, () => {
    assert.equal(truncate(`${','.repeat(500_000)}a${'b'.repeat(10)}`, 500_002).length, 500_002);
    assert.equal(truncate('a,,,,,,,,,b', 10), 'a…');
  });

  test('escapeHtml covers text and both kinds of quotes', () => {
    assert.equal(escapeHtml(`<a b="c" d='e'>&`), '&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;');
  });
});

describe('HTML to text', () => {
  test('entities are decoded once, blocks become lines, inline markup vanishes', () => {
    assert.equal(
      htmlToText('<p>A&nbsp;&amp;amp; <b>b</b>old</p><ul><li>x<li>y</ul>&#x44b;&eacute;'),
      'A &amp; bold\nx\ny\nыé',
    );
  });

  test('scripts, styles and comments are not text', () => {
    assert.equal(htmlToText('a<script>alert("<b>")</script><style>p{}</style><!-- c --><iframe>d</iframe>b'), 'ab');
  });

  test('a lone angle bracket is text', () => {
    assert.equal(htmlToText('1 < 2 & 3 > 2'), '1 < 2 & 3 > 2');
  });

  test('deep nesting and a megabyte of brackets cost linear time', { timeout: 20_000 }, () => {
    assert.equal(htmlToText(`${'<div>'.repeat(200_000)}deep`), 'deep');
    assert.equal(htmlToText('<'.repeat(1_000_000)).length, 1_000_000);
  });
});
