/** The part of the URL map that is about accounts. A link of a mail opens a page for anyone; its button does the work. */
import type { Handler, Route } from '../route.js';
import type { AccountHandlers } from './account.js';
import type { LogInHandlers } from './log-in.js';
import type { OwnDataHandlers } from './own-data.js';
import type { PasskeyHandlers } from './passkeys.js';
import type { RegisterHandlers } from './register.js';
import type { ResetHandlers } from './reset-password.js';
import type { SecondFactorHandlers } from './second-factor.js';
import type { SecondStepHandlers } from './second-step.js';
import type { SecurityHandlers } from './security.js';
import type { SessionHandlers } from './sessions.js';
import type { VerifyHandlers } from './verify-email.js';

export type AccountPages = AccountHandlers &
  LogInHandlers &
  RegisterHandlers &
  OwnDataHandlers &
  PasskeyHandlers &
  ResetHandlers &
  SecondFactorHandlers &
  SecondStepHandlers &
  SecurityHandlers &
  SessionHandlers &
  VerifyHandlers & { logOut: Handler };

export function accountRoutes(pages: AccountPages): Route[] {
  return [...entrances(pages), ...settings(pages)];
}

function entrances(pages: AccountPages): Route[] {
  const open = (method: Route['method'], path: string, handle: Handler): Route => ({
    method,
    path,
    access: 'anyone',
    handle,
  });
  return [
    open('get', '/register', pages.showRegister),
    open('post', '/register', pages.register),
    open('get', '/login', pages.showLogIn),
    open('post', '/login', pages.logIn),
    open('get', '/login/second', pages.showSecondStep),
    open('post', '/login/second', pages.secondStep),
    open('post', '/login/passkey/options', pages.passkeyLogInOptions),
    open('post', '/login/passkey', pages.logInByPasskey),
    open('post', '/logout', pages.logOut),
    open('get', '/verify/:token', pages.showVerify),
    open('post', '/verify/:token', pages.verify),
    open('get', '/keep-account/:token', pages.showKeepAccount),
    open('post', '/keep-account/:token', pages.keepAccountByLink),
    open('get', '/reset', pages.showReset),
    open('post', '/reset', pages.requestReset),
    open('get', '/reset/:token', pages.showNewPassword),
    open('post', '/reset/:token', pages.setPassword),
  ];
}

function settings(pages: AccountPages): Route[] {
  const own = (method: Route['method'], path: string, handle: Handler): Route => ({
    method,
    path: `/account${path}`,
    access: 'member',
    handle,
  });
  return [
    own('get', '', pages.showAccount),
    own('post', '/profile', pages.saveProfile),
    own('get', '/security', pages.showSecurity),
    own('post', '/password', pages.changePassword),
    own('post', '/email', pages.changeEmail),
    own('post', '/email/resend', pages.resendEmail),
    own('post', '/sessions/:handle/end', pages.endSession),
    own('post', '/sessions/end-others', pages.endOtherSessions),
    own('get', '/second-step', pages.showSecondFactor),
    own('post', '/second-step/start', pages.startTotp),
    own('post', '/second-step/confirm', pages.confirmTotp),
    own('post', '/second-step/codes', pages.renewCodes),
    own('post', '/second-step/off', pages.switchOffTotp),
    own('get', '/data', pages.showOwnData),
    own('post', '/export', pages.exportData),
    own('post', '/delete', pages.deleteAccount),
    own('post', '/keep', pages.keepAccount),
    own('get', '/passkeys', pages.showPasskeys),
    own('post', '/passkeys/options', pages.passkeyOptions),
    own('post', '/passkeys', pages.addPasskey),
    own('post', '/passkeys/remove', pages.removePasskey),
  ];
}
