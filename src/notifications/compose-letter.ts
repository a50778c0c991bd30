/** A letter's content → subject, plain text and HTML in the one layout (views/mail/letter.ejs). */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ejs from 'ejs';
import { viewsDir } from '../config/paths.js';
import type { Letter, LetterBlock, LetterItem, Mail, MailAddress } from '../lib/mail.js';
import { wrapText } from './wrap-text.js';

export type ComposeLetter = (to: MailAddress, letter: Letter) => Mail;

type Site = { siteName: string; baseUrl: () => string };

export function createComposeLetter(site: Site): ComposeLetter {
  const file = path.join(viewsDir, 'mail', 'letter.ejs');
  let render: ejs.TemplateFunction | undefined;
  return (to, letter) => {
    render ??= ejs.compile(readFileSync(file, 'utf8'), { filename: file });
    const page = { ...letter, title: letter.title ?? letter.subject, footer: letter.footer ?? [] };
    return {
      to,
      subject: letter.subject,
      text: letterText(page, site),
      html: render({ letter: page, siteName: site.siteName, siteUrl: `${site.baseUrl()}/` }),
      ...(letter.headers ? { headers: letter.headers } : {}),
    };
  };
}

type Shown = Letter & Required<Pick<Letter, 'title' | 'footer'>>;

function letterText(letter: Shown, site: Site): string {
  const footer = letter.footer.map(({ text, link }) => (link ? `${text}\n${link.label}: ${link.url}` : text));
  const parts = [
    `${letter.title}\n${'='.repeat(Math.min([...letter.title].length, 72))}`,
    ...letter.blocks.map(blockText),
    // RFC 3676, 4.3: mail programs fold what stands below this line.
    `-- \n${[`${site.siteName}, ${site.baseUrl()}/`, ...footer].join('\n\n')}`,
  ];
  return `${parts.map((part) => wrapText(part)).join('\n\n')}\n`;
}

function blockText(block: LetterBlock): string {
  switch (block.kind) {
    case 'paragraph':
      return block.text;
    case 'heading':
      return `${block.text}\n${'-'.repeat(Math.min([...block.text].length, 72))}`;
    case 'button':
      return `${block.label}:\n${block.url}`;
    case 'code':
      return `    ${block.text}`;
    case 'quote':
      return [...(block.by ? [`${block.by}:`] : []), ...wrapText(block.text, 70).split('\n').map(quoted)].join('\n');
    case 'items':
      return block.items.map(itemText).join('\n\n');
  }
}

function itemText({ title, url, meta, text }: LetterItem): string {
  return [`* ${title}`, meta, text, url]
    .filter(Boolean)
    .map((line, index) => (index === 0 ? line : `  ${line}`))
    .join('\n');
}

function quoted(line: string): string {
  return line === '' ? '>' : `> ${line}`;
}
