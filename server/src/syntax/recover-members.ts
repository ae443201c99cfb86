// Reading what stands inside interfaces and worlds in broken text: statements and type definitions.

import { FOREIGN_ITEMS } from '../base/foreign.ts';
import { withArticle } from '../base/words.ts';
import type { FlatKind } from './flat.ts';
import type { Context } from './items.ts';
import type { Token } from './lexer.ts';
import type { RecoveringReader } from './reader.ts';
import { readAttributes } from './recover-attributes.ts';
import { directions } from './recover-foreign.ts';
import { readFuncItem, readFuncStatement, readResource } from './recover-funcs.ts';
import { readList } from './recover-lists.ts';
import { readUsePath } from './recover-names.ts';
import { atOldUnion, readOldUnion, readOldUse } from './recover-old.ts';
import { readForeignMember } from './recover-strangers.ts';
import { readTypedef } from './recover-typedefs.ts';

/** One member of an interface or world; its attributes are read already. */
export function readMember(reader: RecoveringReader, item: number, context: Context): void {
  const token = reader.peek();
  const { flat } = reader;
  const named = reader.atWord() && reader.peek(1).kind === ':';
  if (context === 'interface' && named) {
    flat.kinds[item] = 'func_item';
    return readFuncItem(reader);
  }
  const read = MEMBERS.get(token.kind);
  if (read !== undefined && (context === 'world' || !read.world)) {
    flat.kinds[item] = read.kind;
    reader.take();
    return read.rest(reader);
  }
  if (readTypedef(reader, item)) return;
  if (atOldUnion(reader)) return readOldUnion(reader);
  if (readForeignMember(reader, item, context, { member: readMember, use: readUse })) return;
  misplaced(reader, token, context, named);
}

interface Member {
  readonly kind: FlatKind;
  readonly world?: boolean;
  readonly rest: (reader: RecoveringReader) => void;
}

const MEMBERS: ReadonlyMap<string, Member> = new Map<string, Member>([
  ['use', { kind: 'use_item', rest: readUse }],
  ['resource', { kind: 'resource_item', rest: readResource }],
  ['import', { kind: 'import_item', world: true, rest: readExtern }],
  ['export', { kind: 'export_item', world: true, rest: readExtern }],
  ['include', { kind: 'include_item', world: true, rest: readInclude }],
]);

/** Something that is not allowed here; says what was probably meant. */
function misplaced(reader: RecoveringReader, token: Token, context: Context, named: boolean): void {
  const wanted =
    context === 'interface'
      ? 'a function, `use`, or a type definition'
      : '`import`, `export`, `include`, `use`, or a type definition';
  // Attributes with nothing after them: the brace, or the end, is not theirs.
  if (token.kind === '}' || token.kind === 'eof') return reader.expected(wanted, token);
  if (token.kind === ';') return reader.strayEnd();
  if (reader.lexicalProblem(token)) {
    reader.take();
    return reader.skipStatement();
  }
  if (isContainerWord(token.kind) && reader.peek(1).kind !== ':') {
    const message = `${withArticle(token.kind)} is not allowed inside ${withArticle(context)}; declare it at the top level`;
    reader.problem('syntax/nested-declaration', token, message);
  } else if (context === 'world' && named) {
    const message = `expected ${wanted}, found ${reader.describe(token)}: a function of a world begins with \`import\` or \`export\``;
    reader.problem('syntax/expected', token, message, directions(token.start, token.end, reader.slice(token)));
  } else reader.problemAt(token, wanted, FOREIGN_ITEMS.get(reader.slice(token)));
  reader.take();
  reader.skipStatementOrBlock();
}

const EXTERNS = new Set(['import', 'export', 'include']);

export function isContainerWord(kind: string): boolean {
  return kind === 'interface' || kind === 'world' || kind === 'package';
}

function readUse(reader: RecoveringReader): void {
  if (readOldUse(reader)) return;
  const isForeign = readForeignUsePath(reader);
  if (!isForeign) readUsePath(reader, true);
  if (!isForeign && !reader.accept('.')) {
    reader.expected('`.` and the names to use, as in `use types.{a, b}`');
    return reader.skipStatement();
  }
  if (reader.atWord() && !reader.onNewLine(reader.peek())) return readBareNames(reader);
  if (!reader.at('{')) {
    reader.expected('`{` and the names to use');
    return reader.skipStatement();
  }
  reader.node('use_names', () => readList(reader, 'use_name', () => readPair(reader, 'the name of a type', false)));
  reader.semicolon();
}

/** `types::{a}` and `types/{a}`: what stands between an interface and its types is a dot. */
function readForeignUsePath(reader: RecoveringReader): boolean {
  const isColons = reader.peek(1).kind === ':' && reader.peek(2).kind === ':';
  if (!reader.atWord() || (!isColons && !(reader.peek(1).kind === '/' && reader.peek(2).kind === '{'))) return false;
  const name = reader.peek();
  reader.node('use_path', () => void reader.name('the name of an interface', ':', '/'));
  const { start } = reader.take();
  if (isColons) reader.take();
  const span = { start, end: reader.previousEnd };
  const fix = { title: 'Change to `.`', edits: [{ ...span, text: '.' }] };
  const message = `the types of an interface come after a dot: \`use ${reader.slice(name)}.{…};\``;
  reader.foreign(span, message, { fix });
  return true;
}

/** `use types.a, b;` */
function readBareNames(reader: RecoveringReader): void {
  const { start } = reader.peek();
  reader.node('use_names', () => {
    do reader.node('use_name', () => readPair(reader, 'the name of a type', false));
    while (reader.accept(',') && reader.atWord());
  });
  const span = { start, end: reader.previousEnd };
  const text = `{${reader.slice(span)}}`;
  const fix = { title: `Change to \`${text}\``, edits: [{ ...span, text }] };
  reader.foreign(span, `the types to use stand in braces: \`${text}\``, { fix });
  reader.semicolon();
}

function readPair(reader: RecoveringReader, what: string, aliasNeeded: boolean): void {
  if (!reader.name(what, ',', '}', 'as')) return;
  if (reader.accept('as')) reader.name('a new name', ',', '}');
  else if (aliasNeeded) reader.expected('`as` and the new name');
}

function readExtern(reader: RecoveringReader): void {
  if (reader.atWord() && reader.peek(1).kind === 'func') {
    reader.name('a name', 'func');
    reader.expected('`:`', reader.peek(), reader.insert(':'));
    return readFuncStatement(reader);
  }
  const [second, third, fourth] = [reader.peek(1).kind, reader.peek(2).kind, reader.peek(3).kind];
  if (
    second !== ':' ||
    ((fourth === '/' || fourth === '@') && third !== 'func' && third !== 'interface' && third !== 'async')
  ) {
    readUsePath(reader);
    return reader.semicolon();
  }
  reader.name('a name', ':');
  reader.accept(':');
  if (third === 'func' || third === 'async' || third === '(' || reader.atAccessor()) return readFuncStatement(reader);
  if (third === 'interface') {
    if (reader.peek(1).kind === '{') return readInlineInterface(reader);
    // On the next line it is another interface.
    if (reader.peek(1).kind !== ';' && !reader.onNewLine(reader.peek())) {
      reader.take();
      return reader.expected('`{`');
    }
  }
  readUsePath(reader);
  reader.semicolon();
}

function readInlineInterface(reader: RecoveringReader): void {
  const { flat } = reader;
  reader.node('inline_interface', () => {
    reader.take();
    reader.node('interface_body', () => {
      const opening = reader.take();
      for (;;) {
        const token = reader.peek();
        const { kind } = token.kind === '@' ? reader.afterAttributes() : token;
        const outside =
          ((EXTERNS.has(kind) || isContainerWord(kind)) && reader.peek(1).kind !== ':') || isLeftOf(reader, opening);
        if (token.kind === 'eof' || outside || reader.forgotten(opening)) return reader.unclosed(opening);
        if (reader.accept('}')) return;
        const item = flat.open('ERROR', token.start);
        reader.beginStatement();
        readAttributes(reader);
        readMember(reader, item, 'interface');
        reader.progressInBlock(token);
        flat.close(item, Math.max(reader.previousEnd, flat.start(item)));
      }
    });
  });
}

/** While the file lacks a `}`: does a line begin here that is no further in than the line of the `{`? */
function isLeftOf(reader: RecoveringReader, opening: Token): boolean {
  const token = reader.peek();
  if (token.kind === '}' || !reader.startsLine(token) || reader.column(token) > reader.column(opening)) return false;
  return reader.missingBraces > 0;
}

function readInclude(reader: RecoveringReader): void {
  readUsePath(reader);
  if (!reader.accept('with')) return reader.semicolon();
  if (!reader.at('{')) {
    reader.expected('`{` and the names to change, as in `with { a as b }`');
    return reader.skipStatement();
  }
  reader.node('include_names', () =>
    readList(reader, 'include_name', () => readPair(reader, 'the name to change', true)),
  );
}
