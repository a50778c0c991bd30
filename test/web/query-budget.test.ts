/** No page's number of database queries grows with what it shows. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Role } from '../../src/accounts/user.js';
import { furnish, type Places, pageKinds } from '../support/page-kinds.js';
import { countQueries } from '../support/session-app.js';
import { startTestSite, type TestSite } from '../support/test-site.js';
import type { Visitor } from '../support/visitor.js';

// Of the page itself, with a story's coverage; on top come a member's session, account, mutes and news, how the page stands for them, their votes
// (on posts and on similar articles), what they reported, their draft and the post that they answer.
const BUDGET = 9;
const OF_MEMBERS = 12;
// A job of the site may run meanwhile: the smallest of several counts is the page's own.
const TRIES = 3;

let site: TestSite;
let places: Places;
let total = 0;
let counter: ReturnType<typeof countQueries>;

before(async () => {
  site = await startTestSite({ content: 'demo' });
  places = await furnish(site);
  // What jobs ask meanwhile is none of a page's business.
  await site.app.jobs.stop();
  counter = countQueries(site.services.db);
});
after(() => site.close());

function counted(): number {
  total += counter.take();
  return total;
}

async function queriesOf(visitor: Visitor, path: string): Promise<number> {
  const counts: number[] = [];
  for (let time = 0; time < TRIES; time++) {
    const before = counted();
    // An address of its own, so that no kept page answers.
    await visitor.get(`${path}${path.includes('?') ? '&' : '?'}time=${time}`);
    counts.push(counted() - before);
  }
  return Math.min(...counts);
}

describe('queries', () => {
  test(`no page needs more than ${BUDGET}`, async () => {
    const visitors: Record<Role | 'anybody', Visitor> = {
      anybody: site.visitor(),
      member: await site.visitorAs('member'),
      moderator: await site.visitorAs('moderator'),
      admin: await site.visitorAs('admin'),
    };
    const counts: Record<string, number> = {};
    for (const kind of pageKinds(places))
      counts[kind.name] = await queriesOf(visitors[kind.role ?? 'anybody'], kind.path);
    const tooMany = pageKinds(places).filter(
      (kind) => (counts[kind.name] ?? 0) > BUDGET + (kind.role ? OF_MEMBERS : 0),
    );
    assert.deepEqual(
      tooMany.map((kind) => `${kind.name}: ${counts[kind.name]}`),
      [],
    );
    assert.ok(Math.max(...Object.values(counts)) > 3, 'the counter sees the queries');
  });
});
