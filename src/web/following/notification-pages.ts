/** Page objects of notifications, their settings, letters' links and digests (views/notifications). */
import type { FollowTarget } from '../../forum/follow.js';
import type { DigestRhythm, NotificationKind, Way } from '../../notifications/settings.js';
import type { Link, Tab } from '../page.js';

export type NotificationsPage = {
  tabs: Tab[];
  rows: {
    id: number;
    kind: NotificationKind;
    what: string;
    url: string;
    why: string;
    excerpt: string;
    reason: string;
    isUnread: boolean;
    createdAt: number;
    /** The follow that can be ended here; null: the kind can be stopped instead. */
    follow: (FollowTarget & { category: string }) | null;
  }[];
  /** "Read" means up to here; null where nothing is unread. */
  upTo: number | null;
  older: string | null;
};

export type NotificationSettingsPage = {
  rows: { kind: NotificationKind; way: Way; isPushed: boolean }[];
  ways: Way[];
  digest: DigestRhythm;
  digests: DigestRhythm[];
  followsReplies: boolean;
  hasAddress: boolean;
  privateFeed: { createdAt: number } | null;
  /** Shown once, right after it was made. */
  newFeedUrls: Link[];
  push: { publicKey: string; devices: { id: number; device: string; createdAt: number }[] };
};

export type StopPage = { question: string; isDone: boolean; action: string };

export type DigestPage = {
  title: string;
  days: string;
  tabs: Tab[];
  sections: { heading: string; stories: DigestLine[] }[];
  /** Of the member whose digest it would be; false on the page for everybody. */
  isOwn: boolean;
};

export type DigestLine = {
  title: string;
  url: string;
  language: string;
  facts: string;
  reply: { author: string; text: string; url: string } | null;
};
