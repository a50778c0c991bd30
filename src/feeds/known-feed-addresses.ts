/** Where feeds usually are: by what a channel's address looks like, and by the paths that most software uses. */

const WELL_KNOWN = [
  '/feed',
  '/rss',
  '/rss.xml',
  '/feed.xml',
  '/atom.xml',
  '/index.xml',
  '/feed/rss',
  '/rss/all.xml',
  '/feeds/posts/default',
  '/feed.json',
];

type Pattern = { host: RegExp; path: RegExp; to: (match: RegExpExecArray, url: URL) => string[] };

const YOUTUBE = 'https://www.youtube.com/feeds/videos.xml';

/** Each is documented by its service, or by the bridge that it leads to (RSSHub for Telegram, which has no feeds itself). */
const PATTERNS: Pattern[] = [
  { host: /(^|\.)youtube\.com$/, path: /^\/channel\/(UC[\w-]{22})/, to: ([, id]) => [`${YOUTUBE}?channel_id=${id}`] },
  {
    host: /(^|\.)youtube\.com$/,
    path: /^\/playlist$/,
    to: (_match, url) => {
      const list = url.searchParams.get('list');
      return list && /^[\w-]{10,60}$/.test(list) ? [`${YOUTUBE}?playlist_id=${list}`] : [];
    },
  },
  { host: /(^|\.)youtube\.com$/, path: /^\/user\/([\w-]+)/, to: ([, name]) => [`${YOUTUBE}?user=${name}`] },
  {
    host: /^(t\.me|telegram\.me)$/,
    path: /^\/(?:s\/)?([A-Za-z]\w{3,31})\/?$/,
    to: ([, name]) => [`https://rsshub.app/telegram/channel/${name}`],
  },
  {
    host: /(^|\.)reddit\.com$/,
    path: /^\/((?:r|user)\/[\w-]+)\/?$/,
    to: ([, path]) => [`https://www.reddit.com/${path}/.rss`],
  },
  {
    host: /^github\.com$/,
    path: /^\/([\w.-]+\/[\w.-]+)\/?$/,
    to: ([, repository]) => [
      `https://github.com/${repository}/releases.atom`,
      `https://github.com/${repository}/commits.atom`,
    ],
  },
  { host: /^medium\.com$/, path: /^\/(@?[\w.-]+)\/?$/, to: ([, name]) => [`https://medium.com/feed/${name}`] },
  { host: /(^|\.)livejournal\.com$/, path: /^\/?$/, to: (_match, url) => [`${url.origin}/data/rss`] },
  // Mastodon and its kin, on whatever host.
  { host: /./, path: /^\/(@[\w.]+)\/?$/, to: ([, name], url) => [`${url.origin}/${name}.rss`] },
];

export function channelFeeds(address: string): string[] {
  if (!URL.canParse(address)) return [];
  const url = new URL(address);
  const host = url.hostname.replace(/^www\./, '');
  const found = PATTERNS.flatMap((pattern) => {
    const match = pattern.host.test(host) ? pattern.path.exec(url.pathname) : null;
    return match ? pattern.to(match, url) : [];
  });
  return [...new Set(found)];
}

/** Below the page itself first: many sites keep blogs in a folder. */
export function wellKnownFeeds(address: string): string[] {
  if (!URL.canParse(address)) return [];
  const url = new URL(address);
  const folder = url.pathname.replace(/\/+$/, '');
  const below = folder === '' || /\.\w{2,5}$/.test(folder) ? [] : [`${folder}/feed`, `${folder}/rss`];
  return [...new Set([...below, ...WELL_KNOWN])].map((path) => url.origin + path);
}
