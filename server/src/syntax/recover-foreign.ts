// Statements as other languages write them: `fn x()`, `struct x`, `pub x`, `async x: func()`. Each is read as what it means
// in WIT and reported once, with the WIT spelling.

import { isIdentifier, type Token } from './lexer.ts';
import type { SyntaxFix } from './problems.ts';
import type { RecoveringReader } from './reader.ts';
import { escapeName, identifierFault, kebab } from './words.ts';

const MODIFIERS = new Set(['pub', 'public', 'private', 'protected', 'internal', 'readonly', 'mut', 'final', 'extern']);
const FUNCTION_WORDS = new Set(['fn', 'fun', 'func', 'function', 'def', 'proc', 'rpc', 'method', 'sub']);

/** Words that begin a declaration elsewhere, and the word that begins it in WIT. */
const DECLARATIONS: ReadonlyMap<string, string> = new Map([
  ...['struct', 'message', 'class', 'object', 'data'].map((it) => [it, 'record'] as const),
  ['oneof', 'variant'],
  ['bitflags', 'flags'],
]);
const CONTAINERS: ReadonlyMap<string, string> = new Map([
  ...['trait', 'service', 'protocol', 'mod', 'namespace'].map((it) => [it, 'interface'] as const),
  ...['component', 'module'].map((it) => [it, 'world'] as const),
]);

/** A word that WIT has another word for, before a name and a `{`. */
export function otherWord(reader: RecoveringReader, words: 'declarations' | 'containers'): string | undefined {
  const token = reader.peek();
  if (reader.peek(2).kind !== '{' || !reader.atWord(1)) return undefined;
  return (words === 'declarations' ? DECLARATIONS : CONTAINERS).get(reader.slice(token));
}

/** Takes a word that WIT has another word for. */
export function takeOtherWord(reader: RecoveringReader, wit: string): Token {
  const token = reader.take();
  const word = reader.slice(token);
  const fix = { title: `Change to \`${wit}\``, edits: [{ start: token.start, end: token.end, text: wit }] };
  reader.foreign(token, `there is no \`${word}\` in WIT; write \`${wit}\``, { fix });
  return token;
}

/** `pub`, `public`, `pub(crate)` and the like before a name. Returns where they begin, or undefined. */
export function takeModifiers(reader: RecoveringReader): number | undefined {
  const { start } = reader.peek();
  let taken = false;
  while (reader.peek(1).kind !== ':' && MODIFIERS.has(reader.slice(reader.peek()))) {
    const isScoped = reader.peek(1).kind === '(' && reader.peek(3).kind === ')';
    if (!reader.atWord(isScoped ? 4 : 1)) break;
    for (let left = isScoped ? 4 : 1; left > 0; left--) reader.take();
    taken = true;
  }
  return taken ? start : undefined;
}

export function reportModifiers(reader: RecoveringReader, start: number): void {
  const span = { start, end: reader.previousEnd };
  const words = reader.slice(span);
  const fix = { title: `Remove \`${words}\``, edits: [{ start, end: reader.peek().start, text: '' }] };
  reader.foreign(span, `there is no \`${words}\` in WIT: everything in an interface is public`, { fix });
}

export interface ForeignFunction {
  readonly name: Token;
  readonly isAsync: boolean;
  readonly isStatic: boolean;
  /** Where the `(` is from here. */
  readonly ahead: number;
  readonly hasColon: boolean;
}

/** `fn x(`, `async fn x(`, `x(`, `x func(`, `async x(` and `async x: func(`. */
export function foreignFunction(reader: RecoveringReader): ForeignFunction | undefined {
  let ahead = 0;
  let isAsync = false;
  let isStatic = false;
  let words = 0;
  for (; ahead < 3; ahead++) {
    const word = reader.slice(reader.peek(ahead));
    if (reader.peek(ahead + 1).kind === ':' || reader.peek(ahead + 1).kind === '(') break;
    if (word === 'async') isAsync = true;
    else if (word === 'static') isStatic = true;
    else if (FUNCTION_WORDS.has(word)) words++;
    else break;
  }
  const name = reader.peek(ahead);
  const isOneLine = !reader.text.slice(reader.peek().start, name.start).includes('\n');
  if (!reader.atWord(ahead) || !isOneLine) return undefined;
  const next = reader.peek(ahead + 1);
  if (next.kind === '(' && (ahead > 0 || name.kind === 'identifier')) {
    return { name, isAsync, isStatic, ahead: ahead + 1, hasColon: false };
  }
  if (next.kind === 'func' && reader.peek(ahead + 2).kind === '(' && words === 0)
    return { name, isAsync, isStatic, ahead: ahead + 2, hasColon: false };
  if (next.kind !== ':' || ahead === 0) return undefined;
  const later = reader.peek(ahead + 2).kind === 'async' ? 1 : 0;
  const isFunction = reader.peek(ahead + 2 + later).kind === 'func' && reader.peek(ahead + 3 + later).kind === '(';
  return isFunction
    ? { name, isStatic, isAsync: isAsync || later > 0, ahead: ahead + 3 + later, hasColon: true }
    : undefined;
}

/** Takes what stands before the `(` of a function, and says how it is written. */
export function takeForeignFunction(reader: RecoveringReader, found: ForeignFunction, start: number): void {
  for (let left = found.ahead; left > 0; left--) reader.take();
  const written = reader.slice(found.name);
  const isValid = isIdentifier(found.name.kind) && identifierFault(written.replace(/^%/, '')) === undefined;
  // One repair does it all: a name that is wrong as well is not kept, so that it is not reported as well.
  const name = isValid ? written : escapeName(kebab(written) ?? written);
  const text = `${name}: ${found.isStatic ? 'static ' : ''}${found.isAsync ? 'async ' : ''}func`;
  const span = { start, end: reader.previousEnd };
  if (isValid) reader.flat.leaf('identifier', found.name.start, found.name.end);
  reader.foreign(span, `a function is written \`${text}(…)\``, {
    fix: { title: `Change to \`${text}(…)\``, edits: [{ ...span, text }] },
  });
}

/** A function of a world: only `import` or `export` says whose it is. */
export function directions(start: number, end: number, text: string): { fix: SyntaxFix; alternatives: SyntaxFix[] } {
  const choice = (word: string): SyntaxFix => ({
    title: `Change to \`${word} ${text}\``,
    edits: [{ start, end, text: `${word} ${text}` }],
  });
  return { fix: choice('export'), alternatives: [choice('import')] };
}
