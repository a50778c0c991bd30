/** The network that an address belongs to, as far as limits are concerned. */
import ipaddr from 'ipaddr.js';

/** An IPv6 line gets a /64 at least, so a single address means nothing there. Anything unreadable counts as one network. */
export function networkOf(address: string | undefined): string {
  if (!address || !ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return `${(parsed as ipaddr.IPv6).parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
}
