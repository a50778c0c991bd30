/** One line of the URL map. `access` is enforced where the map is mounted, so no route can be without it. */
import type { Request, Response } from 'express';

export type Access = 'anyone' | 'member' | 'moderator' | 'admin';

export type Handler = (req: Request, res: Response) => void | Promise<void>;

export type Route = {
  method: 'get' | 'post';
  path: string;
  access: Access;
  handle: Handler;
  /** The page is the same for all anonymous readers of a language. */
  isShared?: boolean;
  /** What it changes only its own member sees: no kept page grows old by it. */
  isOwn?: boolean;
  /** The address itself proves who sent it (a signed link in a letter): no form, hence no token. */
  isSigned?: boolean;
  /** Its form may carry a file, see `upload.ts`. */
  takesFile?: boolean;
};

/** A positive whole number from a path; anything else is "no such page", not an error. */
export function idParam(req: Request, name = 'id'): number | null {
  const text = req.params[name];
  if (typeof text !== 'string' || !/^[1-9]\d{0,9}$/.test(text)) return null;
  const id = Number(text);
  // The widest id that a PostgreSQL integer holds; beyond it the database would refuse the comparison.
  return id <= 2_147_483_647 ? id : null;
}

/** A query parameter as one string; repeated or nested ones count as absent. Without NUL, which PostgreSQL refuses. */
export function textQuery(req: Request, name: string, longest = 500): string {
  const value = req.query[name];
  return typeof value === 'string' ? value.slice(0, longest).replaceAll('\0', '') : '';
}

/** A number as addresses and forms carry it, an id or a position; anything else is null. */
export function numberOf(value: unknown): number | null {
  return typeof value === 'string' && /^[1-9]\d{0,8}$/.test(value) ? Number(value) : null;
}

/** The number in a query parameter. */
export function positionQuery(req: Request, name: string): number | null {
  return numberOf(textQuery(req, name, 10));
}
