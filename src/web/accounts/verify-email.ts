/** The link of a letter that confirms an address: a page with a button, because mail scanners open links. */
import type { EmailConfirmation } from '../../accounts/confirm-email.js';
import { renderPage } from '../render.js';
import type { Handler } from '../route.js';
import { setNotice } from '../session.js';
import { urls } from '../urls.js';
import type { ConfirmPage } from './pages.js';
import { tokenParam } from './token-param.js';

export type VerifyHandlers = { showVerify: Handler; verify: Handler };

export function createVerifyHandlers({ emails }: { emails: EmailConfirmation }): VerifyHandlers {
  return {
    showVerify: async (req, res) => {
      const { membership: t } = res.locals.t;
      const token = tokenParam(req);
      const found = await emails.find(token);
      const page: ConfirmPage = found
        ? {
            title: t.verifyTitle,
            intro: t.verifyIntro(found.email, found.name),
            label: t.verifySubmit,
            action: req.path,
          }
        : {
            title: t.linkExpiredTitle,
            intro: t.linkExpiredHint,
            link: req.user
              ? { url: urls.security, name: res.locals.t.nav.settings }
              : { url: urls.login, name: res.locals.t.nav.login },
          };
      const head = { title: page.title, description: page.title, path: req.path, isUnlisted: true, hasForm: true };
      await renderPage(req, res, 'accounts/confirm', { head, page, status: found ? 200 : 410 });
    },
    verify: async (req, res) => {
      const user = await emails.confirm(tokenParam(req));
      setNotice(req, 'email-confirmed');
      // Whoever opened the link in another browser, or for another account, is not logged in by it.
      res.redirect(303, req.user?.id === user.id ? urls.home : urls.login);
    },
  };
}
