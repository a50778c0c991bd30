/** What a publisher's response headers say about when to come back (RFC 9111 and RFC 9110 §10.2.3). */
type Headers = Readonly<Record<string, string>>;

/** Seconds that the response stays fresh; 0 when it must not be kept, null when nothing usable is said. */
export function cacheSeconds(headers: Headers, now: number): number | null {
  const control = headers['cache-control']?.toLowerCase() ?? '';
  if (/\bno-(cache|store)\b/.test(control)) return 0;
  const maxAge = /\bmax-age\s*=\s*"?(\d{1,10})/.exec(control)?.[1];
  const age = Number(headers.age ?? 0) || 0;
  if (maxAge !== undefined) return Math.max(0, Number(maxAge) - Math.max(0, age));
  return untilExpires(headers, now);
}

/** Milliseconds to wait; the header holds seconds or a date. Null when absent or unreadable. */
export function retryAfterMs(headers: Headers, now: number): number | null {
  const value = headers['retry-after']?.trim() ?? '';
  if (/^\d{1,10}(\.\d+)?$/.test(value)) return Number(value) * 1000;
  const until = dateOf(value);
  return until === null ? null : Math.max(0, until - serverTime(headers, now));
}

function untilExpires(headers: Headers, now: number): number | null {
  if (headers.expires === undefined) return null;
  // An invalid date, "0" above all, means "already expired" (RFC 9111 §5.3).
  const expires = dateOf(headers.expires);
  return expires === null ? 0 : Math.max(0, Math.round((expires - serverTime(headers, now)) / 1000));
}

/** Dates of one server are compared by that server's clock, which may be wrong. */
function serverTime(headers: Headers, now: number): number {
  return dateOf(headers.date ?? '') ?? now;
}

function dateOf(text: string): number | null {
  // `Date.parse` takes "0" or "-1" for a year.
  const time = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}
