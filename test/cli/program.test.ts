import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { describe, test } from 'node:test';
import { createProgram } from '../../src/cli/program.js';

async function run(argv: string[]) {
  const out = new PassThrough();
  const err = new PassThrough();
  const opened: string[] = [];
  const refuse = (what: string) => async () => {
    opened.push(what);
    throw new Error(`${what} was opened`);
  };
  const program = createProgram({ openServices: refuse('database'), serve: refuse('site'), out, err });
  const code = await program.run(argv);
  return { code, opened, out: String(out.read() ?? ''), err: String(err.read() ?? '') };
}

const commands = [
  ...[
    ['serve'],
    ['demo'],
    ['import'],
    ['parse'],
    ['search'],
    ['similar'],
    ['reindex'],
    ['routes'],
    ['config'],
    ['migrate'],
  ],
  ...[
    ['eval'],
    ['eval', 'similar'],
    ['eval', 'stories'],
    ['user'],
    ['user', 'create'],
    ['user', 'role'],
    ['user', 'verify'],
    ['user', 'reset-link'],
    ['user', 'second-step-off'],
    ['feeds'],
    ['feeds', 'list'],
  ],
  ...[
    ['feeds', 'add'],
    ['feeds', 'fetch'],
    ['feeds', 'pause'],
    ['feeds', 'resume'],
    ['feeds', 'import-opml'],
    ['feeds', 'export-opml'],
  ],
];

const wrongUsages = [
  ...[[], ['frobnicate'], ['feeds'], ['user'], ['import'], ['parse'], ['search'], ['similar'], ['feeds', 'fetch']],
  ...[
    ['similar', '5', '--text', 'both'],
    ['similar', 'five'],
    ['similar', '0'],
    ['search', 'x', '--limit', '0'],
  ],
  ...[
    ['feeds', 'add', 'example.org'],
    ['feeds', 'pause', '-1'],
    ['feeds', 'fetch', '3', '--all'],
    ['import', 'x', '--feed', 'y'],
  ],
  ...[
    ['user', 'create', 'eva', '--role', 'king'],
    ['user', 'create', 'eva', '--password', 'x', '--password-stdin'],
    ['routes', '--yaml'],
  ],
];

describe('the command line', () => {
  for (const command of commands) {
    test(`${command.join(' ')} --help shows the usage and an example`, async () => {
      const { code, out } = await run([...command, '--help']);
      assert.equal(code, 0);
      assert.ok(out.includes(`Usage: hustings ${command.join(' ')}`), out);
      assert.match(out, new RegExp(`Examples?:\\n  \\$ hustings ${command.join(' ')}`));
    });
  }

  for (const usage of wrongUsages) {
    test(`wrong usage ends with 2 and opens nothing: hustings ${usage.join(' ')}`, async () => {
      const { code, opened, out, err } = await run(usage);
      assert.deepEqual({ code, opened, out }, { code: 2, opened: [], out: '' });
      assert.match(err, /error: |Usage: /);
    });
  }

  test('routes: method, path and who, without opening anything', async () => {
    const { code, opened, out } = await run(['routes', '--json']);
    const routes = JSON.parse(out) as { method: string; path: string; access: string }[];
    const accessOf = (method: string, path: string) =>
      routes.find((route) => route.method === method && route.path === path)?.access;
    assert.deepEqual({ code, opened }, { code: 0, opened: [] });
    assert.equal(accessOf('get', '/threads/:id'), 'anyone');
    assert.equal(accessOf('post', '/threads/:id/posts'), 'member');
    assert.equal(accessOf('post', '/moderation/feeds'), 'moderator');
  });
});
