/** What accounts themselves contribute to a member's archive: profile, sessions, passkeys. */
import type { ExportItem, ExportSection } from './export-section.js';
import type { PasskeyStore } from './passkey-store.js';
import type { SessionStore } from './session-store.js';
import type { User } from './user.js';

type Parts = {
  sessionRows: Pick<SessionStore, 'listByUser'>;
  passkeyStore: Pick<PasskeyStore, 'listByUser'>;
  clock: () => number;
};

// More than an account can have.
const MANY = 1000;

export function createOwnSections({ sessionRows, passkeyStore, clock }: Parts): ExportSection[] {
  return [
    { name: 'profile', title: (t) => t.ownData.sections.profile, list: once(async (user) => [profileOf(user)]) },
    {
      name: 'sessions',
      title: (t) => t.ownData.sections.sessions,
      list: once(async (user) => {
        const sessions = await sessionRows.listByUser(user.id, '', clock(), MANY);
        return sessions.map(({ userAgent, network, createdAt, seenAt }) => ({ userAgent, network, createdAt, seenAt }));
      }),
    },
    {
      name: 'passkeys',
      title: (t) => t.ownData.sections.passkeys,
      list: once(async (user) => {
        const passkeys = await passkeyStore.listByUser(user.id, MANY);
        return passkeys.map(({ name, createdAt, usedAt }) => ({ name, createdAt, usedAt }));
      }),
    },
  ];
}

/** All at once, for what is never much. */
function once(load: (user: User) => Promise<Omit<ExportItem, 'id'>[]>): ExportSection['list'] {
  return async (user, after, limit) => {
    const items = (await load(user)).map((item, index) => ({ ...item, id: index + 1 }));
    return items.slice(after, after + limit);
  };
}

function profileOf(user: User): Omit<ExportItem, 'id'> {
  const { name, email, pendingEmail, role, language, gender, birthday, place, about, createdAt, postCount } = user;
  const privateFields = user.privateFields.join(', ');
  return {
    name,
    email,
    pendingEmail,
    role,
    language,
    gender,
    birthday,
    place,
    about,
    privateFields,
    createdAt,
    postCount,
  };
}
