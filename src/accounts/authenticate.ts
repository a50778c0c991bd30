/**
 * Login by name or e-mail, and "is it really you?" before a change of password.
 * Unknown account, account without a password and wrong password get the same answer after the same work.
 */
import { emailKey } from './email.js';
import { nameKey } from './name.js';
import type { Passwords } from './password.js';
import type { Throttle } from './throttle.js';
import type { User } from './user.js';
import type { Credentials, UserStore } from './user-store.js';

export type Authenticated = { ok: true; user: User } | { ok: false; code: 'login-failed' } | TooMany;
type TooMany = { ok: false; code: 'too-many-requests'; seconds: number };

export type Authenticate = ReturnType<typeof createAuthenticate>;

type Parts = {
  users: Pick<UserStore, 'findCredentials' | 'findCredentialsByNameKey' | 'findCredentialsByEmailKey'>;
  passwords: Pick<Passwords, 'verify'>;
  throttle: Throttle;
};
type Try = { loginKey: string; password: string; network: string };

export function createAuthenticate({ users, passwords, throttle }: Parts) {
  async function check(
    credentials: Credentials | undefined,
    { loginKey, password, network }: Try,
  ): Promise<Authenticated> {
    const reserved = await throttle.reserve({ loginKey, userId: credentials?.user.id ?? null, network });
    if (!reserved.ok) return { ok: false, code: 'too-many-requests', seconds: reserved.seconds };
    const isRight = await passwords.verify(credentials?.passwordHash ?? null, password);
    if (!isRight || !credentials) return { ok: false, code: 'login-failed' };
    await reserved.succeeded();
    return { ok: true, user: credentials.user };
  }

  return {
    logIn: async (login: string, password: string, network: string): Promise<Authenticated> => {
      // A name never contains @.
      const byEmail = login.includes('@');
      const loginKey = byEmail ? emailKey(login) : nameKey(login);
      const find = byEmail ? users.findCredentialsByEmailKey : users.findCredentialsByNameKey;
      return check(await find(loginKey), { loginKey, password, network });
    },
    confirm: async (user: Pick<User, 'id' | 'name'>, password: string, network: string): Promise<Authenticated> =>
      check(await users.findCredentials(user.id), { loginKey: nameKey(user.name), password, network }),
  };
}
