/** A row of `users`, and the `User` it stands for: without the password hash. */
import { type Gender, profileFields, type Role, type User } from './user.js';

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
  pending_email: string | null;
  is_unverified: boolean | 0 | 1;
  /** Names separated by commas. */
  private_fields: string;
  delete_due_at: number | null;
  delete_mode: string | null;
  deleted_at: number | null;
};

export function userFromRow(row: UserRow): User {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    pendingEmail: row.pending_email,
    isUnverified: Boolean(row.is_unverified),
    role: row.role,
    language: row.language,
    gender: row.gender,
    birthday: row.birthday,
    place: row.place,
    about: row.about,
    privateFields: profileFields.filter((field) => row.private_fields.split(',').includes(field)),
    isDemo: Boolean(row.is_demo),
    postCount: row.post_count,
    createdAt: row.created_at,
    deleteDueAt: row.delete_due_at,
    deletedAt: row.deleted_at,
  };
}
