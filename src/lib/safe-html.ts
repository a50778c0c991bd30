/**
 * HTML that the allow-list cleaner (html.ts) or the Markdown renderer (markdown.ts) produced, and nothing else.
 * Views print only this type unescaped. `trustStoredHtml` is for stores alone: what they read was cleaned before it was written.
 */
declare const brand: unique symbol;
export type SafeHtml = string & { readonly [brand]: 'SafeHtml' };

export function trustStoredHtml(html: string): SafeHtml {
  return html as SafeHtml;
}
