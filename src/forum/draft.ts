/** A text that is being written, kept on the server: one per member and place. */

export type Draft = { place: string; markdown: string; updatedAt: number };

/** Of a reply: by its thread and the post that it answers. */
export function draftPlace(reply: { threadId: number; replyToId: number | null }): string {
  return reply.replyToId === null ? `thread:${reply.threadId}` : `thread:${reply.threadId}:${reply.replyToId}`;
}

/** Of the text that opened a thread. */
export function openingPlace(articleId: number): string {
  return `opening:${articleId}`;
}

export function editPlace(postId: number): string {
  return `edit:${postId}`;
}
