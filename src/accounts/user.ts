/** A registered person. `id` 0 never exists. */
export const roles = ['member', 'moderator', 'admin'] as const;
export type Role = (typeof roles)[number];

export const genders = ['female', 'male', 'other'] as const;
export type Gender = (typeof genders)[number];

/** What a member may tell about themselves, each for everybody or for nobody. */
export const profileFields = ['gender', 'birthday', 'place', 'about'] as const;
export type ProfileField = (typeof profileFields)[number];

export type User = {
  id: number;
  name: string;
  /** Confirmed; never shown to others. */
  email: string | null;
  /** Given, and not yet confirmed by the link that was sent there. */
  pendingEmail: string | null;
  /** Must confirm an address before anything of theirs is shown to others. */
  isUnverified: boolean;
  role: Role;
  /** Language of the interface that the member chose; null follows the browser. */
  language: string | null;
  gender: Gender | null;
  /** YYYY-MM-DD. */
  birthday: string | null;
  place: string | null;
  about: string | null;
  /** Filled in, but shown to nobody else. */
  privateFields: ProfileField[];
  isDemo: boolean;
  postCount: number;
  createdAt: number;
  /** The member has asked to be deleted then; null for everybody else. */
  deleteDueAt: number | null;
  deletedAt: number | null;
};
