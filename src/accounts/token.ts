/**
 * What stands in the links of mails: 256 random bits, known to the recipient alone. The database keeps a hash, so a
 * copy of it opens nothing. A plain SHA-256 is enough: there is nothing to guess in 256 bits.
 */
import { createHash, randomBytes } from 'node:crypto';

const BYTES = 32;
const SHAPE = /^[A-Za-z0-9_-]{43}$/;

export function newToken(): { token: string; hash: string } {
  const token = randomBytes(BYTES).toString('base64url');
  return { token, hash: hashOf(token) };
}

/** Null for what cannot be one of ours. */
export function tokenHash(token: unknown): string | null {
  return typeof token === 'string' && SHAPE.test(token) ? hashOf(token) : null;
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
