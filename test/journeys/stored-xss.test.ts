/** Hostile content in every field that is stored, shown in real Chromium with the policy switched off: nothing may run. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.js';
import { type FeedItem, type FeedServer, rssOf, startFeedServer } from '../support/feed-server.js';
import { startTestSite, type TestSite } from '../support/test-site.js';
import { openPage } from '../support/watched-page.js';

/** Each calls `alert`, which a watched page reports; the dialogs tell which payload it was. */
const payloads = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(2)>',
  '<svg onload=alert(3)>',
  '<svg><script>alert(4)</script></svg>',
  '<a href="javascript:alert(5)">click</a>',
  '<a href="java\nscript:alert(6)">click</a>',
  '<iframe srcdoc="<script>parent.alert(7)</script>"></iframe>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(8)&gt;">',
  '<noscript><p title="</noscript><img src=x onerror=alert(9)>">',
  '<style>@import "javascript:alert(10)"</style><p style="background:url(javascript:alert(10))">x</p>',
  '<details open ontoggle=alert(11)>x</details>',
  '<video><source onerror=alert(12)></video><audio src=x onerror=alert(12)>',
  '<form action="javascript:alert(13)"><button autofocus onfocus=alert(13)>x</button></form>',
  '<object data="data:text/html,<script>alert(14)</script>"></object><embed src="javascript:alert(14)">',
  '"><script>alert(15)</script>',
  "'-alert(16)-'",
  ['`$', '{alert(17)}`'].join(''),
  '</title></textarea></style></script><script>alert(18)</script>',
  '&lt;script&gt;alert(19)&lt;/script&gt;',
  '<base href="javascript:alert(20)//"><a href="x">y</a>',
  '<meta http-equiv="refresh" content="0;url=javascript:alert(21)">',
  '<a href="data:text/html,<script>alert(22)</script>">y</a>',
  '[click](javascript:alert(23)) ![x](javascript:alert(23)) <javascript:alert(23)>',
  '[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgyNCk8L3NjcmlwdD4=) [y]: javascript:alert(24) "[y]"',
  '<!--><script>alert(25)</script-->',
  '<template><script>alert(26)</script></template><select><option><script>alert(26)</script></select>',
  '\u003cscript\u003ealert(27)\u003c/script\u003e',
  '<p id="csrf" name="location" class="hidden">clobber</p><a id=document name=cookie>',
  '<%= process.exit(1) %>{{constructor.constructor("alert(29)")()}}',
];

let site: TestSite;
let server: FeedServer;
let browser: Browser;
const hostileTitle = 'Издание"><img src=x onerror=alert(30)><b';

before(async () => {
  const link = (at: number) =>
    at % 2 === 0 ? `javascript:alert(${at})` : `https://source.example/"onmouseover="alert(${at})`;
  const items = payloads.map((payload, at): FeedItem => {
    const more = `<link>${escapeXml(link(at))}</link><enclosure url="${escapeXml(link(at))}" type="${escapeXml(payload)}" length="1"/>
<enclosure url="https://files.example/${encodeURIComponent(payload)}.mp3" type="audio/mpeg&quot;onclick=alert(1)" length="1"/>`;
    return {
      id: `x${at}`,
      title: `Выборы ${payload}`,
      html: `<p>Выборы</p>${payload}`,
      author: payload,
      tags: [payload, `т"${at}`],
      more,
    };
  });
  server = await startFeedServer({ '/xss.xml': rssOf(hostileTitle, items, 'ru"><script>alert(31)</script>') });
  site = await startTestSite({ content: 'empty', env: { FETCH_ALLOW_HOSTS: server.host } });
  await fill();
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await site?.close();
  await server?.close();
});

/** Past the forms' own rules where the store allows it: what is stored must be harmless whoever stored it. */
async function fill(): Promise<void> {
  const { services } = site;
  const [category] = await services.categories.list();
  const draft = {
    url: server.address('/xss.xml'),
    title: hostileTitle,
    siteUrl: 'https://source.example/"><script>alert(32)</script>',
  };
  await services.feeds.insert(
    { ...draft, language: 'ru', groupName: payloads[0] ?? '', categoryId: category?.id ?? 0 },
    Date.now(),
  );
  await services.poller.fetchNow(1);
  const [thread] = (await services.threads.list({ order: 'newest', limit: 1 })).threads;
  for (const [at, payload] of payloads.entries()) {
    const hostile = await site.addUser('member', {
      name: `${payload.slice(0, 35)}${at}`,
      about: payload,
      place: payload.slice(0, 80),
    });
    await services.writePost(hostile, { threadId: thread?.id ?? 0, markdown: payload, replyToId: null });
    await services.writePost(hostile, {
      threadId: thread?.id ?? 0,
      markdown: `Текст\n\n> ${payload}\n\n    ${payload}\n\n\`${payload}\``,
      replyToId: null,
    });
  }
  await site.untilIndexed();
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

describe('stored hostile content', () => {
  test('the articles and posts were stored, so the pages really show them', async () => {
    assert.equal((await site.services.feeds.get(1)).articleCount, payloads.length);
    assert.equal(
      (await site.services.threads.list({ order: 'discussed', limit: 1 })).threads[0]?.replyCount,
      payloads.length * 2,
    );
  });

  test('nothing runs on any page that shows it', async () => {
    const moderator = await site.visitorAs('moderator');
    const page = await openPage(browser, site, { bypassCSP: true, visitor: moderator });
    const { threads } = await site.services.threads.list({ order: 'newest', limit: 100 });
    const discussed = (await site.services.threads.list({ order: 'discussed', limit: 1 })).threads[0]?.id;
    const users = await site.services.users.count();
    const paths = [
      '/',
      '/feeds',
      '/feeds/1',
      '/search?q=%D0%B2%D1%8B%D0%B1%D0%BE%D1%80%D1%8B',
      '/moderation/feeds',
      '/moderation/feeds/1',
      ...threads.map(({ id }) => `/threads/${id}`),
      `/threads/${discussed}?page=2`,
      ...Array.from({ length: users }, (_, at) => `/members/${at + 1}`),
      ...payloads.map((payload) => `/search?q=${encodeURIComponent(payload)}`),
    ];
    for (const path of paths) {
      const response = await page.goto(path);
      assert.ok((response?.status() ?? 500) < 500, path);
      assert.deepEqual(page.complaints, [], path);
      assert.deepEqual(await page.evaluate(findDangers), [], path);
    }
    await page.context().close();
  });

  test('nothing runs in a preview either: of a reply, of a source', async () => {
    const moderator = await site.visitorAs('moderator');
    const page = await openPage(browser, site, { bypassCSP: true, visitor: moderator });
    await page.goto('/threads/1');
    await page.locator('textarea').fill(payloads.join('\n\n'));
    await page.locator('button[value=preview]').click();
    await page.locator('.preview').waitFor();
    assert.deepEqual(await page.evaluate(findDangers), []);
    server.publish(
      '/again.xml',
      rssOf(
        hostileTitle,
        payloads.map((payload, at) => ({ id: `y${at}`, title: payload, html: payload })),
      ),
    );
    await page.goto('/moderation/feeds');
    await page.locator('#field-url').fill(server.address('/again.xml'));
    await page.locator('main button[type=submit]').first().click();
    await page.locator('.decision').first().waitFor();
    assert.deepEqual(await page.evaluate(findDangers), []);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  test('the watch itself works: without the cleaner a payload would be seen', async () => {
    const page = await openPage(browser, site, { bypassCSP: true });
    await page.goto('/');
    await page.evaluate('document.body.insertAdjacentHTML("beforeend", "<img src=x onerror=alert(99)>")');
    await page.waitForEvent('dialog', { timeout: 5000 }).catch(() => undefined);
    assert.ok(
      page.complaints.some((complaint) => complaint === 'dialog: 99'),
      page.complaints.join(),
    );
    assert.ok((await page.evaluate(findDangers)).length > 0);
    await page.context().close();
  });
});

/** Runs inside the page: whatever could still run when it is clicked, hovered or focused. */
function findDangers(): string[] {
  type Node = { tagName: string; attributes: Iterable<{ name: string; value: string }> };
  const { document } = globalThis as unknown as {
    document: { querySelectorAll: (selector: string) => Iterable<Node> };
  };
  const dangers: string[] = [];
  for (const node of document.querySelectorAll('*')) {
    if (/^(iframe|object|embed|base|math|template|video|audio|style)$/i.test(node.tagName)) dangers.push(node.tagName);
    for (const { name, value } of node.attributes) {
      if (/^on|^srcdoc$|^style$/i.test(name)) dangers.push(`${node.tagName} ${name}=${value}`);
      if (/^(href|src|action|formaction)$/i.test(name) && /^\s*(javascript|data|vbscript):/i.test(value))
        dangers.push(`${name}=${value}`);
    }
  }
  return dangers;
}
