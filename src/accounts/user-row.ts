/** A row of `users`, and the `User` it stands for: without the password hash. */
import type { Gender, Role, User } from './user.js';

export type UserRow = {
  id: number;
  name: string;
  name_key: string;
  email: string | null;
  email_key: string | null;
  password_hash: string | null;
  role: Role;
  language: string | null;
  gender: Gender | null;
  birthday: string | null;
  place: string | null;
  about: string | null;
  is_demo: boolean | 0 | 1;
  post_count: number;
  created_at: number;
};

export function userFromRow(row: UserRow): User {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    role: row.role,
    language: row.language,
    gender: row.gender,
    birthday: row.birthday,
    place: row.place,
    about: row.about,
    isDemo: Boolean(row.is_demo),
    postCount: row.post_count,
    createdAt: row.created_at,
  };
}
