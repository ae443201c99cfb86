// WIT on a page: the text of the one printer, with links where names stand and words marked.

import type { Type, TypeDef } from '../model/package.ts';
import { escapeName, type TypeStyle } from '../model/print.ts';
import { BUILTIN_NAMES } from '../syntax/builtins.ts';
import type { Inline } from './page.ts';

/** Before a name that is a link stands a character of a private plane, which counts the links. */
const FIRST = 0xf0000;
const LAST = 0xffffd;
const MARKED = /([\u{f0000}-\u{ffffd}])(%?[A-Za-z0-9-]+)/u;
const MARKS = /[\u{f0000}-\u{ffffd}]/gu;

/** Collects the links of one text: give `style` to the printer and `parts` what it printed. */
export class LinkedCode {
  readonly #links: string[] = [];
  readonly #hrefOf: (type: TypeDef) => string | undefined;
  readonly style: TypeStyle;

  constructor(hrefOf: (type: TypeDef) => string | undefined, unknown: (type: Type) => string) {
    this.#hrefOf = hrefOf;
    this.style = { own: true, nameOf: (type) => this.mark(type), unknown: (type) => unknown(type).replace(MARKS, '') };
  }

  mark(type: TypeDef): string {
    const href = this.#hrefOf(type);
    const name = escapeName(type.name);
    return href === undefined ? name : this.link(name, href);
  }

  link(name: string, href: string): string {
    const code = FIRST + this.#links.length;
    if (code > LAST) return name;
    this.#links.push(href);
    return String.fromCodePoint(code) + name;
  }

  parts(text: string): Inline[] {
    const found: Inline[] = [];
    const pieces = text.split(MARKED);
    for (let at = 0; at < pieces.length; at += 3) {
      found.push(...words(pieces[at] ?? ''));
      const [mark, name] = [pieces[at + 1], pieces[at + 2]];
      if (mark === undefined || name === undefined) continue;
      const href = this.#links[(mark.codePointAt(0) ?? FIRST) - FIRST];
      found.push(href === undefined ? name : { text: name, href });
    }
    return found;
  }
}

const KEYWORDS = new Set(
  'interface world package use include import export type record variant enum flags resource func async static constructor get set with as'.split(
    ' ',
  ),
);

function words(text: string): Inline[] {
  const found: Inline[] = [];
  let plain = '';
  for (const part of text.split(/(@?%?[A-Za-z][A-Za-z0-9-]*)/)) {
    const isKeyword = KEYWORDS.has(part) || BUILTIN_NAMES.has(part) || part.startsWith('@');
    if (!isKeyword) {
      plain += part;
      continue;
    }
    if (plain !== '') found.push(plain);
    plain = '';
    found.push({ text: part, style: 'keyword' });
  }
  if (plain !== '') found.push(plain);
  return found;
}
