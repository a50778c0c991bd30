/**
 * A permanent redirect is believed after it has been seen again and again: one misconfigured afternoon must not move a
 * source for ever. Pure.
 */
import { DAY } from '../lib/clock.js';
import type { Feed } from './feed.js';

export const MOVED_TIMES = 5;
export const MOVED_FOR = DAY;

export type AddressProof = Pick<Feed, 'movedTo' | 'movedCount' | 'movedSince'>;
export const noProof: AddressProof = { movedTo: null, movedCount: 0, movedSince: null };

/** `permanentUrl` is where this attempt was led by 301 and 308 alone; null when it was not. */
export function nextProof(kept: AddressProof, permanentUrl: string | null, now: number): AddressProof {
  if (permanentUrl === null) return noProof;
  if (permanentUrl !== kept.movedTo) return { movedTo: permanentUrl, movedCount: 1, movedSince: now };
  return { ...kept, movedCount: kept.movedCount + 1 };
}

export function provenAddress(proof: AddressProof, now: number): string | null {
  const isProven = proof.movedCount >= MOVED_TIMES && now - (proof.movedSince ?? now) >= MOVED_FOR;
  return isProven ? proof.movedTo : null;
}
