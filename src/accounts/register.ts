/**
 * Makes an account of what somebody typed. All that is wrong is told at once, by field.
 *
 * Names are public, so a taken name is said right away. Whether an e-mail address is registered cannot be hidden
 * completely while no mail is sent (the account is usable at once, and one address has one account). It is therefore
 * said last: only to an application that is right in every other field, after its password was hashed. Asking about
 * an address that is free creates an account, and the form is limited per network.
 */
import type { Clock } from '../lib/clock.js';
import { emailKey, parseEmail } from './email.js';
import { checkName } from './name.js';
import type { Passwords } from './password.js';
import type { StrengthCheck } from './password-strength.js';
import type { Role, User } from './user.js';
import type { UserStore } from './user-store.js';

export type Application = { name: string; email: string; password: string };
export type RegisterField = 'name' | 'email' | 'password';
export type Problem = { code: string; params?: Record<string, string | number> };
export type Problems = Partial<Record<RegisterField, Problem>>;
export type Registered = { ok: true; user: User } | { ok: false; problems: Problems };
/** For the command line, which also makes the first administrator: a reserved name is not refused there. */
export type RegisterOptions = { role?: Role; mayUseReservedName?: boolean };
export type Register = ReturnType<typeof createRegister>;

type Parts = {
  users: Pick<UserStore, 'findByNameKey' | 'insert'>;
  passwords: Pick<Passwords, 'hash'>;
  strength: StrengthCheck;
  clock: Clock;
};

export function createRegister({ users, passwords, strength, clock }: Parts) {
  return async (
    typed: Application,
    { role = 'member', mayUseReservedName = false }: RegisterOptions = {},
  ): Promise<Registered> => {
    const name = checkName(typed.name, { mayBeReserved: mayUseReservedName });
    const email = checkEmail(typed.email);
    const weakness = strength(typed.password, [typed.name, typed.email]);
    const problems: Problems = {
      ...(name.ok ? {} : { name: problemOf(name) }),
      ...(email.ok ? {} : { email: { code: 'email-invalid' } }),
      ...(weakness ? { password: weakness } : {}),
    };
    if (name.ok && (await users.findByNameKey(name.key))) problems.name = { code: 'name-taken' };
    if (!name.ok || !email.ok || Object.keys(problems).length > 0) return { ok: false, problems };
    const outcome = await users.insert({
      name: name.name,
      nameKey: name.key,
      email: email.email,
      emailKey: email.email && emailKey(email.email),
      passwordHash: await passwords.hash(typed.password),
      role,
      // Follows the browser until the member chooses.
      language: null,
      createdAt: clock(),
    });
    if (outcome.ok) return outcome;
    return { ok: false, problems: { [outcome.code === 'name-taken' ? 'name' : 'email']: { code: outcome.code } } };
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
