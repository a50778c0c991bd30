/** Members for the stores' tests. */
import { createUserStore, type NewUser } from '../../src/accounts/user-store.js';
import type { Db } from '../../src/db/db.js';
import { newUser } from './accounts.js';

let made = 0;

/** The id of a new member. */
export async function addUser(db: Db, more: Partial<NewUser> = {}): Promise<number> {
  made++;
  const inserted = await createUserStore(db).insert(newUser(more.name ?? `Читатель ${made}`, more));
  if (!inserted.ok) throw new Error(inserted.code);
  return inserted.user.id;
}
