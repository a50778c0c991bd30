/** Plain text in lines that every mail program shows whole. A word that is longer, such as an address, is never broken. */
const WIDTH = 76;

export function wrapText(text: string, width = WIDTH): string {
  return text
    .split('\n')
    .map((line) => wrapLine(line, width))
    .join('\n');
}

function wrapLine(line: string, width: number): string {
  if (line.length <= width) return line;
  const indent = /^(?: {2,}|\* |> )?/.exec(line)?.[0] ?? '';
  const hanging = indent.startsWith('>') ? indent : ' '.repeat(indent.length);
  const lines: string[] = [];
  let current = indent;
  for (const word of line.slice(indent.length).split(' ')) {
    const isFirst = current === indent || current === hanging;
    if (!isFirst && current.length + 1 + word.length > width) {
      lines.push(current);
      current = hanging + word;
    } else {
      current += isFirst ? word : ` ${word}`;
    }
  }
  return [...lines, current].join('\n');
}
