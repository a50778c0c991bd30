/** Renders one sample exactly as the site does: the views root as an array, and nothing in scope but the contract. */
import express from 'express';
import { viewsDir } from '../../src/config/paths.js';
import { createFormat } from '../../src/i18n/format.js';
import { textsFor } from '../../src/i18n/texts.js';
import { emoji } from '../../src/lib/emoji.js';
import type { Sample } from './sample-pages.js';
import { NOW } from './sample-shell.js';

const app = express();
app.set('views', [viewsDir]);
app.set('view engine', 'ejs');
app.enable('view cache');

export function renderSample({ head, page, shell, view }: Sample): Promise<string> {
  const fmt = createFormat(shell.language, 'Europe/Moscow');
  const locals = { head, page, shell, t: textsFor(shell.language), fmt, now: NOW, emoji };
  return new Promise((resolve, reject) => {
    app.render(view, locals, (error: unknown, html: string) => (error ? reject(error) : resolve(html)));
  });
}
