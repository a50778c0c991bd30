/** How a member wants to be told of what. Rows exist only for those who changed something; the rest is default. */
export const notificationKinds = ['reply', 'mention', 'thread', 'member', 'story', 'moderation', 'source'] as const;
export type NotificationKind = (typeof notificationKinds)[number];

/** `site`: on the page of notifications only; `mail`: also at once by mail; `bundle`: also by mail, several together. */
export const ways = ['off', 'site', 'mail', 'bundle'] as const;
export type Way = (typeof ways)[number];
export type KindSetting = { way: Way; isPushed: boolean };

export const digestRhythms = ['off', 'daily', 'weekly', 'monthly'] as const;
export type DigestRhythm = (typeof digestRhythms)[number];

export type NotificationSettings = {
  kinds: Record<NotificationKind, KindSetting>;
  /** Whoever replies in a thread follows it from then on. */
  followsReplies: boolean;
  digest: DigestRhythm;
  /** Everything older counts as read; null: nothing was marked. */
  allReadAt: number | null;
};

/** A reader who never opens the settings gets little mail, and that only when somebody speaks to them. */
export const defaultKinds: Record<NotificationKind, KindSetting> = {
  reply: { way: 'bundle', isPushed: true },
  mention: { way: 'bundle', isPushed: true },
  thread: { way: 'site', isPushed: false },
  member: { way: 'site', isPushed: false },
  story: { way: 'site', isPushed: false },
  moderation: { way: 'mail', isPushed: true },
  source: { way: 'site', isPushed: false },
};

export const defaultSettings: NotificationSettings = {
  kinds: defaultKinds,
  followsReplies: true,
  digest: 'monthly',
  allReadAt: null,
};

/** Stored text → settings of every kind; what it does not know is default. */
export function kindsOf(stored: string): Record<NotificationKind, KindSetting> {
  const changed = JSON.parse(stored) as Partial<Record<NotificationKind, KindSetting>>;
  const entries = notificationKinds.map((kind) => [kind, { ...defaultKinds[kind], ...changed[kind] }] as const);
  return Object.fromEntries(entries) as Record<NotificationKind, KindSetting>;
}
