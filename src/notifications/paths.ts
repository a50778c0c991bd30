/** Where notifications and letters lead to: paths without the host. */
export const paths = {
  thread: (id: number) => `/threads/${id}`,
  post: (id: number) => `/posts/${id}`,
  notifications: '/notifications',
  manageFeed: (id: string) => `/moderation/feeds/${id}`,
  settings: '/account/notifications',
  unsubscribe: (token: string) => `/unsubscribe/${token}`,
  digest: (rhythm: string) => `/digests/${rhythm}`,
};
