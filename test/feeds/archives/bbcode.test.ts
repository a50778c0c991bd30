import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bbcodeToMarkdown } from '../../../src/feeds/archives/bbcode.js';
import { renderMarkdown } from '../../../src/lib/markdown.js';

const cases: [string, string, string][] = [
  ['emphasis', '[b]да[/b] и [i]нет[/i], [u]линия[/u] [s]было[/s]', '**да** и *нет*, линия ~~было~~'],
  ['blanks inside', 'a[b] да [/b]b', 'a **да** b'],
  ['a link', '[url=https://a.example/x?y=1]слова[/url]', '[слова](<https://a.example/x?y=1>)'],
  ['a bare link', '[url]https://a.example/x_y[/url]', '<https://a.example/x_y>'],
  ['a link without a scheme', '[url=www.a.example]a[/url]', '[a](<http://www.a.example>)'],
  ['an image is a link', '[img size=200]https://a.example/1.jpg[/img]', '<https://a.example/1.jpg>'],
  ['a list', '[list][*]раз[*]два[/list]', '- раз\n- два'],
  ['a numbered list', '[list=1][*]раз[/*][*]два[/*][/list]', '1. раз\n1. два'],
  ['html lists', '[ul][li]раз[/li][li]два[/li][/ul]', '- раз\n- два'],
  ['code', '[code]a [b]x[/b] *y*[/code]', '`a [b]x[/b] *y*`'],
  ['code of lines', '[code]a\nb[/code]', '```\na\nb\n```'],
  [
    'what Markdown would misread',
    '*a* _b_ <c> [d] # e\n# f\n- g\n1. h',
    '\\*a\\* \\_b\\_ \\<c\\> \\[d\\] \\# e\n\\# f\n\\- g\n1\\. h',
  ],
  ['colours fall away', '[color=red][size=5]слово[/size][/color]', 'слово'],
  ['what is no tag stays', '[вопрос] [b', '\\[вопрос\\] \\[b'],
  ['ends without beginnings', 'a[/b][/quote]b', 'ab'],
  ['beginnings without ends', '[b]да [i]нет', '**да *нет***'],
  ['old entities', 'a &quot;b&quot; &amp; &lt;c', 'a "b" & \\<c'],
];

describe('BBCode to Markdown', () => {
  for (const [name, source, wanted] of cases) test(name, () => assert.equal(bbcodeToMarkdown(source), wanted));

  test('a quote with its author, and one inside', () => {
    const source = '[quote="Анна" post=12]раз[quote=Пётр]два[/quote][/quote]Ответ';
    assert.equal(bbcodeToMarkdown(source), '> **Анна:**\n>\n> раз\n>\n> > **Пётр:**\n> >\n> > два\n\nОтвет');
  });

  test('addresses that run code are words', () => {
    for (const href of ['javascript:alert(1)', 'data:text/html,x', 'https://a.example/>x<', ' java\nscript:x']) {
      const html = renderMarkdown(bbcodeToMarkdown(`[url=${href}]x[/url][img]${href}[/img]`));
      assert.doesNotMatch(html, /href="(?!https?:)/);
    }
  });

  test('markup in the text is text on the page', () => {
    const html = renderMarkdown(bbcodeToMarkdown('<script>alert(1)</script> **a** [b]b[/b] & `c`'));
    assert.equal(html, '<p>&lt;script&gt;alert(1)&lt;/script&gt; **a** <strong>b</strong> &amp; `c`</p>');
  });

  test('hostile nests take time in proportion', () => {
    const hostile = [
      '[b]'.repeat(60_000),
      '[quote=a]'.repeat(20_000),
      '[b='.repeat(60_000),
      '[url='.repeat(40_000),
      `${'[*]'.repeat(30_000)}`,
      '[list][*]'.repeat(20_000),
    ];
    for (const source of hostile) {
      const started = performance.now();
      bbcodeToMarkdown(source);
      assert.ok(performance.now() - started < 1500, source.slice(0, 12));
    }
  });
});
