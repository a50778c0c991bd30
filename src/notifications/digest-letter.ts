/** A digest as a letter: one line a story. Pure. */
import type { Format } from '../i18n/format.js';
import type { Language } from '../i18n/language.js';
import type { Texts } from '../i18n/texts.js';
import type { Letter, LetterBlock, LetterItem } from '../lib/mail.js';
import { unsubscribeHeaders } from './deliver-mail.js';
import type { Period } from './digest-period.js';
import type { Digest, DigestStory } from './load-digest.js';
import { paths } from './paths.js';

export type DigestLetterParts = {
  language: Language;
  t: Texts;
  fmt: Format;
  siteName: string;
  baseUrl: string;
  /** Stops the digest without a log-in. */
  stopUrl: string;
};

export function composeDigest(digest: Digest, parts: DigestLetterParts): Letter {
  const { t, fmt, baseUrl, stopUrl } = parts;
  const days = daysOf(digest.period, fmt);
  const { rhythm } = digest.period;
  const section = (heading: string, stories: readonly DigestStory[]): LetterBlock[] =>
    stories.length === 0
      ? []
      : [
          { kind: 'heading', text: heading },
          { kind: 'items', items: stories.map((story) => toItem(story, parts)) },
        ];
  return {
    language: parts.language,
    subject: t.digest.subject(parts.siteName, days),
    title: t.digest.titles[rhythm],
    blocks: [
      { kind: 'paragraph', text: days },
      ...section(t.digest.followed, digest.followed),
      ...section(t.digest.top, digest.top),
      { kind: 'button', label: t.digest.onSite, url: `${baseUrl}${paths.digest(rhythm)}` },
    ],
    footer: [
      { text: t.digest.why[rhythm], link: { label: t.digest.stop, url: stopUrl } },
      { text: t.digest.change, link: { label: t.notifications.settings, url: `${baseUrl}${paths.settings}` } },
    ],
    headers: unsubscribeHeaders(stopUrl),
  };
}

/** First and last day; one day alone is one date. */
export function daysOf({ from, to }: Period, fmt: Format): string {
  const [first, last] = [fmt.date(from), fmt.date(to - 1)];
  return first === last ? first : `${first} — ${last}`;
}

/** "5 sources, 12 replies", and what it has to do with the member. */
export function storyFacts(story: DigestStory, t: Texts): string {
  return [
    story.feedTitle,
    ...(story.sourceCount > 1 ? [t.digest.sources(story.sourceCount)] : []),
    ...(story.replyCount > 0 ? [t.home.replies(story.replyCount)] : []),
    ...(story.similarTo ? [t.digest.similarTo(story.similarTo.title)] : []),
  ].join(' · ');
}

function toItem(story: DigestStory, { t, baseUrl }: DigestLetterParts): LetterItem {
  const { bestReply } = story;
  return {
    title: story.title,
    url: `${baseUrl}${paths.thread(story.id)}`,
    meta: storyFacts(story, t),
    ...(bestReply ? { text: t.digest.reply(bestReply.author, bestReply.text) } : {}),
  };
}
