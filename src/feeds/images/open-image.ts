/**
 * A picture by its key: from the cache, or fetched through the guard, decoded and kept when somebody first needs it.
 * Invariants: only pictures that an article or a source has are ever fetched; one fetch at a time for each; a failure is
 * remembered, so that readers never make us ask a dead server again and again.
 */
import { type Clock, DAY, HOUR, MINUTE } from '../../lib/clock.js';
import { errorText } from '../../lib/errors.js';
import type { HttpGet } from '../../lib/http-get.js';
import type { Log } from '../../lib/log.js';
import type { ImageStore, StoredImage } from '../../news/image-store.js';
import type { HostQueue } from '../host-queue.js';
import type { ImageCache } from './image-cache.js';
import type { ImageEncoder } from './image-client.js';

export type OpenImageParts = {
  images: Pick<ImageStore, 'findByKey' | 'recordFetched' | 'recordFailure'>;
  httpGet: HttpGet;
  hosts: Pick<HostQueue, 'run'>;
  encoder: Pick<ImageEncoder, 'encode'>;
  cache: Pick<ImageCache, 'read' | 'write'>;
  clock: Clock;
  log: Log;
};

const MAX_BYTES = 8_000_000;
const PAUSES = [10 * MINUTE, HOUR, 6 * HOUR, DAY, 7 * DAY];
const ACCEPT = 'image/avif, image/webp, image/png, image/jpeg, image/gif;q=0.9, image/x-icon;q=0.8';

export function createOpenImage(parts: OpenImageParts) {
  const underWay = new Map<string, Promise<Buffer | null>>();

  /** Null when there is no such picture, or none that can be shown now. */
  async function openImage(key: string): Promise<Buffer | null> {
    if (!/^[\w-]{22}$/.test(key)) return null;
    const cached = await parts.cache.read(key);
    if (cached) return cached;
    const image = await parts.images.findByKey(key);
    if (!image || (image.retryAt !== null && image.retryAt > parts.clock())) return null;
    const known = underWay.get(key);
    if (known) return known;
    const fetching = fetchImage(image).finally(() => underWay.delete(key));
    underWay.set(key, fetching);
    return fetching;
  }

  async function fetchImage(image: StoredImage): Promise<Buffer | null> {
    try {
      return await parts.hosts.run(image.url, () => fetchNow(image));
    } catch (error) {
      // The queue is closing, or the disk is full: the picture is missing, the page is not.
      parts.log.warn({ image: image.id, error: errorText(error) }, 'image not fetched');
      return null;
    }
  }

  async function fetchNow(image: StoredImage): Promise<Buffer | null> {
    const answer = await parts.httpGet(image.url, {
      headers: { accept: ACCEPT },
      maxBytes: MAX_BYTES,
      timeoutMs: 12_000,
    });
    if (answer.kind === 'failed') return fail(image, answer.reason);
    if (answer.status !== 200) return fail(image, `http-${answer.status}`);
    const encoded = await parts.encoder.encode({ bytes: answer.body, kind: image.kind });
    if (!encoded.ok) return fail(image, encoded.reason);
    const bytes = Buffer.from(encoded.bytes);
    await parts.cache.write(image.key, bytes);
    await parts.images.recordFetched(image.id, { width: encoded.width, height: encoded.height });
    return bytes;
  }

  async function fail(image: StoredImage, failure: string): Promise<null> {
    const pause = PAUSES[Math.min(image.attempts, PAUSES.length - 1)] ?? DAY;
    await parts.images.recordFailure(image.id, { failure: failure.slice(0, 40), retryAt: parts.clock() + pause });
    return null;
  }

  return openImage;
}

export type OpenImage = ReturnType<typeof createOpenImage>;
