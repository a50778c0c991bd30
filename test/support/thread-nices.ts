import { readdirSync, readFileSync } from 'node:fs';

/** Of every thread of this process, the first first; the 19th field of its line, and the name before may hold spaces. */
export function threadNices(): number[] {
  return readdirSync('/proc/self/task').map((thread) => {
    const stat = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]);
  });
}
