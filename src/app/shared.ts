/** What every area of the program is handed: stores, clock, log, network, index. */
import type { Config } from '../config/load-config.js';
import type { Db } from '../db/db.js';
import type { ClaimStore } from '../feeds/claim-store.js';
import type { HostQueue } from '../feeds/host-queue.js';
import type { DocumentReader, PageReader } from '../feeds/parse-client.js';
import type { ReadSource } from '../feeds/read-source.js';
import type { Clock } from '../lib/clock.js';
import type { HttpGet } from '../lib/http-get.js';
import type { Log } from '../lib/log.js';
import type { CarryOver } from '../news/story-write-store.js';
import type { SearchClient } from '../search/client.js';
import type { DescribeStories } from '../search/describe-stories.js';
import type { GroupStories } from '../search/story-grouping.js';
import type { SearchSync } from '../search/sync.js';
import type { createAccounts } from './accounts.js';
import type { createMail } from './mail.js';
import type { createRuleParts } from './rules.js';
import type { Stores } from './stores.js';

export type Shared = Stores &
  ReturnType<typeof createAccounts> &
  ReturnType<typeof createMail> &
  ReturnType<typeof createRuleParts> & {
    config: Config;
    db: Db;
    clock: Clock;
    log: Log;
    httpGet: HttpGet;
    reader: DocumentReader & PageReader;
    readSource: ReadSource;
    hosts: HostQueue;
    claims: ClaimStore;
    index: SearchClient;
    sync: SearchSync;
    groupStories: GroupStories;
    /** For `mergeThreads`: what members keep of a thread that becomes part of another. */
    carryOver: CarryOver;
    describeStories: DescribeStories;
    /** Public address of the site, without a slash at its end; from BASE_URL, never from a request. */
    baseUrl: () => string;
    /** To be called after the commit of anything that pages show. */
    announce: () => void;
  };
