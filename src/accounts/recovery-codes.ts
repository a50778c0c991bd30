/** Codes for the day the phone is lost: 80 random bits each, shown once, kept hashed. Letters that look alike are left out. */
import { createHash, randomInt } from 'node:crypto';

const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const LENGTH = 16;
const COUNT = 10;

export function newRecoveryCodes(): string[] {
  return Array.from({ length: COUNT }, () => {
    const letters = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
    return letters.replace(/(.{4})(?=.)/g, '$1-');
  });
}

/** As typed: any case, with or without the strokes. Null for what cannot be one. */
export function recoveryCodeHash(typed: string): string | null {
  const code = typed.toUpperCase().replace(/[\s-]/g, '');
  return /^[A-Z2-9]{16}$/.test(code) ? createHash('sha256').update(code).digest('base64url') : null;
}
