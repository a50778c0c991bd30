import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { badInput, describeFailure } from '../../src/cli/exit.js';
import { ConfigError } from '../../src/config/load-config.js';
import { AppError, notFound } from '../../src/lib/errors.js';

describe('describeFailure', () => {
  test('an expected failure is a sentence', () => {
    assert.equal(describeFailure(notFound('thread')), 'There is no such thread.');
    assert.equal(describeFailure(badInput('The file is empty.')), 'The file is empty.');
    assert.match(describeFailure(new AppError('too-deep')), /nested too deeply/);
  });

  test('facts that an operator needs are in it, on one line and without terminal codes', () => {
    const params = { where: 'postgres at db.example:5432/news', why: 'connect\n\u001b[31mECONNREFUSED' };
    const text = describeFailure(new AppError('database-unreachable', { params }));
    assert.match(text, /postgres at db\.example:5432\/news/);
    assert.match(text, /ECONNREFUSED/);
    assert.ok(!text.includes('\n') && !text.includes('\u001b'));
  });

  test('a code without a text says the code rather than nothing', () => {
    assert.equal(describeFailure(new AppError('never-heard-of', { params: { why: 'x' } })), 'never-heard-of (why=x)');
  });

  test('wrong settings are all listed', () => {
    assert.equal(describeFailure(new ConfigError(['PORT: is no number'])), 'wrong setting PORT: is no number');
    assert.equal(describeFailure(new ConfigError(['A: x', 'B: y'])), 'wrong settings:\n  A: x\n  B: y');
  });

  test('a bug is one line without its stack', () => {
    assert.equal(describeFailure(new TypeError('cannot read\n  at something')), 'cannot read at something');
  });
});
