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
  pendingEmail?: string | null;
  isUnverified?: boolean;
} & Partial<Profile>;
export type Profile = Pick<User, 'gender' | 'birthday' | 'place' | 'about' | 'language' | 'privateFields'>;
/** What becomes of the posts: they stay without a name, or lose their text. */
export type DeleteMode = 'keep' | 'remove';
export type Credentials = { user: User; passwordHash: string | null };
export type InsertOutcome = { ok: true; user: User } | { ok: false; code: 'name-taken' | 'email-taken' };
export type UserStore = ReturnType<typeof createUserStore>;

type Key = { id: number } | { name_key: string } | { email_key: string };

export function createUserStore(db: Db) {
  const row = (key: Key, on: Executor = db.read): Promise<UserRow | undefined> =>
    on<UserRow>('users').where(key).first();

  async function findBy(key: Key, on?: Executor): Promise<User | undefined> {
    const found = await row(key, on);
    return found && userFromRow(found);
  }

  async function findCredentials(key: Key): Promise<Credentials | undefined> {
    const found = await row(key);
    return found && { user: userFromRow(found), passwordHash: found.password_hash };
  }

  return {
    find: (id: number, on?: Executor) => findBy({ id }, on),
    get: async (id: number) => (await findBy({ id })) ?? Promise.reject(notFound('member')),
    findByNameKey: (nameKey: string) => findBy({ name_key: nameKey }),
    findByEmailKey: (emailKey: string, on?: Executor) => findBy({ email_key: emailKey }, on),
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
    updateProfile: (id: number, { privateFields, ...profile }: Profile) =>
      updateOne(db.write, id, { ...profile, private_fields: privateFields.join(',') }),
    updatePassword: (id: number, passwordHash: string, on: Executor = db.write) =>
      updateOne(on, id, { password_hash: passwordHash }),
    updatePendingEmail: (id: number, email: string | null, on: Executor = db.write) =>
      updateOne(on, id, { pending_email: email }),
    /** False when another member has confirmed the address first. */
    confirmEmail: (id: number, address: { email: string; emailKey: string }, on: Executor) =>
      confirmEmail(on, id, address),
    /** null: stays after all. */
    updateLeaving: (id: number, leaving: { dueAt: number; mode: DeleteMode } | null, on: Executor) =>
      updateOne(on, id, { delete_due_at: leaving?.dueAt ?? null, delete_mode: leaving?.mode ?? null }),
    listLeaving: async (now: number, limit: number): Promise<{ id: number; mode: DeleteMode }[]> =>
      db.read('users').where('delete_due_at', '<=', now).orderBy('delete_due_at').limit(limit).select({
        id: 'id',
        mode: 'delete_mode',
      }),
    isLastAdmin: (trx: Knex.Transaction, id: number) => isLastAdmin(trx, id),
    anonymise: (trx: Knex.Transaction, id: number, former: { name: string; at: number }) => anonymise(trx, id, former),
    /** By an administrator's hand. */
    markVerified: (id: number) => updateOne(db.write, id, { is_unverified: false }),
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
  const { nameKey, emailKey, passwordHash, isDemo, createdAt, pendingEmail, isUnverified, privateFields, ...rest } =
    user;
  return {
    ...rest,
    pending_email: pendingEmail ?? null,
    is_unverified: isUnverified ?? false,
    private_fields: (privateFields ?? []).join(','),
    name_key: nameKey,
    email_key: emailKey,
    password_hash: passwordHash,
    is_demo: isDemo ?? false,
    created_at: createdAt,
  };
}

/** Those who are leaving do not count. The rows stay locked, so that of two who leave at once the second sees the first. */
async function isLastAdmin(trx: Knex.Transaction, id: number): Promise<boolean> {
  const admins = await trx<UserRow>('users')
    .where('role', 'admin')
    .orderBy('id')
    .forUpdate()
    .select('id', 'delete_due_at');
  return admins.some((admin) => admin.id === id) && !admins.some((a) => a.id !== id && a.delete_due_at === null);
}

/** False when the member has decided to stay meanwhile. */
async function anonymise(
  trx: Knex.Transaction,
  id: number,
  { name, at }: { name: string; at: number },
): Promise<boolean> {
  const nothing = { email: null, email_key: null, pending_email: null, password_hash: null, language: null };
  const profile = { gender: null, birthday: null, place: null, about: null, private_fields: '' };
  const changed = await trx('users')
    .where({ id })
    .where('delete_due_at', '<=', at)
    .update({
      ...nothing,
      ...profile,
      name,
      // No key of a name contains a colon: nobody can be called so, or log in by it.
      name_key: `former:${id}`,
      role: 'member',
      is_unverified: true,
      delete_due_at: null,
      delete_mode: null,
      deleted_at: at,
    });
  return changed > 0;
}

async function confirmEmail(
  on: Executor,
  id: number,
  { email, emailKey }: { email: string; emailKey: string },
): Promise<boolean> {
  // Looked for first: on PostgreSQL a violated index would end the whole transaction.
  const other = await on<UserRow>('users').where('email_key', emailKey).whereNot('id', id).first('id');
  if (other) return false;
  await updateOne(on, id, { email, email_key: emailKey, pending_email: null, is_unverified: false });
  return true;
}

async function updateOne(on: Executor, id: number, change: Partial<UserRow>): Promise<void> {
  const changed = await on('users').where({ id }).update(change);
  if (changed === 0) throw notFound('member');
}

async function countUsers(on: Knex, where: { role?: Role } = {}): Promise<number> {
  const found = await on('users').where(where).count({ n: '*' }).first();
  return Number(found?.n ?? 0);
}
