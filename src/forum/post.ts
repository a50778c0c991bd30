/** A member's message in a thread. Its id is its number on the whole site. */
import { createHash } from 'node:crypto';
import type { SafeHtml } from '../lib/safe-html.js';

export const POSTS_PER_PAGE = 50;
export const LONGEST_POST = 20_000;

/** Who took a post away, and why; the text is kept, but leaves the store only for those who may restore it. */
export type Tombstone = { at: number; by: number | null; reason: string };

export type Post = {
  id: number;
  threadId: number;
  userId: number;
  replyToId: number | null;
  /** Empty while the post is deleted. */
  html: SafeHtml;
  createdAt: number;
  editedAt: number | null;
  deleted: Tombstone | null;
  upCount: number;
  downCount: number;
  /** How many answers stand between this post and the thread, at most `DEEPEST`. */
  depth: number;
};

export type PostDraft = {
  threadId: number;
  userId: number;
  replyToId: number | null;
  markdown: string;
  html: SafeHtml;
  cleanerVersion: number;
  createdAt: number;
};

export const postOrders = ['oldest', 'newest', 'best', 'nested'] as const;
/** `nested`: every answer below what it answers. */
export type PostOrder = (typeof postOrders)[number];

/** Deeper answers stand at this depth: further in, no phone has room for a line of text. */
export const DEEPEST = 7;
const DIGITS = 8;

/** The place in the order of the conversation: the place of what is answered, then the own number. */
export function treePath(parentPath: string, id: number): string {
  return parentPath.slice(0, DEEPEST * DIGITS) + id.toString(16).padStart(DIGITS, '0');
}

export function depthOf(path: string): number {
  return Math.max(0, Math.floor(path.length / DIGITS) - 1);
}

/** Equal for texts that differ in case, spaces and punctuation only. */
export function textKey(markdown: string): string {
  const bare = markdown.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  return createHash('sha256').update(bare).digest('base64url').slice(0, 24);
}
