// Reading what stands inside interfaces and worlds in broken text: statements and type definitions.

import { FOREIGN_ITEMS, FUNCTIONS } from '../base/foreign.ts';
import type { FlatKind } from './flat.ts';
import type { Context } from './items.ts';
import type { Token } from './lexer.ts';
import type { Reader } from './reader.ts';
import { readAttributes } from './recover-attributes.ts';
import { readFuncItem, readFuncStatement, readResource, readTyped } from './recover-funcs.ts';
import { readList } from './recover-lists.ts';
import { readUsePath } from './recover-names.ts';
import { atOldUnion, readOldUnion, readOldUse } from './recover-old.ts';
import { isTypeWord, readType } from './recover-types.ts';

/** One member of an interface or world; its attributes are read already. */
export function readMember(reader: Reader, item: number, context: Context): void {
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
  if (atOldUnion(reader)) return readOldUnion(reader);
  misplaced(reader, token, context, named);
}

interface Member {
  readonly kind: FlatKind;
  readonly world?: boolean;
  readonly rest: (reader: Reader) => void;
}

function block(
  kind: FlatKind,
  what: string,
  body: FlatKind,
  element: FlatKind,
  read: (reader: Reader) => void,
): Member {
  return { kind, rest: (reader) => readBlock(reader, what, body, element, read) };
}

const MEMBERS: ReadonlyMap<string, Member> = new Map<string, Member>([
  ['use', { kind: 'use_item', rest: readUse }],
  ['type', { kind: 'type_item', rest: readTypeAlias }],
  ['record', block('record_item', 'a record', 'record_body', 'record_field', readField)],
  ['flags', block('flags_item', 'a flags type', 'flags_body', 'flags_field', readPlain)],
  ['enum', block('enum_item', 'an enum', 'enum_body', 'enum_case', readPlain)],
  ['variant', block('variant_item', 'a variant', 'variant_body', 'variant_case', readVariantCase)],
  ['resource', { kind: 'resource_item', rest: readResource }],
  ['import', { kind: 'import_item', world: true, rest: readExtern }],
  ['export', { kind: 'export_item', world: true, rest: readExtern }],
  ['include', { kind: 'include_item', world: true, rest: readInclude }],
]);

/** Something that cannot stand here; says what was probably meant. */
function misplaced(reader: Reader, token: Token, context: Context, named: boolean): void {
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
    const message = `${article(token.kind)} cannot stand inside ${article(context)}; declare it at the top level`;
    reader.problem('syntax/nested-declaration', token, message);
  } else if (context === 'interface' && EXTERNS.has(token.kind)) {
    const message = `\`${token.kind}\` stands in worlds only; expected ${wanted}`;
    reader.problem('syntax/expected', token, message);
  } else if (context === 'world' && named) {
    const message = `expected ${wanted}, found ${reader.describe(token)}: a function of a world begins with \`import\` or \`export\``;
    reader.problem('syntax/expected', token, message);
  } else {
    const isCall = reader.atWord() && (reader.peek(1).kind === '(' || reader.peek(1).kind === 'func');
    reader.problemAt(token, wanted, FOREIGN_ITEMS.get(reader.slice(token)) ?? (isCall ? FUNCTIONS : undefined));
  }
  reader.take();
  reader.skipStatementOrBlock();
}

const EXTERNS = new Set(['import', 'export', 'include']);

export function isContainerWord(kind: string): boolean {
  return kind === 'interface' || kind === 'world' || kind === 'package';
}

function article(kind: string): string {
  return kind === 'interface' ? 'an interface' : `a ${kind}`;
}

function readUse(reader: Reader): void {
  if (readOldUse(reader)) return;
  readUsePath(reader, true);
  if (!reader.accept('.')) {
    reader.expected('`.` and the names to use, as in `use types.{a, b}`');
    return reader.skipStatement();
  }
  if (!reader.at('{')) {
    reader.expected('`{` and the names to use');
    return reader.skipStatement();
  }
  reader.node('use_names', () => readList(reader, 'use_name', () => readPair(reader, 'the name of a type', false)));
  reader.semicolon();
}

function readPair(reader: Reader, what: string, aliasNeeded: boolean): void {
  if (!reader.name(what, ',', '}', 'as')) return;
  if (reader.accept('as')) reader.name('a new name', ',', '}');
  else if (aliasNeeded) reader.expected('`as` and the new name');
}

function readTypeAlias(reader: Reader): void {
  reader.name('the name of the type', '=', ';');
  if (!reader.accept('=')) {
    reader.expected('`=`');
    return reader.skipStatement();
  }
  readType(reader);
  reader.semicolon();
}

function readBlock(
  reader: Reader,
  what: string,
  body: FlatKind,
  kind: FlatKind,
  element: (reader: Reader) => void,
): void {
  reader.name(`the name of ${what}`, '{');
  if (!reader.at('{')) {
    reader.expected('`{`');
    return reader.skipStatementOrBlock();
  }
  reader.node(body, () => readList(reader, kind, element));
}

function readField(reader: Reader): void {
  if (reader.name('the name of a field', ':', ',', '}')) readTyped(reader, 'field');
}

function readPlain(reader: Reader): void {
  if (!reader.name('a name', ',', '}')) return;
  if (!reader.at('(') && !reader.at(':')) return;
  reader.expected('`,` (only the cases of a variant carry a value)');
  reader.quietly(() => {
    reader.take();
    readType(reader);
    reader.accept(')');
  });
}

function readVariantCase(reader: Reader): void {
  if (!reader.name('the name of a case', ',', '}', '(')) return;
  const next = reader.peek();
  if (isTypeWord(next) && !reader.onNewLine(next)) {
    reader.problem(
      'syntax/expected',
      next,
      `expected \`(\`, found ${reader.describe(next)}: the type of a case stands in brackets`,
    );
    reader.quietly(() => readType(reader));
    return;
  }
  if (!reader.accept('(')) return;
  readType(reader);
  if (!reader.accept(')')) reader.expected('`)`');
}

function readExtern(reader: Reader): void {
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
  if (third === 'func' || third === 'async' || third === '(') return readFuncStatement(reader);
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

function readInlineInterface(reader: Reader): void {
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
function isLeftOf(reader: Reader, opening: Token): boolean {
  const token = reader.peek();
  if (token.kind === '}' || !reader.startsLine(token) || reader.column(token) > reader.column(opening)) return false;
  return reader.missingBraces > 0;
}

function readInclude(reader: Reader): void {
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
