import type { Db, Executor } from '../db/db.js';
import type { Category, CategorySeed } from './category.js';

type CategoryRow = { id: number; slug: string; name_ru: string; name_en: string; position: number };

export function createCategoryStore(db: Db) {
  return {
    async list(): Promise<Category[]> {
      const rows = await db.read<CategoryRow>('categories').orderBy(['position', 'id']).limit(200);
      return rows.map(toCategory);
    },

    /** Adds the missing ones and leaves those that are there as they are. */
    async insertMissing(seeds: CategorySeed[], executor: Executor = db.write): Promise<void> {
      const rows = seeds.map((seed) => ({
        slug: seed.slug,
        name_ru: seed.nameRu,
        name_en: seed.nameEn,
        position: seed.position,
      }));
      if (rows.length > 0) await executor('categories').insert(rows).onConflict('slug').ignore();
    },
  };
}

export type CategoryStore = ReturnType<typeof createCategoryStore>;

function toCategory(row: CategoryRow): Category {
  return { id: row.id, slug: row.slug, nameRu: row.name_ru, nameEn: row.name_en, position: row.position };
}
