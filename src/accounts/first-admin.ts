/** A trial's first administrator: made when there is none, with a password that is shown once and kept nowhere. */
import { randomBytes } from 'node:crypto';
import type { Clock } from '../lib/clock.js';
import { nameKey } from './name.js';
import type { Passwords } from './password.js';
import type { UserStore } from './user-store.js';

export type FirstAdminParts = {
  users: Pick<UserStore, 'countByRole' | 'insert'>;
  passwords: Pick<Passwords, 'hash'>;
  clock: Clock;
};

const NAME = 'admin';

export function createFirstAdmin(parts: FirstAdminParts) {
  /** Null when there is an administrator, or another process has just made one. */
  return async function firstAdmin(): Promise<{ name: string; password: string } | null> {
    if ((await parts.users.countByRole('admin')) > 0) return null;
    const password = randomBytes(12).toString('base64url');
    const inserted = await parts.users.insert({
      name: NAME,
      nameKey: nameKey(NAME),
      email: null,
      emailKey: null,
      passwordHash: await parts.passwords.hash(password),
      role: 'admin',
      language: null,
      createdAt: parts.clock(),
    });
    return inserted.ok ? { name: NAME, password } : null;
  };
}
