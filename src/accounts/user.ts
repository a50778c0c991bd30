/** A registered person. `id` 0 never exists. */
export const roles = ['member', 'moderator', 'admin'] as const;
export type Role = (typeof roles)[number];

export const genders = ['female', 'male', 'other'] as const;
export type Gender = (typeof genders)[number];

export type User = {
  id: number;
  name: string;
  email: string | null;
  role: Role;
  /** Language of the interface that the member chose; null follows the browser. */
  language: string | null;
  gender: Gender | null;
  /** YYYY-MM-DD. */
  birthday: string | null;
  place: string | null;
  about: string | null;
  isDemo: boolean;
  postCount: number;
  createdAt: number;
};
