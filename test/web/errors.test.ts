import assert from 'node:assert/strict';
import net from 'node:net';
import { after, before, describe, test } from 'node:test';
import { AppError } from '../../src/lib/errors.js';
import { showErrors } from '../../src/web/error-pages.js';
import { readPage } from '../support/read-page.js';
import { startTestSite, type TestSite } from '../support/test-site.js';

let site: TestSite;

before(async () => {
  site = await startTestSite({ content: 'empty' });
});
after(() => site.close());

describe('error pages', () => {
  // First, because the sections are kept for a moment once any page has loaded them.
  test('when even the page cannot be made, plain words remain', async () => {
    const { categories, users } = site.services;
    const working = { list: categories.list, find: users.find };
    const fail = () => Promise.reject(new Error('database gone'));
    Object.assign(categories, { list: fail });
    users.find = fail;
    try {
      const answer = await site.visitor().get('/members/1');
      assert.equal(answer.status, 500);
      assert.match(answer.headers['content-type'] ?? '', /^text\/plain/);
      assert.doesNotMatch(answer.text, /database gone/);
    } finally {
      Object.assign(categories, { list: working.list });
      users.find = working.find;
    }
  });

  test('not found and forbidden are pages of the site, in the language of the reader, kept by nobody', async () => {
    const member = await site.visitorAs('member');
    for (const language of ['ru', 'en']) {
      for (const [path, status] of [
        ['/nowhere', 404],
        ['/threads/1', 404],
        ['/moderation/feeds', 403],
      ] as const) {
        const answer = await member.get(path, { 'Accept-Language': language });
        const page = readPage(answer.text);
        assert.deepEqual([answer.status, page.language, page.headings], [status, language, 1], path);
        assert.match(page.robots ?? '', /noindex/);
        assert.equal(answer.headers['cache-control'], 'no-store');
        assert.ok(page.links.includes('/') && page.links.includes('/search'));
        assert.equal(page.all('a', { 'aria-current': 'page' }).length, 0, 'it is no section of the site');
      }
    }
  });

  test('a bug is one sentence and a number, never its words', async () => {
    const { users } = site.services;
    const working = users.find;
    users.find = () => Promise.reject(new Error('secret detail of /srv/hustings'));
    try {
      const answer = await site.visitor().get('/members/1');
      assert.equal(answer.status, 500);
      assert.doesNotMatch(answer.text, /secret detail|\/srv\/|at .+\.js:\d+/);
      assert.match(readPage(answer.text).text, /[0-9a-f]{8}-[0-9a-f]{4}-/);
    } finally {
      users.find = working;
    }
    assert.equal((await site.visitor().get('/members/1')).status, 200, 'the failure was not kept');
  });

  test('bugs are logged with their stack, foreseen refusals are not', async () => {
    const lines: [level: string, line: Record<string, unknown>][] = [];
    const note = (level: string) => (line: Record<string, unknown>) => void lines.push([level, line]);
    const handle = showErrors({ error: note('error'), debug: note('debug') } as never);
    const res = { locals: {}, setHeader: () => {}, status: () => res, type: () => res, send: () => res };
    const bug = new Error('bug');
    for (const thrown of [bug, new AppError('overloaded', { status: 503 }), new AppError('forbidden', { status: 403 })])
      await handle(thrown, { path: '/x' } as never, res as never, () => {});
    assert.deepEqual(
      lines.map(([level, line]) => [level, line.err, line.code]),
      [
        ['error', bug, undefined],
        ['debug', undefined, 'overloaded'],
      ],
    );
  });

  test('what cannot be understood is the fault of the asker', async () => {
    const visitor = site.visitor();
    assert.equal((await visitor.get('/tags/%E0%A4%A')).status, 400);
    assert.equal((await visitor.get('/categories/%')).status, 400);
    const large = await visitor.postRaw('/login', { login: 'x'.repeat(200_000) });
    assert.equal(large.status, 413);
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`f${at}`, '1']));
    assert.equal((await visitor.postRaw('/login', many)).status, 413);
    assert.equal((await visitor.postRaw('/login', {}, { 'Content-Encoding': 'compress' })).status, 415);
  });

  test('a second Host header is refused, and broken requests do not end the site', async () => {
    assert.match(await raw('GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n'), /^HTTP\/1\.1 400 /);
    assert.match(
      await raw('GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: x\r\nContent-Length: 5\r\n\r\n'),
      /^HTTP\/1\.1 400 /,
    );
    assert.match(await raw('NONSENSE\r\n\r\n'), /^HTTP\/1\.1 400 /);
    assert.equal((await site.visitor().get('/')).status, 200);
  });

  test('a request for anything but a path is refused', async () => {
    for (const target of ['*', 'http://other.example/', 'http://other.example/login'])
      assert.match(
        await raw(`GET ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`),
        /^HTTP\/1\.1 400 /,
        target,
      );
  });

  test('the language links of an error page stay on the site', async () => {
    for (const path of ['//evil.example', '//evil.example/x', '/%5Cevil.example', '/\\evil.example']) {
      const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
      assert.match(answer, /href="\/\?lang=en"/, path);
      assert.doesNotMatch(answer, /href="(\/[/\\]|[^"]*evil)/, path);
    }
  });

  test('slow senders are looked for every second', () => {
    const { server } = site.app;
    assert.equal((server as typeof server & { connectionsCheckingInterval: number }).connectionsCheckingInterval, 1000);
    assert.equal(server.maxConnections, 10_000);
  });

  test('unknown methods reach no page', async () => {
    const { port } = new URL(site.url);
    for (const method of ['PUT', 'DELETE', 'PATCH']) {
      const answer = await fetch(`http://127.0.0.1:${port}/threads/1`, { method });
      assert.ok([403, 404].includes(answer.status), `${method}: ${answer.status}`);
    }
  });
});

function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(new URL(site.url).port), '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('close', () => resolve(answer)).on('error', reject);
  });
}
