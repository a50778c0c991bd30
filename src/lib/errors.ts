/**
 * Errors that a person may see. `code` is a message key of the interface texts (`errors.<code>`),
 * `status` the HTTP status that a page answers with. Anything else that is thrown is a bug.
 */
export class AppError extends Error {
  readonly code: string;
  readonly status: number;
  readonly params: Record<string, string | number>;

  constructor(
    code: string,
    options: { status?: number; params?: Record<string, string | number>; cause?: unknown } = {},
  ) {
    super(describe(code, options.params), options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.status = options.status ?? 400;
    this.params = options.params ?? {};
  }
}

export function notFound(what: string): AppError {
  return new AppError('not-found', { status: 404, params: { what } });
}

/** The words of any thrown thing, for logs and command-line messages. */
export function errorText(error: unknown): string {
  if (error instanceof AggregateError && !error.message) return error.errors.map(errorText).join('; ');
  return error instanceof Error ? error.message : String(error);
}

function describe(code: string, params: Record<string, string | number> | undefined): string {
  const details = Object.entries(params ?? {}).map(([key, value]) => `${key}=${value}`);
  return details.length === 0 ? code : `${code} (${details.join(', ')})`;
}
