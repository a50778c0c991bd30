/** Stories over a test database with an index in this thread, which follows it. */
import type { Db } from '../../src/db/db.js';
import type { Feed } from '../../src/feeds/feed.js';
import { createCarryOver } from '../../src/forum/carry-over-store.js';
import { HOUR } from '../../src/lib/clock.js';
import { createStoryReviewStore } from '../../src/news/story-review-store.js';
import { createStoryStore } from '../../src/news/story-store.js';
import { createEngine } from '../../src/search/engine.js';
import { createFeedbackStore } from '../../src/search/feedback-store.js';
import { similarTo } from '../../src/search/similar.js';
import { createSimilarStore } from '../../src/search/similar-store.js';
import { createStoryGrouping, type GroupingRun } from '../../src/search/story-grouping.js';
import { judgePairs } from '../../src/search/story-judge.js';
import { createImportRig } from '../support/import-rig.js';
import { addFeed, documentOf, entryOf } from '../support/news-builders.js';
import { MONDAY } from './story-reports.js';

export type Words = { title: string; text: string };
type GroupOptions = Omit<GroupingRun, 'onSkipped'> & { broken?: number; skipped?: number[] };

export async function createStoryRig(db: Db) {
  const feeds: Feed[] = [await addFeed(db), await addFeed(db), await addFeed(db)];
  const engine = createEngine();
  const imports = createImportRig(db);
  const similar = createSimilarStore(db);
  /** Happens once, between reading and storing. */
  let meanwhile: (() => Promise<unknown>) | undefined;
  const index = {
    similarTo: async (documents: Parameters<typeof similarTo>[1][], options: Parameters<typeof similarTo>[2]) =>
      documents.map((document) => similarTo(engine, document, options)),
    judgeStories: async (request: Parameters<typeof judgePairs>[1]) => {
      const happening = meanwhile;
      meanwhile = undefined;
      await happening?.();
      return judgePairs(engine, request);
    },
  };
  const parts = {
    ...{ index, similar, db, clock: () => MONDAY },
    stories: createStoryStore(db),
    storyReviews: createStoryReviewStore(db),
    carryOver: createCarryOver(createFeedbackStore(db)),
  };

  /** What a source publishes under an address, now or again. Returns the article's id. */
  async function publish(at: number, address: string, { title, text }: Words, hours = 0): Promise<number> {
    const feed = feeds[at];
    if (!feed) throw new Error('there are three feeds');
    const published = new Date(MONDAY + hours * HOUR).toISOString();
    const url = `https://news${feed.id}.example/${address}`;
    await imports.store(feed, documentOf([entryOf(title, { text, published, url, guid: url })]));
    return (await db.read('articles').where({ url }).first('id')).id;
  }

  return {
    feeds,
    publish,
    duringNextGroup(happening: () => Promise<unknown>): void {
      meanwhile = happening;
    },
    /** `broken` names a thread that the index cannot compare; those passed over are left in `skipped`. */
    async group(isOn = true, { broken, skipped, ...run }: GroupOptions = {}): Promise<number> {
      const ids: number[] = await db.read('threads').pluck('id');
      const documents = await similar.listDocuments(ids);
      engine.upsert(documents);
      const held = new Set(documents.map(({ id }) => id));
      engine.remove(ids.filter((id) => !held.has(id)));
      const similarOrBroken: typeof index.similarTo = async (asked, options) => {
        if (asked.some(({ id }) => id === broken)) throw new Error('no such text');
        return index.similarTo(asked, options);
      };
      const groupStories = createStoryGrouping({ ...parts, index: { ...index, similarTo: similarOrBroken }, isOn });
      return groupStories({ ...run, onSkipped: (threadId) => skipped?.push(threadId) });
    },
  };
}

export type StoryRig = Awaited<ReturnType<typeof createStoryRig>>;
