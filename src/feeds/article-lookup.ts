/**
 * Which stored article an entry is, if any. Strongest first: guid within the feed, address on the whole site, title and
 * date within the feed. What else the document lists matters: an article that has an entry of its own is no other entry.
 */
import { DAY } from '../lib/clock.js';
import type { ArticleDraft, KnownArticle } from '../news/article.js';

const SHORTEST_TELLING_TITLE = 25;

type Keys = Pick<ArticleDraft, 'guidKey' | 'urlKey' | 'identityKey' | 'contentHash'>;

/** `document` is all that the source lists now. */
export function createArticleLookup(
  feedId: number,
  document: readonly ArticleDraft[],
  articles: readonly KnownArticle[],
) {
  const known = createIndex(feedId);
  for (const article of articles) known.put(article);
  const listed = createListed(document);

  function findByUrl(draft: ArticleDraft): KnownArticle | undefined {
    const found = known.byUrl(draft.urlKey);
    if (found?.feedId !== feedId || draft.guidKey === null || found.guidKey === draft.guidKey) return found;
    // Two entries with guids of their own may share an address: then neither is the other.
    return listed.hasGuid(found) ? undefined : found;
  }

  return {
    find(entry: ArticleDraft): KnownArticle | undefined {
      const draft = listed.speakerFor(entry);
      const sameUrl = findByUrl(draft);
      // An article without an id had one that stood for several entries: its own address says more than such an id.
      if (sameUrl?.feedId === feedId && sameUrl.guidKey === null) return sameUrl;
      return known.byGuid(draft.guidKey) ?? sameUrl ?? findAlike(draft, known.alike(draft.identityKey), listed);
    },

    /** Of several entries that only title and date identify, the first speaks for all: feeds put the newest first. */
    speaks: (draft: ArticleDraft) => listed.speakerFor(draft) === draft,

    /** The article as it will be stored: what follows in the document is compared with that. */
    put: known.put,

    /** Addresses are unique on the site: an entry that shares one with another goes without. */
    isAddressTaken: (draft: ArticleDraft) => known.byUrl(draft.urlKey) !== undefined,

    /** The id that the source uses now finds the next edit. An address stays, so that links keep their meaning. */
    withKeys(article: KnownArticle, draft: ArticleDraft): KnownArticle {
      const guidKey = draft.guidKey !== null && known.byGuid(draft.guidKey) ? null : draft.guidKey;
      const urlKey = known.byUrl(draft.urlKey) ? null : draft.urlKey;
      return { ...article, guidKey: guidKey ?? article.guidKey, urlKey: article.urlKey ?? urlKey };
    },
  };
}

function createIndex(feedId: number) {
  const guids = new Map<string, KnownArticle>();
  const urls = new Map<string, KnownArticle>();
  const identities = new Map<string, Map<number, KnownArticle>>();
  const latest = new Map<number, KnownArticle>();

  function forget({ id, guidKey, identityKey }: KnownArticle): void {
    if (guidKey !== null) guids.delete(guidKey);
    identities.get(identityKey)?.delete(id);
  }

  function put(article: KnownArticle): void {
    const { id, guidKey, urlKey, identityKey } = article;
    if (urlKey !== null) urls.set(urlKey, article);
    if (article.feedId !== feedId) return;
    const before = latest.get(id);
    if (before) forget(before);
    latest.set(id, article);
    if (guidKey !== null) guids.set(guidKey, article);
    const alike = identities.get(identityKey) ?? new Map<number, KnownArticle>();
    identities.set(identityKey, alike.set(id, article));
  }

  return {
    put,
    byGuid: (key: string | null) => (key === null ? undefined : guids.get(key)),
    byUrl: (key: string | null) => (key === null ? undefined : urls.get(key)),
    alike: (key: string) => [...(identities.get(key)?.values() ?? [])],
  };
}

/** Title and date are all there is to know it by. */
export function isKeyless({ guidKey, urlKey }: Pick<Keys, 'guidKey' | 'urlKey'>): boolean {
  return guidKey === null && urlKey === null;
}

type Listed = ReturnType<typeof createListed>;

function createListed(document: readonly ArticleDraft[]) {
  const guids = new Set(document.map((draft) => draft.guidKey));
  const urls = new Set(document.map((draft) => draft.urlKey));
  const speakers = new Map(
    document
      .filter(isKeyless)
      .toReversed()
      .map((draft) => [draft.identityKey, draft]),
  );
  const hasGuid = ({ guidKey }: Keys) => guidKey !== null && guids.has(guidKey);
  const contents = new Set(document.map((draft) => draft.contentHash));
  const hasKeysOf = (article: Keys) => hasGuid(article) || (article.urlKey !== null && urls.has(article.urlKey));
  /** Whether an entry other than this one stands for the article. */
  const has = (article: Keys, draft: Keys) => {
    if (article.contentHash !== draft.contentHash && contents.has(article.contentHash)) return true;
    return isKeyless(article) ? speakers.has(article.identityKey) : hasKeysOf(article);
  };
  const speakerFor = (draft: ArticleDraft) => (isKeyless(draft) ? (speakers.get(draft.identityKey) ?? draft) : draft);
  return { hasGuid, hasKeysOf, has, speakerFor };
}

/** The same title and date. The publisher may have given the entry a new id and a new address, or its first ones. */
function findAlike(draft: ArticleDraft, alike: readonly KnownArticle[], listed: Listed): KnownArticle | undefined {
  if (isKeyless(draft)) {
    const isCopy = (article: KnownArticle) => article.contentHash === draft.contentHash && !listed.hasKeysOf(article);
    return alike.find(isCopy) ?? alike.find(isKeyless) ?? alike.find((article) => !listed.has(article, draft));
  }
  return alike.find((article) => (isKeyless(article) || isTelling(draft)) && !listed.has(article, draft));
}

/** "News" at midnight is no identity; a whole headline at one moment is. */
function isTelling(draft: ArticleDraft): boolean {
  const isMoment = draft.publishedAt !== null && draft.publishedAt % DAY !== 0;
  return isMoment && draft.title.length >= SHORTEST_TELLING_TITLE;
}
