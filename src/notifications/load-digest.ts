/** The stories of a period: for everyone, and for one member what touches what they follow. A fixed number of queries. */
import type { FollowStore } from '../forum/follow-store.js';
import { type Mutes, noMutes } from '../forum/mute.js';
import type { MuteStore } from '../forum/mute-store.js';
import { htmlToText, truncate } from '../lib/text.js';
import type { Period } from './digest-period.js';
import type { BestReply, DigestRow, DigestStore } from './digest-store.js';

export type DigestStory = DigestRow & {
  sourceCount: number;
  bestReply: { postId: number; author: string; text: string } | null;
  /** The followed story that this one resembles. */
  similarTo: { id: number; title: string } | null;
};

export type Digest = { period: Period; top: DigestStory[]; followed: DigestStory[] };

export type LoadDigestParts = {
  digests: Pick<DigestStore, 'listStories' | 'listOfFollows' | 'listSimilar' | 'countSources' | 'listBestReplies'>;
  follows: Pick<FollowStore, 'list'>;
  mutes: Pick<MuteStore, 'load'>;
};

export type LoadDigest = ReturnType<typeof createLoadDigest>;

const TOP = 10;
const FOLLOWED = 6;
// One followed story must not fill the section.
const PER_FOLLOWED_STORY = 2;
// Their newest: whoever follows more gets the digest of these.
const FOLLOWS_READ = 500;
const SIMILAR_READ = 60;
const REPLY_LENGTH = 160;
const HTML_READ = 2000;

export function createLoadDigest(parts: LoadDigestParts) {
  /** `userId` null: the digest that everybody may read. `common`: what `listCommon` found, for many members at once. */
  return async function loadDigest(period: Period, userId: number | null, common?: DigestRow[]): Promise<Digest> {
    const mutes = userId === null ? noMutes : await parts.mutes.load(userId);
    const filter = { hidden: mutes };
    const isCommon = common !== undefined && isNothingMuted(mutes);
    const top = isCommon ? common : await parts.digests.listStories(period, filter, TOP);
    const touching = userId === null ? [] : await listFollowed(parts, period, userId, mutes);
    const known = new Set(top.map((story) => story.id));
    const followed = unique(touching.filter((story) => !known.has(story.id))).slice(0, FOLLOWED);
    const ids = [...top, ...followed].map((story) => story.id);
    const [sources, replies] = await Promise.all([parts.digests.countSources(ids), parts.digests.listBestReplies(ids)]);
    const replyOf = new Map(replies.map((reply) => [reply.threadId, reply]));
    const similar = new Map(
      touching.flatMap((story) => (story.similarTo ? [[story.id, story.similarTo] as const] : [])),
    );
    const complete = (story: DigestRow): DigestStory => ({
      ...story,
      sourceCount: sources.get(story.id) ?? 1,
      bestReply: shortReply(replyOf.get(story.id), mutes),
      similarTo: similar.get(story.id) ?? null,
    });
    return { period, top: top.map(complete), followed: followed.map(complete) };
  };
}

/** The main stories of a period as everybody sees them. */
export function createListCommon({ digests }: Pick<LoadDigestParts, 'digests'>) {
  return (period: Period): Promise<DigestRow[]> => digests.listStories(period, {}, TOP);
}

export type ListCommon = ReturnType<typeof createListCommon>;

function isNothingMuted({ feedIds, tagKeys, words, memberIds }: Mutes): boolean {
  return feedIds.size + tagKeys.size + words.length + memberIds.size === 0;
}

type Touching = DigestRow & { similarTo: { id: number; title: string } | null };

async function listFollowed(
  { digests, follows }: LoadDigestParts,
  period: Period,
  userId: number,
  mutes: Mutes,
): Promise<Touching[]> {
  const own = await follows.list(userId, { kind: null, before: null, limit: FOLLOWS_READ });
  const of = (kind: string) => own.filter((follow) => follow.kind === kind).map((follow) => follow.target);
  const filter = { hidden: mutes };
  const wanted = { feedIds: of('source').map(Number), categoryIds: of('category').map(Number), tagKeys: of('tag') };
  const [similar, direct] = await Promise.all([
    digests.listSimilar(period, filter, { threadIds: of('thread').map(Number), limit: SIMILAR_READ }),
    digests.listOfFollows(period, filter, { ...wanted, limit: TOP + FOLLOWED }),
  ]);
  return [
    ...fewOfEach(similar).map(({ similarTo, similarTitle, ...row }) => ({
      ...row,
      similarTo: { id: similarTo, title: similarTitle },
    })),
    ...direct.map((row) => ({ ...row, similarTo: null })),
  ];
}

function fewOfEach<Row extends { similarTo: number }>(rows: readonly Row[]): Row[] {
  const counts = new Map<number, number>();
  return rows.filter(({ similarTo }) => {
    const count = (counts.get(similarTo) ?? 0) + 1;
    counts.set(similarTo, count);
    return count <= PER_FOLLOWED_STORY;
  });
}

function unique(stories: readonly Touching[]): Touching[] {
  const byId = new Map<number, Touching>();
  for (const story of stories) if (!byId.has(story.id)) byId.set(story.id, story);
  return [...byId.values()];
}

function shortReply(reply: BestReply | undefined, mutes: Mutes): DigestStory['bestReply'] {
  if (!reply || mutes.memberIds.has(reply.authorId)) return null;
  const text = truncate(htmlToText(reply.html.slice(0, HTML_READ)).replace(/\s+/g, ' '), REPLY_LENGTH);
  return text === '' ? null : { postId: reply.postId, author: reply.authorName, text };
}
