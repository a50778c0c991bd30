/** A member sets a new password, proving first that the current one is known. Sessions end by the stamp (see password.ts). */
import type { Authenticate } from './authenticate.js';
import type { Passwords } from './password.js';
import type { StrengthCheck } from './password-strength.js';
import type { SecurityNotice } from './security-notice.js';
import type { User } from './user.js';
import type { UserStore } from './user-store.js';

export type PasswordChange = { currentPassword: string; newPassword: string };
export type PasswordChanged =
  | { ok: true }
  | { ok: false; field: 'currentPassword' | 'newPassword' | 'form'; code: string; params?: Record<string, number> };
export type ChangePassword = ReturnType<typeof createChangePassword>;

type Parts = {
  users: Pick<UserStore, 'updatePassword'>;
  passwords: Pick<Passwords, 'hash'>;
  authenticate: Pick<Authenticate, 'confirm'>;
  strength: StrengthCheck;
  notice: SecurityNotice;
};

export function createChangePassword({ users, passwords, authenticate, strength, notice }: Parts) {
  return async (user: User, change: PasswordChange, network: string): Promise<PasswordChanged> => {
    const { currentPassword, newPassword } = change;
    const weakness = strength(newPassword, [user.name, user.email ?? '']);
    if (weakness) return { ok: false, field: 'newPassword', ...weakness };
    const proof = await authenticate.confirm(user, currentPassword, network);
    if (!proof.ok && proof.code === 'too-many-requests') {
      return { ok: false, field: 'form', code: proof.code, params: { seconds: proof.seconds } };
    }
    if (!proof.ok) return { ok: false, field: 'currentPassword', code: 'password-wrong' };
    if (newPassword === currentPassword) return { ok: false, field: 'newPassword', code: 'password-same' };
    await users.updatePassword(user.id, await passwords.hash(newPassword));
    await notice(user, 'password-changed');
    return { ok: true };
  };
}
