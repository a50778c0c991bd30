import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { textsFor } from '../../src/i18n/texts.js';
import { AppError } from '../../src/lib/errors.js';
import { attempt, formWithError, parseForm, typedValues } from '../../src/web/form.js';

const texts = textsFor('en');
const schema = z.object({ title: z.string().min(1, 'required').max(5, 'too-long'), note: z.string().optional() });

describe('parseForm', () => {
  test('gives the typed value', () => {
    assert.deepEqual(parseForm(schema, { title: 'abc', other: '1' }, texts), { ok: true, value: { title: 'abc' } });
  });

  test('or the form as it was typed, with words by each wrong field', () => {
    const parsed = parseForm(schema, { title: 'much too long', note: 'n' }, texts);
    assert.ok(!parsed.ok);
    assert.deepEqual(parsed.form.values, { title: 'much too long', note: 'n' });
    assert.equal(typeof parsed.form.errors.title, 'string');
    assert.notEqual(parsed.form.errors.title, 'too-long', 'a sentence, not a key');
    assert.match(parsed.form.errors.title ?? '', /5/);
  });

  test('any body at all is an answer', () => {
    const hostile: unknown[] = [
      undefined,
      null,
      'text',
      7,
      [],
      { title: ['a', 'b'] },
      { title: { $ne: '' } },
      JSON.parse('{"__proto__":"x","title":""}'),
    ];
    for (const body of hostile) {
      const parsed = parseForm(schema, body, texts);
      assert.ok(!parsed.ok && Object.keys(parsed.form.errors).length > 0, JSON.stringify(body));
    }
    assert.equal(({} as Record<string, unknown>).x, undefined);
  });
});

describe('typedValues', () => {
  test('never secrets, never anything but text, never without end', () => {
    const body = { name: 'n', password: 'p', newPassword: 'p', _csrf: 't', list: ['x'], long: 'y'.repeat(99_999) };
    const { long, ...rest } = typedValues(body);
    assert.deepEqual(rest, { name: 'n' });
    assert.equal(long?.length, 25_000);
  });

  test('an error of a use case stands by its field', () => {
    const form = formWithError({ title: 'x', password: 'p' }, 'title', new AppError('required'), texts);
    assert.deepEqual(form, { values: { title: 'x' }, errors: { title: texts.errors.required } });
  });
});

describe('attempt', () => {
  test('a refusal that a form can show is a value', async () => {
    assert.deepEqual(await attempt(async () => 1), { ok: true, value: 1 });
    const error = new AppError('text-empty', { status: 422 });
    assert.deepEqual(await attempt(() => Promise.reject(error)), { ok: false, error });
  });

  test('what is no answer to a form is thrown on', async () => {
    const errors = [new Error('bug'), ...[403, 404, 500].map((status) => new AppError('x', { status }))];
    for (const error of errors)
      await assert.rejects(
        attempt(() => Promise.reject(error)),
        error,
      );
  });
});
