/** `123`, `#123` or an address that ends in /threads/123. */
export function targetOf(typed: string): number | null {
  const digits =
    /^(?:#|№\s?)?([1-9]\d{0,8})$/.exec(typed.trim()) ?? /\/threads\/([1-9]\d{0,8})(?:[?#].*)?$/.exec(typed.trim());
  return digits ? Number(digits[1]) : null;
}
