/** The digest of the month in which the demo's news are, sent as on the first morning of the next. */
import { createFormat } from '../../src/i18n/format.js';
import { lastPeriod } from '../../src/notifications/digest-period.js';
import type { Digest } from '../../src/notifications/load-digest.js';
import { createSendDigests } from '../../src/notifications/send-digests.js';
import type { TestSite } from './test-site.js';

/** The morning of the first of next month, when the digest of the demo's news is due. */
function nextMonth(): number {
  const now = new Date();
  return Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1, 9);
}

/** The one that everybody may read. */
export function commonDigest({ services }: TestSite): Promise<Digest> {
  return services.loadDigest(lastPeriod('monthly', nextMonth(), 'Europe/Moscow'), null);
}

export async function sendDigests({ services }: TestSite): Promise<void> {
  const send = createSendDigests({
    ...services,
    formatFor: (language) => createFormat(language, 'Europe/Moscow'),
    siteName: 'Hustings',
    defaultLanguage: 'ru',
    clock: nextMonth,
  });
  await send();
}
