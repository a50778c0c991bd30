/** A member's notifications as a feed at a secret address. */

import type { UserStore } from '../../accounts/user-store.js';
import { isLanguage } from '../../i18n/language.js';
import { textsFor } from '../../i18n/texts.js';
import { notFound } from '../../lib/errors.js';
import { escapeHtml } from '../../lib/text.js';
import { describeNotification } from '../../notifications/describe.js';
import type { FeedTokenStore } from '../../notifications/feed-token-store.js';
import type { NotificationStore } from '../../notifications/notification-store.js';
import { type OutItem, outFormats, outTypes, writeFeed } from '../feeds-out/feed-document.js';
import type { Handler } from '../route.js';
import { urls } from '../urls.js';
import { loadSubjects, type SubjectParts } from './subjects.js';

const ITEMS = 50;

export type PrivateFeedParts = SubjectParts & {
  feedTokens: Pick<FeedTokenStore, 'findOwner'>;
  notifications: Pick<NotificationStore, 'list'>;
  users: Pick<UserStore, 'find'>;
  baseUrl: () => string;
  siteName: string;
};

export function createShowPrivateFeed(parts: PrivateFeedParts): Handler {
  return async (req, res) => {
    const format = outFormats.find((name) => name === req.params.format);
    const ownerId = format && (await parts.feedTokens.findOwner(String(req.params.feedToken)));
    const owner = ownerId === undefined ? undefined : await parts.users.find(ownerId);
    if (!format || !owner) throw notFound('feed');
    const language = isLanguage(owner.language) ? owner.language : res.locals.language;
    const t = textsFor(language);
    const rows = await parts.notifications.list(owner.id, { isUnreadOnly: false, before: null, limit: ITEMS });
    const nameOf = await loadSubjects(
      parts,
      rows.flatMap((row) => row.because ?? []),
      language,
    );
    const items = rows.map((row): OutItem => {
      const { what, path, why, excerpt, reason } = describeNotification(row, t, nameOf);
      const paragraphs = [excerpt, reason, why].filter(Boolean).map((words) => `<p>${escapeHtml(words)}</p>`);
      return {
        // Several may lead to one place, and an item's address is what it is known by.
        url: `${parts.baseUrl()}${path}#n${row.id}`,
        title: what,
        html: paragraphs.join(''),
        author: row.actorName,
        category: t.notifications.kinds[row.kind],
        publishedAt: row.createdAt,
        language,
      };
    });
    const document = writeFeed(
      {
        title: `${parts.siteName}: ${t.notifications.title}`,
        description: t.notifications.feedDescription(owner.name),
        siteUrl: `${parts.baseUrl()}${urls.notifications}`,
        selfUrl: `${parts.baseUrl()}${req.originalUrl}`,
        language,
        items,
      },
      format,
    );
    // A secret address must not come into the hands of search engines by a careless reader.
    res.setHeader('X-Robots-Tag', 'noindex');
    res.type(outTypes[format]).send(document);
  };
}
