/**
 * Topics of an old forum, with their messages → article drafts and posts. The first message of a topic is the article: of the
 * news bot when it wrote it, else of its author. Pure; runs in the archive worker.
 */
import { cleanHtml, textToHtml } from '../../lib/html.js';
import { renderMarkdown } from '../../lib/markdown.js';
import type { SafeHtml } from '../../lib/safe-html.js';
import { collapse, htmlToText, truncate } from '../../lib/text.js';
import { resolveUrl } from '../../lib/url.js';
import { type DraftedFeed, toDrafts } from '../draft.js';
import type { ParsedEntry } from '../parsed-feed.js';
import { plainText } from '../sanitise.js';
import { bbcodeToMarkdown } from './bbcode.js';
import type { StagedMessage, StagedTopic } from './kunena-staging-store.js';

export type TopicsInput = {
  topics: { topic: StagedTopic; messages: StagedMessage[] }[];
  /** Whose topics are news without an author. */
  bot: number | null;
  title: string;
};

export type TopicPost = {
  oldId: number;
  /** Old number of the message that this one answers; null when it answers the article. */
  replyToOldId: number | null;
  /** `user:<id>` or, for guests, `guest:<name>`. */
  memberKey: string;
  name: string;
  markdown: string;
  html: SafeHtml;
  at: number;
};

export type DraftedTopic = { oldId: number; firstPostId: number; posts: TopicPost[] };
/** `topics` stand in the order of `drafted.drafts`. */
export type TopicsRead = { drafted: DraftedFeed; topics: DraftedTopic[]; reasons: Record<string, number> };

const PUBLISHED = 0;
const MAX_BODY = 200_000;
// A post of ours has a limit, an old one may be longer: what lies beyond is cut and marked.
const MAX_POST = 19_000;
const SOURCE_LINK =
  /\[url=["']?(https?:\/\/[^\]"'\s]{1,2000})["']?[^\][]{0,100}\]\s*([^\][]{0,60}(?:источник|source|оригинал)[^\][]{0,60})\[\/url\]\s*\.?\s*$/iu;

export function readTopics({ topics, bot, title }: TopicsInput): TopicsRead {
  const reasons: Record<string, number> = {};
  const refuse = (reason: string, by = 1) => {
    reasons[reason] = (reasons[reason] ?? 0) + by;
  };
  const read = topics.flatMap(({ topic, messages }) => {
    const shown = messages.filter((message) => message.hold === PUBLISHED);
    if (shown.length < messages.length) refuse('hidden', messages.length - shown.length);
    const [first, ...rest] = topic.hold === PUBLISHED ? shown : [];
    if (!first || topic.movedId > 0) {
      if (topic.movedId === 0) refuse(topic.hold === PUBLISHED ? 'no-messages' : 'hidden');
      return [];
    }
    const posts = rest.flatMap((message) => readPost(message, first.id) ?? []);
    if (posts.length < rest.length) refuse('no-content', rest.length - posts.length);
    return { entry: readEntry(topic, first, bot), topic: { oldId: topic.id, firstPostId: first.id, posts } };
  });
  const head = {
    format: 'rss' as const,
    charset: 'utf-8',
    repairs: [],
    title,
    link: null,
    language: null,
    ttlMinutes: null,
  };
  const drafted = toDrafts({ ...head, entries: read.map(({ entry }) => entry) });
  return { drafted, topics: read.map(({ topic }) => topic), reasons };
}

function readEntry(topic: StagedTopic, first: StagedMessage, bot: number | null): ParsedEntry {
  const source = SOURCE_LINK.exec(first.text);
  const body = source ? first.text.slice(0, source.index) : first.text;
  const contentHtml = render(bbcodeToMarkdown(body), MAX_BODY);
  const text = plainText(contentHtml);
  const isBot = bot !== null && first.userId === bot;
  return {
    title: collapse(htmlToText(topic.subject || first.subject)) || truncate(collapse(text), 100),
    url: resolveUrl(source?.[1] ?? null),
    guid: `kunena:${topic.id}`,
    published: new Date(first.time).toISOString(),
    updated: null,
    author: isBot ? null : collapse(first.name) || null,
    contentHtml,
    text,
    categories: topic.category === '' ? [] : [collapse(htmlToText(topic.category))],
    enclosures: [],
  };
}

function readPost(message: StagedMessage, firstId: number): TopicPost | null {
  const markdown = truncate(bbcodeToMarkdown(message.text), MAX_POST);
  if (markdown === '') return null;
  const name = collapse(message.name);
  return {
    oldId: message.id,
    replyToOldId: message.parentId === 0 || message.parentId === firstId ? null : message.parentId,
    memberKey: message.userId > 0 ? `user:${message.userId}` : `guest:${name.toLowerCase().slice(0, 150)}`,
    name,
    markdown,
    html: render(markdown, MAX_POST + 1000),
    at: message.time,
  };
}

/** Text that grows too much while it is rendered is shown as paragraphs. */
function render(markdown: string, maxLength: number): SafeHtml {
  try {
    return renderMarkdown(markdown, { maxLength });
  } catch {
    return cleanHtml(textToHtml(truncate(markdown, maxLength)));
  }
}
