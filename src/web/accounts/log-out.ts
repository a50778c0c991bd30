/** Ends the session, and the calls to this browser that were asked for in it; the form stands in the head of every member's page. */
import type { PushStore } from '../../notifications/push-store.js';
import type { Authentication } from '../authentication.js';
import type { Handler } from '../route.js';
import { setNotice } from '../session.js';
import { urls } from '../urls.js';

export type LogOutParts = {
  authentication: Pick<Authentication, 'logOut'>;
  pushSubscriptions: Pick<PushStore, 'deleteOwn'>;
};

export function createLogOut({ authentication, pushSubscriptions }: LogOutParts): Handler {
  return async (req, res) => {
    if (req.user) {
      const { push } = req.session;
      if (push) await pushSubscriptions.deleteOwn(push.id, push.userId);
      await authentication.logOut(req);
      setNotice(req, 'logged-out');
    }
    res.redirect(303, urls.home);
  };
}
