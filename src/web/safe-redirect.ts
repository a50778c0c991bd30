/** Where to go after login and the like: an address inside this site, whatever a stranger's link says. */

// Never resolved or opened: it only stands in for our own origin.
const OWN_ORIGIN = 'http://own.invalid';
const MAX_LENGTH = 2000;
const MAX_DECODINGS = 3;

/** Leaves path and query of `next` when it lies within our origin, else `fallback` as it is. */
export function safeNext(next: unknown, fallback: string): string {
  if (typeof next !== 'string' || next.length > MAX_LENGTH || hasForbidden(next)) return fallback;
  const url = resolveLocally(next);
  if (!url || !staysLocal(next.split(/[?#]/, 1)[0] ?? '')) return fallback;
  return url.pathname + url.search;
}

/** The path must stay ours too when a proxy on the way decodes it, even more than once. */
function staysLocal(path: string): boolean {
  let decoded = path;
  for (let round = 0; round <= MAX_DECODINGS; round += 1) {
    if (hasForbidden(decoded) || !resolveLocally(decoded)) return false;
    const further = decodeAscii(decoded);
    if (further === decoded) return true;
    decoded = further;
  }
  // Whoever encodes a path this often hides something.
  return false;
}

function resolveLocally(next: string): URL | null {
  if (!/^\/(?![/\s])/.test(next) || !URL.canParse(next, OWN_ORIGIN)) return null;
  const url = new URL(next, OWN_ORIGIN);
  // Dot segments can leave a second slash in front: "/.//evil.example" resolves to the path "//evil.example".
  return url.origin === OWN_ORIGIN && !url.pathname.startsWith('//') ? url : null;
}

function hasForbidden(text: string): boolean {
  // Browsers read a backslash as a slash and drop tabs and line ends; C0 and C1 start an overlong "/" in UTF-8.
  return /[\\\p{Cc}\p{Zl}\p{Zp}]|%c[01]/iu.test(text);
}

/** Only ASCII can matter here, and this never fails on half an escape. */
function decodeAscii(text: string): string {
  return text.replace(/%([0-7][0-9a-f])/gi, (_escape, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
