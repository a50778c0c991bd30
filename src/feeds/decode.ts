/**
 * Bytes to text. In: the body, and the charset that HTTP named, if any. Out: text without a byte order mark, the
 * charset used (WHATWG name), and what had to be mended.
 *
 * Order of belief: byte order mark; valid UTF-8, which nothing else is by accident; the HTTP charset; the document's
 * own label; the statistics of its letters. A label that makes nonsense of Russian loses to the statistics.
 */
import { guessCharset, looksCyrillic } from './decode-guess.js';
import { decodeWide, wideCharset } from './decode-wide.js';

export type Decoded = { text: string; charset: string; repairs: string[] };

export function decodeBytes(bytes: Uint8Array, httpCharset?: string | null): Decoded {
  const wide = wideCharset(bytes);
  if (wide) return { text: decodeWide(bytes, wide), charset: wide, repairs: [] };
  const labels = [httpCharset, ownLabel(bytes)].map(knownCharset).filter((label) => label !== null);
  // ISO-2022 texts are pure ASCII bytes with escapes, so they would pass as UTF-8.
  const escaped = labels.find((label) => label.startsWith('iso-2022'));
  if (escaped && bytes.includes(0x1b)) return decodeAs(bytes, escaped, []);
  const utf8 = strictUtf8(bytes);
  if (utf8 !== null) return { text: withoutMark(utf8), charset: 'utf-8', repairs: mismatch(labels, 'utf-8') };
  if (mostlyUtf8(bytes)) return decodeAs(bytes, 'utf-8', ['invalid-utf-8']);
  return decodeLabelled(bytes, labels);
}

function decodeLabelled(bytes: Uint8Array, labels: string[]): Decoded {
  for (const label of labels) {
    if (label === 'utf-8' || label.startsWith('utf-16')) continue;
    const decoded = decodeAs(bytes, label, mismatch(labels, label));
    // windows-1252 is what servers say when nobody configured them.
    const doubtful = label === 'windows-1252' || /^(?:windows-1251|koi8|iso-8859-5|ibm866)/.test(label);
    if (!doubtful || (label === 'windows-1252') !== looksCyrillic(bytes)) return confirm(decoded, bytes);
  }
  const guess = guessCharset(bytes);
  return decodeAs(bytes, guess, ['charset-guessed']);
}

// Among the Russian code pages a wrong label shows: its letters come out in an order no Russian word has.
function confirm(decoded: Decoded, bytes: Uint8Array): Decoded {
  if (!looksCyrillic(bytes) || !/^(?:windows-1251|koi8-r|iso-8859-5|ibm866)$/.test(decoded.charset)) return decoded;
  const guess = guessCharset(bytes, decoded.charset);
  return guess === decoded.charset ? decoded : decodeAs(bytes, guess, ['charset-guessed']);
}

function decodeAs(bytes: Uint8Array, charset: string, repairs: string[]): Decoded {
  return { text: withoutMark(decodeText(bytes, charset)), charset, repairs };
}

export function decodeText(bytes: Uint8Array, charset: string): string {
  const text = new TextDecoder(charset).decode(bytes);
  // Node 20 decodes windows-1252 as ISO-8859-1: quotes and dashes arrive as C1 controls.
  return charset === 'windows-1252'
    ? text.replace(/[\u0080-\u009f]/g, (char) => CP1252[char.charCodeAt(0) - 0x80] ?? char)
    : text;
}

const CP1252 = [...'€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'];

function strictUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

// One cut letter or one pasted byte does not make a UTF-8 document something else.
function mostlyUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder('utf-8').decode(bytes.subarray(0, 500_000));
  const broken = text.match(/\ufffd/g)?.length ?? 0;
  const sound = text.match(/[^\p{ASCII}\ufffd]/gu)?.length ?? 0;
  return sound > broken * 4;
}

function ownLabel(bytes: Uint8Array): string | null {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 1024));
  return (
    /<\?xml[^>]*?encoding\s*=\s*["']?([\w.:-]+)/i.exec(head)?.[1] ??
    /charset\s*=\s*["']?([\w.:-]+)/i.exec(head)?.[1] ??
    null
  );
}

const ALIASES: Record<string, string> = {
  win1251: 'windows-1251',
  'win-1251': 'windows-1251',
  windows1251: 'windows-1251',
  cp866: 'ibm866',
  dos: 'ibm866',
  koi8r: 'koi8-r',
  'koi-8r': 'koi8-r',
  koi8u: 'koi8-u',
};

/** The WHATWG name of a charset label, null for an unknown one. */
export function knownCharset(label: string | null | undefined): string | null {
  const name = (label ?? '').trim().toLowerCase();
  if (name === '') return null;
  try {
    return new TextDecoder(ALIASES[name] ?? name).encoding;
  } catch {
    return null;
  }
}

function mismatch(labels: string[], used: string): string[] {
  return labels.length > 0 && labels[0] !== used ? ['charset-label-wrong'] : [];
}

function withoutMark(text: string): string {
  return text.replace(/^\ufeff+/, '');
}
