import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Feed } from '../../src/feeds/feed.js';
import type { FetchOutcome } from '../../src/feeds/fetch.js';
import { type Attempt, settleAttempt } from '../../src/feeds/settle-attempt.js';
import { documentOf, NOW } from '../support/news-builders.js';

const feed = { id: 7, isFetched: true, isPaused: false, failureCount: 3, etag: '"old"' } as Feed;
const facts = { ms: 5, bytes: 10, status: 200, cacheSeconds: null };
const kept = { etag: '"new"', lastModified: null, finalUrl: 'https://n.example/', permanentUrl: null };
const fresh: FetchOutcome = {
  kind: 'fresh',
  ...facts,
  ...kept,
  body: new Uint8Array(),
  httpCharset: null,
  contentType: null,
  bodyHash: 'h',
};
const settle = (attempt: Partial<Attempt>, of = feed) =>
  settleAttempt(of, { startedAt: NOW - 40, ...attempt }, { now: NOW, random: 0.5 });

describe('settleAttempt', () => {
  test('a success keeps validators and forgets failures', () => {
    const { state, record } = settle({
      fetched: fresh,
      drafted: documentOf([], { ttlMinutes: 600, repairs: ['entities', 'charset-guessed'] }),
    });
    assert.deepEqual([state.etag, state.bodyHash, state.failureCount, state.lastSuccessAt], ['"new"', 'h', 0, NOW]);
    assert.deepEqual([state.nextFetchWhy, record.ms, record.repairs], ['ttl', 40, 'entities, charset-guessed']);
  });

  test('a failure of any kind touches no validator and no success', () => {
    const failures: Partial<Attempt>[] = [
      { fetched: { kind: 'failed', ...facts, reason: 'dns', detail: 'no such host' } },
      { fetched: { kind: 'limited', ...facts, status: 503, retryAfterMs: null } },
      { fetched: { kind: 'gone', ...facts, status: 410 } },
      { fetched: fresh, unreadable: { error: 'not-a-feed', detail: 'text' } },
      { fetched: fresh, unreadable: { error: 'failed', detail: 'bug' } },
    ];
    const outcomes = failures.map((attempt) => {
      const { state, record } = settle(attempt);
      for (const key of ['etag', 'lastModified', 'bodyHash', 'lastSuccessAt'])
        assert.equal(key in state, false, `${record.outcome}: ${key}`);
      assert.equal(state.failureCount, 4);
      assert.equal(record.outcome, state.lastOutcome);
      return [record.outcome, record.detail, state.isPaused ?? false];
    });
    assert.deepEqual(outcomes, [
      ['dns', 'no such host', false],
      ['limited', 'HTTP 503', false],
      ['gone', 'HTTP 410', true],
      ['not-a-feed', 'text', false],
      ['failed', 'bug', false],
    ]);
  });

  test('an unchanged document is a success that keeps its body hash', () => {
    const { state } = settle({ fetched: { kind: 'unchanged', ...facts, ...kept, status: 304 } });
    assert.equal('bodyHash' in state, false);
    assert.deepEqual([state.failureCount, state.etag], [0, '"new"']);
  });

  test('a feed without an address has no schedule', () => {
    const { state, record } = settle({ drafted: documentOf([]) }, { ...feed, isFetched: false });
    assert.equal('nextFetchAt' in state, false);
    assert.deepEqual([record.outcome, record.status, record.bytes], ['fresh', null, 0]);
  });
});
