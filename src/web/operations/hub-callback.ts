/**
 * Where hubs (WebSub) ask whether we want what they offer, and push it. Outside the URL map: no session, no form, no token;
 * the address itself is a secret, and documents are signed. The hub's question is a GET that confirms what we asked for:
 * so the standard has it.
 */
import { type Request, type RequestHandler, type Response, Router, raw } from 'express';
import { networkOf } from '../../accounts/network.js';
import { createMemoryLimiter } from '../../accounts/rate-limit-store.js';
import type { HubQuestion, PushVerdict, WebSub } from '../../feeds/web-sub.js';
import { MINUTE, SECOND } from '../../lib/clock.js';
import type { Log } from '../../lib/log.js';

const LARGEST_DOCUMENT = '5mb';
const LONGEST_CHALLENGE = 2000;
const RETRY_SECONDS = 10;
// A hub serves many sources from few addresses; a source has news a few times a minute at most.
const LIMITS = { network: 300, token: 30 };
const READ_AT_ONCE = 8;

export type HubCallbackParts = {
  webSub: Pick<WebSub, 'answerHub' | 'expects' | 'receive'>;
  log: Pick<Log, 'error'>;
};

export function createHubCallback({ webSub, log }: HubCallbackParts): Router {
  const router = Router();
  router.use('/websub', limitNetwork());
  router.get('/websub/:token', async (req, res) => {
    const challenge = await webSub.answerHub(req.params.token, questionOf(req));
    res.type('text/plain').status(challenge === null ? 404 : 200);
    res.send(challenge === null ? 'not asked for\n' : challenge);
  });
  const readDocument = raw({ type: () => true, limit: LARGEST_DOCUMENT, inflate: false });
  router.post('/websub/:token', admitKnown(webSub), readDocument, async (req, res) => {
    const { verdict, imported } = await webSub.receive(req.params.token, {
      body: Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0),
      signature: req.get('x-hub-signature') ?? '',
      httpCharset: /charset=["']?([\w-]+)/i.exec(req.get('content-type') ?? '')?.[1]?.toLowerCase() ?? null,
    });
    // The hub need not wait for the import.
    imported.catch((error: unknown) => log.error({ err: error }, 'push not imported'));
    answer(res, verdict);
  });
  return router;
}

function answer(res: Response, verdict: PushVerdict): void {
  if (verdict === 'busy') res.set('Retry-After', String(RETRY_SECONDS));
  res.status({ accepted: 202, unknown: 410, busy: 503 }[verdict]).end();
}

function limitNetwork(): RequestHandler {
  const limiter = createMemoryLimiter({ name: 'hub-network', points: LIMITS.network, seconds: MINUTE / SECOND });
  return async (req, res, next) => {
    const verdict = await limiter.consume(networkOf(req.ip));
    if (verdict.ok) return next();
    res.set('Retry-After', String(verdict.seconds)).status(429).end();
  };
}

/** Before a byte of the document is read: megabytes are taken from hubs that we asked, a few at once, and not too often. */
function admitKnown(webSub: Pick<WebSub, 'expects'>): RequestHandler<{ token: string }> {
  const limiter = createMemoryLimiter({ name: 'hub-token', points: LIMITS.token, seconds: MINUTE / SECOND });
  let reading = 0;
  return async (req, res, next) => {
    const verdict = await webSub.expects(req.params.token);
    if (verdict !== 'accepted') return answer(res, verdict);
    const limit = await limiter.consume(req.params.token);
    if (!limit.ok) return void res.set('Retry-After', String(limit.seconds)).status(429).end();
    if (reading >= READ_AT_ONCE) return answer(res, 'busy');
    reading++;
    res.once('close', () => reading--);
    next();
  };
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
