/** The reason of a moderator's action: it stands in the public log, so there must be one. */
import { AppError } from '../lib/errors.js';
import { collapse } from '../lib/text.js';

export const LONGEST_REASON = 300;

export function checkedReason(typed: string): string {
  const reason = collapse(typed);
  if (reason === '') throw new AppError('reason-missing', { status: 422 });
  if (reason.length > LONGEST_REASON) throw new AppError('too-long', { status: 422, params: { max: LONGEST_REASON } });
  return reason;
}
