import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startTestSite, type TestSite } from '../support/test-site.js';

const token = 'a token for the figures';
let site: TestSite;

before(async () => {
  site = await startTestSite({ content: 'empty', env: { METRICS_TOKEN: token } });
});
after(() => site.close());

describe('health', () => {
  test('alive and ready are different questions', async () => {
    const visitor = site.visitor();
    assert.equal((await visitor.get('/healthz')).text, 'ok\n');
    assert.equal((await visitor.get('/readyz')).status, 200);
    const { read } = site.services.db;
    await read.destroy();
    assert.equal((await visitor.get('/readyz')).status, 503);
    assert.equal((await visitor.get('/healthz')).status, 200);
    read.initialize();
    assert.equal((await visitor.get('/readyz')).status, 200);
  });

  test('the figures ask for the token and know few labels', async () => {
    const visitor = site.visitor();
    for (const path of ['/threads/1', '/threads/2', '/nowhere/3', '/nowhere/4']) await visitor.get(path);
    assert.equal((await visitor.get('/metrics')).status, 403);
    assert.equal((await visitor.get('/metrics', { Authorization: `Bearer ${token}x` })).status, 403);
    const figures = (await visitor.get('/metrics', { Authorization: `Bearer ${token}` })).text;
    assert.match(figures, /hustings_similar_queue 0/);
    assert.match(figures, /hustings_http_request_seconds_count\{method="GET",route="\/threads\/:id",status="4xx"\} 2/);
    assert.match(figures, /hustings_http_request_seconds_count\{method="GET",route="other",status="4xx"\} 2/);
    assert.doesNotMatch(figures, /nowhere/);
  });

  test('without a token only loopback may read them, and no client of a proxy there', async () => {
    const open = await startTestSite({ content: 'empty' });
    try {
      assert.equal((await fetch(`${open.url}/metrics`)).status, 200);
      for (const name of ['X-Forwarded-For', 'Forwarded', 'X-Real-IP'])
        assert.equal((await fetch(`${open.url}/metrics`, { headers: { [name]: '127.0.0.1' } })).status, 403, name);
    } finally {
      await open.close();
    }
  });

  test('robots are told what not to walk through', async () => {
    const rules = (await site.visitor().get('/robots.txt')).text;
    for (const path of ['/search', '/login', '/register', '/moderation/'])
      assert.match(rules, new RegExp(`^Disallow: ${path}$`, 'm'));
  });
});
