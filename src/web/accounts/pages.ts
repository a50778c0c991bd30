/** Page objects of the account pages (views/accounts). */
import type { OwnSession } from '../../accounts/session-store.js';
import type { FormState, Link } from '../page.js';
import type { QrPicture } from './qr-picture.js';

export type RegisterPage = {
  form: FormState<'name' | 'email' | 'password'>;
  next: string;
  isOpen: boolean;
  isEmailRequired: boolean;
};
/** `hasPasskeys`: the site has a name, so passkeys can exist. */
export type LoginPage = { form: FormState<'login' | 'password'>; next: string; hasPasskeys: boolean };
export type HideField = 'hideGender' | 'hideBirthday' | 'hidePlace' | 'hideAbout';
export type AccountPage = { form: FormState<'gender' | 'birthday' | 'place' | 'about' | 'language' | HideField> };
/** One question with a button (`action` and `label`), or what to do instead. */
export type ConfirmPage = { title: string; intro: string; action?: string; label?: string; link?: Link };
export type ResetPage = { form: FormState<'login'> };
export type NewPasswordPage = { form: FormState<'newPassword'>; name: string; action: string };
export type SecurityPage = {
  email: { confirmed: string | null; pending: string | null; form: FormState<'email' | 'currentPassword'> };
  password: FormState<'currentPassword' | 'newPassword'>;
  isSecondStepOn: boolean;
  passkeyCount: number;
  /** `device` is null when the browser told nothing that is known. */
  sessions: (Omit<OwnSession, 'userAgent'> & { device: string | null })[];
};
export type SecondStepPage = { form: FormState<'code'> };
type ProofForm = FormState<'currentPassword' | 'code'>;
export type SecondFactorPage = {
  isOn: boolean;
  codesLeft: number;
  /** While an app is being set up. */
  setup: { secret: string; uri: string; qr: QrPicture } | null;
  forms: Record<'start' | 'code' | 'renew' | 'off', ProofForm>;
};
export type RecoveryCodesPage = { codes: string[] };
export type OwnDataPage = {
  /** When the account will be deleted; null: it stays. */
  leavesAt: number | null;
  graceDays: number;
  forms: Record<'export' | 'leave', FormState<'currentPassword' | 'posts'>>;
};
export type PasskeysPage = {
  /** Passkeys belong to a host name: a site at a bare address has none. */
  isPossible: boolean;
  /** The second step is on: adding one asks for its code. */
  asksForCode: boolean;
  passkeys: { id: number; name: string; createdAt: number; usedAt: number | null }[];
  add: FormState<'currentPassword' | 'name' | 'code'>;
  remove: FormState<'currentPassword' | 'passkey'>;
};
