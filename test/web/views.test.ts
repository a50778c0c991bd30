/** Every view, in every situation of `sample-pages.ts`, in both languages. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { type Language, languages } from '../../src/i18n/language.js';
import { textsFor } from '../../src/i18n/texts.js';
import { markupProblems } from './html-check.js';
import { renderSample } from './render-view.js';
import { type Sample, samplePages } from './sample-pages.js';

const rendered = new Map<string, { sample: Sample; html: string }>();

before(async () => {
  for (const language of languages) {
    for (const sample of samplePages(language)) {
      rendered.set(`${sample.name}.${language}`, { sample, html: await renderSample(sample) });
    }
  }
});

function page(name: string, language: Language = 'ru'): string {
  const found = rendered.get(`${name}.${language}`);
  assert.ok(found, `no sample ${name}`);
  return found.html;
}

function every(check: (html: string, name: string, sample: Sample) => void): void {
  for (const [name, { html, sample }] of rendered) check(html, name, sample);
}

describe('every page', () => {
  test('is well-formed, with quoted attributes, sound references and nothing inline', () => {
    every((html, name) => assert.deepEqual(markupProblems(html), [], name));
  });

  test('prints no value that is not there', () => {
    every((html, name) => assert.doesNotMatch(html, /\bundefined\b|\[object|\bNaN\b|Invalid Date|\bnull\b/, name));
  });

  test('has one main heading, a language, and a title', () => {
    every((html, name, { shell }) => {
      assert.equal(html.match(/<h1[\s>]/g)?.length, 1, name);
      assert.match(html, new RegExp(`<html lang="${shell.language}">`), name);
      assert.match(html, /<title>[^<]*Hustings<\/title>/, name);
    });
  });

  test('escapes what others wrote', () => {
    every((html, name) => assert.doesNotMatch(html, /<script>|<b>ничего|<младший>|<O>/, name));
    assert.match(page('home'), /&lt;script&gt;alert/);
  });

  test('carries the token in every form that posts', () => {
    every((html, name) => {
      const forms = html.match(/<form [^>]*method="post"[^>]*>[\s\S]*?<\/form>/g) ?? [];
      for (const form of forms) assert.match(form, /name="_csrf" value="sample-token"/, name);
    });
  });

  test('speaks the language of the reader', () => {
    every((html, name, { shell }) => {
      const other = textsFor(shell.language === 'ru' ? 'en' : 'ru');
      for (const word of [other.nav.home, other.site.tagline, other.nav.account]) assert.ok(!html.includes(word), name);
    });
  });
});

describe('head', () => {
  test('names the page, its languages and its feeds', () => {
    const html = page('home');
    assert.match(html, /<link rel="canonical" href="https:\/\/hustings\.example\/">/);
    assert.match(html, /hreflang="en" href="https:\/\/hustings\.example\/\?lang=en"/);
    for (const file of ['feed.rss', 'feed.atom', 'feed.json']) assert.match(html, new RegExp(`href="/${file}"`));
    assert.match(page('thread'), /hreflang="en" href="[^"]*\?x=1&amp;lang=en"/);
  });

  test('keeps unlisted pages out of search engines', async () => {
    const [sample] = samplePages('en');
    assert.ok(sample);
    const html = await renderSample({ ...sample, head: { ...sample.head, isUnlisted: true } });
    assert.match(html, /<meta name="robots" content="noindex, follow">/);
    assert.doesNotMatch(html, /rel="canonical"/);
    assert.doesNotMatch(page('home', 'en'), /noindex/);
  });

  test('puts the extension before the query of a feed', async () => {
    const [sample] = samplePages('en');
    assert.ok(sample);
    const html = await renderSample({ ...sample, head: { ...sample.head, feedPath: '/search/feed?q=a' } });
    assert.match(html, /href="\/search\/feed\.rss\?q=a"/);
  });
});

describe('shell', () => {
  test('offers what the viewer may do', () => {
    assert.match(page('home'), /href="\/login"/);
    assert.doesNotMatch(page('home'), /action="\/logout"|\/moderation\/feeds/);
    assert.match(page('account'), /action="\/logout"/);
    assert.doesNotMatch(page('account'), /href="\/moderation\/feeds"/);
    assert.match(page('member'), /href="\/moderation\/feeds"/);
  });

  test('shows banner, progress and notice only when there is one', () => {
    const t = textsFor('ru');
    assert.ok(page('home').includes(t.site.demo));
    assert.match(page('home'), /<progress id="import-progress" max="60" value="12">/);
    assert.ok(!page('home-empty').includes(t.site.demo));
    assert.doesNotMatch(page('home-empty'), /<progress/);
    assert.match(page('thread-member'), /role="status">Ответ опубликован\.</);
    assert.doesNotMatch(page('thread'), /class="notice"/);
  });
});

describe('thread page', () => {
  test('marks content in another language', () => {
    assert.match(page('thread', 'en'), /<h1 lang="ru">/);
    assert.match(page('thread'), /<a href="\/threads\/302" lang="en">Halvik/);
  });

  test('shows why an article is similar, and how much', () => {
    const html = page('thread');
    assert.match(html, /<rect class="bar-fill" width="78"/);
    assert.match(html, />78<\/span>/);
    assert.match(html, /<li>жребий<\/li>/);
    assert.ok(page('thread-bare').includes(textsFor('ru').thread.similarPending));
  });

  test('invites a guest to log in and gives a member the form as it was typed', () => {
    assert.match(page('thread'), /href="\/login\?next=%2Fthreads%2F100"/);
    assert.doesNotMatch(page('thread'), /<textarea/);
    const html = page('thread-member');
    assert.match(html, />\n&gt; Who throws the dice\?/);
    assert.match(html, /id="reply"[\s\S]*name="replyTo" value="59971"/);
    assert.match(html, /aria-invalid="true"/);
    assert.match(html, /<div class="prose"><blockquote><p>Who throws/);
  });

  test('links every post and article by its own anchor', () => {
    for (const id of ['article-900', 'article-901', 'post-59964', 'similar', 'replies', 'reply']) {
      assert.match(page('thread'), new RegExp(`id="${id}"`), id);
    }
  });
});

describe('forms', () => {
  test('show a message by the field and at the top, and what was typed except secrets', () => {
    const html = page('register');
    assert.match(html, /<a href="#field-name">Имя<\/a>: Это имя занято\./);
    assert.match(
      html,
      /id="field-name" name="name"[^>]*aria-describedby="field-name-hint field-name-error" aria-invalid="true"/,
    );
    assert.match(html, /value="артём &#34;лис&#34;"/);
    assert.doesNotMatch(html, /must-not-be-shown/);
  });

  test('keep a choice that the list does not know', () => {
    assert.match(page('moderation-feed'), /<option value="de" selected="selected">немецкий<\/option>/);
  });
});
