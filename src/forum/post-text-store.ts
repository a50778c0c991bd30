/** SQL of changing a post: its text with every earlier version, and taking it away and back. */
import type { Knex } from 'knex';
import type { Db, Executor } from '../db/db.js';
import type { SafeHtml } from '../lib/safe-html.js';
import { textKey } from './post.js';

/** A post as those who may change it see it, deleted or not. */
export type PostText = {
  id: number;
  threadId: number;
  userId: number;
  markdown: string;
  createdAt: number;
  deletedAt: number | null;
  deletedBy: number | null;
};

/** A text that an edit replaced. */
export type PostVersion = {
  id: number;
  markdown: string;
  editorId: number | null;
  reason: string;
  replacedAt: number;
  /** Since then for moderators only, with every version before it; null while anybody may read it. */
  withdrawnAt: number | null;
};

export type PostEdit = {
  markdown: string;
  html: SafeHtml;
  cleanerVersion: number;
  editorId: number;
  reason: string;
  at: number;
};

type Tombstone = { by: number; at: number; reason: string };

const columns = {
  id: 'id',
  threadId: 'thread_id',
  userId: 'user_id',
  markdown: 'markdown',
  createdAt: 'created_at',
  deletedAt: 'deleted_at',
  deletedBy: 'deleted_by',
};

const versionColumns = {
  id: 'id',
  markdown: 'markdown',
  editorId: 'editor_id',
  reason: 'reason',
  replacedAt: 'replaced_at',
  withdrawnAt: 'withdrawn_at',
};

export function createPostTextStore(db: Db) {
  const text = (executor: Executor, id: number) => executor('posts').where('id', id).first<PostText>(columns);

  return {
    findText: (id: number): Promise<PostText | undefined> => text(db.read, id),

    /** Locked until the transaction ends: two edits at once follow each other, and none is lost from the history. */
    lockText: (trx: Knex.Transaction, id: number): Promise<PostText | undefined> =>
      text(trx, id).forUpdate() as unknown as Promise<PostText | undefined>,

    async updateText(trx: Knex.Transaction, post: PostText, edit: PostEdit): Promise<void> {
      await trx('post_versions').insert({
        post_id: post.id,
        markdown: post.markdown,
        editor_id: edit.editorId,
        reason: edit.reason,
        replaced_at: edit.at,
      });
      await trx('posts')
        .where('id', post.id)
        .update({
          markdown: edit.markdown,
          html: edit.html,
          cleaner_version: edit.cleanerVersion,
          text_key: textKey(edit.markdown),
          edited_at: edit.at,
        });
    },

    /** Every version that is still in sight. Returns how many those were. */
    withdrawVersions: (trx: Knex.Transaction, postId: number, at: number): Promise<number> =>
      trx('post_versions').where('post_id', postId).whereNull('withdrawn_at').update({ withdrawn_at: at }),

    /** Takes back what was withdrawn at that time, but for what a later withdrawal covers too. */
    async restoreVersions(trx: Knex.Transaction, postId: number, at: number): Promise<void> {
      const versions = () => trx('post_versions').where('post_id', postId);
      const later = await versions().where('withdrawn_at', '>', at).min({ at: 'withdrawn_at' }).first();
      await versions()
        .where('withdrawn_at', at)
        .update({ withdrawn_at: later?.at ?? null });
    },

    /** Newest first, from below `before` on. */
    async listVersions(postId: number, before: number | null, limit: number): Promise<PostVersion[]> {
      const rows = db.read('post_versions').where('post_id', postId).orderBy('id', 'desc').limit(limit);
      if (before !== null) rows.where('id', '<', before);
      return rows.select<PostVersion[]>(versionColumns);
    },

    async findVersion(postId: number, id: number): Promise<PostVersion | undefined> {
      return db.read('post_versions').where({ post_id: postId, id }).first<PostVersion>(versionColumns);
    },

    /** The version that followed this one; undefined when the post itself did. */
    async findVersionAfter(postId: number, id: number): Promise<PostVersion | undefined> {
      return db
        .read('post_versions')
        .where('post_id', postId)
        .where('id', '>', id)
        .orderBy('id')
        .first<PostVersion>(versionColumns);
    },

    async markDeleted(trx: Knex.Transaction, post: PostText, tombstone: Tombstone): Promise<void> {
      await bury(trx, post, tombstone);
      await recount(trx, post, -1);
    },

    /** Deleted already, and counted so: from now on by somebody else. */
    takeOverDeleted: (trx: Knex.Transaction, post: PostText, tombstone: Tombstone): Promise<void> =>
      bury(trx, post, tombstone),

    async markRestored(trx: Knex.Transaction, post: PostText): Promise<void> {
      await trx('posts').where('id', post.id).update({ deleted_at: null, deleted_by: null, delete_reason: null });
      await recount(trx, post, 1);
    },
  };
}

export type PostTextStore = ReturnType<typeof createPostTextStore>;

async function bury(trx: Knex.Transaction, post: PostText, { by, at, reason }: Tombstone): Promise<void> {
  await trx('posts').where('id', post.id).update({ deleted_at: at, deleted_by: by, delete_reason: reason });
}

/** What is deleted counts nowhere, and does not keep a thread active. */
async function recount(trx: Knex.Transaction, post: PostText, by: 1 | -1): Promise<void> {
  await trx('users').where('id', post.userId).increment('post_count', by);
  const last = trx('posts').where('thread_id', post.threadId).whereNull('deleted_at').max('created_at');
  await trx('threads')
    .where('id', post.threadId)
    .update({ reply_count: trx.raw('reply_count + ?', [by]), last_post_at: last });
  await trx('threads')
    .where('id', post.threadId)
    .update({
      active_at: trx.raw('case when last_post_at > published_at then last_post_at else published_at end'),
    });
}
