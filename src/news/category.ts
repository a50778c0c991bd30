/** A curated section of the site; `slug` stands in addresses. */
export type Category = { id: number; slug: string; nameRu: string; nameEn: string; position: number };

export type CategorySeed = Omit<Category, 'id'>;
