/** Untrusted form body → typed value, or the form as it was typed with a message by each wrong field. */
import type { z } from 'zod';
import { errorText, type Texts } from '../i18n/texts.js';
import { AppError } from '../lib/errors.js';
import type { FormState } from './page.js';

export type ParsedForm<T> = { ok: true; value: T } | { ok: false; form: FormState<string> };

// What is shown again is bounded; a longer value is wrong anyway.
const LONGEST_ECHO = 25_000;

export function parseForm<T>(schema: z.ZodType<T>, body: unknown, texts: Texts): ParsedForm<T> {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return { ok: true, value: parsed.data };
  const errors: Record<string, string> = {};
  for (const issue of parsed.error.issues) {
    const field = String(issue.path[0] ?? 'form');
    errors[field] ??= errorText(texts, issue.message, issueParams(issue));
  }
  return { ok: false, form: { values: typedValues(body), errors } };
}

/** The form again, with the error of a use case at its field. */
export function formWithError(body: unknown, field: string, error: AppError, texts: Texts): FormState<string> {
  return { values: typedValues(body), errors: { [field]: errorText(texts, error.code, error.params) } };
}

/** Runs a use case; an expected refusal comes back as a value, anything else is thrown on. */
export async function attempt<T>(
  work: () => Promise<T>,
): Promise<{ ok: true; value: T } | { ok: false; error: AppError }> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (error instanceof AppError && error.status < 500 && error.status !== 403 && error.status !== 404) {
      return { ok: false, error };
    }
    throw error;
  }
}

/** Every plain string field of the body but secrets. */
export function typedValues(body: unknown): Record<string, string> {
  if (typeof body !== 'object' || body === null) return {};
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(body)) {
    if (typeof value === 'string' && !/password|_csrf/i.test(name)) values[name] = value.slice(0, LONGEST_ECHO);
  }
  return values;
}

function issueParams(issue: z.core.$ZodIssue): Record<string, string | number> {
  const params: Record<string, string | number> = {};
  if ('maximum' in issue) params.max = Number(issue.maximum);
  if ('minimum' in issue) params.min = Number(issue.minimum);
  return params;
}
