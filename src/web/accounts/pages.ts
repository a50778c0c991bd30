/** Page objects of the account pages (views/accounts). */
import type { FormState, Link } from '../page.js';

export type RegisterPage = {
  form: FormState<'name' | 'email' | 'password'>;
  next: string;
  isOpen: boolean;
  isEmailRequired: boolean;
};
export type LoginPage = { form: FormState<'login' | 'password'>; next: string };
export type HideField = 'hideGender' | 'hideBirthday' | 'hidePlace' | 'hideAbout';
export type AccountPage = { form: FormState<'gender' | 'birthday' | 'place' | 'about' | 'language' | HideField> };
/** One question with a button (`action` and `label`), or what to do instead. */
export type ConfirmPage = { title: string; intro: string; action?: string; label?: string; link?: Link };
export type ResetPage = { form: FormState<'login'> };
export type NewPasswordPage = { form: FormState<'newPassword'>; name: string; action: string };
export type SecurityPage = {
  email: { confirmed: string | null; pending: string | null; form: FormState<'email' | 'currentPassword'> };
  password: FormState<'currentPassword' | 'newPassword'>;
};
