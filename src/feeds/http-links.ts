/** Addresses in a `Link` header (RFC 8288) by their relation: WebSub names hub and topic there. */
const MAX_HEADER = 8000;

export function linkOf(header: string | undefined, relation: string, base: string): string | null {
  for (const part of (header ?? '').slice(0, MAX_HEADER).split(/,(?=\s*<)/)) {
    const [, address, rel] = /^\s*<([^<>]{1,2000})>[^<>]*?;\s*rel\s*=\s*"?([^";]+)/i.exec(part) ?? [];
    if (!address || !rel?.toLowerCase().split(/\s+/).includes(relation)) continue;
    const url = URL.canParse(address, base) ? new URL(address, base) : null;
    if (url && /^https?:$/.test(url.protocol)) return url.href;
  }
  return null;
}
