/** What the account forms may contain. Messages are keys of `t.errors`; the rules of names and passwords are the use cases'. */
import { z } from 'zod';
import { genders } from '../../accounts/user.js';
import { languages } from '../../i18n/language.js';
import { collapse, stripControls } from '../../lib/text.js';

const EARLIEST_BIRTHDAY = '1900-01-01';
// Longer than any name, address or password that is accepted: only there to refuse nonsense early.
const LONGEST_SECRET = 1000;

const typed = z.string('invalid').max(LONGEST_SECRET, 'invalid').default('');
/** Browsers send nothing for an empty box. */
const checkbox = z
  .string()
  .optional()
  .catch(undefined)
  .transform((value) => value === 'on');
const secret = z.string('required').min(1, 'required').max(LONGEST_SECRET, 'too-long');

/** What is missing is the use case's to say, for all fields at once. */
export const registerForm = z.object({ name: typed, email: typed, password: typed });
export const loginForm = z.object({
  login: z.string('required').min(1, 'required').max(LONGEST_SECRET, 'too-long'),
  password: secret,
});
export const passwordForm = z.object({ currentPassword: secret, newPassword: secret });
export const emailForm = z.object({
  email: z.string('required').min(1, 'required').max(LONGEST_SECRET, 'too-long'),
  currentPassword: secret,
});
export const proofForm = z.object({ currentPassword: secret });

/** `today` as YYYY-MM-DD. An empty field means "not given". */
export function profileForm(today: string) {
  return z.object({
    gender: z
      .enum(['', ...genders], 'invalid')
      .default('')
      .transform(emptyToNull),
    birthday: z
      .string('date-invalid')
      .default('')
      .refine((value) => value === '' || isBirthday(value, today), 'date-invalid')
      .transform(emptyToNull),
    place: z
      .string('invalid')
      .default('')
      .transform(collapse)
      .pipe(z.string().max(80, 'too-long'))
      .transform(emptyToNull),
    about: z
      .string('invalid')
      .default('')
      .transform(plainText)
      .pipe(z.string().max(1000, 'too-long'))
      .transform(emptyToNull),
    language: z
      .enum(['', ...languages], 'invalid')
      .default('')
      .transform(emptyToNull),
    hideGender: checkbox,
    hideBirthday: checkbox,
    hidePlace: checkbox,
    hideAbout: checkbox,
  });
}

function emptyToNull<T extends string>(value: T): Exclude<T, ''> | null {
  return value === '' ? null : (value as Exclude<T, ''>);
}

function isBirthday(value: string, today: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value) || value < EARLIEST_BIRTHDAY || value > today) return false;
  // 31 February moves on to March, so it does not come back as it went in.
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

function plainText(value: string): string {
  return stripControls(value.replace(/\r\n?/g, '\n')).trim();
}
