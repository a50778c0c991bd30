/** Whether what a browser gave can ever be pushed to: asked when it is given, as a member could send anything. */
import { createPublicKey } from 'node:crypto';
import { type AddressPolicy, checkUrl, isAllowed, portOf } from '../lib/address-guard.js';

export type PushTarget = { endpoint: string; p256dh: string; auth: string };

const BASE64URL = /^[\w-]+={0,2}$/;
/** 4, then the two coordinates: the point as it is without compression. */
const POINT_LENGTH = 65;
const UNCOMPRESSED = 4;
const AUTH_LENGTH = 16;

export function canBePushed({ endpoint, p256dh, auth }: PushTarget, policy: AddressPolicy): boolean {
  return isPublicService(endpoint, policy) && isPoint(bytesOf(p256dh)) && bytesOf(auth)?.length === AUTH_LENGTH;
}

/** Where a name leads is asked anew whenever something is sent. */
function isPublicService(endpoint: string, policy: AddressPolicy): boolean {
  const check = checkUrl(endpoint, policy);
  if (!check.ok) return false;
  return check.url.protocol === 'https:' || isAllowed(policy, check.url.hostname, portOf(check.url));
}

/** On the curve P-256: OpenSSL refuses any other when it reads the key. */
function isPoint(bytes: Buffer | undefined): boolean {
  if (bytes?.length !== POINT_LENGTH || bytes[0] !== UNCOMPRESSED) return false;
  const [x, y] = [bytes.toString('base64url', 1, 33), bytes.toString('base64url', 33)];
  try {
    createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x, y } });
    return true;
  } catch {
    return false;
  }
}

function bytesOf(text: string): Buffer | undefined {
  return text.length < 100 && BASE64URL.test(text) ? Buffer.from(text, 'base64url') : undefined;
}
