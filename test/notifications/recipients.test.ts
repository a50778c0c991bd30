/** Who hears about what, as a table. Members are letters: A writes. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Follow, FollowKind } from '../../src/forum/follow.js';
import { type Mutes, noMutes } from '../../src/forum/mute.js';
import {
  type Listeners,
  type PostFacts,
  type Recipient,
  recipientsOfPost,
  recipientsOfStory,
} from '../../src/notifications/recipients.js';
import { defaultSettings, type NotificationKind, type NotificationSettings } from '../../src/notifications/settings.js';

const A = 1;
const B = 2;
const C = 3;

const thread = { id: 10, feedId: 7, title: 'Выборы в крае', tagKeys: ['суд'], starterId: null };

function follow(userId: number, kind: FollowKind, target = '10', createdAt = 0): Follow {
  return { id: userId * 100, userId, kind, target, isAutomatic: false, createdAt };
}

function post(change: Partial<Omit<PostFacts, 'event'>> & { mentionedIds?: number[] } = {}): PostFacts {
  const { mentionedIds = [], ...rest } = change;
  const event = {
    kind: 'written' as const,
    postId: 5,
    threadId: 10,
    authorId: A,
    replyToId: null,
    mentionedIds,
    at: 1,
  };
  return { event, thread, repliedToId: null, follows: [], ...rest };
}

const nobody: Listeners = { mutes: new Map(), settings: new Map() };

function muting(userId: number, change: Partial<Mutes>): Listeners {
  return { ...nobody, mutes: new Map([[userId, { ...noMutes, ...change }]]) };
}

function without(userId: number, kind: NotificationKind): Listeners {
  const kinds = { ...defaultSettings.kinds, [kind]: { way: 'off', isPushed: true } };
  return { ...nobody, settings: new Map([[userId, { ...defaultSettings, kinds } as NotificationSettings]]) };
}

const short = (recipients: Recipient[]) => recipients.map(({ userId, kind }) => `${userId} ${kind}`);

const posts: [what: string, facts: PostFacts, listeners: Listeners, expected: string[]][] = [
  ['nobody is there to hear', post(), nobody, []],
  ['a reply', post({ repliedToId: B }), nobody, ['2 reply']],
  ['a reply to oneself', post({ repliedToId: A }), nobody, []],
  ['a mention', post({ mentionedIds: [B, C] }), nobody, ['2 mention', '3 mention']],
  ['one who mentions themselves', post({ mentionedIds: [A] }), nobody, []],
  ['the author follows the thread', post({ follows: [follow(A, 'thread')] }), nobody, []],
  ['a follower of the thread', post({ follows: [follow(B, 'thread')] }), nobody, ['2 thread']],
  ['a follower who came later', post({ follows: [follow(B, 'thread', '10', 2)] }), nobody, []],
  ['a follower of the author', post({ follows: [follow(B, 'member', '1')] }), nobody, ['2 member']],
  [
    'every reason at once is one notification, for the strongest',
    post({ repliedToId: B, mentionedIds: [B], follows: [follow(B, 'thread'), follow(B, 'member', '1')] }),
    nobody,
    ['2 reply'],
  ],
  [
    'a mention is stronger than a follow',
    post({ mentionedIds: [B], follows: [follow(B, 'thread')] }),
    nobody,
    ['2 mention'],
  ],
  [
    'the thread is stronger than the member',
    post({ follows: [follow(B, 'member', '1'), follow(B, 'thread')] }),
    nobody,
    ['2 thread'],
  ],
  [
    'a muted member says nothing, not even in person',
    post({ repliedToId: B }),
    muting(B, { memberIds: new Set([A]) }),
    [],
  ],
  ['a muted source', post({ follows: [follow(B, 'thread')] }), muting(B, { feedIds: new Set([7]) }), []],
  ['a muted tag', post({ follows: [follow(B, 'thread')] }), muting(B, { tagKeys: new Set(['суд']) }), []],
  ['a muted word', post({ follows: [follow(B, 'member', '1')] }), muting(B, { words: [' выбор'] }), []],
  [
    'a reply in a muted subject is still a reply',
    post({ repliedToId: B }),
    muting(B, { words: [' выбор'] }),
    ['2 reply'],
  ],
  ['the mutes of others do not matter', post({ repliedToId: B }), muting(C, { memberIds: new Set([A]) }), ['2 reply']],
  ['a kind that is off', post({ follows: [follow(B, 'thread')] }), without(B, 'thread'), []],
  [
    'the strongest reason is off: the others do not take its place',
    post({ repliedToId: B, follows: [follow(B, 'thread')] }),
    without(B, 'reply'),
    [],
  ],
];

describe('who hears of a post', () => {
  for (const [what, facts, listeners, expected] of posts) {
    test(what, () => assert.deepEqual(short(recipientsOfPost(facts, listeners)), expected));
  }
});

const because = (recipients: Recipient[]) => recipients.map((each) => `${each.userId} ${each.because?.kind}`);

const stories: [what: string, follows: Follow[], listeners: Listeners, expected: string[]][] = [
  ['nobody follows anything of it', [], nobody, []],
  ['a follower of its section', [follow(B, 'category', '1')], nobody, ['2 category']],
  [
    'the narrowest follow is the reason',
    [follow(B, 'category', '1'), follow(B, 'source', '7'), follow(B, 'search', 'x'), follow(B, 'tag', 'суд')],
    nobody,
    ['2 search'],
  ],
  [
    'each hears for their own reason',
    [follow(B, 'source', '7'), follow(C, 'tag', 'суд')],
    nobody,
    ['2 source', '3 tag'],
  ],
  ['it came before they followed', [follow(B, 'source', '7', 51)], nobody, []],
  ['a muted word beats the follow', [follow(B, 'source', '7')], muting(B, { words: [' выбор'] }), []],
  ['stories are off', [follow(B, 'source', '7')], without(B, 'story'), []],
];

describe('who hears of a new story', () => {
  for (const [what, follows, listeners, expected] of stories) {
    test(what, () =>
      assert.deepEqual(because(recipientsOfStory({ thread, createdAt: 50, follows }, listeners)), expected),
    );
  }
});
