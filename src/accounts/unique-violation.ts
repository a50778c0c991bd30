/** Which column of `users` an insert collided on, told alike for both databases. */

export function violatedColumn(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const { code, constraint } = error as Error & { code?: unknown; constraint?: unknown };
  // PostgreSQL 23505 is unique_violation; knex names the constraint <table>_<column>_unique.
  if (code === '23505' && typeof constraint === 'string') return /^users_(\w+)_unique$/.exec(constraint)?.[1] ?? null;
  // knex puts the statement in front of SQLite's words, and the statement names every column.
  return /UNIQUE constraint failed: users\.(\w+)$/.exec(error.message)?.[1] ?? null;
}
