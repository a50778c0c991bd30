/** UTF-16 and UTF-32, by byte order mark or, without one, by where the zero bytes of `<` stand. */

export type WideCharset = 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be';

export function wideCharset(bytes: Uint8Array): WideCharset | null {
  const head = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  // The UTF-32 mark begins with the UTF-16 one, so it is asked first.
  if (head.startsWith('fffe0000') || /^(?:3c|0a|0d|20)000000/.test(head)) return 'utf-32le';
  if (head.startsWith('0000feff') || /^000000(?:3c|0a|0d|20)/.test(head)) return 'utf-32be';
  if (head.startsWith('fffe') || /^(?:3c|0a|0d|20|7b)00/.test(head)) return 'utf-16le';
  if (head.startsWith('feff') || /^00(?:3c|0a|0d|20|7b)/.test(head)) return 'utf-16be';
  return null;
}

export function decodeWide(bytes: Uint8Array, charset: WideCharset): string {
  const text = charset.startsWith('utf-32')
    ? decodeUtf32(bytes, charset === 'utf-32le')
    : new TextDecoder(charset).decode(bytes);
  return text.replace(/^\ufeff+/, '');
}

function decodeUtf32(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: string[] = [];
  for (let at = 0; at + 4 <= bytes.byteLength; at += 4) {
    const codePoint = view.getUint32(at, littleEndian);
    parts.push(codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : '\ufffd');
  }
  return parts.join('').toWellFormed();
}
