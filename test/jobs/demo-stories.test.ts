import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
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

  test('a Russian and an English report of one event know each other', async () => {
    const russian = threadOf.get(news('zakon-o-cifrovyh-kampaniyah')) ?? 0;
    const english = threadOf.get(wire('11/17/norland-digital-campaigns-act-first-reading')) ?? 0;
    const similarTo = async (threadId: number) =>
      (await site.services.similar.listSimilar(threadId, 10)).map((thread) => thread.id);
    assert.ok((await similarTo(russian)).includes(english), 'the Russian story lists the English one');
    assert.ok((await similarTo(english)).includes(russian), 'and the other way round');
  });
});
