/** How a member wants to be told: by kind, digest, private feed, browsers. */
import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import { can } from '../../accounts/can.js';
import type { User } from '../../accounts/user.js';
import type { Clock } from '../../lib/clock.js';
import { AppError } from '../../lib/errors.js';
import type { FeedTokenStore } from '../../notifications/feed-token-store.js';
import type { PushKeys } from '../../notifications/push-keys.js';
import type { PushStore } from '../../notifications/push-store.js';
import {
  type DigestRhythm,
  digestRhythms,
  type KindSetting,
  type NotificationSettings,
  notificationKinds,
  type Way,
  ways,
} from '../../notifications/settings.js';
import type { SettingsStore } from '../../notifications/settings-store.js';
import { memberOf } from '../authentication.js';
import { outFormats } from '../feeds-out/feed-document.js';
import type { Link } from '../page.js';
import { renderPage } from '../render.js';
import type { Handler } from '../route.js';
import { setNotice } from '../session.js';
import { urls } from '../urls.js';
import type { NotificationSettingsPage } from './notification-pages.js';

export type NotificationSettingsParts = {
  settings: Pick<SettingsStore, 'load' | 'update'>;
  feedTokens: FeedTokenStore;
  pushKeys: () => Pick<PushKeys, 'publicKey'>;
  pushSubscriptions: Pick<PushStore, 'list'>;
  baseUrl: () => string;
  clock: Clock;
};

export function createShowNotificationSettings(parts: NotificationSettingsParts): Handler {
  return (req, res) => show(parts, req, res);
}

export function createSaveNotificationSettings({ settings }: NotificationSettingsParts): Handler {
  return async (req, res) => {
    await settings.update(ownerOf(req).id, readForm((req.body ?? {}) as Record<string, unknown>));
    setNotice(req, 'notification-settings-saved');
    res.redirect(303, urls.notificationSettings);
  };
}

/** The address is shown in the answer itself: it is not kept anywhere, and a reload must not make another. */
export function createMakeFeedToken(parts: NotificationSettingsParts): Handler {
  return async (req, res) => {
    const token = randomBytes(32).toString('base64url');
    await parts.feedTokens.replace(ownerOf(req).id, token, parts.clock());
    const links = outFormats.map((format) => ({
      name: format,
      url: `${parts.baseUrl()}/feeds/private/${token}.${format}`,
    }));
    await show(parts, req, res, links);
  };
}

export function createRevokeFeedToken({ feedTokens }: NotificationSettingsParts): Handler {
  return async (req, res) => {
    await feedTokens.delete(ownerOf(req).id);
    setNotice(req, 'feed-revoked');
    res.redirect(303, urls.notificationSettings);
  };
}

export function ownerOf(req: Request): User {
  const member = memberOf(req);
  if (can(member, 'notification.settings', { userId: member.id })) return member;
  throw new AppError('forbidden', { status: 403 });
}

/** Selects and boxes have no wrong input of a person's: anything else is the default of its field. */
function readForm(body: Record<string, unknown>): Partial<NotificationSettings> {
  const kinds = notificationKinds.map((kind): [string, KindSetting] => {
    const way: Way = ways.find((name) => name === body[`way-${kind}`]) ?? 'site';
    return [kind, { way, isPushed: body[`push-${kind}`] === 'on' }];
  });
  const digest: DigestRhythm = digestRhythms.find((name) => name === body.digest) ?? 'off';
  return {
    kinds: Object.fromEntries(kinds) as NotificationSettings['kinds'],
    digest,
    followsReplies: body.followsReplies === 'on',
  };
}

async function show(
  parts: NotificationSettingsParts,
  req: Request,
  res: Response,
  newFeedUrls: Link[] = [],
): Promise<void> {
  const { t } = res.locals;
  const member = memberOf(req);
  const [settings, feedMadeAt, devices] = await Promise.all([
    parts.settings.load(member.id),
    parts.feedTokens.findCreatedAt(member.id),
    parts.pushSubscriptions.list([member.id]),
  ]);
  const shown = notificationKinds.filter((kind) => kind !== 'source' || member.role !== 'member');
  const page: NotificationSettingsPage = {
    rows: shown.map((kind) => ({ kind, ...settings.kinds[kind] })),
    ways: [...ways],
    digest: settings.digest,
    digests: [...digestRhythms],
    followsReplies: settings.followsReplies,
    hasAddress: member.email !== null,
    privateFeed: feedMadeAt === undefined ? null : { createdAt: feedMadeAt },
    newFeedUrls,
    push: {
      publicKey: parts.pushKeys().publicKey,
      devices: devices.map(({ id, device, createdAt }) => ({ id, device, createdAt })),
    },
  };
  const path = urls.notificationSettings;
  const head = { title: t.notifications.settings, description: t.notifications.settingsIntro, path, isUnlisted: true };
  await renderPage(req, res, 'notifications/settings', { head, page });
}
