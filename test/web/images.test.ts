import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import sharp from 'sharp';
import { png } from '../feeds/images/pictures.js';
import { rssOf } from '../support/feed-server.js';
import { startHostileServer } from '../support/hostile-server.js';
import { readPage } from '../support/read-page.js';
import { startTestSite, type TestSite } from '../support/test-site.js';

type Server = Awaited<ReturnType<typeof startHostileServer>>;

const media = (url: string) =>
  `<media:content xmlns:media="http://search.yahoo.com/mrss/" url="${url}" medium="image" width="800"><media:title>Урна &amp; люди</media:title></media:content>`;

async function startPaper() {
  const picture = await png({ width: 1600, height: 900 });
  const icon = await png({ width: 96, height: 96 });
  const asked: string[] = [];
  const server: Server = await startHostileServer({
    handler: (request, response) => {
      const url = request.url ?? '';
      asked.push(url);
      if (url === '/rss.xml') {
        const items = [
          {
            id: 'one',
            title: 'Новость с фотографией',
            html: '<p>Текст</p>',
            more: media(`${server.origin}/photo.png`),
          },
          {
            id: 'two',
            title: 'Новость со сломанной фотографией',
            html: '<p>Другой</p>',
            more: media(`${server.origin}/broken.png`),
          },
          {
            id: 'three',
            title: 'Новость из внутренней сети',
            html: '<p>Третий</p>',
            more: media('http://127.0.0.1:1/secret.png'),
          },
        ];
        response.end(rssOf('Вестник', items).replaceAll('https://source.example', server.origin));
      } else if (url === '/photo.png') response.end(picture);
      else if (url === '/touch.png') response.end(icon);
      else if (url === '/') response.end('<html><head><link rel="icon" href="/touch.png" sizes="96x96"></head></html>');
      else response.writeHead(404).end('<svg/>');
    },
  });
  return { server, asked, count: (url: string) => asked.filter((each) => each === url).length };
}

async function startSite(server: Server, proxy: 'on' | 'off'): Promise<TestSite> {
  const site = await startTestSite({ content: 'empty', env: { FETCH_ALLOW_HOSTS: server.host, IMAGE_PROXY: proxy } });
  const [category] = await site.services.categories.list();
  const draft = {
    title: 'Вестник',
    siteUrl: `${server.origin}/`,
    language: 'ru',
    groupName: '',
    categoryId: category?.id ?? 0,
  };
  await site.services.feeds.insert({ ...draft, url: `${server.origin}/rss.xml` }, Date.now());
  await site.services.poller.fetchNow(1);
  await site.untilIndexed();
  return site;
}

const threadOf = async (site: TestSite, title: string) => {
  const { threads } = await site.services.threads.list({ order: 'newest', limit: 10 });
  return threads.find((thread) => thread.title === title)?.id ?? 0;
};
const imagesOf = async (site: TestSite, title: string) => {
  const { text } = await site.visitor().get(`/threads/${await threadOf(site, title)}`);
  return readPage(text)
    .all('img')
    .filter((image) => image.attribs.class !== 'feed-icon');
};

describe('pictures through the proxy', () => {
  let paper: Awaited<ReturnType<typeof startPaper>>;
  let site: TestSite;
  before(async () => {
    paper = await startPaper();
    site = await startSite(paper.server, 'on');
  });
  after(async () => {
    await site.close();
    await paper.server.close();
  });

  test('a story shows its picture from our own address, with a text and a place', async () => {
    const [image] = await imagesOf(site, 'Новость с фотографией');
    assert.match(image?.attribs.src ?? '', /^\/images\/[\w-]{22}$/);
    assert.deepEqual([image?.attribs.alt, image?.attribs.width, image?.attribs.height], ['Урна & люди', '960', '540']);
    assert.equal(paper.count('/photo.png'), 0, 'nobody has looked at it yet');
  });

  test('it is fetched once, shrunk, kept, and confirmed by its ETag', async () => {
    const [image] = await imagesOf(site, 'Новость с фотографией');
    const address = `${site.url}${image?.attribs.src}`;
    const [answer, other] = await Promise.all([fetch(address), fetch(address)]);
    assert.deepEqual([answer.status, other.status], [200, 200]);
    assert.equal(answer.headers.get('content-type'), 'image/webp');
    assert.match(answer.headers.get('cache-control') ?? '', /immutable/);
    assert.equal(answer.headers.get('set-cookie'), null);
    const { format, width } = await sharp(Buffer.from(await answer.arrayBuffer())).metadata();
    assert.deepEqual([format, width], ['webp', 960]);
    const again = await site
      .visitor()
      .get(image?.attribs.src ?? '', { 'If-None-Match': answer.headers.get('etag') ?? '' });
    assert.equal(again.status, 304);
    assert.equal(paper.count('/photo.png'), 1);
  });

  test('a picture that fails is not shown any more and not asked for again', async () => {
    const [image] = await imagesOf(site, 'Новость со сломанной фотографией');
    for (const _ of [1, 2, 3]) assert.equal((await fetch(`${site.url}${image?.attribs.src}`)).status, 404);
    assert.equal(paper.count('/broken.png'), 1);
    site.services.announce();
    assert.deepEqual(await imagesOf(site, 'Новость со сломанной фотографией'), []);
  });

  test('a picture inside our own network is never opened', async () => {
    const [image] = await imagesOf(site, 'Новость из внутренней сети');
    assert.equal((await fetch(`${site.url}${image?.attribs.src}`)).status, 404);
    const [row] = await site.services.db.read('images').where('url', 'like', '%secret%').select('failure');
    assert.equal(row?.failure, 'blocked-address');
  });

  test('no address can be asked for, and no key guessed', async () => {
    for (const key of [
      'x',
      '0'.repeat(22),
      encodeURIComponent('http://a.example/1.png'),
      '..%2f..%2fsession-secret',
      '%00',
      'a'.repeat(500),
    ]) {
      const answer = await fetch(`${site.url}/images/${key}`);
      assert.ok([400, 404].includes(answer.status), `${key}: ${answer.status}`);
    }
  });

  test('the lead story of the front page has its picture', async () => {
    const [image] = readPage((await site.visitor().get('/')).text).all('img');
    assert.match(image?.attribs.src ?? '', /^\/images\//);
    const alone = readPage((await site.visitor().get('/?order=active')).text).all('img');
    assert.deepEqual(alone, []);
  });

  test("a source's icon is found, fetched and shown", async () => {
    await site.services.runIcons(() => false);
    const icons = readPage((await site.visitor().get('/feeds')).text).all('img', { class: 'feed-icon' });
    assert.equal(icons.length, 1);
    const answer = await fetch(`${site.url}${icons[0]?.attribs.src}`);
    const { width } = await sharp(Buffer.from(await answer.arrayBuffer())).metadata();
    assert.equal(width, 64);
    await site.services.runIcons(() => false);
    assert.equal(paper.count('/touch.png'), 1, 'looked for once a month');
  });
});

describe('with the proxy off', () => {
  test('no picture, no address of one, and none is answered', async () => {
    const paper = await startPaper();
    const site = await startSite(paper.server, 'off');
    try {
      const id = await threadOf(site, 'Новость с фотографией');
      for (const path of ['/', '/feeds', '/feeds/1', `/threads/${id}`]) {
        const { text } = await site.visitor().get(path);
        assert.doesNotMatch(text, /<img|\/images\//, path);
      }
      const [row] = await site.services.db.read('images').limit(1).select('image_key');
      assert.equal((await fetch(`${site.url}/images/${row?.image_key}`)).status, 404);
      assert.equal(paper.count('/photo.png'), 0);
      assert.match(
        (await site.visitor().get('/feeds')).text,
        /feed-icon-\d" aria-hidden="true">В</,
        'a letter stands for the source',
      );
    } finally {
      await site.close();
      await paper.server.close();
    }
  });
});
