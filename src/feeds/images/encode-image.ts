/**
 * A stranger's picture → a WebP of our own making: decoded, turned upright, shrunk, its metadata dropped. What comes out holds
 * nothing that was put in but pixels. Runs in the image worker.
 * Invariants: only the loaders named here ever see a stranger's bytes (no SVG, PDF or script of any kind); of an animation the
 * first frame; a decoded picture has a limited number of pixels, asked before it is decoded.
 */
import sharp, { type Sharp } from 'sharp';
import { isIco, readIco } from './ico.js';

export type ImageKind = 'lead' | 'icon';
export type EncodeInput = { bytes: Uint8Array; kind: ImageKind };
export type EncodeFailure = 'not-an-image' | 'too-many-pixels' | 'too-small';
export type EncodeOutcome =
  | { ok: true; bytes: Uint8Array; width: number; height: number }
  | { ok: false; reason: EncodeFailure; detail: string };

// 40 million pixels are 160 MB decoded, and more than any camera that a newspaper uses.
const MAX_PIXELS = 40_000_000;
const SECONDS = 6;
const LEAD = { width: 960, height: 960 };
const ICON = { width: 64, height: 64 };
// Smaller ones are counters, buttons and decoration.
const LEAST_LEAD = { width: 160, height: 90 };

type Format = 'jpeg' | 'png' | 'gif' | 'webp' | 'avif';

sharp.concurrency(1);
sharp.cache(false);

export async function encodeImage({ bytes, kind }: EncodeInput): Promise<EncodeOutcome> {
  const opened = openImage(bytes);
  if (!opened) return refuse('not-an-image', 'no picture of a kind that is taken');
  try {
    const { width = 0, height = 0, pageHeight } = await opened.metadata();
    const frame = { width, height: pageHeight ?? height };
    if (frame.width * frame.height > MAX_PIXELS) return refuse('too-many-pixels', `${frame.width} × ${frame.height}`);
    if (kind === 'lead' && (frame.width < LEAST_LEAD.width || frame.height < LEAST_LEAD.height)) {
      return refuse('too-small', `${frame.width} × ${frame.height}`);
    }
    const { data, info } = await opened
      .autoOrient()
      .resize({ ...(kind === 'lead' ? LEAD : ICON), fit: 'inside', withoutEnlargement: true })
      .webp({ quality: kind === 'lead' ? 78 : 90 })
      .timeout({ seconds: SECONDS })
      .toBuffer({ resolveWithObject: true });
    return { ok: true, bytes: data, width: info.width, height: info.height };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return refuse(/pixel limit/i.test(detail) ? 'too-many-pixels' : 'not-an-image', detail.slice(0, 200));
  }
}

function openImage(bytes: Uint8Array): Sharp | null {
  const options = { limitInputPixels: MAX_PIXELS, pages: 1, failOn: 'error' as const, sequentialRead: true };
  if (isIco(bytes)) {
    const picture = readIco(bytes);
    if (!picture) return null;
    if (picture.kind === 'png') return sharp(picture.bytes, options);
    const { width, height, rgba } = picture;
    return sharp(rgba, { ...options, raw: { width, height, channels: 4 } });
  }
  return formatOf(bytes) === null ? null : sharp(bytes, options);
}

/** By the first bytes: what a server calls a picture is no evidence. */
export function formatOf(bytes: Uint8Array): Format | null {
  const text = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  if (text.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (/^GIF8[79]a/.test(text)) return 'gif';
  if (/^RIFF[\s\S]{4}WEBP/.test(text)) return 'webp';
  return /^[\s\S]{4}ftyp(?:avif|avis|mif1)/.test(text) ? 'avif' : null;
}

function refuse(reason: EncodeFailure, detail: string): EncodeOutcome {
  return { ok: false, reason, detail };
}
