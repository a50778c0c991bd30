import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { loadConfig } from '../../src/config/load-config.js';
import { connect } from '../../src/db/connect.js';
import { type CliSite, createCliSite } from '../support/run-cli.js';

type Setting = { name: string; value: string | null; default: string | null; isSet: boolean; doc: string };

describe('settings on the command line', () => {
  let site: CliSite;
  before(async () => {
    site = await createCliSite();
  });
  after(() => site.remove());

  test('config lists every setting with its meaning and hides secrets', async () => {
    const secrets = {
      SESSION_SECRET: 'never-show-this-to-anyone-at-all',
      DATABASE_URL: 'postgres://eva:hunter2@db.example/news',
    };
    const env = { ...secrets, PORT: '8080' };
    const settings = JSON.parse((await site.run(['config', '--json'], { env })).stdout) as Setting[];
    const port = settings.find((setting) => setting.name === 'PORT');
    assert.deepEqual([port?.value, port?.default, port?.isSet], ['8080', '3000', true]);
    assert.ok(settings.every((setting) => setting.doc !== ''));
    const { code, stdout } = await site.run(['config'], { env });
    assert.equal(code, 0);
    assert.match(stdout, /PORT +8080 +set/);
    for (const text of [stdout, JSON.stringify(settings)]) assert.ok(!/never-show|hunter2/.test(text));
  });

  test('config lists wrong settings too, and ends with 1 and all problems', async () => {
    const { code, stdout, stderr } = await site.run(['config'], { env: { PORT: 'x', DATABASE_URL: 'mysql://db' } });
    assert.equal(code, 1);
    assert.match(stdout, /SITE_NAME/);
    assert.match(stderr, /^wrong settings:\n {2}PORT: .*\n {2}DATABASE_URL: .*\n$/);
  });

  test('a wrong database is one clear line, without the password', async () => {
    const wrongs: [string, RegExp][] = [
      ['mysql://db/news', /^hustings: wrong setting DATABASE_URL: must be sqlite:.*\n$/],
      [
        'postgres://eva:hunter2@127.0.0.1:1/news',
        /^hustings: The database cannot be opened \(postgres at 127\.0\.0\.1:1\/news\): .*\n$/,
      ],
      [`sqlite:${site.folder}`, /^hustings: The database cannot be opened \(.*\): SQLITE_CANTOPEN.*\n$/],
    ];
    for (const [url, message] of wrongs) {
      const { code, stdout, stderr } = await site.run(['feeds', 'list', '--json'], { env: { DATABASE_URL: url } });
      assert.deepEqual([code, stdout], [1, '']);
      assert.match(stderr, message);
      assert.ok(!stderr.includes('hunter2'));
    }
  });

  test('the folders of the secret and of the database are closed to others', async () => {
    const [secrets, databases] = ['secrets', 'databases'].map((name) => path.join(site.folder, name)) as [
      string,
      string,
    ];
    loadConfig({ DATA_DIR: secrets }).sessionSecret();
    const db = await connect(
      { kind: 'sqlite', file: path.join(databases, 'x.sqlite') },
      { sqliteReaders: 1, postgresPool: 1 },
    );
    await db.close();
    for (const made of [secrets, path.join(secrets, 'session-secret'), databases])
      assert.equal(statSync(made).mode & 0o077, 0, made);
  });

  test('config opens no database; migrate makes one, and then finds nothing to do', async () => {
    assert.equal(existsSync(site.dataDir), false);
    assert.match((await site.run(['migrate'])).stdout, /^Applied: 001-accounts, /);
    assert.ok(existsSync(path.join(site.dataDir, 'hustings.sqlite')));
    for (const file of ['', 'hustings.sqlite'])
      assert.equal(statSync(path.join(site.dataDir, file)).mode & 0o077, 0, `${file} is the owner's alone`);
    assert.match((await site.run(['migrate'])).stdout, /up to date/);
  });
});
