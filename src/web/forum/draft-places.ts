/** Where a kept text belongs: the address of its form, from the name of its place. */
import { urls, withQuery } from '../urls.js';

/** Null for a place that no form has. */
export function placeAddress(place: unknown): string | null {
  if (typeof place !== 'string') return null;
  const [, kind, id, more] = /^(thread|edit|opening):([1-9]\d{0,8})(?::([1-9]\d{0,8}))?$/.exec(place) ?? [];
  if (kind === 'thread') return withQuery(urls.thread(Number(id)), { reply: more });
  if (more !== undefined) return null;
  if (kind === 'opening') return urls.editOpening(Number(id));
  return kind === 'edit' ? urls.editPost(Number(id)) : null;
}
