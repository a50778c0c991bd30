/** SQL of what members want to be told. */
import { inChunks } from '../db/chunks.js';
import type { Db, Executor } from '../db/db.js';
import { type DigestRhythm, defaultSettings, kindsOf, type NotificationSettings } from './settings.js';

type Row = {
  userId: number;
  followsReplies: boolean | 0 | 1;
  digest: DigestRhythm;
  ways: string;
  allReadAt: number | null;
};

const columns = {
  userId: 'user_id',
  followsReplies: 'follows_replies',
  digest: 'digest',
  ways: 'ways',
  allReadAt: 'all_read_at',
};

export function createSettingsStore(db: Db) {
  const rows = (on: Executor) => on('notification_settings').select<Row[]>(columns);

  return {
    async load(userId: number, on: Executor = db.read): Promise<NotificationSettings> {
      const row: Row | undefined = await rows(on).where('user_id', userId).first();
      return row ? toSettings(row) : defaultSettings;
    },

    /** Only of members who changed something; the others have the defaults. */
    async loadMany(userIds: readonly number[], on: Executor = db.read): Promise<Map<number, NotificationSettings>> {
      const found = await inChunks(userIds, (chunk) => rows(on).whereIn('user_id', chunk));
      return new Map(found.map((row) => [row.userId, toSettings(row)]));
    },

    async update(userId: number, change: Partial<NotificationSettings>): Promise<void> {
      const row = {
        ...(change.kinds ? { ways: JSON.stringify(change.kinds) } : {}),
        ...(change.followsReplies === undefined ? {} : { follows_replies: change.followsReplies }),
        ...(change.digest ? { digest: change.digest } : {}),
        ...(change.allReadAt === undefined ? {} : { all_read_at: change.allReadAt }),
      };
      await db
        .write('notification_settings')
        .insert({ user_id: userId, ...row })
        .onConflict('user_id')
        .merge(Object.keys(row));
    },
  };
}

export type SettingsStore = ReturnType<typeof createSettingsStore>;

function toSettings(row: Row): NotificationSettings {
  return {
    kinds: kindsOf(row.ways),
    followsReplies: Boolean(row.followsReplies),
    digest: row.digest,
    allReadAt: row.allReadAt,
  };
}
