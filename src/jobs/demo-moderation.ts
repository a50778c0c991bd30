/**
 * What moderators of the demo have done, through the same use cases as anybody's: rules before the news come, then stories
 * joined by hand and items turned down. Doing it twice changes nothing: a rule is known by its source and name, a story by
 * where it stands, an item by waiting no more.
 */
import type { User } from '../accounts/user.js';
import type { UserStore } from '../accounts/user-store.js';
import type { FeedStore } from '../feeds/feed-store.js';
import type { RuleStore } from '../feeds/rule-store.js';
import type { SetAsideStore } from '../feeds/set-aside-store.js';
import { canonicalUrl, urlKey } from '../lib/url.js';
import type { DecideHeld } from '../moderation/decide-held.js';
import type { ManageRules } from '../moderation/manage-rules.js';
import type { MergeInput } from '../moderation/shape-story.js';
import type { ArticleStore } from '../news/article-store.js';
import { readDemoModeration } from './demo-files.js';

// The newest of a site that may hold others' items, too.
const MOST_HELD = 200;

export type ModerateDemoParts = {
  users: Pick<UserStore, 'findByNameKey'>;
  feeds: Pick<FeedStore, 'findByUrl'>;
  rules: Pick<RuleStore, 'list'>;
  articles: Pick<ArticleStore, 'listThreadsByUrlKey'>;
  manageRules: Pick<ManageRules, 'add'>;
  setAside: Pick<SetAsideStore, 'list'>;
  decideHeld: DecideHeld;
  mergeStories: (actor: User, input: MergeInput) => Promise<void>;
};

export function createModerateDemo(parts: ModerateDemoParts) {
  /** Once the sources are there and before their news are. */
  async function makeRules(moderators: ReadonlyMap<string, User>): Promise<void> {
    for (const { by, source, tag, ...rule } of (await readDemoModeration()).rules) {
      const actor = moderators.get(by);
      const feed = await parts.feeds.findByUrl(source);
      if (!actor || !feed || (await parts.rules.list(feed.id)).some(({ name }) => name === rule.name)) continue;
      const condition = { matcher: 'words', fields: ['title', 'text'], isAll: false } as const;
      const draft = { ...rule, ...condition, fields: [...condition.fields], feedId: feed.id, categoryId: null };
      await parts.manageRules.add(actor, { ...draft, tag: tag ?? '', isEnabled: true });
    }
  }

  async function joinStories(moderators: ReadonlyMap<string, User>): Promise<void> {
    for (const { by, into, other, reason } of (await readDemoModeration()).merges) {
      const actor = moderators.get(by);
      const [threadId, otherId] = await threadsOf(into, other);
      if (!actor || threadId === undefined || otherId === undefined || threadId === otherId) continue;
      await parts.mergeStories(actor, { threadId, otherId, reason });
    }
  }

  /** Once turned down, an item waits no more: a second time finds nothing. */
  async function turnDown(moderators: ReadonlyMap<string, User>): Promise<void> {
    const held = await parts.setAside.list('held', { before: null, limit: MOST_HELD });
    for (const { by, url, reason } of (await readDemoModeration()).rejections) {
      const actor = moderators.get(by);
      const ids = held.filter(({ draft }) => draft?.url === url).map(({ id }) => id);
      if (actor) await parts.decideHeld(actor, ids, { decision: 'reject', reason });
    }
  }

  async function threadsOf(...addresses: string[]): Promise<(number | undefined)[]> {
    const keys = addresses.map((address) => urlKey(canonicalUrl(address) ?? address));
    const threads = await parts.articles.listThreadsByUrlKey(keys);
    return keys.map((key) => threads.get(key));
  }

  return { makeRules, joinStories, turnDown };
}

export type ModerateDemo = ReturnType<typeof createModerateDemo>;
