/** The form of a source: address, title, site, category, group, language. */
import { z } from 'zod';
import type { FeedDraft } from '../../feeds/feed.js';
import { hasUserInfo, resolveUrl } from '../../lib/url.js';
import type { SectionsNow } from '../sections.js';

// PostgreSQL indexes values of up to 2,700 bytes, and an address is looked up by an index.
const MAX_URL_BYTES = 2000;

/** Absolute as it is stored; a password inside it would be shown to every reader. */
const absolute = z.string().transform((value, context) => {
  const url = hasUserInfo(value) ? null : resolveUrl(value);
  if (url !== null && Buffer.byteLength(url) <= MAX_URL_BYTES) return url;
  context.addIssue({ code: 'custom', message: url === null ? 'feed-address' : 'too-long' });
  return z.NEVER;
});

const address = z
  .string()
  .trim()
  .min(1, 'required')
  .max(2000, 'too-long')
  .transform((value) => (/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(value) ? value : `https://${value}`))
  .pipe(absolute);

export const addressSchema = z.object({ url: address });

export function feedSchema(sections: SectionsNow) {
  return z.object({
    url: address,
    title: z.string().trim().min(1, 'required').max(300, 'too-long'),
    siteUrl: z.string().trim().max(2000, 'too-long').pipe(z.literal('').or(absolute)).optional(),
    category: z.string().refine((slug) => sections.bySlug.has(slug), 'invalid'),
    group: z.string().trim().max(120, 'too-long').optional(),
    language: z
      .string()
      .trim()
      .regex(/^([a-z]{2,3})?$/i, 'invalid')
      .optional(),
  });
}

export type FeedFormValue = z.infer<ReturnType<typeof feedSchema>>;

export function toFeedDraft(value: FeedFormValue, sections: SectionsNow): FeedDraft {
  return {
    url: value.url,
    title: value.title,
    siteUrl: value.siteUrl || null,
    language: value.language?.toLowerCase() ?? '',
    groupName: value.group ?? '',
    categoryId: sections.bySlug.get(value.category)?.id ?? 0,
  };
}
