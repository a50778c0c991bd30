/**
 * SQL of members. Rows become `User` here and nowhere else; the password hash leaves only with `Credentials`
 * (for authenticate.ts) and, hashed again, as the stamp that sessions carry.
 */
import type { Knex } from 'knex';
import type { Db, Executor } from '../db/db.js';
import { notFound } from '../lib/errors.js';
import { passwordStamp } from './password.js';
import { violatedColumn } from './unique-violation.js';
import type { Role, User } from './user.js';
import { type UserRow, userFromRow } from './user-row.js';

export type NewUser = Pick<User, 'name' | 'email' | 'role' | 'language' | 'createdAt'> & {
  nameKey: string;
  emailKey: string | null;
  passwordHash: string | null;
  isDemo?: boolean;
} & Partial<Profile>;
export type Profile = Pick<User, 'gender' | 'birthday' | 'place' | 'about' | 'language'>;
export type Credentials = { user: User; passwordHash: string | null };
export type InsertOutcome = { ok: true; user: User } | { ok: false; code: 'name-taken' | 'email-taken' };
export type UserStore = ReturnType<typeof createUserStore>;

type Key = { id: number } | { name_key: string } | { email_key: string };

export function createUserStore(db: Db) {
  const row = (key: Key): Promise<UserRow | undefined> => db.read<UserRow>('users').where(key).first();

  async function findBy(key: Key): Promise<User | undefined> {
    const found = await row(key);
    return found && userFromRow(found);
  }

  async function findCredentials(key: Key): Promise<Credentials | undefined> {
    const found = await row(key);
    return found && { user: userFromRow(found), passwordHash: found.password_hash };
  }

  return {
    find: (id: number) => findBy({ id }),
    get: async (id: number) => (await findBy({ id })) ?? Promise.reject(notFound('member')),
    findByNameKey: (nameKey: string) => findBy({ name_key: nameKey }),
    findByEmailKey: (emailKey: string) => findBy({ email_key: emailKey }),
    findCredentials: (id: number) => findCredentials({ id }),
    findCredentialsByNameKey: (nameKey: string) => findCredentials({ name_key: nameKey }),
    findCredentialsByEmailKey: (emailKey: string) => findCredentials({ email_key: emailKey }),
    findStamped: (id: number) => findStamped(row({ id })),
    /** One query, in no particular order; unknown ids are left out. */
    listByIds: async (ids: readonly number[]): Promise<User[]> => {
      if (ids.length === 0) return [];
      const rows: UserRow[] = await db.read<UserRow>('users').whereIn('id', [...new Set(ids)]);
      return rows.map(userFromRow);
    },
    insert: (user: NewUser, on: Executor = db.write) => insertUser(on, user),
    updateProfile: (id: number, profile: Profile) => updateOne(db.write, id, { ...profile }),
    updatePassword: (id: number, passwordHash: string) => updateOne(db.write, id, { password_hash: passwordHash }),
    updateRole: (id: number, role: Role) => updateOne(db.write, id, { role }),
    count: () => countUsers(db.read),
    countByRole: (role: Role) => countUsers(db.read, { role }),
  };
}

async function findStamped(query: Promise<UserRow | undefined>): Promise<{ user: User; stamp: string } | undefined> {
  const found = await query;
  return found && { user: userFromRow(found), stamp: passwordStamp(found.password_hash) };
}

async function insertUser(on: Executor, user: NewUser): Promise<InsertOutcome> {
  try {
    const [inserted] = (await on('users').insert(newRow(user)).returning('*')) as UserRow[];
    if (!inserted) throw new Error('the insert returned no row');
    return { ok: true, user: userFromRow(inserted) };
  } catch (error) {
    // Two who register the same at once: the database decides, and the second gets the ordinary answer.
    const column = violatedColumn(error);
    if (column === 'name_key') return { ok: false, code: 'name-taken' };
    if (column === 'email_key') return { ok: false, code: 'email-taken' };
    throw error;
  }
}

function newRow(user: NewUser) {
  const { nameKey, emailKey, passwordHash, isDemo, createdAt, ...rest } = user;
  return {
    ...rest,
    name_key: nameKey,
    email_key: emailKey,
    password_hash: passwordHash,
    is_demo: isDemo ?? false,
    created_at: createdAt,
  };
}

async function updateOne(on: Knex, id: number, change: Partial<UserRow>): Promise<void> {
  const changed = await on('users').where({ id }).update(change);
  if (changed === 0) throw notFound('member');
}

async function countUsers(on: Knex, where: { role?: Role } = {}): Promise<number> {
  const found = await on('users').where(where).count({ n: '*' }).first();
  return Number(found?.n ?? 0);
}
