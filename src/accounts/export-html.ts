/** The readable half of an export: pages that open from a disk, without the site and without scripts. */
import { escapeHtml } from '../lib/text.js';
import type { ExportReader } from './export-archive.js';
import type { ExportItem, ExportSection } from './export-section.js';
import type { User } from './user.js';

const style =
  'body{max-width:46rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 Georgia,serif;color:#262320;background:#fbf8f2}' +
  'dl{padding:1rem 0;border-top:1px solid #ddd4c2;margin:0;display:grid;grid-template-columns:10rem 1fr;gap:.25rem 1rem}' +
  'dt{color:#6b6458}dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}';

export const exportPageEnd = '</main>\n</body>\n</html>\n';

export function exportPageStart(title: string, { language, siteName }: ExportReader): string {
  const heading = escapeHtml(title);
  return (
    `<!doctype html>\n<html lang="${language}">\n<head>\n<meta charset="utf-8">\n` +
    `<title>${heading} — ${escapeHtml(siteName)}</title>\n<style>${style}</style>\n</head>\n<body>\n<main>\n` +
    `<p><a href="index.html">${escapeHtml(siteName)}</a></p>\n<h1>${heading}</h1>\n`
  );
}

export function exportItemHtml(item: ExportItem, reader: ExportReader): string {
  const shown = Object.entries(item).filter(([, value]) => value !== null && value !== '');
  const lines = shown.map(([key, value]) => {
    return `<dt>${escapeHtml(labelOf(key, reader))}</dt><dd>${escapeHtml(shownValue(key, value, reader))}</dd>\n`;
  });
  return `<dl>\n${lines.join('')}</dl>\n`;
}

export function exportIndexHtml(user: User, sections: readonly ExportSection[], reader: ExportReader): string {
  const { t, fmt, now } = reader;
  const links = sections.map(({ name, title }) => {
    return `<li><a href="${name}.html">${escapeHtml(title(t))}</a> (<a href="json/${name}.json">JSON</a>)</li>\n`;
  });
  const intro = escapeHtml(t.ownData.archiveIntro(user.name, fmt.dateTime(now)));
  return `${exportPageStart(t.ownData.archiveTitle, reader)}<p>${intro}</p>\n<ul>\n${links.join('')}</ul>\n${exportPageEnd}`;
}

function labelOf(key: string, { t }: ExportReader): string {
  const labels: Record<string, string> = t.ownData.labels;
  return Object.hasOwn(labels, key) ? (labels[key] ?? key) : key;
}

function shownValue(key: string, value: string | number | boolean | null, { fmt }: ExportReader): string {
  return key.endsWith('At') && typeof value === 'number' ? fmt.dateTime(value) : String(value);
}
