/**
 * The best picture inside an .ico file, which sharp does not read: a PNG as it is, or a bitmap turned into RGBA. Pure; null for
 * what is broken or of a kind nobody uses. Format: https://learn.microsoft.com/previous-versions/ms997538(v=msdn.10)
 */
export type IcoPicture =
  | { kind: 'png'; bytes: Uint8Array }
  | { kind: 'raw'; width: number; height: number; rgba: Uint8Array };

type Entry = { size: number; bits: number; offset: number; length: number };

const MAX_ENTRIES = 64;
const MAX_SIDE = 256;
const ENTRY_BYTES = 16;
const HEADER_BYTES = 6;
const PNG = [0x89, 0x50, 0x4e, 0x47];

export function isIco(bytes: Uint8Array): boolean {
  return bytes.length > HEADER_BYTES && bytes[0] === 0 && bytes[1] === 0 && bytes[2] === 1 && bytes[3] === 0;
}

export function readIco(bytes: Uint8Array): IcoPicture | null {
  if (!isIco(bytes)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = Math.min(view.getUint16(4, true), MAX_ENTRIES, Math.floor((bytes.length - HEADER_BYTES) / ENTRY_BYTES));
  const entries = Array.from({ length: count }, (_, at) => readEntry(view, HEADER_BYTES + at * ENTRY_BYTES));
  // Largest first; of one size the one with more colours.
  for (const entry of entries.sort((a, b) => b.size - a.size || b.bits - a.bits)) {
    if (entry.offset + entry.length > bytes.length || entry.length < 40) continue;
    const data = bytes.subarray(entry.offset, entry.offset + entry.length);
    if (PNG.every((byte, at) => data[at] === byte)) return { kind: 'png', bytes: data };
    const picture = readBitmap(data);
    if (picture) return picture;
  }
  return null;
}

function readEntry(view: DataView, at: number): Entry {
  return {
    // 0 stands for 256.
    size: view.getUint8(at) || 256,
    bits: view.getUint16(at + 6, true),
    length: view.getUint32(at + 8, true),
    offset: view.getUint32(at + 12, true),
  };
}

type Bitmap = { width: number; height: number; bits: number; pixels: number; palette: number; view: DataView };

/** A bitmap without its file header; its height counts the picture and the mask below it. */
function readBitmap(data: Uint8Array): IcoPicture | null {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const headBytes = view.getUint32(0, true);
  const width = view.getInt32(4, true);
  const height = view.getInt32(8, true) / 2;
  const bits = view.getUint16(14, true);
  const isPlain = view.getUint32(16, true) === 0;
  const isKnown = [1, 4, 8, 24, 32].includes(bits) && isPlain && headBytes >= 40 && headBytes <= 124;
  if (!isKnown || !isSide(width) || !isSide(height)) return null;
  const colours = bits <= 8 ? view.getUint32(32, true) || 1 << bits : 0;
  if (colours > 256) return null;
  const bitmap = { width, height, bits, view, palette: headBytes, pixels: headBytes + colours * 4 };
  const maskAt = bitmap.pixels + rowBytes(width, bits) * height;
  if (maskAt > data.length) return null;
  return { kind: 'raw', width, height, rgba: paint(bitmap, maskAt) };
}

function paint(bitmap: Bitmap, maskAt: number): Uint8Array {
  const { width, height, bits, view } = bitmap;
  const rgba = new Uint8Array(width * height * 4);
  const maskRow = rowBytes(width, 1);
  const hasMask = maskAt + maskRow * height <= view.byteLength;
  for (let y = 0; y < height; y++) {
    // Bitmaps stand on their heads.
    const row = height - 1 - y;
    for (let x = 0; x < width; x++) {
      const to = (y * width + x) * 4;
      const from = colourAt(bitmap, row, x);
      // Blue comes first.
      for (const [channel, offset] of [2, 1, 0].entries()) rgba[to + channel] = byteAt(view, from + offset);
      const isHidden = hasMask && bits < 32 && (byteAt(view, maskAt + row * maskRow + (x >> 3)) >> (7 - (x & 7))) & 1;
      rgba[to + 3] = bits === 32 ? byteAt(view, from + 3) : isHidden ? 0 : 255;
    }
  }
  return rgba;
}

/** Where the pixel's colour stands: in the picture itself, or in the palette. */
function colourAt({ bits, width, view, pixels, palette }: Bitmap, row: number, x: number): number {
  const start = pixels + row * rowBytes(width, bits);
  if (bits >= 24) return start + x * (bits / 8);
  const perByte = 8 / bits;
  const shift = (perByte - 1 - (x % perByte)) * bits;
  const index = (byteAt(view, start + Math.floor(x / perByte)) >> shift) & ((1 << bits) - 1);
  return palette + index * 4;
}

/** Rows end at a multiple of four bytes. */
function rowBytes(width: number, bits: number): number {
  return Math.ceil((width * bits) / 32) * 4;
}

function byteAt(view: DataView, at: number): number {
  return at < view.byteLength ? view.getUint8(at) : 0;
}

function isSide(length: number): boolean {
  return Number.isInteger(length) && length > 0 && length <= MAX_SIDE;
}
