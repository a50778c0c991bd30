/**
 * Where hubs (WebSub) ask whether we want what they offer, and push it. Outside the URL map: no session, no form, no token;
 * the address itself is a secret, and documents are signed. The hub's question is a GET that confirms what we asked for:
 * so the standard has it.
 */
import { type Request, Router, raw } from 'express';
import type { HubQuestion, WebSub } from '../../feeds/web-sub.js';
import type { Log } from '../../lib/log.js';

const LARGEST_DOCUMENT = '5mb';
const LONGEST_CHALLENGE = 2000;
const RETRY_SECONDS = 10;

export type HubCallbackParts = {
  webSub: Pick<WebSub, 'answerHub' | 'receive'>;
  log: Pick<Log, 'error'>;
};

export function createHubCallback({ webSub, log }: HubCallbackParts): Router {
  const router = Router();
  router.get('/websub/:token', async (req, res) => {
    const challenge = await webSub.answerHub(req.params.token, questionOf(req));
    res.type('text/plain').status(challenge === null ? 404 : 200);
    res.send(challenge === null ? 'not asked for\n' : challenge);
  });
  router.post('/websub/:token', raw({ type: () => true, limit: LARGEST_DOCUMENT }), async (req, res) => {
    const { verdict, imported } = await webSub.receive(req.params.token, {
      body: Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0),
      signature: req.get('x-hub-signature') ?? '',
      httpCharset: /charset=["']?([\w-]+)/i.exec(req.get('content-type') ?? '')?.[1]?.toLowerCase() ?? null,
    });
    // The hub need not wait for the import.
    imported.catch((error: unknown) => log.error({ err: error }, 'push not imported'));
    if (verdict === 'busy') res.set('Retry-After', String(RETRY_SECONDS));
    res.status({ accepted: 202, unknown: 410, busy: 503 }[verdict]).end();
  });
  return router;
}

function questionOf(req: Request): HubQuestion {
  const text = (name: string, longest: number) => {
    const value = req.query[`hub.${name}`];
    return typeof value === 'string' && value.length <= longest ? value : '';
  };
  return {
    mode: text('mode', 20),
    topic: text('topic', 4096),
    challenge: text('challenge', LONGEST_CHALLENGE),
    leaseSeconds: /^\d{1,9}$/.test(text('lease_seconds', 9)) ? Number(text('lease_seconds', 9)) : Number.NaN,
    reason: text('reason', 300),
  };
}
