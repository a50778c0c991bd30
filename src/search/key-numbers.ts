/**
 * Numbers for keys, where a Map of strings would cost a hundred bytes each: eight here, in a table of hashes. Two keys with
 * one hash count as the same key: among a million, some hundred pairs.
 */
import { cell } from './columns.js';

const MAX_FILLED = 0.7;

/** Numbers from 1 on, in the order in which keys are first asked for. */
export function createKeyNumbers() {
  let hashes = new Uint32Array(1024);
  let numbers = new Uint32Array(1024);
  let size = 0;

  function numberOf(key: string): number {
    const hash = hashOf(key);
    const at = placeOf(hashes, hash);
    if (cell(hashes, at) === hash) return cell(numbers, at);
    hashes[at] = hash;
    numbers[at] = ++size;
    if (size > MAX_FILLED * hashes.length) enlarge();
    return size;
  }

  function enlarge(): void {
    const [before, numbersBefore] = [hashes, numbers];
    hashes = new Uint32Array(2 * before.length);
    numbers = new Uint32Array(2 * before.length);
    before.forEach((hash, index) => {
      if (hash === 0) return;
      const at = placeOf(hashes, hash);
      hashes[at] = hash;
      numbers[at] = cell(numbersBefore, index);
    });
  }

  return { numberOf, count: () => size };
}

/** Where the hash stands, or the free place where it belongs. */
function placeOf(hashes: Uint32Array, hash: number): number {
  let at = hash % hashes.length;
  while (cell(hashes, at) !== 0 && cell(hashes, at) !== hash) at = (at + 1) % hashes.length;
  return at;
}

/** FNV-1a over UTF-16 with a final mix (Murmur3); never 0, which stands for an empty place. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index++) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0 || 1;
}
