import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type CliSite, cliFixtures, createCliSite } from '../support/run-cli.js';

const news = path.join(cliFixtures, 'news');

describe('hustings parse', () => {
  let site: CliSite;
  before(async () => {
    site = await createCliSite();
  });
  after(() => site.remove());

  test('--json: one line for each document, cleaned, with dates in UTC', async () => {
    const file = path.join(news, '3-ballots.atom');
    const { code, stdout } = await site.run(['parse', '--json', file, path.join(news, '1-votes.xml')]);
    const [first, second] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.equal(code, 0);
    assert.deepEqual(first, {
      source: file,
      ok: true,
      format: 'atom',
      charset: 'utf-8',
      repairs: [],
      title: 'Ballot Lab',
      link: 'https://ballots.example/',
      language: 'en',
      entries: [
        {
          title: 'Paper trails for electronic voting machines',
          url: 'https://ballots.example/paper-trails',
          guid: 'urn:example:ballot-lab:7',
          published: '2026-09-16T10:00:00.000Z',
          updated: '2026-09-16T10:00:00.000Z',
          author: 'R. Teller',
          contentHtml: '<p>Voting machines print a paper trail that auditors count by hand. </p>',
          text: 'Voting machines print a paper trail that auditors count by hand.',
          categories: [],
          enclosures: [],
        },
      ],
    });
    assert.equal(second.entries.length, 2);
  });

  test('what is no feed: exit 1, the reason in the line and on standard error, and the others go on', async () => {
    const { code, stdout, stderr } = await site.run([
      'parse',
      '--json',
      path.join(news, 'notes.txt'),
      path.join(news, '1-votes.xml'),
    ]);
    const [bad, good] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.equal(code, 1);
    assert.deepEqual([bad.ok, bad.error, bad.entries], [false, 'not-a-feed', []]);
    assert.equal(good.ok, true);
    assert.match(stderr, /notes\.txt: not a feed/);
  });

  test('a private address is not asked', async () => {
    const { code, stdout } = await site.run(['parse', '--json', 'http://127.0.0.1:9/feed']);
    assert.equal(code, 1);
    assert.equal(JSON.parse(stdout).error, 'blocked-address');
  });

  test('without --json a person can read it, and no terminal codes come through', async () => {
    const { stdout } = await site.run(['parse', path.join(news, '1-votes.xml')]);
    assert.match(stdout, /rss, utf-8, ru, 2 entries/);
    assert.match(stdout, /2026-09-13T15:00 +Явка на выборах/);
    assert.ok(!stdout.includes('\u001b'));
  });

  test('no database was opened for any of it', () => {
    assert.equal(existsSync(site.dataDir), false);
  });
});
