/** A member's message in a thread. Its id is its number on the whole site. */
import type { SafeHtml } from '../lib/safe-html.js';

export const POSTS_PER_PAGE = 50;
export const LONGEST_POST = 20_000;

export type Post = {
  id: number;
  threadId: number;
  userId: number;
  replyToId: number | null;
  html: SafeHtml;
  createdAt: number;
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
