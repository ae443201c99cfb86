// The tokens of a `.wac` file as its readers take them: one after the other, with what was expected where it is missing.

import type { Span } from '../base/text.ts';
import { isComment, isIdentifier, isKeyword, type Token } from '../syntax/lexer.ts';
import { versionFault } from '../syntax/words.ts';
import { RESERVED, WacLexer } from './lexer.ts';
import type { WacFix, WacName, WacPath, WacProblem } from './syntax.ts';

/** Words of letters and digits that begin with a letter; a hyphen at the end passes, too. */
const WORD = '(?:[a-z][a-z0-9]*|[A-Z][A-Z0-9]*)';
const NAME = new RegExp(`^${WORD}(?:-${WORD})*-?$`);

/** What is passed over like a comment and is none in WAC. */
const NO_COMMENTS: ReadonlyMap<string, string> = new Map([
  ['unterminated-comment', 'the comment is not closed: `*/` is missing'],
  ['foreign-comment', 'a comment begins with `//`'],
  ['conflict-marker', 'a merge conflict is not resolved'],
]);

/** Nested deeper than this, types and expressions are not read (the reference ends there, too). */
export const DEEPEST = 100;

export class WacCursor {
  readonly text: string;
  readonly problems: WacProblem[] = [];
  /** The token that comes next. */
  next: Token = { kind: 'eof', start: 0, end: 0 };
  /** Where the last token ended. */
  end = 0;
  readonly #lexer: WacLexer;

  constructor(text: string) {
    this.text = text;
    this.#lexer = new WacLexer(text);
    this.advance();
  }

  advance(): Token {
    const taken = this.next;
    this.end = taken.end;
    do {
      this.next = this.#lexer.next();
      const what = NO_COMMENTS.get(this.next.kind);
      if (what !== undefined) this.problem(what);
    } while (isComment(this.next.kind));
    return taken;
  }

  /** The text of the next token. */
  word(): string {
    return this.text.slice(this.next.start, this.next.end);
  }

  is(word: string): boolean {
    const { kind } = this.next;
    return kind === word || (kind !== 'quoted' && kind !== 'explicit-identifier' && this.word() === word);
  }

  isOneOf(words: ReadonlySet<string>): boolean {
    return this.next.kind !== 'explicit-identifier' && words.has(this.word());
  }

  get atEnd(): boolean {
    return this.next.kind === 'eof';
  }

  accept(word: string): boolean {
    if (!this.is(word)) return false;
    this.advance();
    return true;
  }

  expect(word: string, where: string): boolean {
    if (this.accept(word)) return true;
    this.missing(`\`${word}\` ${where}`);
    return false;
  }

  /** Something is not there, right behind what was read last. */
  missing(what: string): void {
    this.problem(`expected ${what}`.trimEnd(), { start: this.end, end: this.end });
  }

  problem(message: string, span: Span = this.next, fix?: WacFix): void {
    const { start, end } = span;
    this.problems.push({
      code: 'wac/syntax',
      message,
      span: { start, end },
      ...(fix === undefined ? {} : { fixes: [fix] }),
    });
  }

  /** Something is not there, and what it is needs no guessing. */
  missingText(text: string, where: string): void {
    const here = { start: this.end, end: this.end };
    this.problem(`expected \`${text}\` ${where}`, here, { title: `Add \`${text}\``, edit: { ...here, text } });
  }

  from(start: number): Span {
    return { start, end: Math.max(start, this.end) };
  }

  nothing(): WacName {
    return { text: '', span: { start: this.end, end: this.end } };
  }

  atName(): boolean {
    return isIdentifier(this.next.kind) || isKeyword(this.next.kind);
  }

  /** `where`: as in "expected a name …". */
  name(where: string): WacName | undefined {
    if (this.next.kind === 'path') this.#splitPath();
    if (!this.atName()) {
      this.missing(`a name ${where}`);
      return undefined;
    }
    const { kind, start, end } = this.advance();
    const written = this.text.slice(start, end);
    const text = written.replace(/^%/, '');
    const span = { start, end };
    if (kind !== 'explicit-identifier' && RESERVED.has(written))
      this.problem(`\`${text}\` is a reserved word; as a name it is written \`%${text}\``, span);
    else if (!NAME.test(text)) this.problem(`\`${text}\` is not in kebab case, like \`an-example\``, span);
    return { text, span };
  }

  /** `a:b`, where `a: b` is meant: without the space it is the name of a package. */
  #splitPath(): void {
    const { start, end } = this.next;
    const text = this.text.slice(start, end);
    const colon = text.indexOf(':');
    const after = start + colon + 1;
    this.problem(
      `\`${text}\` without a space is a package; write \`${text.slice(0, colon)}: ${text.slice(colon + 1)}\``,
      this.next,
      { title: 'Add a space', edit: { start: after, end: after, text: ' ' } },
    );
    this.#lexer.at = start + colon;
    this.next = { kind: 'identifier', start, end: start + colon };
  }

  string(where: string): WacName | undefined {
    if (this.next.kind !== 'quoted') {
      this.missing(`a name in quotes ${where}`);
      return undefined;
    }
    const { start, end } = this.advance();
    return { text: this.text.slice(start + 1, end - 1), span: { start, end } };
  }

  nameOrString(where: string): WacName | undefined {
    return this.next.kind === 'quoted' ? this.string(where) : this.name(where);
  }

  /** `what`: has it to name an item of its package? */
  path(where: string, what: 'package' | 'item'): WacPath | undefined {
    if (this.next.kind !== 'path') {
      this.missing(`a package like \`namespace:name\` ${where}`);
      if (isIdentifier(this.next.kind)) this.advance();
      return undefined;
    }
    const { start, end } = this.advance();
    const found = pathOf(this.text.slice(start, end), { start, end });
    const fault = pathFault(found, what);
    if (fault !== undefined) this.problem(fault, found.span);
    return found;
  }

  /** After something that is not understood: to the end of its statement, past braces. True when the `;` was taken. */
  skip(stops: ReadonlySet<string>): boolean {
    for (let depth = 0; !this.atEnd; ) {
      if (depth === 0 && this.isOneOf(stops)) return false;
      const { kind } = this.advance();
      if (kind === '{') depth++;
      else if (kind === '}' && --depth <= 0) return false;
      else if (kind === ';' && depth === 0) return true;
    }
    return false;
  }
}

function pathFault({ text, namespace, name, item, version }: WacPath, what: 'package' | 'item'): string | undefined {
  const words = [...namespace.split(':'), name, ...(item?.split('/') ?? [])];
  const wrong = words.find((it, index) => !NAME.test(it) || (index < words.length - 1 && it.endsWith('-')));
  if (wrong !== undefined) return `\`${wrong}\` is not in kebab case, like \`an-example\``;
  if (what === 'package' && item !== undefined)
    return `\`${text}\` is an item of a package; a package alone is needed here, like \`${namespace}:${name}\``;
  if (what === 'item' && item === undefined)
    return `\`${text}\` is a package; name an item of it, like \`${namespace}:${name}/name\``;
  return version === undefined ? undefined : versionFault(version);
}

function pathOf(source: string, span: Span): WacPath {
  const text = source.replaceAll('%', '');
  const [path = '', version] = text.split('@');
  const [name = '', ...items] = path.split('/');
  const parts = name.split(':');
  return {
    text,
    namespace: parts.slice(0, -1).join(':'),
    name: parts.at(-1) ?? '',
    ...(items.length === 0 ? {} : { item: items.join('/') }),
    ...(version === undefined ? {} : { version }),
    span,
  };
}
