/** How long articles are kept. The site's setting counts for every source without one of its own. */
export const retentionKinds = ['all', 'days', 'count'] as const;
export type RetentionKind = (typeof retentionKinds)[number];

/** `days`: since publication; `count`: the newest of each source; `all`: everything, which is the default. */
export type Retention = { kind: RetentionKind; amount: number };

export const keepAll: Retention = { kind: 'all', amount: 0 };
export const LEAST_DAYS = 1;
export const LEAST_COUNT = 10;
export const MOST_AMOUNT = 100_000;
