/**
 * Makes an account of what somebody typed. All that is wrong is told at once, by field.
 *
 * Names are public, so a taken name is said right away. Of an e-mail address nothing is said: it becomes the account's
 * when the link that is sent there has been opened (confirm-email.ts), and its owner alone hears that it is known already.
 */
import type { Knex } from 'knex';
import type { Db } from '../db/db.js';
import type { Language } from '../i18n/language.js';
import type { Clock } from '../lib/clock.js';
import type { EmailConfirmation } from './confirm-email.js';
import { emailKey, parseEmail } from './email.js';
import { checkName } from './name.js';
import type { Passwords } from './password.js';
import type { StrengthCheck } from './password-strength.js';
import type { Role, User } from './user.js';
import type { NewUser, UserStore } from './user-store.js';

export type Application = { name: string; email: string; password: string };
export type RegisterField = 'name' | 'email' | 'password';
export type Problem = { code: string; params?: Record<string, string | number> };
export type Problems = Partial<Record<RegisterField, Problem>>;
export type Registered = { ok: true; user: User } | { ok: false; problems: Problems };
/** What the site asks of a new member: `isRequired` means an address, and its confirmation before the first post. */
export type EmailRule = { isRequired: boolean };
export type Register = ReturnType<typeof createRegister>;

type Parts = {
  db: Db;
  users: Pick<UserStore, 'findByNameKey' | 'insert'>;
  passwords: Pick<Passwords, 'hash'>;
  strength: StrengthCheck;
  emails: Pick<EmailConfirmation, 'request'>;
  rule: EmailRule;
  clock: Clock;
};

export function createRegister(parts: Parts) {
  /** `language` is that of the letter, and the site's in the eyes of the one who registers. */
  return async (typed: Application, language: Language): Promise<Registered> => {
    const checked = await checkApplication(parts, typed);
    if (!checked.ok) return checked;
    const { name, email } = checked;
    if (parts.rule.isRequired && email === null) return { ok: false, problems: { email: { code: 'required' } } };
    const user = { ...(await newUser(parts, typed, name)), isUnverified: parts.rule.isRequired };
    return parts.db.transact((trx) => insert(trx, user, email, language));
  };

  async function insert(trx: Knex.Transaction, user: NewUser, email: string | null, language: Language) {
    const outcome = await parts.users.insert(user, trx);
    if (!outcome.ok) return { ok: false as const, problems: { name: { code: outcome.code } } };
    if (email !== null) await parts.emails.request({ user: outcome.user, email, language }, trx);
    return { ok: true as const, user: { ...outcome.user, pendingEmail: email } };
  }
}

export type EnrolOptions = { role?: Role };
export type Enrol = ReturnType<typeof createEnrol>;

/**
 * An account by an administrator's hand, from the command line: the address counts as confirmed, and a reserved name is
 * not refused.
 */
export function createEnrol(parts: Omit<Parts, 'db' | 'emails' | 'rule'>) {
  return async (typed: Application, { role = 'member' }: EnrolOptions = {}): Promise<Registered> => {
    const checked = await checkApplication(parts, typed, { mayBeReserved: true });
    if (!checked.ok) return checked;
    const { name, email } = checked;
    const address = { email, emailKey: email && emailKey(email) };
    const outcome = await parts.users.insert({ ...(await newUser(parts, typed, name)), ...address, role });
    if (outcome.ok) return outcome;
    return { ok: false, problems: { [outcome.code === 'name-taken' ? 'name' : 'email']: { code: outcome.code } } };
  };
}

type Checked =
  | { ok: true; name: { name: string; key: string }; email: string | null }
  | { ok: false; problems: Problems };
type CheckParts = Pick<Parts, 'users' | 'strength'>;

async function checkApplication(
  { users, strength }: CheckParts,
  typed: Application,
  { mayBeReserved = false } = {},
): Promise<Checked> {
  const name = checkName(typed.name, { mayBeReserved });
  const email = checkEmail(typed.email);
  const weakness = strength(typed.password, [typed.name, typed.email]);
  const problems: Problems = {
    ...(name.ok ? {} : { name: problemOf(name) }),
    ...(email.ok ? {} : { email: { code: 'email-invalid' } }),
    ...(weakness ? { password: weakness } : {}),
  };
  if (name.ok && (await users.findByNameKey(name.key))) problems.name = { code: 'name-taken' };
  if (!name.ok || !email.ok || Object.keys(problems).length > 0) return { ok: false, problems };
  return { ok: true, name, email: email.email };
}

async function newUser(
  { passwords, clock }: Pick<Parts, 'passwords' | 'clock'>,
  typed: Application,
  { name, key }: { name: string; key: string },
): Promise<NewUser> {
  return {
    name,
    nameKey: key,
    email: null,
    emailKey: null,
    passwordHash: await passwords.hash(typed.password),
    role: 'member',
    // Follows the browser until the member chooses.
    language: null,
    createdAt: clock(),
  };
}

function checkEmail(typed: string): { ok: true; email: string | null } | { ok: false } {
  if (typed.trim() === '') return { ok: true, email: null };
  const email = parseEmail(typed);
  return email === null ? { ok: false } : { ok: true, email };
}

function problemOf({ code, params }: Problem): Problem {
  return params ? { code, params } : { code };
}
