// WebAssembly text as nested lists of words and strings. Comments and unknown annotations are left out.

export type Expression =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'string'; readonly bytes: readonly number[] }
  | { readonly kind: 'list'; readonly items: readonly Expression[] };

/** Undefined for a text that is broken. */
export function readExpressions(text: string): readonly Expression[] | undefined {
  const token =
    /\s+|;;[^\n]*|(\()(?!;)|(\))|"((?:[^"\\\n]|\\(?:[tnr"'\\]|[0-9a-fA-F]{2}|u\{[0-9a-fA-F_]+\}))*)"|([^\s()";]+)/y;
  const top: Expression[] = [];
  const open: Expression[][] = [top];
  for (let at = 0; at < text.length; at = token.lastIndex) {
    if (text.startsWith('(;', at)) {
      const end = endOfComment(text, at);
      if (end === undefined) return undefined;
      token.lastIndex = end;
      continue;
    }
    token.lastIndex = at;
    const [whole, opening, closing, string, word] = token.exec(text) ?? [];
    const list = open.at(-1);
    if (whole === undefined || list === undefined) return undefined;
    if (opening !== undefined) {
      const items: Expression[] = [];
      list.push({ kind: 'list', items });
      open.push(items);
    } else if (closing !== undefined) {
      open.pop();
      if (open.length === 0) return undefined;
    } else if (string !== undefined) list.push({ kind: 'string', bytes: bytesOf(string) });
    else if (word !== undefined) list.push({ kind: 'word', text: word });
  }
  return open.length === 1 ? top : undefined;
}

/** Block comments nest. */
function endOfComment(text: string, start: number): number | undefined {
  const mark = /\(;|;\)/g;
  mark.lastIndex = start;
  let depth = 0;
  for (let found = mark.exec(text); found !== null; found = mark.exec(text)) {
    depth += found[0] === '(;' ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  return undefined;
}

const SIMPLE: Readonly<Record<string, number>> = { t: 9, n: 10, r: 13, '"': 34, "'": 39, '\\': 92 };

/** The bytes of a string literal, without its quotes. */
function bytesOf(literal: string): number[] {
  const bytes: number[] = [];
  for (let at = 0; at < literal.length; ) {
    const code = literal.codePointAt(at) ?? 0;
    at += code > 0xffff ? 2 : 1;
    if (code !== 0x5c) {
      pushUtf8(bytes, code);
      continue;
    }
    const mark = literal[at] ?? '';
    const simple = SIMPLE[mark];
    if (simple !== undefined) {
      bytes.push(simple);
      at++;
    } else if (mark === 'u') {
      const end = literal.indexOf('}', at);
      pushUtf8(bytes, Number.parseInt(literal.slice(at + 2, end).replaceAll('_', ''), 16));
      at = end + 1;
    } else {
      bytes.push(Number.parseInt(literal.slice(at, at + 2), 16));
      at += 2;
    }
  }
  return bytes;
}

function pushUtf8(bytes: number[], code: number): void {
  const tail = (shift: number): number => 0x80 | ((code >> shift) & 63);
  if (code < 0x80) bytes.push(code);
  else if (code < 0x800) bytes.push(0xc0 | (code >> 6), tail(0));
  else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), tail(6), tail(0));
  else bytes.push(0xf0 | (code >> 18), tail(12), tail(6), tail(0));
}
