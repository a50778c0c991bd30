/** How deeply HTML nests and how many elements it makes, asked before anything builds a tree of it. */
import { Parser } from 'htmlparser2';

export function deeperThan(html: string, max: number): boolean {
  if (fewTags(html, max)) return false;
  let depth = 0;
  let tooDeep = false;
  const parser = new Parser({
    onopentagname: () => {
      depth++;
      if (depth <= max) return;
      tooDeep = true;
      // Reading on would cost the square of the depth.
      parser.pause();
    },
    onclosetag: () => {
      depth--;
    },
  });
  parser.write(html);
  if (!tooDeep) parser.end();
  return tooDeep;
}

// Nearly every article has fewer tags than the limit has levels: no parse needed.
function fewTags(html: string, max: number): boolean {
  let from = 0;
  let opened = 0;
  while (opened <= max) {
    const next = html.indexOf('<', from);
    if (next === -1) return true;
    from = next + 1;
    if (html[from] !== '/') opened++;
  }
  return false;
}

/** A count from above, without a parse: what stands in comments and scripts counts too, and so does `</p>`, which opens one. */
export function hasMoreTags(html: string, max: number): boolean {
  let count = 0;
  for (let at = html.indexOf('<'); at !== -1; at = html.indexOf('<', at + 1)) {
    if (html[at + 1] === '/' && html[at + 2] !== 'p' && html[at + 2] !== 'P') continue;
    if (++count > max) return true;
  }
  return false;
}
