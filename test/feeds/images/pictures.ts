/** Pictures made for the tests. */
import sharp from 'sharp';

type Size = { width: number; height: number };

export function plain({ width, height }: Size, background = '#c03030') {
  return sharp({ create: { width, height, channels: 3, background } });
}

export const png = (size: Size) => plain(size).png().toBuffer();
export const jpeg = (size: Size) => plain(size).jpeg().toBuffer();

/** The smallest file that claims to be a picture of this size. */
export async function pngThatClaims({ width, height }: Size): Promise<Buffer> {
  const bytes = Buffer.from(await png({ width: 1, height: 1 }));
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

/** An .ico of one entry. */
export function ico(side: number, bits: number, data: Buffer): Buffer {
  const head = Buffer.alloc(22);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(1, 4);
  head.writeUInt8(side % 256, 6);
  head.writeUInt8(side % 256, 7);
  head.writeUInt16LE(bits, 12);
  head.writeUInt32LE(data.length, 14);
  head.writeUInt32LE(22, 18);
  return Buffer.concat([head, data]);
}

/** The bitmap of an .ico: rows from the bottom, blue first, then the mask. `colourOf` gives [r, g, b, a]. */
export function bitmap32(side: number, colourOf: (x: number, y: number) => [number, number, number, number]): Buffer {
  const head = Buffer.alloc(40);
  head.writeUInt32LE(40, 0);
  head.writeInt32LE(side, 4);
  head.writeInt32LE(side * 2, 8);
  head.writeUInt16LE(1, 12);
  head.writeUInt16LE(32, 14);
  const pixels = Buffer.alloc(side * side * 4);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const [r, g, b, a] = colourOf(x, y);
      pixels.set([b, g, r, a], ((side - 1 - y) * side + x) * 4);
    }
  }
  return Buffer.concat([head, pixels, Buffer.alloc(Math.ceil(side / 32) * 4 * side)]);
}

/** Two colours by a palette, and a mask that hides the right half. */
export function bitmap1(side: number): Buffer {
  const head = Buffer.alloc(40);
  head.writeUInt32LE(40, 0);
  head.writeInt32LE(side, 4);
  head.writeInt32LE(side * 2, 8);
  head.writeUInt16LE(1, 12);
  head.writeUInt16LE(1, 14);
  const palette = Buffer.from([0, 0, 255, 0, 0, 255, 0, 0]);
  const row = Buffer.alloc(Math.ceil(side / 32) * 4, 0xff);
  const mask = Buffer.alloc(Math.ceil(side / 32) * 4);
  for (let x = side / 2; x < side; x++) mask[x >> 3] = (mask[x >> 3] ?? 0) | (0x80 >> (x & 7));
  const rows = Array.from({ length: side });
  return Buffer.concat([head, palette, ...rows.map(() => row), ...rows.map(() => mask)]);
}
