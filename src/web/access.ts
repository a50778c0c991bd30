/** The role that a route's line in the map asks for. */
import type { RequestHandler } from 'express';
import type { Role } from '../accounts/user.js';
import { AppError } from '../lib/errors.js';
import { requireMember } from './authentication.js';
import type { Access } from './route.js';

const rank: Record<Role, number> = { member: 1, moderator: 2, admin: 3 };

export function requireAccess(access: Access): RequestHandler[] {
  if (access === 'anyone') return [];
  if (access === 'member') return [requireMember];
  return [
    requireMember,
    (req, _res, next) => {
      const isEnough = req.user !== undefined && rank[req.user.role] >= rank[access];
      next(isEnough ? undefined : new AppError('forbidden', { status: 403 }));
    },
  ];
}
