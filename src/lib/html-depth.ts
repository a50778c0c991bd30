/** How deeply HTML nests, asked before anything that keeps a stack of open elements reads it. */
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
