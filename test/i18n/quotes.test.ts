import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quotedEn, quotedRu } from '../../src/i18n/quotes.js';

test('marks inside a quoted text become inner marks', () => {
  assert.equal(quotedRu('Услуга «Портала-Край»'), '«Услуга „Портала-Край“»');
  assert.equal(quotedEn('A “quick” count'), '“A ‘quick’ count”');
  assert.equal(quotedRu('Явка'), '«Явка»');
});
