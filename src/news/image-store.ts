/**
 * SQL of pictures: which there are, whose they are, and what became of fetching them. Only what an article or a source names
 * gets a row, and with it a key that nobody can guess: the proxy opens nothing else.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { chunksOf, inChunks } from '../db/chunks.js';
import type { Db } from '../db/db.js';

export type ImageKind = 'lead' | 'icon';
/** As a source names it. */
export type NamedImage = { url: string; alt: string };
export type StoredImage = {
  id: number;
  key: string;
  url: string;
  kind: ImageKind;
  /** Null until it was fetched. */
  width: number | null;
  height: number | null;
  attempts: number;
  retryAt: number | null;
};
export type ShownImage = { key: string; alt: string; width: number | null; height: number | null };

const columns = {
  id: 'images.id',
  key: 'images.image_key',
  url: 'images.url',
  kind: 'images.kind',
  width: 'images.width',
  height: 'images.height',
  attempts: 'images.attempts',
  retryAt: 'images.retry_at',
};

const shownColumns = {
  key: 'images.image_key',
  alt: 'articles.image_alt',
  width: 'images.width',
  height: 'images.height',
};

export function createImageStore(db: Db) {
  return {
    async findByKey(key: string): Promise<StoredImage | undefined> {
      return db.read('images').where('image_key', key.slice(0, 32)).first<StoredImage | undefined>(columns);
    },

    async find(id: number): Promise<StoredImage | undefined> {
      return db.read('images').where('id', id).first<StoredImage | undefined>(columns);
    },

    async recordFetched(id: number, size: { width: number; height: number }): Promise<void> {
      await db
        .write('images')
        .where('id', id)
        .update({ ...size, failure: null, attempts: 0, retry_at: null });
    },

    async recordFailure(id: number, { failure, retryAt }: { failure: string; retryAt: number }): Promise<void> {
      await db.write('images').where('id', id).increment('attempts', 1).update({ failure, retry_at: retryAt });
    },

    /** Those that can be shown or have not been tried. */
    async listByArticles(articleIds: readonly number[]): Promise<Map<number, ShownImage>> {
      const rows = await inChunks<number, ShownImage & { articleId: number }>(articleIds, (chunk) =>
        db
          .read('articles')
          .join('images', 'images.id', 'articles.image_id')
          .whereIn('articles.id', chunk)
          .whereNull('images.failure')
          .select({ articleId: 'articles.id', ...shownColumns }),
      );
      return new Map(rows.map(({ articleId, ...image }) => [articleId, { ...image, alt: image.alt ?? '' }]));
    },

    /** The picture of a thread's first article that has one to show. */
    async findByThread(threadId: number): Promise<ShownImage | undefined> {
      const row = await db
        .read('articles')
        .join('images', 'images.id', 'articles.image_id')
        .where('articles.thread_id', threadId)
        .whereNull('images.failure')
        .orderBy(['articles.published_at', 'articles.id'])
        .first<ShownImage | undefined>(shownColumns);
      return row && { ...row, alt: row.alt ?? '' };
    },

    async listIcons(feedIds: readonly number[]): Promise<Map<number, string>> {
      const rows = await inChunks<number, { feedId: number; key: string }>(feedIds, (chunk) =>
        db
          .read('feeds')
          .join('images', 'images.id', 'feeds.icon_id')
          .whereIn('feeds.id', chunk)
          .whereNull('images.failure')
          .select({ feedId: 'feeds.id', key: 'images.image_key' }),
      );
      return new Map(rows.map((row) => [row.feedId, row.key]));
    },

    async addIcon(trx: Knex.Transaction, url: string, now: number): Promise<{ id: number; key: string } | undefined> {
      const [id] = await insertImages(trx, [{ url, alt: '' }], 'icon', now);
      return trx('images')
        .where('id', id ?? 0)
        .first({ id: 'id', key: 'image_key' });
    },

    /** The picture of an article whose feed named none. */
    async addArticleImage(trx: Knex.Transaction, articleId: number, image: NamedImage, now: number): Promise<void> {
      const bare = await trx('articles').where('id', articleId).whereNull('image_id').first('id');
      if (bare) await replaceArticleImage(trx, articleId, image, now);
    },
  };
}

export type ImageStore = ReturnType<typeof createImageStore>;

/** The ids in the order of the images; one address is one picture, whoever names it. */
export async function insertImages(
  trx: Knex.Transaction,
  images: readonly (NamedImage | null | undefined)[],
  kind: ImageKind,
  now: number,
): Promise<(number | null)[]> {
  const urls = [...new Set(images.flatMap((image) => image?.url ?? []))];
  const ids = new Map<string, number>();
  for (const chunk of chunksOf(urls)) {
    await trx('images')
      .insert(chunk.map((url) => ({ image_key: newKey(), url, url_hash: hashOf(url, kind), kind, created_at: now })))
      .onConflict('url_hash')
      .ignore();
    const hashes = new Map(chunk.map((url) => [hashOf(url, kind), url]));
    const rows = await trx('images')
      .whereIn('url_hash', [...hashes.keys()])
      .select('id', 'url_hash');
    for (const row of rows) ids.set(hashes.get(row.url_hash) ?? '', row.id);
  }
  return images.map((image) => (image ? (ids.get(image.url) ?? null) : null));
}

export async function replaceArticleImage(
  trx: Knex.Transaction,
  articleId: number,
  image: NamedImage,
  now: number,
): Promise<void> {
  const [id = null] = await insertImages(trx, [image], 'lead', now);
  await trx('articles').where('id', articleId).update(imageColumns(id, image));
}

export function imageColumns(id: number | null, image: NamedImage | null | undefined) {
  return { image_id: id, image_alt: id === null ? null : (image?.alt.slice(0, 300) ?? '') };
}

function newKey(): string {
  return randomBytes(16).toString('base64url');
}

/** The same address may be an icon here and a picture there, each of its own size. */
function hashOf(url: string, kind: ImageKind): string {
  return createHash('sha256').update(`${kind} ${url}`).digest('base64url');
}
