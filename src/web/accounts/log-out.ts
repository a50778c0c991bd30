/** Ends the session; the form stands in the head of every member's page. */
import type { Authentication } from '../authentication.js';
import type { Handler } from '../route.js';
import { setNotice } from '../session.js';
import { urls } from '../urls.js';

export function createLogOut(authentication: Pick<Authentication, 'logOut'>): Handler {
  return async (req, res) => {
    if (req.user) {
      await authentication.logOut(req);
      setNotice(req, 'logged-out');
    }
    res.redirect(303, urls.home);
  };
}
