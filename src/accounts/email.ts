/** E-mail addresses: never shown to others, kept as an account's only once confirmed, unique regardless of case. */
import { z } from 'zod';

// RFC 5321, 4.5.3.1.3: a path is 256 octets with its brackets.
const EMAIL_MAX = 254;
const address = z.email().max(EMAIL_MAX);

/** The address as it is kept, null when it is none. */
export function parseEmail(typed: string): string | null {
  const parsed = address.safeParse(typed.trim());
  return parsed.success ? parsed.data : null;
}

/** Total, for what was typed into the login form: PostgreSQL refuses a text with a zero character. */
export function emailKey(text: string): string {
  return text.slice(0, EMAIL_MAX).replaceAll('\0', '').toWellFormed().trim().toLowerCase();
}
