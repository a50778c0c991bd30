/** Joins the parts of a membership's data: taking it along, leaving, and the mail queue's jobs. No logic. */
import { createAccountDeletion } from '../accounts/delete-account.js';
import type { ExportSection } from '../accounts/export-section.js';
import { createOwnSections } from '../accounts/own-sections.js';
import { createOwnDataStore, ownDataNames } from '../forum/own-data-store.js';
import { createFormat } from '../i18n/format.js';
import type { Job } from '../jobs/runner.js';
import { HOUR, MINUTE, SECOND } from '../lib/clock.js';
import type { Shared } from './shared.js';

export function createMembershipArea(shared: Shared) {
  const { mailer, tokens, clock, db, config } = shared;
  const ownData = createOwnDataStore(db);
  const letters = shared.accountLetters;
  const defaultLanguage = config.DEFAULT_LANGUAGE;
  const formatFor = (language: typeof defaultLanguage) => createFormat(language, config.TIME_ZONE);
  const deletion = createAccountDeletion({ ...shared, letters, formatFor, defaultLanguage });
  const exportSections: ExportSection[] = [
    ...createOwnSections(shared),
    {
      name: 'threads',
      title: (t) => t.ownData.sections.threads,
      list: (user, after, limit) => ownData.listThreads(user.id, after, limit),
    },
    ...ownDataNames.map(
      (name): ExportSection => ({
        name,
        title: (t) => t.ownData.sections[name],
        list: (user, after, limit) => ownData.list(name, user.id, after, limit),
      }),
    ),
  ];
  const deleteDue = (isStopping?: () => boolean) =>
    deletion.deleteDue(
      [
        async (trx, userId, mode) => {
          await ownData.erasePrivate(trx, userId);
          if (mode === 'remove') await ownData.erasePosts(trx, userId, clock());
        },
      ],
      isStopping,
    );
  const jobs: Job[] = [
    // Every process may: a mail belongs to the one that claimed its row. Nothing due costs one look at an index.
    { name: 'mail', everyMs: 2 * SECOND, run: mailer.deliverDue },
    {
      name: 'leaving',
      everyMs: 10 * MINUTE,
      leaseMs: 10 * MINUTE,
      run: async (isStopping) => {
        if ((await deleteDue(isStopping)) > 0) shared.announce();
      },
    },
    {
      name: 'mail-upkeep',
      everyMs: HOUR,
      leaseMs: HOUR,
      run: async () => {
        await mailer.deleteEnded();
        await tokens.deleteExpired(clock());
      },
    },
  ];
  return { services: { deletion, exportSections, deleteDue }, jobs };
}
