/** Handler's content + shell → page. The only way from a handler to a view. */
import type { Request, Response } from 'express';
import { emoji } from '../lib/emoji.js';
import './context.js';
import type { PageHead } from './page.js';

export type PageContent = { head: PageHead; page: object; status?: number };

export async function renderPage(req: Request, res: Response, view: string, content: PageContent): Promise<void> {
  const { head, page, status = 200 } = content;
  const shell = await res.locals.shellFor(head);
  res.status(status).setHeader('Content-Language', shell.language);
  const locals = { emoji, t: res.locals.t, fmt: res.locals.fmt, now: Date.now() };
  const html = await rendered(req, view, { ...locals, head, page, shell });
  res.send(html);
}

function rendered(req: Request, view: string, locals: object): Promise<string> {
  return new Promise((resolve, reject) => {
    req.app.render(view, locals, (error, html) => (error ? reject(error) : resolve(html)));
  });
}
