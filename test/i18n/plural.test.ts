import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPlural } from '../../src/i18n/plural.js';

const replies = { one: 'ответ', few: 'ответа', many: 'ответов', other: 'ответа' };

test('Russian has its forms for 1, 2, 5, 11 and 21', () => {
  const { form } = createPlural('ru');
  const forms = [0, 1, 2, 5, 11, 12, 21, 22, 111, 121, 1.5].map((n) => form(n, replies));
  const expected = [
    'ответов',
    'ответ',
    'ответа',
    'ответов',
    'ответов',
    'ответов',
    'ответ',
    'ответа',
    'ответов',
    'ответ',
    'ответа',
  ];
  assert.deepEqual(forms, expected);
});

test('English has two, and a missing form falls back to the general one', () => {
  const { form } = createPlural('en');
  assert.deepEqual(
    [0, 1, 2].map((n) => form(n, { one: 'reply', other: 'replies' })),
    ['replies', 'reply', 'replies'],
  );
  assert.equal(createPlural('ru').form(5, { one: 'источника', other: 'источников' }), 'источников');
});

test('the number is grouped and never parts from its word', () => {
  assert.equal(createPlural('en').count(12_345, { one: 'post', other: 'posts' }), '12,345\u00a0posts');
  assert.equal(createPlural('ru').count(103_416, replies), '103\u00a0416\u00a0ответов');
});
