/** What was typed → what is shown: Markdown with the mentioned members linked. The same for preview, reply and edit. */

import type { SafeHtml } from '../lib/safe-html.js';
import type { RenderText } from '../lib/text-client.js';
import type { MentionStore } from './mention-store.js';
import { linkMentions, type MentionedMember, mentionKeys } from './mentions.js';

export type RenderedPost = {
  html: SafeHtml;
  mentioned: MentionedMember[];
  /** Links to anywhere, mentions not counted. */
  links: number;
};

export type RenderPostParts = { renderText: RenderText; mentions: Pick<MentionStore, 'findMentioned'> };

// A text names nobody beyond this many different names: each one is a question to the database.
const MOST_NAMES = 100;

export function createRenderPost(parts: RenderPostParts) {
  return async function renderPost(markdown: string): Promise<RenderedPost> {
    const html = await parts.renderText(markdown);
    const members = await parts.mentions.findMentioned(mentionKeys(markdown).slice(0, MOST_NAMES));
    return {
      html: linkMentions(html, members),
      mentioned: [...members.values()],
      links: html.match(/<a /g)?.length ?? 0,
    };
  };
}

export type RenderPost = ReturnType<typeof createRenderPost>;
