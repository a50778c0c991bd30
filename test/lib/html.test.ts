import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { cleanHtml, selfTest, textToHtml } from '../../src/lib/html.js';

const REL = 'rel="nofollow ugc noopener"';

describe('the cleaner', () => {
  test('keeps the markup of texts', () => {
    const text =
      '<p>a <b>b</b> <em>c</em></p><blockquote><p>q</p></blockquote><ol start="3"><li>x</li></ol><pre><code>1 &lt; 2</code></pre>';
    assert.equal(cleanHtml(text), text);
  });

  test('removes what runs, loads or styles', () => {
    assert.equal(
      cleanHtml(
        '<script>x</script><style>p{}</style><p onclick="x" style="color:red" id="a" class="b">t</p><form><input></form>',
      ),
      '<p>t</p>',
    );
    assert.equal(cleanHtml('<span style="x">a</span><font>b</font>'), 'ab');
  });

  test('links lead to http, https and mailto only, resolved against the base', () => {
    const clean = (html: string) => cleanHtml(html, { baseUrl: 'https://example.org/a/b' });
    assert.equal(
      clean('<a href="c?x=1&amp;y=2" target=_blank onclick=x>t</a>'),
      `<a href="https://example.org/a/c?x=1&amp;y=2" ${REL}>t</a>`,
    );
    assert.equal(clean('<a href="mailto:a@b.example">t</a>'), `<a href="mailto:a@b.example" ${REL}>t</a>`);
    for (const bad of [
      'javascript:alert(1)',
      ' java\nscript:alert(1)',
      'data:text/html,x',
      'vbscript:x',
      '&#106;avascript:x',
    ]) {
      assert.equal(clean(`<a href="${bad}">t</a>`), 't', bad);
    }
    assert.equal(cleanHtml('<a href="/relative">t</a>'), 't');
  });

  test('an image becomes a link with its description, a tracker nothing', () => {
    assert.equal(
      cleanHtml('<img src="https://e.example/a.jpg" alt="A ballot">'),
      `<a href="https://e.example/a.jpg" ${REL}>A ballot</a>`,
    );
    assert.equal(cleanHtml('<img src="https://e.example/a.jpg">'), `<a href="https://e.example/a.jpg" ${REL}>🖼</a>`);
    assert.equal(cleanHtml('a<img src="https://e.example/t" width="1" height="1" alt="x">b'), 'ab');
    assert.equal(cleanHtml('a<img src="https://feeds.feedburner.com/~r/x/1">b'), 'ab');
    assert.equal(
      cleanHtml('<img src="data:image/gif;base64,x" data-src="https://e.example/a.jpg" alt="lazy">'),
      `<a href="https://e.example/a.jpg" ${REL}>lazy</a>`,
    );
  });

  test('an image inside a link leaves one link', () => {
    assert.equal(
      cleanHtml('<a href="https://e.example/"><img src="https://e.example/a.jpg" alt="A"></a>'),
      `<a href="https://e.example/" ${REL}>A</a>`,
    );
  });

  test('players and frames become links', () => {
    assert.equal(
      cleanHtml('<iframe src="https://www.tube.example/embed/1?x=2"></iframe>'),
      `<a href="https://www.tube.example/embed/1?x=2" ${REL}>tube.example/embed/1</a>`,
    );
    assert.equal(
      cleanHtml('<video><source src="https://e.example/v.mp4"></video>'),
      `<a href="https://e.example/v.mp4" ${REL}>e.example/v.mp4</a>`,
    );
  });

  test('headings start at h3 and keep their distances', () => {
    assert.equal(cleanHtml('<h1>a</h1><h2>b</h2><h4>c</h4>'), '<h3>a</h3><h4>b</h4><h6>c</h6>');
    assert.equal(cleanHtml('<h3>a</h3><h5>b</h5>'), '<h3>a</h3><h5>b</h5>');
  });

  test('table cells span a sane number of cells', () => {
    assert.equal(
      cleanHtml('<table><tr><td colspan="2">a</td><td rowspan="1000000">b</td></tr></table>'),
      '<table><tr><td colspan="2">a</td><td>b</td></tr></table>',
    );
  });

  test('too deep a nest loses its markup and keeps its text', { timeout: 20_000 }, () => {
    assert.equal(cleanHtml(`${'<div>'.repeat(20_000)}deep &amp; safe<script>x</script>`), '<p>deep &amp; safe</p>');
    assert.equal(cleanHtml(`${'<p>a</p>'.repeat(300)}`), '<p>a</p>'.repeat(300));
  });

  test('cleaning is idempotent and leaves nothing that runs', () => {
    const atoms = fc.constantFrom(
      ...[
        '<',
        '>',
        '&',
        '"',
        "'",
        '/',
        '=',
        ' ',
        'x',
        '\u0000',
        '&lt;',
        '&#60;',
        '<script>',
        '</script>',
        '<style>',
        '<svg>',
        '<math>',
        '<mtext>',
        '<p>',
        '</p>',
      ],
      ...[
        '<a href="https://e.example/">',
        '<a href=javascript:x>',
        '</a>',
        '<img src=https://e.example/a.png alt="<b>">',
        '<img src=x onerror=x>',
        '<h1>',
        '</h1>',
        '<h4>',
      ],
      ...[
        '<table>',
        '<td>',
        '<noscript>',
        '<title>',
        '<textarea>',
        '<xmp>',
        '<!--',
        '-->',
        '<![CDATA[',
        ']]>',
        '<iframe src=//e.example>',
        '<span lang="en">',
        '</span>',
        '<br>',
        '<div>',
        '<li>',
      ],
    );
    fc.assert(
      fc.property(fc.array(atoms, { maxLength: 30 }), (parts) => {
        const once = cleanHtml(parts.join(''), { baseUrl: 'https://base.example/' });
        assert.equal(cleanHtml(once, { baseUrl: 'https://base.example/' }), once);
        assert.doesNotMatch(once, /<(?:script|style|svg|math|iframe|img|object|textarea|xmp|noscript|title)/i);
        for (const tag of once.match(/<[^>]*>/g) ?? []) assert.doesNotMatch(tag, /\son\w+\s*=|javascript:/i);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the self-test', () => {
  test('passes for the cleaner and fails for a broken one', () => {
    assert.doesNotThrow(() => selfTest());
    assert.throws(() => selfTest((html) => html), /let/);
    assert.throws(() => selfTest(() => ''), /destroys/);
  });
});

test('textToHtml makes paragraphs and line breaks of plain text', () => {
  assert.equal(textToHtml('a <b>\nc\n\n \n d & e'), '<p>a &lt;b&gt;<br />c</p>\n<p>d &amp; e</p>');
});
