/**
 * Every "may I?" of the program. Pages hide what is refused here, use cases refuse it: both ask this one table.
 */
import type { Role, User } from './user.js';

/** `own` and `others` compare the actor with the subject's user id; without a subject they are refused. */
type Rule = 'always' | 'never' | 'own' | 'others';
type Standing = 'anonymous' | Role;

const table = {
  'post.write': { anonymous: 'never', member: 'always', moderator: 'always', admin: 'always' },
  'post.edit': { anonymous: 'never', member: 'own', moderator: 'always', admin: 'always' },
  // The text that an edit replaced, for what should never have been public.
  'post.withdraw-text': { anonymous: 'never', member: 'never', moderator: 'others', admin: 'others' },
  'post.read-withdrawn': { anonymous: 'never', member: 'never', moderator: 'always', admin: 'always' },
  'post.delete': { anonymous: 'never', member: 'own', moderator: 'always', admin: 'always' },
  'post.restore': { anonymous: 'never', member: 'own', moderator: 'always', admin: 'always' },
  'post.vote': { anonymous: 'never', member: 'others', moderator: 'others', admin: 'others' },
  'post.flag': { anonymous: 'never', member: 'others', moderator: 'others', admin: 'others' },
  // Nobody judges what is said of their own words, but the owner of the site: there may be nobody else.
  'flag.decide': { anonymous: 'never', member: 'never', moderator: 'others', admin: 'always' },
  // Nor do they overrule another moderator who judged them. Their own acts are theirs to take back (delete-post.ts).
  'verdict.overrule': { anonymous: 'never', member: 'never', moderator: 'others', admin: 'always' },
  'post.decide': { anonymous: 'never', member: 'never', moderator: 'always', admin: 'always' },
  'thread.lock': { anonymous: 'never', member: 'never', moderator: 'always', admin: 'always' },
  'profile.edit': { anonymous: 'never', member: 'own', moderator: 'own', admin: 'own' },
  follow: { anonymous: 'never', member: 'always', moderator: 'always', admin: 'always' },
  mute: { anonymous: 'never', member: 'always', moderator: 'always', admin: 'always' },
  bookmark: { anonymous: 'never', member: 'always', moderator: 'always', admin: 'always' },
  'read.mark': { anonymous: 'never', member: 'always', moderator: 'always', admin: 'always' },
  'notification.settings': { anonymous: 'never', member: 'own', moderator: 'own', admin: 'own' },
  'feed.manage': { anonymous: 'never', member: 'never', moderator: 'always', admin: 'always' },
  // The opening text, and with it the thread: moderators have the desk.
  'opening.edit': { anonymous: 'never', member: 'own', moderator: 'own', admin: 'own' },
  'thread.start': { anonymous: 'never', member: 'always', moderator: 'always', admin: 'always' },
  'rule.manage': { anonymous: 'never', member: 'never', moderator: 'always', admin: 'always' },
  'item.decide': { anonymous: 'never', member: 'never', moderator: 'always', admin: 'always' },
  'article.delete': { anonymous: 'never', member: 'never', moderator: 'always', admin: 'always' },
  'similar.judge': { anonymous: 'never', member: 'always', moderator: 'always', admin: 'always' },
  'similar.rule': { anonymous: 'never', member: 'never', moderator: 'always', admin: 'always' },
  'story.shape': { anonymous: 'never', member: 'never', moderator: 'always', admin: 'always' },
  'thread.hide': { anonymous: 'never', member: 'never', moderator: 'always', admin: 'always' },
  'log.undo': { anonymous: 'never', member: 'never', moderator: 'always', admin: 'always' },
  // Not the own one: the last administrator must not lock themselves out by a slip.
  'user.role': { anonymous: 'never', member: 'never', moderator: 'never', admin: 'others' },
} as const satisfies Record<string, Record<Standing, Rule>>;

export type Action = keyof typeof table;
export type Actor = (Pick<User, 'id' | 'role'> & Partial<Pick<User, 'isUnverified'>>) | null;

/** All that a new member may whose address is not confirmed yet, whatever the table says: nothing that others see. */
const openToUnverified = new Set<Action>(['profile.edit']);

export const actions = Object.keys(table) as Action[];

export function can(actor: Actor, action: Action, subject?: { userId: number }): boolean {
  if (actor?.isUnverified && !openToUnverified.has(action)) return false;
  const rule: Rule = table[action][actor?.role ?? 'anonymous'];
  if (rule === 'own') return subject !== undefined && subject.userId === actor?.id;
  if (rule === 'others') return subject !== undefined && subject.userId !== actor?.id;
  return rule === 'always';
}
