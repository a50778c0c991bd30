/** No address that a stranger makes up may end in a bug: every GET route × hostile values, on both databases. */
import assert from 'node:assert/strict';
import { Agent, request as openRequest } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { type FeedServer, startFeedServer } from '../support/feed-server.js';
import {
  cursor,
  fieldNames,
  hardlyPaths,
  hostileValues,
  parameterNames,
  strangeCookies,
} from '../support/hostile-values.js';
import { addressOf, furnishSmall, routeList, routeName } from '../support/route-list.js';
import { dialects } from '../support/test-db.js';
import { startTestSite, type TestSite } from '../support/test-site.js';
import { newNetwork } from '../support/visitor.js';

const routes = routeList().filter((route) => route.method === 'get');
const LONGEST_ADDRESS = 16_000;
const REFUSED = 431;

for (const dialect of dialects) {
  describe(`hostile addresses on ${dialect}`, () => {
    let site: TestSite;
    let server: FeedServer;
    let staff: string;
    const agent = new Agent({ keepAlive: true, maxSockets: 4 });

    before(async () => {
      server = await startFeedServer({});
      site = await startTestSite({
        content: 'empty',
        dialect,
        env: { FETCH_ALLOW_HOSTS: server.host, IMAGE_PROXY: 'on' },
      });
      await furnishSmall(site, server);
      const admin = await site.visitorAs('admin');
      staff = admin.cookie();
    });
    after(async () => {
      agent.destroy();
      await site.close();
      await server.close();
    });

    /** As it stands: no client tidies up what is sent. */
    function ask(path: string, cookie: string, through: Agent | false): Promise<number> {
      const { hostname, port } = new URL(site.url);
      return new Promise((resolve, reject) => {
        const options = { hostname, port, path, agent: through, headers: { cookie } };
        const sent = openRequest(options, (response) => {
          response.resume().on('end', () => resolve(response.statusCode ?? 0));
        });
        sent.on('error', reject).end();
      });
    }

    /**
     * An address beyond 16 KB is refused by closing the connection; newer versions of node may reset it before the answer
     * is read, and with it the next request that was given the same connection. That one is asked again on its own.
     */
    async function status(path: string, cookie: string): Promise<number> {
      const whenReset = (error: NodeJS.ErrnoException) => {
        if (error.code !== 'ECONNRESET') throw error;
        return null;
      };
      const first = await ask(path, cookie, agent).catch(whenReset);
      if (first !== null) return first;
      if (path.length > LONGEST_ADDRESS) return REFUSED;
      return ask(path, cookie, false);
    }

    async function bugs(paths: string[], cookie = staff): Promise<string[]> {
      const statuses = await Promise.all(paths.map((path) => status(path, cookie)));
      return paths.filter((_path, at) => (statuses[at] ?? 0) >= 500);
    }

    for (const route of routes) {
      test(routeName(route), async () => {
        const parameters = [...route.path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '');
        const inPath = hostileValues.flatMap((value) =>
          parameters.map((name) => addressOf(route, { [name]: encodeURIComponent(value) })),
        );
        const inQuery = hostileValues.map(
          (value) =>
            `${addressOf(route)}?${new URLSearchParams(parameterNames.map((name): [string, string] => [name, value]))}`,
        );
        // One at a time too: an early refusal of one parameter must not hide another.
        const single = parameterNames.flatMap((name) =>
          ['\0', "'", '9007199254740993', cursor([9e15, 1])].map(
            (value) => `${addressOf(route)}?${new URLSearchParams({ [name]: value })}`,
          ),
        );
        assert.deepEqual(await bugs([...inPath, ...inQuery, ...single]), []);
      });
    }

    test('addresses that are hardly addresses', async () => assert.deepEqual(await bugs(hardlyPaths), []));

    test('cookies that nobody gave out', async () => {
      for (const cookie of strangeCookies)
        assert.deepEqual(await bugs(['/', '/login', '/account', '/threads/1'], cookie), [], cookie.slice(0, 40));
    });

    test('forms with anything in them', async () => {
      const admin = await site.visitorAs('admin');
      const _csrf = await admin.token();
      for (const route of routeList().filter((each) => each.method === 'post' && each.path !== '/logout')) {
        const answers = hostileValues.map(async (value) => {
          // Addresses are tried as far as our own server goes: nothing outside this machine is asked.
          const url = `${server.address('/small.xml')}?${encodeURIComponent(value)}`;
          const body = { ...Object.fromEntries(fieldNames.map((name) => [name, value])), url, _csrf };
          const answer = await admin.postRaw(addressOf(route), body, { 'X-Forwarded-For': newNetwork() });
          assert.ok(
            answer.status < 500,
            `${routeName(route)} with ${JSON.stringify(value.slice(0, 40))}: ${answer.status}`,
          );
        });
        await Promise.all(answers);
      }
    });

    test('and the site is as well as before', async () => {
      for (const path of ['/', '/threads/1', '/search?q=%D0%B2%D1%8B%D0%B1%D0%BE%D1%80%D1%8B'])
        assert.equal(await status(path, ''), 200, path);
    });
  });
}
