import type { Link } from '../page.js';
import { withQuery } from '../urls.js';

/** Plain addresses of the networks' own share pages: no script, no request before a reader follows one. */
export function shareLinks(url: string, title: string): Link[] {
  return [
    { name: 'Telegram', url: withQuery('https://t.me/share/url', { url, text: title }) },
    { name: 'VK', url: withQuery('https://vk.com/share.php', { url, title }) },
    { name: 'OK', url: withQuery('https://connect.ok.ru/offer', { url, title }) },
    { name: 'Mastodon', url: withQuery('https://mastodonshare.com/', { url, text: title }) },
    { name: 'Bluesky', url: withQuery('https://bsky.app/intent/compose', { text: `${title} ${url}` }) },
    { name: 'X', url: withQuery('https://x.com/intent/post', { url, text: title }) },
  ];
}
