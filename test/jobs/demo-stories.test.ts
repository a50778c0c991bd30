import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Element } from 'domhandler';
import { getOuterHTML } from 'domutils';
import { readPage } from '../support/read-page.js';
import { startTestSite, type TestSite } from '../support/test-site.js';

const news = (slug: string) => `https://grazhdaninfo.example/news/${slug}`;
const cifra = (slug: string) => `https://cifra.example/post/${slug}`;
const vestnik = (path: string) => `https://vestnik.example/2026/${path}`;
const severobor = (path: string) => `https://severobor.example/2026/${path}.html`;
const nablyudatel = (slug: string) => `https://nablyudatel.example/2026/${slug}/`;
const wire = (path: string) => `https://civicwire.example/en/2026/${path}`;
const courier = (path: string) => `https://courier.example/news/${path}`;
const rights = (path: string) => `https://rights.example/2026/${path}/`;
const lab = (path: string) => `https://openballot.example/blog/2026/${path}/`;

/** Repeats that were planted: each must be one thread with the report it repeats. */
const planted = [
  [
    news('reviziya-dostupa-itogi'),
    severobor('11/21/klyuchi-registra'),
    vestnik('11/22/reviziya-registra'),
    'https://grazhdaninfo.example/lenta/72119',
  ],
];

/**
 * Every story of the demo, judged by reading: all its articles tell one event, some of them with an opinion about it.
 * A story may hold fewer of them: what the machine does not join is no fault here. Whatever else it joins is one.
 */
const events = [
  ...planted,
  [news('rassylka-portal-kray'), cifra('portal-rassylka-usluga'), vestnik('11/20/rassylka-stala-uslugoy')],
  [
    news('zakon-o-cifrovyh-kampaniyah'),
    cifra('norland-zakon-chtenie'),
    vestnik('11/18/norland-zakon-pervoe-chtenie'),
    nablyudatel('norland-88-71'),
  ],
  [
    news('audit-s-2027'),
    vestnik('11/05/audit-pyat-procentov'),
    nablyudatel('audit-po-zhrebiyu'),
    severobor('11/05/audit-zhrebiy'),
  ],
  [news('utechka-ballotek'), cifra('utechka-ballotek'), vestnik('10/21/utechka-norland')],
  [news('itogi-norland'), vestnik('10/05/norland-vybral'), cifra('norland-itogi')],
  [
    news('dipfeyk-tomas-rid'),
    cifra('dipfejk-rida'),
    nablyudatel('norland-video-rid'),
    vestnik('09/30/dipfeyk-norland-my'),
  ],
  [vestnik('09/20/pereschet-den-pervyy'), severobor('09/20/pereschet-den-1')],
  [vestnik('09/18/pereschet-sedmoy-okrug'), severobor('09/18/pereschet-naznachen')],
  [
    news('itogi-predvaritelno'),
    vestnik('09/14/predvaritelnye-itogi'),
    nablyudatel('noch-podscheta'),
    severobor('09/14/yavka-i-itogi'),
  ],
  [news('vtoroy-test-deg'), vestnik('08/05/kvas-oboshel-mors')],
  [
    news('stress-test-deg'),
    cifra('stress-test-shlyuz'),
    vestnik('07/22/stress-test-sorok-minut'),
    severobor('07/22/test-deg-sboy'),
  ],
  [
    news('ishodnyy-kod-deg'),
    vestnik('06/16/kod-deg-otkryt'),
    cifra('kod-deg-otkryt'),
    nablyudatel('otkrytyj-kod-nablyudatelyam'),
  ],
  [news('markirovka-ploshchad'), cifra('markirovka-ploshchad')],
  [severobor('09/11/ocheredi-koib'), nablyudatel('severobor-chuzhie-byulleteni')],
  [
    wire('11/17/norland-digital-campaigns-act-first-reading'),
    courier('49036/digital-campaigns-act-first-vote'),
    rights('11/digital-campaigns-act-what-passed'),
  ],
  [
    wire('10/20/norland-poll-book-leak-ballotek'),
    courier('48740/ballotek-register-leak-voters'),
    rights('10/poll-book-leak-we-told-you-so'),
  ],
  [
    wire('10/04/norland-election-result-civic-union-first'),
    courier('48592/norland-votes-reed-first'),
    rights('10/election-night-our-tracker'),
    lab('10/norland-results-as-a-file'),
  ],
  [
    wire('09/29/deepfake-reed-withdrawal-video'),
    courier('48481/fake-reed-clip-six-hours'),
    rights('09/reed-deepfake-needs-a-clock'),
  ],
  [wire('09/13/zarechye-preliminary-results-turnout'), courier('48407/across-the-sea-zarechye-votes')],
  [
    wire('08/19/plaza-to-label-political-ads'),
    courier('48296/plaza-ad-labels-norland'),
    rights('08/plaza-library-first-look'),
  ],
  [lab('11/protocol-archive-release'), wire('11/22/observers-archive-precinct-protocols')],
  [wire('11/05/zarechye-risk-limiting-audits-2027'), lab('11/risk-limiting-audit-announced')],
  [wire('09/18/severobor-district-seven-recount-ordered'), lab('09/recount-which-bag-first')],
  [wire('09/11/severobor-wrong-ballots-machines'), lab('09/what-a-test-strip-is-for')],
  [wire('06/16/online-voting-source-code-published'), lab('06/zarechye-source-code-is-out')],
];

const part = (element: Element) => readPage(getOuterHTML(element));

describe('stories of the demo', () => {
  let site: TestSite;
  const threadOf = new Map<string, number>();

  before(async () => {
    site = await startTestSite({ content: 'demo' });
    for (const { url, thread_id: threadId } of await site.services.db.read('articles').select('url', 'thread_id')) {
      threadOf.set(url, threadId);
    }
  });
  after(() => site.close());

  test('every article of the list is there', () => {
    assert.deepEqual(
      events.flat().filter((url) => !threadOf.has(url)),
      [],
    );
  });

  test('every planted repeat is found', () => {
    for (const repeats of planted) {
      assert.equal(new Set(repeats.map((url) => threadOf.get(url))).size, 1, repeats[0]);
    }
  });

  test('nothing is joined that is merely related', () => {
    const eventOf = new Map(events.flatMap((urls, event) => urls.map((url): [string, number] => [url, event])));
    const byThread = new Map<number, string[]>();
    for (const [url, threadId] of threadOf) byThread.set(threadId, [...(byThread.get(threadId) ?? []), url]);
    const stories = [...byThread.values()].filter((urls) => urls.length > 1);
    const wrong = stories.filter((urls) => new Set(urls.map((url) => eventOf.get(url) ?? url)).size > 1);
    assert.deepEqual(wrong, []);
    assert.ok(stories.length >= 20, `${stories.length} stories`);
  });

  test('what each report adds is known of every story, also of one that was joined before the machine looked', async () => {
    const { db } = site.services;
    const described = db.read('articles').join('story_additions', 'story_additions.article_id', 'articles.id');
    const known = new Set<number>(await described.distinct('articles.thread_id').pluck('articles.thread_id'));
    const stories: number[] = await db.read('threads').where('article_count', '>', 1).pluck('id');
    assert.deepEqual(
      stories.filter((id) => !known.has(id)),
      [],
    );
  });

  test('nobody is kept apart by a discussion that there is not', async () => {
    const { db } = site.services;
    const apart = db
      .read('story_decisions')
      .where('reason', 'discussed')
      .join('threads', 'threads.id', 'own_thread_id');
    assert.deepEqual(await apart.where('reply_count', 0).pluck('article_id'), []);
    assert.deepEqual(await db.read('story_decisions').where('reason', 'not-alone').pluck('article_id'), []);
  });

  test('a wire story from three sources is one row of the front page; its edited repeat is a newer version', async () => {
    const [wireUrl = '', , , repeatUrl = ''] = planted[0] ?? [];
    const reader = site.visitor();
    const front = readPage((await reader.get('/', { 'Accept-Language': 'ru' })).text);
    const story = `/threads/${threadOf.get(wireUrl)}`;
    const rows = front
      .all('article')
      .map(part)
      .filter((row) => row.links.includes(story));
    assert.equal(rows.length, 1);
    assert.match(rows[0]?.text ?? '', /пишут 3 источника/);
    assert.match(rows[0]?.text ?? '', /2 правки/);
    const thread = readPage((await reader.get(story, { 'Accept-Language': 'ru' })).text);
    const idOf = async (url: string) => (await site.services.db.read('articles').where({ url }).first('id')).id;
    const [original, repeat] = [await idOf(wireUrl), await idOf(repeatUrl)];
    const [report] = thread.all('section', { id: `article-${repeat}` }).map(part);
    assert.match(report?.text ?? '', /новая редакция.*Новая редакция публикации ГражданИнфо, /s);
    assert.ok(report?.links.includes(`#article-${original}`));
    assert.match(report?.text ?? '', /добавлено: .*уточнено/s);
    const changes = `/articles/${original}/revisions`;
    assert.ok(thread.links.includes(changes), 'the report that it repeats leads to its changes');
    const timeline = await reader.get(`/articles/${repeat}/revisions?change=a${repeat}`, { 'Accept-Language': 'ru' });
    assert.ok(
      readPage(timeline.text)
        .all('nav')
        .some((list) => part(list).links.includes(changes)),
      'one order for both',
    );
    assert.match(readPage(timeline.text).text, /новая редакция.*добавлено: .*уточнено/s);
  });

  test('no list holds a faint likeness across languages, but by words that both languages write alike', async () => {
    const faint = await site.services.db
      .read('similar_threads as s')
      .join('threads as one', 'one.id', 's.thread_id')
      .join('threads as other', 'other.id', 's.similar_id')
      .where('one.language', '<>', site.services.db.read.ref('other.language'))
      .where('s.score', '<', 0.15)
      .pluck('s.terms');
    const written = faint.flatMap((terms) => JSON.parse(terms) as string[]);
    assert.deepEqual(
      written.filter((term) => !/^[\da-z]+$/i.test(term)),
      [],
    );
    const [least] = await site.services.db.read('similar_threads').min({ score: 'score' });
    assert.ok(least && Number(least.score) < 0.12, 'within one language it may');
  });

  const sameEvent = {
    'on the front page': [news('podpiska-pervye-dannye'), wire('11/22/pilot-mailing-first-subscribers')],
    'and beyond it': [news('zakon-o-cifrovyh-kampaniyah'), wire('11/17/norland-digital-campaigns-act-first-reading')],
  };

  for (const [where, urls] of Object.entries(sameEvent)) {
    test(`a Russian and an English report of one event know each other, ${where}`, async () => {
      const [russian, english] = urls.map((url) => `/threads/${threadOf.get(url)}`);
      assert.ok(russian && english);
      const front = readPage((await site.visitor().get('/')).text);
      if (where === 'on the front page') {
        for (const path of [russian, english]) assert.ok(front.links.includes(path), path);
      }
      const similarOn = async (path: string) => {
        const [list] = readPage((await site.visitor().get(path)).text).all('section', { id: 'similar' });
        return list ? part(list).links : [];
      };
      assert.ok((await similarOn(russian)).includes(english), 'the Russian story lists the English one');
      assert.ok((await similarOn(english)).includes(russian), 'and the other way round');
    });
  }
});
