/** What the asking member mutes, loaded once a request however many parts of the page ask; nothing for anonymous readers. */
import type { Request } from 'express';
import { type Mutes, noMutes } from '../../forum/mute.js';
import type { MuteStore } from '../../forum/mute-store.js';

export type OwnMutes = (req: Request) => Promise<Mutes>;

export function createOwnMutes(mutes: Pick<MuteStore, 'load'>): OwnMutes {
  const loaded = new WeakMap<Request, Promise<Mutes>>();
  return (req) => {
    if (!req.user) return Promise.resolve(noMutes);
    const known = loaded.get(req);
    if (known) return known;
    const loading = mutes.load(req.user.id);
    loaded.set(req, loading);
    return loading;
  };
}
