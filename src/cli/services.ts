/** What commands ask of the program's parts: the ends they use, and nothing else. `app.ts` hands them in. */
import type { Enrol } from '../accounts/register.js';
import type { PasswordReset } from '../accounts/reset-password.js';
import type { SecondFactor } from '../accounts/second-factor.js';
import type { UserStore } from '../accounts/user-store.js';
import type { Config } from '../config/load-config.js';
import type { ArchiveClient } from '../feeds/archives/archive-client.js';
import type { PositionStore } from '../feeds/archives/position-store.js';
import type { FeedStore } from '../feeds/feed-store.js';
import type { ImportFeed } from '../feeds/import-feed.js';
import type { DocumentReader } from '../feeds/parse-client.js';
import type { Poller } from '../feeds/poller.js';
import type { PreviewFeed } from '../feeds/preview-feed.js';
import type { ArchiveStore } from '../forum/archive-store.js';
import type { ImportTopics } from '../forum/import-topics.js';
import type { LeaseStore } from '../jobs/lease-store.js';
import type { Demo } from '../jobs/load-demo.js';
import type { Clock } from '../lib/clock.js';
import type { ArticleStore } from '../news/article-store.js';
import type { CategoryStore } from '../news/category-store.js';
import type { ThreadStore } from '../news/thread-store.js';
import type { SearchClient } from '../search/client.js';
import type { DescribeStories } from '../search/describe-stories.js';
import type { FeedbackStore } from '../search/feedback-store.js';
import type { SimilarStore } from '../search/similar-store.js';
import type { GroupStories } from '../search/story-grouping.js';
import type { SearchSync } from '../search/sync.js';

export type CliServices = {
  config: Config;
  clock: Clock;
  users: Pick<UserStore, 'findByNameKey' | 'updateRole' | 'markVerified'>;
  passwordReset: Pick<PasswordReset, 'createLink'>;
  secondFactor: Pick<SecondFactor, 'isOn' | 'switchOff'>;
  baseUrl: () => string;
  enrol: Enrol;
  categories: Pick<CategoryStore, 'list' | 'insertMissing'>;
  threads: Pick<ThreadStore, 'find' | 'listByIds'>;
  articles: Pick<ArticleStore, 'listByThread' | 'listTexts'>;
  feeds: Pick<FeedStore, 'find' | 'get' | 'findByUrl' | 'list' | 'count' | 'insert' | 'updateFetchState'>;
  reader: DocumentReader;
  importFeed: Pick<ImportFeed, 'importDrafted'>;
  previewFeed: PreviewFeed;
  poller: Poller;
  importOpml: (text: string) => Promise<{ added: number; known: number }>;
  exportOpml: (title: string) => Promise<string>;
  similar: SimilarStore;
  feedback: Pick<FeedbackStore, 'listJudged'>;
  index: SearchClient;
  sync: Pick<SearchSync, 'open'>;
  groupStories: GroupStories;
  archiveReader: ArchiveClient;
  archives: ArchiveStore;
  positions: PositionStore;
  importTopics: ImportTopics;
  describeStories: DescribeStories;
  leases: LeaseStore;
  demo: Demo;
  close: () => Promise<void>;
};

export type OpenServices = (config: Config) => Promise<CliServices>;

/** Runs the pages until the process is told to end. */
export type Serve = (config: Config, say: (line: string) => void) => Promise<void>;
