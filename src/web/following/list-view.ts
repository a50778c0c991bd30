/** How a list of threads looks to the member who asks: without what they mute, with marks on what they have not read. */
import type { Request } from 'express';
import type { ReadMarkStore } from '../../forum/read-mark-store.js';
import { DAY } from '../../lib/clock.js';
import type { Category } from '../../news/category.js';
import type { ThreadFilter } from '../../news/thread-filter-store.js';
import type { SettingsStore } from '../../notifications/settings-store.js';
import { loadOwnTools, type OwnToolsParts } from './own-tools.js';
import type { OwnTools } from './pages.js';

export type MemberListParts = OwnToolsParts & {
  settings: Pick<SettingsStore, 'load'>;
  readMarks: Pick<ReadMarkStore, 'listReadUntil'>;
};

type Listed = { id: number; activeAt: number };

export type ListView = {
  filter: ThreadFilter;
  tools: OwnTools | null;
  unreadAmong: (threads: readonly Listed[]) => Promise<ReadonlySet<number>>;
};

// What was there long before somebody joined is history to them, not unread.
const BEFORE_JOINING = 7 * DAY;

export async function loadListView(
  parts: MemberListParts,
  req: Request,
  list: { isUnreadOnly: boolean; category: Category | null },
): Promise<ListView> {
  const { user } = req;
  if (!user) return { filter: {}, tools: null, unreadAmong: async () => new Set() };
  const { category } = list;
  const [mutes, settings, tools] = await Promise.all([
    parts.ownMutes(req),
    parts.settings.load(user.id),
    category && loadOwnTools(parts, req, { kind: 'category', target: String(category.id) }),
  ]);
  const allReadAt = settings.allReadAt ?? user.createdAt - BEFORE_JOINING;
  const unread = { userId: user.id, allReadAt };
  return {
    filter: { hidden: mutes, ...(list.isUnreadOnly ? { unread } : {}) },
    tools,
    unreadAmong: (threads) => unreadAmong(parts.readMarks, unread, threads),
  };
}

async function unreadAmong(
  readMarks: MemberListParts['readMarks'],
  { userId, allReadAt }: { userId: number; allReadAt: number },
  threads: readonly Listed[],
): Promise<ReadonlySet<number>> {
  const ids = threads.map((thread) => thread.id);
  const readUntil = await readMarks.listReadUntil(userId, ids);
  const isUnread = (thread: Listed) => thread.activeAt > Math.max(allReadAt, readUntil.get(thread.id) ?? 0);
  return new Set(threads.filter(isUnread).map((thread) => thread.id));
}
