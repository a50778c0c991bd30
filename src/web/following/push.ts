/** A browser that a member wants to be called in: its address comes from the browser itself. */
import { z } from 'zod';
import type { Clock } from '../../lib/clock.js';
import { AppError } from '../../lib/errors.js';
import type { PushStore } from '../../notifications/push-store.js';
import { deviceName } from '../accounts/device-name.js';
import { type Handler, idParam } from '../route.js';
import { setNotice } from '../session.js';
import { urls } from '../urls.js';
import { ownerOf } from './notification-settings.js';

/** An uncompressed point of P-256 (65 bytes) and 16 random bytes, both in base64url. */
const subscriptionForm = z.object({
  endpoint: z.url({ protocol: /^https?$/ }).max(1000),
  p256dh: z.string().regex(/^[\w-]{87}=?$/),
  auth: z.string().regex(/^[\w-]{22}={0,2}$/),
});

export type PushParts = { pushSubscriptions: Pick<PushStore, 'upsert' | 'deleteOwn'>; clock: Clock };

export function createAddPush({ pushSubscriptions, clock }: PushParts): Handler {
  return async (req, res) => {
    const owner = ownerOf(req);
    const parsed = subscriptionForm.safeParse(req.body ?? {});
    if (!parsed.success) throw new AppError('bad-request', { status: 400 });
    const device = deviceName(req.get('user-agent') ?? '') ?? '';
    await pushSubscriptions.upsert({ userId: owner.id, ...parsed.data, device, createdAt: clock() });
    setNotice(req, 'push-added');
    res.redirect(303, urls.notificationSettings);
  };
}

export function createRemovePush({ pushSubscriptions }: PushParts): Handler {
  return async (req, res) => {
    await pushSubscriptions.deleteOwn(idParam(req) ?? 0, ownerOf(req).id);
    setNotice(req, 'push-removed');
    res.redirect(303, urls.notificationSettings);
  };
}
