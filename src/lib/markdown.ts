/**
 * Markdown of posts and documents to SafeHtml. HTML in the source is shown as text, addresses become links, images
 * become links to them; the cleaner has the last word. A text over the cap is refused, never cut silently.
 */
import MarkdownIt from 'markdown-it';
import { withEmoji } from './emoji.js';
import { AppError } from './errors.js';
import { cleanHtml } from './html.js';
import type { SafeHtml } from './safe-html.js';

export const MAX_MARKDOWN = 20_000;

// No honest text of the longest allowed comes near it; cleaning more than this blocks the process for seconds.
const MAX_HTML = 400_000;

// 20 levels of quotes and lists serve any discussion; the work of rendering grows with them.
const renderer = createRenderer();
// Documents and archives are shown as they were written; members' posts know :names: of emoji.
const postRenderer = createRenderer().use(emojiRule);

function createRenderer() {
  const renderer = new MarkdownIt({ html: false, linkify: true, breaks: true, maxNesting: 20 });
  // Both multiply: a header of many columns completes every short row, and a long address that is defined once is
  // repeated by every [x]. Kilobytes become megabytes.
  renderer.disable(['table', 'reference']);
  // "задача.md" and "node.js" are names: only full addresses become links by themselves.
  renderer.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
  return renderer;
}

export type MarkdownOptions = {
  /** In UTF-16 units. */
  maxLength?: number;
  /** Where relative links start from. */
  baseUrl?: string | null;
  /** :names: of emoji become characters. */
  emoji?: boolean;
};

export function renderMarkdown(text: string, options: MarkdownOptions = {}): SafeHtml {
  const max = options.maxLength ?? MAX_MARKDOWN;
  if (text.length > max) throw new AppError('text-too-long', { params: { max } });
  const html = (options.emoji ? postRenderer : renderer).render(text);
  if (html.length > MAX_HTML) throw new AppError('text-too-long', { status: 422, params: { max } });
  return cleanHtml(html, { baseUrl: options.baseUrl });
}

/** Works on words only: code is a token of another kind, and the text of a bare address must stay the address. */
function emojiRule(markdown: ReturnType<typeof createRenderer>): void {
  markdown.core.ruler.after('text_join', 'emoji', (state) => {
    for (const block of state.tokens) {
      let isAddress = false;
      for (const token of block.children ?? []) {
        if (token.type === 'link_open') isAddress = token.info === 'auto';
        else if (token.type === 'link_close') isAddress = false;
        else if (token.type === 'text' && !isAddress) token.content = withEmoji(token.content);
      }
    }
  });
}
