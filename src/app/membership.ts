/** Joins the parts of one area; see app.ts. No logic. */
import type { Job } from '../jobs/runner.js';
import { HOUR, SECOND } from '../lib/clock.js';
import type { Shared } from './shared.js';

export function createMembershipArea({ mailer }: Shared) {
  const jobs: Job[] = [
    // Every process may: a mail belongs to the one that claimed its row. Nothing due costs one look at an index.
    { name: 'mail', everyMs: 2 * SECOND, run: mailer.deliverDue },
    { name: 'mail-upkeep', everyMs: HOUR, leaseMs: HOUR, run: async () => void (await mailer.deleteEnded()) },
  ];
  return { services: {}, jobs };
}
