import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import sharp from 'sharp';
import { encodeImage } from '../../../src/feeds/images/encode-image.js';
import { createImageClient } from '../../../src/feeds/images/image-client.js';
import { bitmap1, bitmap32, ico, jpeg, plain, png, pngThatClaims } from './pictures.js';

async function encoded(bytes: Uint8Array, kind: 'lead' | 'icon' = 'lead') {
  const outcome = await encodeImage({ bytes, kind });
  assert.ok(outcome.ok, outcome.ok ? '' : outcome.detail);
  return outcome;
}

describe("a stranger's picture", () => {
  test('comes out as a smaller WebP of the same shape', async () => {
    for (const bytes of [await png({ width: 2000, height: 1000 }), await jpeg({ width: 2000, height: 1000 })]) {
      const outcome = await encoded(bytes);
      assert.deepEqual([outcome.width, outcome.height], [960, 480]);
      assert.equal((await sharp(outcome.bytes).metadata()).format, 'webp');
    }
  });

  test('small ones are not blown up; counters are refused', async () => {
    assert.equal((await encoded(await png({ width: 300, height: 200 }))).width, 300);
    const pixel = await encodeImage({ bytes: await png({ width: 1, height: 1 }), kind: 'lead' });
    assert.equal(pixel.ok ? 'ok' : pixel.reason, 'too-small');
  });

  test('of an animation only the first frame is left', async () => {
    const frames = await Promise.all(
      ['#ff0000', '#0000ff'].map((colour) => plain({ width: 200, height: 100 }, colour).png().toBuffer()),
    );
    const animation = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    assert.equal((await sharp(animation).metadata()).pages, 2);
    const outcome = await encoded(animation);
    const metadata = await sharp(outcome.bytes).metadata();
    assert.deepEqual([metadata.pages ?? 1, outcome.width, outcome.height], [1, 200, 100]);
    const { channels } = await sharp(outcome.bytes).stats();
    assert.ok((channels[0]?.mean ?? 0) > 200, 'the red one');
  });

  test('its metadata stays behind', async () => {
    const bytes = await plain({ width: 300, height: 200 })
      .jpeg()
      .withExif({ IFD0: { Copyright: 'where I live' } })
      .toBuffer();
    assert.ok(bytes.includes('where I live'));
    assert.ok(!Buffer.from((await encoded(bytes)).bytes).includes('where I live'));
  });

  const refused: [string, () => Promise<Uint8Array> | Uint8Array, string][] = [
    [
      'SVG',
      () => Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"/>'),
      'not-an-image',
    ],
    [
      'SVG behind a BOM',
      () => Buffer.from('\ufeff <svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"/>'),
      'not-an-image',
    ],
    ['HTML', () => Buffer.from('<html><script>alert(1)</script>'), 'not-an-image'],
    ['PDF', () => Buffer.from('%PDF-1.7\n'), 'not-an-image'],
    ['nothing', () => Buffer.alloc(0), 'not-an-image'],
    ['a JPEG that is cut off', async () => (await jpeg({ width: 900, height: 900 })).subarray(0, 300), 'not-an-image'],
    ['a claim of 50,000 × 50,000', () => pngThatClaims({ width: 50_000, height: 50_000 }), 'too-many-pixels'],
    ['an icon that is none', () => Buffer.from([0, 0, 1, 0, 1, 0, 9, 9, 9, 9]), 'not-an-image'],
  ];
  for (const [name, make, reason] of refused) {
    test(`${name}: ${reason}`, async () => {
      const started = performance.now();
      const outcome = await encodeImage({ bytes: await make(), kind: 'lead' });
      assert.equal(outcome.ok ? 'ok' : outcome.reason, reason);
      assert.ok(performance.now() - started < 2000);
    });
  }

  test('icons: a PNG inside an .ico, a bitmap with transparency, two colours with a mask', async () => {
    const inside = await encoded(ico(48, 32, await png({ width: 48, height: 48 })), 'icon');
    assert.deepEqual([inside.width, inside.height], [48, 48]);
    const pixelsOf = async (bytes: Uint8Array) =>
      (await sharp(bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true })).data;
    const half = await encoded(
      ico(
        16,
        32,
        bitmap32(16, (x, y) => (y < 8 ? [255, 0, 0, 255] : [0, 0, 255, x < 8 ? 255 : 0])),
      ),
      'icon',
    );
    const pixels = await pixelsOf(half.bytes);
    const at = (x: number, y: number) => [...pixels.subarray((y * 16 + x) * 4, (y * 16 + x) * 4 + 4)];
    assert.ok((at(3, 2)[0] ?? 0) > 200 && (at(3, 2)[2] ?? 255) < 60, 'red above');
    assert.ok((at(3, 13)[2] ?? 0) > 200, 'blue below');
    assert.ok((at(13, 13)[3] ?? 255) < 60, 'transparent at the right');
    const masked = await pixelsOf((await encoded(ico(16, 1, bitmap1(16)), 'icon')).bytes);
    assert.ok((masked[3] ?? 0) > 200 && (masked[15 * 4 + 3] ?? 255) < 60);
  });

  test('is decoded in a thread', async () => {
    const client = createImageClient({ timeoutMs: 50_000 });
    const [good, bad] = await Promise.all([
      client.encode({ bytes: await png({ width: 400, height: 300 }), kind: 'lead' }),
      client.encode({ bytes: Buffer.from('x'), kind: 'lead' }),
    ]);
    assert.deepEqual([good.ok, bad.ok], [true, false]);
    await client.close();
  });
});
