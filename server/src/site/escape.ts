// Text for HTML.

import { visible, xmlText } from '../base/escape.ts';

/** For text and for values of attributes. Lines stay lines. */
export function escapeHtml(text: string): string {
  return xmlText(text).replaceAll('&#13;', '').replaceAll('&#10;', '\n');
}

/** Markdown that others wrote: what would turn the direction of the text around is named. */
export function withoutTurns(markdown: string): string {
  return markdown.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, visible);
}
