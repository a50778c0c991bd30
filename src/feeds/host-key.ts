/** Which server an address belongs to: `www.example.org` and `example.org` are one, another port is another one. */
const MAX_LENGTH = 255;

export function hostKey(url: string): string {
  const host = URL.canParse(url) ? new URL(url).host.replace(/^www\./, '') : url;
  return host.slice(0, MAX_LENGTH);
}
