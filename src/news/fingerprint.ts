/**
 * Identity of an article, strongest key first: its guid within its feed, its canonical address on the whole site, and
 * the hash of title and date within its feed. `contentHash` covers all that is shown, so a difference is an edit.
 * Runs in the parse worker.
 */
import { createHash } from 'node:crypto';

export type Fingerprint = { guidKey: string | null; urlKey: string | null; identityKey: string; contentHash: string };

export type FingerprintInput = {
  guid: string | null;
  canonicalUrl: string | null;
  title: string;
  author: string | null;
  html: string;
  tags: string[];
  enclosures: { url: string }[];
  published: string | null;
};

export function fingerprint(input: FingerprintInput): Fingerprint {
  return {
    guidKey: input.guid === null ? null : hashOf([input.guid]),
    urlKey: input.canonicalUrl === null ? null : hashOf([input.canonicalUrl]),
    identityKey: hashOf([input.title.toLowerCase(), input.published ?? '']),
    contentHash: hashOf([
      input.title,
      input.canonicalUrl ?? '',
      input.author ?? '',
      input.html,
      input.published ?? '',
      ...input.tags,
      ...input.enclosures.map((enclosure) => enclosure.url),
    ]),
  };
}

function hashOf(parts: string[]): string {
  const hash = createHash('sha256');
  // Length before text: no two lists of parts run together to the same bytes.
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('base64url');
}
