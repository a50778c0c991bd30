/** A QR code as one path of an SVG, so that the view draws it: no picture to load, and nothing leaves the server. */
import { create } from 'qrcode';

export type QrPicture = { size: number; path: string };

/** White border that readers need, in modules (ISO/IEC 18004). */
const BORDER = 4;

export function qrPicture(text: string): QrPicture {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const squares: string[] = [];
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (modules.get(row, column)) squares.push(`M${column + BORDER} ${row + BORDER}h1v1h-1z`);
    }
  }
  return { size: modules.size + 2 * BORDER, path: squares.join('') };
}
