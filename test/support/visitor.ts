/** Somebody with a browser, for tests without one: keeps cookies, sends the token of the form it saw. */
import request from 'supertest';
import { sessionCookie } from './session-app.js';

export type Visitor = ReturnType<typeof createVisitor>;
export type Answer = request.Response;

let networks = 0;

/** Limits count per network, so everybody comes from one of their own. */
export function newNetwork(): string {
  networks++;
  return `10.0.${Math.floor(networks / 250)}.${(networks % 250) + 1}`;
}

export function createVisitor(url: string) {
  const agent = request.agent(url);
  const address = newNetwork();
  let session = '';
  const get = (path: string, headers: Record<string, string> = {}) =>
    agent.get(path).set('X-Forwarded-For', address).set(headers);

  /** The token that a form of this visitor carries; the login page has one for readers who are not logged in. */
  async function token(): Promise<string> {
    const page = await get('/login').redirects(1);
    return /name="_csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
  }

  const postRaw = (path: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}) =>
    agent.post(path).set('X-Forwarded-For', address).type('form').set(headers).send(fields);

  async function post(path: string, fields: Record<string, string> = {}): Promise<Answer> {
    return postRaw(path, { ...fields, _csrf: await token() });
  }

  async function logIn(login: string, password: string): Promise<void> {
    const answer = await post('/login', { login, password });
    if (answer.status !== 303) throw new Error(`${login} cannot log in: ${answer.status}`);
    session = sessionCookie(answer) ?? '';
    // The greeting is shown once; the pages under test come without it.
    await get('/feeds');
  }

  /** The session as a browser would send it, for tests that speak HTTP themselves. */
  const cookie = () => session;

  return { get, post, postRaw, token, logIn, cookie };
}
