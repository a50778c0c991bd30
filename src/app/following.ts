/** Joins the parts of following: follows, mutes, bookmarks, read marks, and the notifications and letters about them. No logic. */
import { createBookmarkStore } from '../forum/bookmark-store.js';
import { createFollowStore } from '../forum/follow-store.js';
import { createMuteStore } from '../forum/mute-store.js';
import { createReadMarkStore } from '../forum/read-mark-store.js';
import { createFormat } from '../i18n/format.js';
import { type Language, languages } from '../i18n/language.js';
import type { Job } from '../jobs/runner.js';
import { DAY, HOUR, MINUTE, SECOND } from '../lib/clock.js';
import { createDeliverMail, type LoadNames } from '../notifications/deliver-mail.js';
import { createDeliverPush } from '../notifications/deliver-push.js';
import { createDigestStore } from '../notifications/digest-store.js';
import { createEventStore } from '../notifications/event-store.js';
import { createFanOut } from '../notifications/fan-out.js';
import { createFeedTokenStore } from '../notifications/feed-token-store.js';
import { createLetterTokens } from '../notifications/letter-token.js';
import { createListCommon, createLoadDigest } from '../notifications/load-digest.js';
import { createNotificationStore } from '../notifications/notification-store.js';
import { createPushKeys } from '../notifications/push-keys.js';
import { createPushStore } from '../notifications/push-store.js';
import { createRecordPostEvent } from '../notifications/record-post-event.js';
import { createSendDigests } from '../notifications/send-digests.js';
import { createSettingsStore } from '../notifications/settings-store.js';
import { createStop } from '../notifications/stop.js';
import { createStartMatching } from '../web/following/match-search.js';
import { loadSubjects } from '../web/following/subjects.js';
import { createSections } from '../web/sections.js';
import type { Shared } from './shared.js';

export function createFollowingArea(shared: Shared) {
  const { db, config } = shared;
  const stores = {
    follows: createFollowStore(db),
    mutes: createMuteStore(db),
    bookmarks: createBookmarkStore(db),
    readMarks: createReadMarkStore(db),
    settings: createSettingsStore(db),
    events: createEventStore(db),
    notifications: createNotificationStore(db),
    digests: createDigestStore(db),
    feedTokens: createFeedTokenStore(db),
    pushSubscriptions: createPushStore(db),
  };
  const sections = createSections(shared);
  const loadNames: LoadNames = (subjects, language) => loadSubjects({ ...shared, sections }, subjects, language);
  const services = {
    ...stores,
    letterTokens: createLetterTokens(config.sessionSecret),
    pushKeys: createPushKeys(config.DATA_DIR),
    pushPolicy: { allowHosts: config.FETCH_ALLOW_HOSTS },
    loadDigest: createLoadDigest(stores),
    listCommon: createListCommon(stores),
    stopHearing: createStop(stores),
    timeZone: config.TIME_ZONE,
  };
  const parts = {
    ...shared,
    ...services,
    loadNames,
    indexedUpTo: shared.sync.indexedUpTo,
    startMatching: createStartMatching({ ...shared, sections }),
    formatFor: formatFor(config.TIME_ZONE),
    siteName: config.SITE_NAME,
    defaultLanguage: config.DEFAULT_LANGUAGE,
    subscriptions: stores.pushSubscriptions,
    keys: services.pushKeys,
  };
  const work = {
    notifications: stores.notifications,
    fanOut: createFanOut(parts),
    deliverMail: createDeliverMail(parts),
    deliverPush: createDeliverPush(parts),
    sendDigests: createSendDigests(parts),
  };
  return {
    services: { ...services, ...work },
    jobs: createJobs(shared, work),
    recordPostEvent: createRecordPostEvent(stores),
  };
}

const NOTIFICATIONS_KEPT = 180 * DAY;

type Work = {
  notifications: ReturnType<typeof createNotificationStore>;
  fanOut: ReturnType<typeof createFanOut>;
  deliverMail: ReturnType<typeof createDeliverMail>;
  deliverPush: ReturnType<typeof createDeliverPush>;
  sendDigests: ReturnType<typeof createSendDigests>;
};

function createJobs({ clock }: Shared, { notifications, fanOut, deliverMail, deliverPush, sendDigests }: Work): Job[] {
  return [
    {
      name: 'notify-upkeep',
      everyMs: 6 * HOUR,
      leaseMs: HOUR,
      run: () => notifications.deleteBefore(clock() - NOTIFICATIONS_KEPT),
    },
    {
      name: 'notify',
      everyMs: 5 * SECOND,
      leaseMs: 10 * MINUTE,
      run: async (isStopping) => void (await fanOut.run(isStopping)),
    },
    {
      // Apart from the rest: push services are strangers' addresses, and a slow one must hold nobody else up.
      name: 'notify-push',
      everyMs: 5 * SECOND,
      leaseMs: 10 * MINUTE,
      run: async (isStopping) => void (await deliverPush(isStopping)),
    },
    {
      name: 'notify-mail',
      everyMs: 30 * SECOND,
      leaseMs: 10 * MINUTE,
      run: async (isStopping) => void (await deliverMail(isStopping)),
    },
    {
      name: 'digests',
      everyMs: 5 * MINUTE,
      leaseMs: 30 * MINUTE,
      run: async (isStopping) => void (await sendDigests(isStopping)),
    },
  ];
}

function formatFor(timeZone: string) {
  const formats = new Map(languages.map((language) => [language, createFormat(language, timeZone)]));
  return (language: Language) => formats.get(language) ?? createFormat(language, timeZone);
}
