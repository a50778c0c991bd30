/** The reason of an act on the words of others: it stands in the public log, so there must be one. */
import { AppError } from '../lib/errors.js';
import { collapse } from '../lib/text.js';

export const LONGEST_REASON = 300;

/** One line. */
export function checkedReason(typed: string, isRequired = true): string {
  const reason = collapse(typed);
  if (reason === '' && isRequired) throw new AppError('reason-required', { status: 422 });
  if (reason.length > LONGEST_REASON) throw new AppError('too-long', { status: 422, params: { max: LONGEST_REASON } });
  return reason;
}
