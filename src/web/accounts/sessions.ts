/** The member's sessions: ended one by one, or all others at once. */
import type { SessionStore } from '../../accounts/session-store.js';
import type { Authentication } from '../authentication.js';
import { memberOf } from '../authentication.js';
import type { Handler } from '../route.js';
import { setNotice } from '../session.js';
import { urls } from '../urls.js';

export type SessionHandlers = { endSession: Handler; endOtherSessions: Handler };

type Parts = {
  sessionRows: Pick<SessionStore, 'deleteByHandle'>;
  authentication: Pick<Authentication, 'endOthers'>;
};

export function createSessionHandlers({ sessionRows, authentication }: Parts): SessionHandlers {
  return {
    endSession: async (req, res) => {
      const { handle } = req.params;
      // One that has ended meanwhile is what was wanted.
      await sessionRows.deleteByHandle(memberOf(req).id, typeof handle === 'string' ? handle : '');
      setNotice(req, 'session-ended');
      res.redirect(303, `${urls.security}#sessions`);
    },
    endOtherSessions: async (req, res) => {
      await authentication.endOthers(req, memberOf(req));
      setNotice(req, 'sessions-ended');
      res.redirect(303, `${urls.security}#sessions`);
    },
  };
}
