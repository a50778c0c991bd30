/** The site's addresses, in one place. Paths without the host; `absolute` adds it. */
export const urls = {
  home: '/',
  startThread: '/threads/new',
  thread: (id: number) => `/threads/${id}`,
  threadPage: (id: number, page: number) => (page <= 1 ? `/threads/${id}` : `/threads/${id}?page=${page}`),
  reply: (id: number) => `/threads/${id}/posts`,
  judgeSimilar: (id: number, similarId: number) => `/threads/${id}/similar/${similarId}/judge`,
  ruleSimilar: (id: number, similarId: number) => `/moderation/threads/${id}/similar/${similarId}`,
  pinSimilar: (id: number) => `/moderation/threads/${id}/similar`,
  hideThread: (id: number) => `/moderation/threads/${id}/hide`,
  drafts: '/drafts',
  live: (threadId: number) => `/threads/${threadId}/live`,
  lockThread: (id: number) => `/moderation/threads/${id}/lock`,
  unlockThread: (id: number) => `/moderation/threads/${id}/unlock`,
  post: (id: number) => `/posts/${id}`,
  editPost: (id: number) => `/posts/${id}/edit`,
  deletePost: (id: number) => `/posts/${id}/delete`,
  restorePost: (id: number) => `/posts/${id}/restore`,
  votePost: (id: number) => `/posts/${id}/vote`,
  postHistory: (id: number) => `/posts/${id}/history`,
  heldPosts: '/moderation/posts',
  decideHeld: (id: number) => `/moderation/posts/${id}`,
  suggestMembers: '/suggest/members',
  category: (slug: string) => `/categories/${encodeURIComponent(slug)}`,
  tag: (key: string) => `/tags/${encodeURIComponent(key)}`,
  feeds: '/feeds',
  feed: (id: number) => `/feeds/${id}`,
  member: (id: number) => `/members/${id}`,
  search: '/search',
  login: '/login',
  register: '/register',
  account: '/account',
  security: '/account/security',
  ownData: '/account/data',
  secondFactor: '/account/second-step',
  passkeys: '/account/passkeys',
  secondStep: '/login/second',
  mail: '/moderation/mail',
  reset: '/reset',
  log: '/log',
  following: '/account/following',
  mutes: '/account/mutes',
  bookmarks: '/account/bookmarks',
  bookmark: '/account/bookmarks/one',
  markRead: (id: number) => `/threads/${id}/read`,
  unread: (id: number) => `/threads/${id}/unread`,
  notifications: '/notifications',
  notificationSettings: '/account/notifications',
  digest: (rhythm: string) => `/digests/${rhythm}`,
  ownDigest: '/account/digest',
  manageFeeds: '/moderation/feeds',
  feedMedia: (id: number) => `/moderation/feeds/${id}/media`,
  manageFeed: (id: number) => `/moderation/feeds/${id}`,
  rules: '/moderation/rules',
  rulesOf: (feedId: number | null) => (feedId === null ? '/moderation/rules' : `/moderation/rules?source=${feedId}`),
  rule: (id: number) => `/moderation/rules/${id}`,
  topics: '/moderation/topics',
  held: '/moderation/held',
  articleDesk: (id: number) => `/moderation/articles/${id}`,
  retention: (feedId: number | null) =>
    feedId === null ? '/moderation/retention' : `/moderation/retention?source=${feedId}`,
  revisions: (articleId: number) => `/articles/${articleId}/revisions`,
};

/** `/path?a=1` with these parameters set; empty values are left out. */
export function withQuery(path: string, params: Record<string, string | number | null | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== null && value !== undefined && value !== '') query.set(name, String(value));
  }
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}
