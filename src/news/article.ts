/** A published item that we keep, and the draft of one before it is stored. */
import type { SafeHtml } from '../lib/safe-html.js';

export type ArticleEnclosure = { url: string; type: string | null; length: number | null };

/** An entry of a feed with everything that is costly to derive already derived (in the parse worker). */
export type ArticleDraft = {
  guidKey: string | null;
  urlKey: string | null;
  identityKey: string;
  contentHash: string;
  url: string | null;
  title: string;
  author: string | null;
  language: string;
  html: SafeHtml;
  text: string;
  /** First words of the text, for lists. */
  lead: string;
  tags: string[];
  enclosures: ArticleEnclosure[];
  /** The picture that the source shows with it. No part of the content: another one is no edit. */
  image?: { url: string; alt: string } | null;
  /** Milliseconds; null when the feed gives none: then the time we first saw it counts. */
  publishedAt: number | null;
  editedAt: number | null;
};

export type Article = {
  id: number;
  threadId: number;
  feedId: number;
  url: string | null;
  title: string;
  author: string | null;
  language: string;
  html: SafeHtml;
  tags: string[];
  enclosures: ArticleEnclosure[];
  publishedAt: number;
  isDateGiven: boolean;
  editedAt: number | null;
  /** Whose opening text it is; null for what a source published. */
  authorId: number | null;
  /** Its source has changed what it says; see revision-store.ts. */
  hasRevisions: boolean;
};

/** What identity decisions need to know of a stored article. */
export type KnownArticle = {
  id: number;
  threadId: number;
  feedId: number;
  guidKey: string | null;
  urlKey: string | null;
  identityKey: string;
  contentHash: string;
  editedAt: number | null;
  publishedAt: number;
};
