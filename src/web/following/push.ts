/**
 * A browser that a member wants to be called in: its address comes from the browser itself. The session remembers it, so
 * that it is called no more once its member has logged out there: others may use it then.
 */
import { z } from 'zod';
import type { AddressPolicy } from '../../lib/address-guard.js';
import type { Clock } from '../../lib/clock.js';
import { AppError } from '../../lib/errors.js';
import type { PushStore } from '../../notifications/push-store.js';
import { canBePushed } from '../../notifications/push-target.js';
import { deviceName } from '../accounts/device-name.js';
import { type Handler, idParam } from '../route.js';
import { setNotice } from '../session.js';
import { urls } from '../urls.js';
import { ownerOf } from './notification-settings.js';

const subscriptionForm = z.object({ endpoint: z.string().max(1000), p256dh: z.string(), auth: z.string() });

export type PushParts = {
  pushSubscriptions: Pick<PushStore, 'upsert' | 'deleteOwn'>;
  pushPolicy: AddressPolicy;
  clock: Clock;
};

export function createAddPush({ pushSubscriptions, pushPolicy, clock }: PushParts): Handler {
  return async (req, res) => {
    const owner = ownerOf(req);
    const parsed = subscriptionForm.safeParse(req.body ?? {});
    if (!parsed.success || !canBePushed(parsed.data, pushPolicy)) throw new AppError('push-unfit', { status: 422 });
    const device = deviceName(req.get('user-agent') ?? '') ?? '';
    const id = await pushSubscriptions.upsert({ userId: owner.id, ...parsed.data, device, createdAt: clock() });
    req.session.push = { id, userId: owner.id };
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
