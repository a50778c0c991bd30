import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { connect } from '../../src/db/connect.js';
import { migrate } from '../../src/db/migrate.js';
import { migrations } from '../../src/db/migrations/index.js';
import { createTestDatabase, describeOnEachDatabase, dialects } from '../support/test-db.js';

const options = { sqliteReaders: 2, postgresPool: 4, acquireTimeoutMs: 10_000 };

describeOnEachDatabase('migrate', (db, dialect) => {
  test('a second run finds nothing to do', async () => {
    assert.deepEqual(await migrate(db()), []);
  });

  test('every migration is recorded by name', async () => {
    const names = await db().read('migrations').orderBy('name').pluck('name');
    assert.deepEqual(
      names,
      migrations.map((migration) => migration.name),
    );
  });

  test('two processes that start at once run each migration once', async () => {
    const database = await createTestDatabase(dialect);
    const [one, two] = await Promise.all([connect(database.target, options), connect(database.target, options)]);
    try {
      const ran = (await Promise.all([migrate(one), migrate(two)])).flat();
      assert.deepEqual(
        ran.sort(),
        migrations.map((migration) => migration.name),
      );
    } finally {
      await Promise.all([one.close(), two.close()]);
      await database.drop();
    }
  });

  test('a failing migration leaves nothing behind', async () => {
    const broken = {
      name: '999-broken',
      up: async (trx: Parameters<(typeof migrations)[number]['up']>[0]) => {
        await trx.schema.createTable('half', (table) => table.increments('id'));
        throw new Error('no');
      },
    };
    await assert.rejects(migrate(db(), [...migrations, broken]), /no/);
    assert.equal(await db().read.schema.hasTable('half'), false);
  });

  test('a database of a newer program is refused', async () => {
    await assert.rejects(migrate(db(), migrations.slice(0, 1)), /database-newer/);
  });
});

describe('connect', () => {
  test('says where and why, without the password', async () => {
    const target = { kind: 'postgres', url: 'postgres://someone:topsecret@127.0.0.1:1/nothing' } as const;
    await assert.rejects(connect(target, options), (error: Error) => {
      assert.match(error.message, /database-unreachable.*127\.0\.0\.1:1\/nothing/);
      assert.doesNotMatch(error.message, /topsecret/);
      return true;
    });
  });

  test('SQLite keeps foreign keys, full synchronisation and a read-only reader', async () => {
    const database = await createTestDatabase(dialects[0] ?? 'sqlite');
    const db = await connect(database.target, options);
    try {
      assert.deepEqual(await db.write.raw('PRAGMA foreign_keys'), [{ foreign_keys: 1 }]);
      assert.deepEqual(await db.write.raw('PRAGMA synchronous'), [{ synchronous: 2 }]);
      assert.deepEqual(await db.write.raw('PRAGMA journal_mode'), [{ journal_mode: 'wal' }]);
      await assert.rejects(db.read.raw('create table t (a)'), /readonly/);
    } finally {
      await db.close();
      await database.drop();
    }
  });
});
