/**
 * Password hashes: argon2id, a few at a time.
 * A hash takes 19 MB and a thread of the pool that SQLite and DNS use too, so at most `concurrency` run at once and a
 * long queue is refused. An account that does not exist costs the same work as one that does.
 */
import { createHash, randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import PQueue from 'p-queue';
import { AppError } from '../lib/errors.js';

export type PasswordCost = { memoryCost: number; timeCost: number; parallelism: number };
export type PasswordOptions = { cost?: PasswordCost; concurrency?: number; maxWaiting?: number };
export type Passwords = ReturnType<typeof createPasswords>;

// OWASP Password Storage Cheat Sheet: argon2id with m=19456 (19 MiB), t=2, p=1.
const OWASP: PasswordCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
// The package's `Algorithm` is a const enum without a value at run time.
const ARGON2ID = 2;

export function createPasswords({ cost = OWASP, concurrency = 2, maxWaiting = 100 }: PasswordOptions = {}) {
  const queue = new PQueue({ concurrency });
  const nobody = unmatchableHash(cost);

  function run<T>(work: () => Promise<T>): Promise<T> {
    if (queue.size >= maxWaiting) throw new AppError('overloaded', { status: 503 });
    return queue.add(work);
  }

  return {
    hash: async (password: string) => run(() => hash(password.normalize('NFKC'), { ...cost, algorithm: ARGON2ID })),
    /** `stored` null stands for an account without a password, or none at all: false after the usual work. */
    verify: async (stored: string | null, password: string) =>
      run(() => verify(stored ?? nobody, password.normalize('NFKC'))),
  };
}

/** Changes with the password and tells nothing about it: sessions carry it, so a new password ends them all. */
export function passwordStamp(stored: string | null): string {
  return createHash('sha256')
    .update(stored ?? '')
    .digest('base64url')
    .slice(0, 22);
}

/** A well-formed hash of nothing (256 random bits): verifying against it costs as much as any other and never succeeds. */
function unmatchableHash({ memoryCost, timeCost, parallelism }: PasswordCost): string {
  const part = (bytes: number) => randomBytes(bytes).toString('base64').replaceAll('=', '');
  return `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${part(16)}$${part(32)}`;
}
