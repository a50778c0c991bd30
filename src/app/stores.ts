/** Every store over one database. */
import { createSessionStore } from '../accounts/session-store.js';
import { createUserStore } from '../accounts/user-store.js';
import type { Db } from '../db/db.js';
import { createFeedStore } from '../feeds/feed-store.js';
import { createFetchStore } from '../feeds/fetch-store.js';
import { createRuleStore } from '../feeds/rule-store.js';
import { createSetAsideStore } from '../feeds/set-aside-store.js';
import { createSubscriptionStore } from '../feeds/subscription-store.js';
import { createTopicStore } from '../feeds/topic-store.js';
import { createPostStore } from '../forum/post-store.js';
import { createNoteStore } from '../jobs/note-store.js';
import { createLogStore } from '../moderation/log-store.js';
import { createArticleStore } from '../news/article-store.js';
import { createCategoryStore } from '../news/category-store.js';
import { createStoryReviewStore } from '../news/story-review-store.js';
import { createStoryStore } from '../news/story-store.js';
import { createThreadStore } from '../news/thread-store.js';
import { createFeedbackStore } from '../search/feedback-store.js';
import { createFiguresStore } from '../search/figures-store.js';
import { createRefreshStore } from '../search/refresh-store.js';
import { createSimilarStore } from '../search/similar-store.js';

export function createStores(db: Db) {
  return {
    users: createUserStore(db),
    sessionRows: createSessionStore(db),
    categories: createCategoryStore(db),
    threads: createThreadStore(db),
    articles: createArticleStore(db),
    stories: createStoryStore(db),
    storyReviews: createStoryReviewStore(db),
    feeds: createFeedStore(db),
    fetches: createFetchStore(db),
    rules: createRuleStore(db),
    setAside: createSetAsideStore(db),
    topicRows: createTopicStore(db),
    hubSubscriptions: createSubscriptionStore(db),
    notes: createNoteStore(db),
    similar: createSimilarStore(db),
    similarFigures: createFiguresStore(db),
    posts: createPostStore(db),
    feedback: createFeedbackStore(db),
    refresh: createRefreshStore(db),
    moderationLog: createLogStore(db),
  };
}

export type Stores = ReturnType<typeof createStores>;
