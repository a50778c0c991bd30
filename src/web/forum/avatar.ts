/**
 * The picture of a member: four tiles of quarter circles, leaves and arcs in a few printer's colours, and a seal with the
 * initials, all from the member's number and name. The same member always looks the same; about two million members look
 * different from each other. It says nothing that the name beside it does not say, so screen readers skip it.
 */
import { createHash } from 'node:crypto';
import type { User } from '../../accounts/user.js';

export type Avatar = {
  initials: string;
  /** Names of classes of the style sheet, which knows a light and a dark shade of each. */
  ground: string;
  tiles: { path: string; ink: string; place: string }[];
};

/** In a square of 24 units; the quarter turns of `place` make four of each. */
const shapes = [
  'M0 0h24A24 24 0 0 1 0 24z',
  'M0 0A24 24 0 0 1 24 24A24 24 0 0 1 0 0z',
  'M0 0h24v12A12 12 0 0 1 0 12z',
  'M0 0h24L0 24z',
  'M0 0h24v24A24 24 0 0 0 0 0z',
  'M12 0a12 12 0 1 0 .01 0zM12 6a6 6 0 1 1-.01 0z',
];
const INKS = 6;
const corners = ['0 0', '24 0', '0 24', '24 24'];

export function avatarOf({ id, name }: Pick<User, 'id' | 'name'>): Avatar {
  const bytes = createHash('sha256').update(`${id}:${name}`).digest();
  const byte = (index: number) => bytes[index] ?? 0;
  const ground = byte(0) % INKS;
  return {
    initials: initials(name),
    ground: `ink-${ground}`,
    tiles: corners.map((corner, index) => ({
      path: shapes[byte(index + 1) % shapes.length] ?? '',
      // Never the colour of the ground, or the tile would be empty.
      ink: `ink-${(ground + 1 + (byte(index + 5) % (INKS - 1))) % INKS}`,
      place: `translate(${corner}) rotate(${(byte(index + 9) % 4) * 90} 12 12)`,
    })),
  };
}

function initials(name: string): string {
  const words = name.split(/[\s._-]+/u).filter(Boolean);
  return words
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase() ?? '')
    .join('');
}
