import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { nameKey } from '../../src/accounts/name.js';
import { linkMentions, mentionKeys } from '../../src/forum/mentions.js';
import { renderMarkdown } from '../../src/lib/markdown.js';

const people = ['Марина Т.', 'ivan_petrov', 'Артём', 'Daniel O'].map((name, at) => ({ id: at + 1, name }));
const members = new Map(people.map((member) => [nameKey(member.name), member]));
const keysOf = (...names: string[]) => names.map(nameKey);
const linked = (markdown: string) => linkMentions(renderMarkdown(markdown), members);

describe('mentions', () => {
  test('plain names in both alphabets, quoted ones with spaces', () => {
    assert.deepEqual(
      mentionKeys('@Артём, @ivan_petrov! (@"Марина Т.") @«Daniel O» @“Daniel O” @Артём.'),
      keysOf('Артём', 'ivan_petrov', 'Марина Т.', 'Daniel O'),
    );
  });

  test('addresses, quoted lines and code mention nobody', () => {
    const text = ['mail@Артём', 'a.b@ivan_petrov', '> @Артём сказал', '`@Артём`', '```', '@ivan_petrov', '```'].join(
      '\n',
    );
    assert.deepEqual(mentionKeys(text), []);
    assert.deepEqual(mentionKeys('> цитата\n\n@Артём'), keysOf('Артём'));
  });

  test('known names become links, others stay words', () => {
    assert.equal(
      linked('Спасибо, @артём и @"марина т.", а @никто'),
      '<p>Спасибо, <a class="mention" href="/members/3">@Артём</a> и <a class="mention" href="/members/1">@Марина Т.</a>, а @никто</p>',
    );
    assert.equal(linked('@ivan_petrov.'), '<p><a class="mention" href="/members/2">@ivan_petrov</a>.</p>');
  });

  test('links and code stay as they are', () => {
    assert.equal(linked('`@Артём`'), '<p><code>@Артём</code></p>');
    assert.doesNotMatch(linked('[@Артём](https://e.example/)'), /members/);
    assert.doesNotMatch(linked('https://e.example/@Артём'), /members/);
  });

  test('a name cannot bring markup with it', () => {
    const hostile = new Map([[nameKey('Артём'), { id: 3, name: '<img src=x>' }]]);
    assert.match(linkMentions(renderMarkdown('@Артём'), hostile), /@&lt;img src=x&gt;<\/a>/);
  });

  test('hostile texts take no time', () => {
    for (const unit of ['@', '@"', '@«a', '`@', '> @a\n', '&quot;@', '```\n@a\n']) {
      const text = unit.repeat(20_000 / unit.length);
      const started = performance.now();
      mentionKeys(text);
      linkMentions(renderMarkdown(text.slice(0, 2000)), members);
      linkMentions(`<p>${text}</p>` as ReturnType<typeof renderMarkdown>, members);
      assert.ok(performance.now() - started < 250, unit);
    }
  });
});
