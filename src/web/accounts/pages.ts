/** Page objects of the account pages (views/accounts). */
import type { FormState } from '../page.js';

export type RegisterPage = { form: FormState<'name' | 'email' | 'password'>; next: string; isOpen: boolean };
export type LoginPage = { form: FormState<'login' | 'password'>; next: string };
export type AccountPage = {
  profile: FormState<'gender' | 'birthday' | 'place' | 'about' | 'language'>;
  password: FormState<'currentPassword' | 'newPassword'>;
};
