/** The token in the address of a mail's link, as text; what it must look like is checked by whoever looks it up. */
import type { Request } from 'express';

export function tokenParam(req: Request): string {
  const { token } = req.params;
  return typeof token === 'string' ? token : '';
}
