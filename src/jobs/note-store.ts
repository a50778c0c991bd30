/** SQL of notes: small facts about the site itself that must survive a restart. */
import type { Db } from '../db/db.js';

export type NoteName = 'first-run';

export function createNoteStore(db: Db) {
  return {
    async find(name: NoteName): Promise<string | undefined> {
      return (await db.read('notes').where('name', name).first('value'))?.value;
    },

    async upsert(name: NoteName, value: string): Promise<void> {
      await db.write('notes').insert({ name, value }).onConflict('name').merge();
    },
  };
}

export type NoteStore = ReturnType<typeof createNoteStore>;
