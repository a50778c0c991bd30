/**
 * Keeps secrets that must be readable again (those of code apps) locked with a key made from SESSION_SECRET: a copy of the
 * database alone opens none of them. A new SESSION_SECRET makes them unreadable; then recovery codes help.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

export type SecretBox = ReturnType<typeof createSecretBox>;

const NONCE = 12;
const TAG = 16;

/** `context` is bound to the secret: a box of one member does not open as another's. */
export function createSecretBox(secret: () => string) {
  const key = () => Buffer.from(hkdfSync('sha256', secret(), '', 'hustings second factor', 32));

  return {
    lock: (plain: string, context: string): string => {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv('aes-256-gcm', key(), nonce).setAAD(Buffer.from(context));
      const locked = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), locked]).toString('base64url');
    },

    /** Null for what was locked with another key, or for somebody else. */
    open: (box: string, context: string): string | null => {
      const bytes = Buffer.from(box, 'base64url');
      try {
        const decipher = createDecipheriv('aes-256-gcm', key(), bytes.subarray(0, NONCE));
        decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
        return decipher.update(bytes.subarray(NONCE + TAG), undefined, 'utf8') + decipher.final('utf8');
      } catch {
        return null;
      }
    },
  };
}
