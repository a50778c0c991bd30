/** A text (or a number, which is its digits) in quotation marks whose own marks become the inner ones, as printers do. */
export function quotedRu(text: string): string {
  return `«${String(text).replaceAll('«', '„').replaceAll('»', '“')}»`;
}

export function quotedEn(text: string): string {
  return `“${String(text).replaceAll('“', '‘').replaceAll('”', '’')}”`;
}
