/** Titles and descriptions of pages, as search engines and feed readers show them. */
export const enPages = {
  orders: { newest: 'Newest', active: 'Active', discussed: 'Most discussed', unread: 'Unread' },
  categoryDescription: (name: string) => `${name}: the latest articles and their discussions`,
  tagDescription: (tag: string) => `Articles tagged “${tag}”`,
  feedsDescription: 'The sources that moderators curate, by group',
  feedDescription: (title: string) => `Articles from ${title}, with discussions and similar articles`,
  memberDescription: (name: string) => `${name}: profile and replies`,
  searchTitle: 'Search',
  searchFor: (query: string) => `Search: ${query}`,
  searchDescription: 'Search in all articles, in Russian and English, whatever the form of the word',
  replyBy: (name: string, title: string) => `${name} on “${title}”`,
  manageFeedsTitle: 'Sources: moderation',
  manageFeedsDescription: 'Add, edit and pause sources',
  previewTitle: (title: string) => `Preview: ${title}`,
  errorTitle: (status: number) => `Error ${status}`,
};
