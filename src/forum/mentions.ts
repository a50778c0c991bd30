/**
 * Mentions: `@name`, or `@"a name with spaces"` (also «…» and “…”). Found in what was typed, resolved to members when the
 * post is stored, and linked in the rendered HTML. Quoted lines and code mention nobody. Every step is linear in the text.
 */
import { nameKey } from '../accounts/name.js';
import type { SafeHtml } from '../lib/safe-html.js';
import { escapeHtml } from '../lib/text.js';

export type MentionedMember = { id: number; name: string };
/** By `nameKey`. */
export type MentionedMembers = ReadonlyMap<string, MentionedMember>;

// A letter or digit before the sign makes it part of an address. Names are at most 30 characters long.
const QUOTED = '"([^"<>\\n]{2,40})"|«([^»<>\\n]{2,40})»|“([^”<>\\n]{2,40})”|&quot;((?:(?!&quot;)[^<>\\n]){2,40})&quot;';
const BARE = '([\\p{L}\\p{N}](?:[\\p{L}\\p{N}._-]{0,28}[\\p{L}\\p{N}])?)';
const MENTION = new RegExp(`(?<![\\p{L}\\p{N}_@/.])@(?:${QUOTED}|${BARE})`, 'gu');
const CODE = /(`{1,10})[^`][^\n]*?\1/g;

/** Keys of the names that the text mentions, each once, in the order of the text. */
export function mentionKeys(markdown: string): string[] {
  const spoken = withoutFences(markdown)
    .filter((line) => !/^\s{0,3}>/.test(line))
    .join('\n')
    .replace(CODE, ' ');
  const keys = [...spoken.matchAll(MENTION)].map((match) => nameKey(nameIn(match)));
  return [...new Set(keys)].filter((key) => key !== '');
}

/** The same HTML with a link around every mention of a known member, outside links and code. */
export function linkMentions(html: SafeHtml, members: MentionedMembers): SafeHtml {
  if (members.size === 0 || !html.includes('@')) return html;
  let silent = 0;
  const parts = html.split(/(<[^<>]*>)/).map((part) => {
    if (part.startsWith('<')) {
      if (/^<(?:a|code|pre)\b/.test(part)) silent++;
      if (/^<\/(?:a|code|pre)>/.test(part)) silent--;
      return part;
    }
    return silent > 0 ? part : part.replace(MENTION, (...match) => linkOf(match as string[], members));
  });
  // Clean HTML in, and nothing but links to our own pages with escaped names added.
  return parts.join('') as SafeHtml;
}

function linkOf(match: string[], members: MentionedMembers): string {
  const member = members.get(nameKey(nameIn(match)));
  if (!member) return match[0] ?? '';
  return `<a class="mention" href="/members/${member.id}">@${escapeHtml(member.name)}</a>`;
}

function nameIn(match: readonly (string | undefined)[]): string {
  return match[1] ?? match[2] ?? match[3] ?? match[4] ?? match[5] ?? '';
}

function withoutFences(markdown: string): string[] {
  let fence: string | null = null;
  return markdown.split('\n').filter((line) => {
    const mark = /^\s{0,3}(`{3,}|~{3,})/.exec(line)?.[1]?.slice(0, 3) ?? null;
    if (fence === null && mark !== null) fence = mark;
    else if (fence !== null && mark === fence) fence = null;
    else return fence === null;
    return false;
  });
}
