/** The account pages behind real sessions, for tests that act like a browser. */
import type { Request, Response } from 'express';
import request from 'supertest';
import { viewsDir } from '../../src/config/paths.js';
import type { Db } from '../../src/db/db.js';
import { textsFor } from '../../src/i18n/texts.js';
import { systemClock } from '../../src/lib/clock.js';
import { createPushStore } from '../../src/notifications/push-store.js';
import { createAccountHandlers } from '../../src/web/accounts/account.js';
import { createLogInHandlers } from '../../src/web/accounts/log-in.js';
import { createLogOut } from '../../src/web/accounts/log-out.js';
import { createRegisterHandlers } from '../../src/web/accounts/register.js';
import { createSecurityHandlers } from '../../src/web/accounts/security.js';
import { requireMember } from '../../src/web/authentication.js';
import { csrfToken } from '../../src/web/csrf.js';
import type { Shell } from '../../src/web/page.js';
import { takeNotice } from '../../src/web/session.js';
import { answerErrors, sessionApp, sessionCookie } from './session-app.js';

export const t = textsFor('en');

/** A page answers with what its view would get. */
export function accountApp(db: Db, isOpen = true) {
  const { app, accounts, authentication } = sessionApp(db);
  app.engine('ejs', (_file, options, done) => {
    const { head, page } = options as { head: object; page: object };
    done(null, JSON.stringify({ head, page }));
  });
  app.set('view engine', 'ejs').set('views', [viewsDir]);
  app.use((_req: Request, res: Response, next) => {
    res.locals.t = t;
    res.locals.language = 'en';
    res.locals.shellFor = async () => ({ language: 'en' }) as Shell;
    next();
  });
  app.get('/token', (req, res) => void res.json({ token: csrfToken(req) }));
  app.get('/', (req, res) => void res.json({ user: req.user ?? null, notice: takeNotice(req) }));
  const { register: registerMember, users } = accounts;
  const register = createRegisterHandlers({
    register: registerMember,
    authentication,
    isOpen,
    isEmailRequired: false,
  });
  app.route('/register').get(register.showRegister).post(register.register);
  const secondFactor = { isOn: async () => false };
  const secondStep = { isAsked: async () => false, begin: async () => {} };
  const login = createLogInHandlers({ authentication, secondStep, hasPasskeys: () => false });
  app.route('/login').get(login.showLogIn).post(login.logIn);
  app.post('/logout', createLogOut({ authentication, pushSubscriptions: createPushStore(db) }));
  const account = createAccountHandlers({ users, clock: systemClock });
  const pace = { consume: async () => ({ ok: true as const }) };
  const security = createSecurityHandlers({
    ...accounts,
    authentication,
    secondFactor,
    passkeys: { count: async () => 0 },
    emailPace: pace,
    mailPace: pace,
  });
  app.route('/account').all(requireMember).get(account.showAccount).post(account.saveProfile);
  app.get('/account/security', requireMember, security.showSecurity);
  app.post('/account/password', requireMember, security.changePassword);
  app.post('/account/email', requireMember, security.changeEmail);
  app.use(answerErrors);

  /** A browser: keeps its cookie, and sends the token of its session. */
  function browser() {
    let cookie = '';
    const keep = (response: request.Response) => {
      cookie = sessionCookie(response) ?? cookie;
      // The stand-in views answer JSON, under the type of a page.
      const body = response.text.startsWith('{') ? JSON.parse(response.text) : {};
      return {
        status: response.status,
        location: response.headers.location,
        headers: response.headers,
        body,
        text: response.text,
      };
    };
    const get = async (path: string) => keep(await request(app).get(path).set('Cookie', cookie));
    const post = async (path: string, body: object = {}) => {
      const { token } = (await get('/token')).body;
      return keep(
        await request(app)
          .post(path)
          .set('Cookie', cookie)
          .type('form')
          .send({ ...body, _csrf: token }),
      );
    };
    return { get, post };
  }
  return { accounts, browser };
}
