// Reading what stands inside interfaces and worlds in broken text: statements, type definitions, functions, attributes.

import type { FlatKind } from './flat.ts';
import type { Context } from './items.ts';
import { isIdentifier, isKeyword, type Token } from './lexer.ts';
import { ITEM_STARTS, type Reader } from './reader.ts';

export function readAttributes(reader: Reader): void {
  while (reader.at('@')) reader.node('attribute', () => readAttribute(reader));
}

function readAttribute(reader: Reader): void {
  reader.take();
  const named = reader.name('the name of an attribute: `since`, `unstable`, `deprecated` or `external-id`', '(');
  if (!named) return;
  if (!reader.accept('(')) {
    reader.expected('`(`');
    return;
  }
  const token = reader.peek();
  if (token.kind === 'string') {
    reader.take();
    reader.flat.leaf('string', token.start, token.end);
  } else if (reader.name('`version = …`, `feature = …` or a string', '=')) {
    if (!reader.accept('=')) reader.expected('`=`');
    else if (reader.at('integer')) reader.version();
    else reader.name('a version or the name of a feature', ')');
  }
  if (reader.accept(')')) return;
  if (!reader.at('eof')) reader.expected('`)`');
  while (!reader.at('eof') && !reader.at(')') && !reader.at('@') && !reader.onNewLine(reader.peek())) reader.take();
  reader.accept(')');
}

/** One member of an interface or world; its attributes are read already. */
export function readMember(reader: Reader, item: number, context: Context): void {
  const token = reader.peek();
  const { flat } = reader;
  const named = (isIdentifier(token.kind) || isKeyword(token.kind)) && reader.peek(1).kind === ':';
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
  if (reader.atBlock('union')) return reader.oldUnion();
  misplaced(reader, token, context, named);
}

interface Member {
  readonly kind: FlatKind;
  readonly world?: boolean;
  readonly rest: (reader: Reader) => void;
}

const MEMBERS: ReadonlyMap<string, Member> = new Map<string, Member>([
  ['use', { kind: 'use_item', rest: readUse }],
  ['type', { kind: 'type_item', rest: readTypeAlias }],
  [
    'record',
    {
      kind: 'record_item',
      rest: (reader) => readBlock(reader, 'a record', 'record_body', 'record_field', readField),
    },
  ],
  [
    'flags',
    {
      kind: 'flags_item',
      rest: (reader) => readBlock(reader, 'a flags type', 'flags_body', 'flags_field', readPlain),
    },
  ],
  [
    'enum',
    {
      kind: 'enum_item',
      rest: (reader) => readBlock(reader, 'an enum', 'enum_body', 'enum_case', readPlain),
    },
  ],
  [
    'variant',
    {
      kind: 'variant_item',
      rest: (reader) => readBlock(reader, 'a variant', 'variant_body', 'variant_case', readVariantCase),
    },
  ],
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
  if (reader.lexicalProblem(token)) {
    reader.take();
    return reader.skipStatement();
  }
  if (
    (token.kind === 'interface' || token.kind === 'world' || token.kind === 'package') &&
    reader.peek(1).kind !== ':'
  ) {
    reader.problem(
      'syntax/nested-declaration',
      token,
      `${article(token.kind)} cannot stand inside ${article(context)}; declare it at the top level`,
    );
    reader.take();
    return reader.skipStatementOrBlock();
  }
  if (context === 'interface' && (token.kind === 'import' || token.kind === 'export' || token.kind === 'include')) {
    reader.problem('syntax/expected', token, `\`${token.kind}\` stands in worlds only; expected ${wanted}`);
    reader.take();
    return reader.skipStatementOrBlock();
  }
  if (context === 'world' && named) {
    reader.problem(
      'syntax/expected',
      token,
      `expected ${wanted}, found ${reader.describe(token)}: a function of a world begins with \`import\` or \`export\``,
    );
    reader.take();
    return reader.skipStatementOrBlock();
  }
  reader.problem('syntax/expected', token, `expected ${wanted}, found ${reader.describe(token)}`);
  reader.take();
  if (token.kind !== ';') reader.skipStatementOrBlock();
}

function article(kind: string): string {
  return kind === 'interface' ? 'an interface' : `a ${kind}`;
}

function readUse(reader: Reader): void {
  reader.usePath();
  if (!reader.accept('.')) {
    reader.expected('`.` and the names to use, as in `use types.{a, b}`');
    return reader.skipStatement();
  }
  if (!reader.at('{')) {
    reader.expected('`{` and the names to use');
    return reader.skipStatement();
  }
  reader.node('use_names', () => commaList(reader, 'use_name', () => readPair(reader, 'the name of a type', false)));
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
  reader.type();
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
    return reader.at('}') ? undefined : reader.skipStatementOrBlock();
  }
  reader.node(body, () => commaList(reader, kind, element));
}

function readField(reader: Reader): void {
  if (!reader.name('the name of a field', ':', ',', '}')) return;
  if (reader.accept(':')) reader.type();
  else reader.expected('`:` and the type of the field');
}

function readPlain(reader: Reader): void {
  if (!reader.name('a name', ',', '}')) return;
  if (!reader.at('(') && !reader.at(':')) return;
  reader.expected('`,` (only the cases of a variant carry a value)');
  reader.quietly(() => {
    reader.take();
    reader.type();
    reader.accept(')');
  });
}

function readVariantCase(reader: Reader): void {
  if (!reader.name('the name of a case', ',', '}', '(')) return;
  if (!reader.accept('(')) return;
  reader.type();
  if (!reader.accept(')')) reader.expected('`)`');
}

/** `{ element, element, }`; the opening brace is next. */
function commaList(reader: Reader, kind: FlatKind, element: (reader: Reader) => void): void {
  const opening = reader.take();
  const close = opening.kind === '(' ? ')' : '}';
  for (;;) {
    if (reader.accept(close)) return;
    if (reader.at('eof') || leavesList(reader, close)) return reader.unclosed(opening, reader.peek().start);
    const before = reader.peek().start;
    reader.node(kind, () => element(reader));
    if (reader.accept(',')) continue;
    if (reader.at(close)) continue;
    if (!afterElement(reader, close, before)) return;
  }
}

/** Is what comes next no element of this list, but something after it? */
function leavesList(reader: Reader, close: string): boolean {
  if (close === ')') return reader.at(';') || reader.at('}') || reader.at('{') || reader.startsItem();
  return reader.startsItem();
}

/** No comma after an element: finds the way back. False when the list ends here. */
function afterElement(reader: Reader, close: string, before: number): boolean {
  const token = reader.peek();
  if (token.kind === 'eof' || leavesList(reader, close)) return true;
  const moved = token.start > before;
  const at = { start: reader.previousEnd, end: reader.previousEnd };
  if (moved && (isIdentifier(token.kind) || isKeyword(token.kind))) {
    reader.problem('syntax/expected', at, `expected \`,\` or \`${close}\`, found ${reader.describe(token)}`, {
      title: 'Insert `,`',
      edits: [{ ...at, text: ',' }],
    });
    return true;
  }
  if (moved && token.kind === ';') {
    reader.problem('syntax/expected', token, 'expected `,`, found `;`: the members of a type are separated by commas', {
      title: 'Replace `;` by `,`',
      edits: [{ start: token.start, end: token.end, text: ',' }],
    });
    reader.take();
    return true;
  }
  if (moved) reader.expected(`\`,\` or \`${close}\``);
  while (
    !reader.at('eof') &&
    !reader.at(',') &&
    !reader.at(close) &&
    !leavesList(reader, close) &&
    !(close === '}' && reader.at(';'))
  )
    reader.take();
  if (!reader.accept(',') && !reader.at(close)) reader.accept(';');
  return true;
}

function readFuncItem(reader: Reader): void {
  reader.name('the name of a function', ':');
  reader.accept(':');
  if (!readFuncType(reader)) return reader.skipStatement();
  reader.semicolon();
}

/** False when nothing of a function type is here. */
function readFuncType(reader: Reader): boolean {
  let good = true;
  reader.node('func_type', () => {
    const async = reader.accept('async');
    if (async !== undefined) reader.flat.leaf('async', async.start, async.end);
    if (!reader.accept('func')) {
      reader.expected(async === undefined ? '`func`' : '`func` after `async`');
      good = false;
      return;
    }
    readSignature(reader);
  });
  return good;
}

function readSignature(reader: Reader): void {
  if (!reader.at('(')) {
    reader.expected('`(` and the parameters');
    return;
  }
  reader.node('param_list', () => commaList(reader, 'param', readParam));
  if (!reader.at('->')) return;
  const arrow = reader.take();
  if (reader.at('(')) oldResults(reader, arrow);
  else reader.type();
}

function readParam(reader: Reader): void {
  if (!reader.name('the name of a parameter', ':', ',', ')')) return;
  if (reader.accept(':')) reader.type();
  else reader.expected('`:` and the type of the parameter');
}

/** `-> (a: u8)` and `-> ()` of old. */
function oldResults(reader: Reader, arrow: Token): void {
  const start = reader.peek().start;
  const types: string[] = [];
  let named = true;
  const { flat } = reader;
  const before = flat.kinds.length;
  reader.quietly(() =>
    reader.node('ERROR', () =>
      commaList(reader, 'param', () => {
        named &&= reader.peek(1).kind === ':';
        if (!reader.name('the name of a result', ':')) return;
        reader.accept(':');
        const from = reader.peek().start;
        reader.type();
        types.push(reader.slice({ start: from, end: reader.previousEnd }));
      }),
    ),
  );
  for (let index = before; index < flat.kinds.length; index++) flat.kinds[index] = 'ERROR';
  const end = reader.previousEnd;
  const text = types.length === 0 ? '' : types.length === 1 ? (types[0] ?? '') : `tuple<${types.join(', ')}>`;
  const edit = types.length === 0 ? { start: arrow.start, end, text: '' } : { start, end, text };
  const message =
    types.length === 0
      ? 'a function without a result has no `->`'
      : 'results no longer have names; a function returns one type (use a `record` or a `tuple` for several values)';
  reader.problem(
    'syntax/old-named-results',
    { start, end },
    message,
    named || types.length === 0
      ? {
          title: types.length === 0 ? 'Remove `-> ()`' : `Change to \`-> ${text}\``,
          edits: [edit],
        }
      : undefined,
  );
}

function readResource(reader: Reader): void {
  reader.name('the name of a resource', '{', ';');
  if (!reader.at('{')) return reader.semicolon();
  reader.node('resource_body', () => {
    const opening = reader.take();
    for (;;) {
      if (reader.accept('}')) return;
      const token = reader.peek();
      if (token.kind === 'eof' || leavesResource(reader, token)) return reader.unclosed(opening, token.start);
      readResourceFunc(reader);
    }
  });
}

function leavesResource(reader: Reader, token: Token): boolean {
  const at = token.kind === '@' ? reader.afterAttributes() : token;
  if (at.kind === 'constructor' || !ITEM_STARTS.has(at.kind) || at.kind === '@') return false;
  return reader.startsLine(token) && (token.kind === '@' || reader.peek(1).kind !== ':');
}

function readResourceFunc(reader: Reader): void {
  const { flat } = reader;
  const first = reader.peek();
  const item = flat.open('ERROR', first.start);
  reader.beginStatement();
  readAttributes(reader);
  const token = reader.peek();
  if (token.kind === 'constructor' && reader.peek(1).kind !== ':') {
    flat.kinds[item] = 'resource_constructor';
    reader.take();
    readSignature(reader);
    reader.semicolon();
  } else if ((isIdentifier(token.kind) || isKeyword(token.kind)) && reader.peek(1).kind === ':') {
    flat.kinds[item] = 'resource_method';
    readMethod(reader);
  } else if (token.kind === 'static' && reader.peek(2).kind === ':') {
    flat.kinds[item] = 'resource_method';
    oldStatic(reader);
  } else {
    reader.expected('`constructor` or the name of a method', token);
    if (token.kind !== '}') reader.take();
    if (token.kind !== ';') reader.skipStatementOrBlock();
  }
  reader.progress(first);
  flat.close(item, Math.max(reader.previousEnd, flat.start(item)));
}

function readMethod(reader: Reader): void {
  reader.name('the name of a method', ':');
  reader.accept(':');
  const word = reader.accept('static');
  if (word !== undefined) reader.flat.leaf('static', word.start, word.end);
  if (!readFuncType(reader)) return reader.skipStatement();
  reader.semicolon();
}

/** `static f: func()` of old. */
function oldStatic(reader: Reader): void {
  const word = reader.take();
  const name = reader.peek();
  const insert = reader.peek(1).end;
  reader.name('the name of a function', ':');
  reader.accept(':');
  reader.flat.leaf('static', word.start, word.end);
  reader.problem(
    'syntax/old-static',
    word,
    `\`static\` stands after the name: \`${reader.slice(name)}: static func(…)\``,
    {
      title: 'Move `static` after the name',
      edits: [
        { start: word.start, end: name.start, text: '' },
        { start: insert, end: insert, text: ' static' },
      ],
    },
  );
  if (!readFuncType(reader)) return reader.skipStatement();
  reader.semicolon();
}

function readExtern(reader: Reader): void {
  const second = reader.peek(1).kind;
  const third = reader.peek(2).kind;
  if (
    second !== ':' ||
    (reader.peek(3).kind === '/' && third !== 'func' && third !== 'interface' && third !== 'async')
  ) {
    reader.usePath();
    return reader.semicolon();
  }
  reader.name('a name', ':');
  reader.accept(':');
  if (third === 'func' || third === 'async') {
    if (!readFuncType(reader)) return reader.skipStatement();
    return reader.semicolon();
  }
  if (third === 'interface' && reader.peek(1).kind === '{') return readInlineInterface(reader);
  reader.usePath();
  reader.semicolon();
}

function readInlineInterface(reader: Reader): void {
  const { flat } = reader;
  reader.node('inline_interface', () => {
    reader.take();
    reader.node('interface_body', () => {
      const opening = reader.take();
      for (;;) {
        if (reader.accept('}')) return;
        const token = reader.peek();
        const outside =
          ['import', 'export', 'include', 'interface', 'world', 'package'].includes(token.kind) &&
          reader.peek(1).kind !== ':';
        if (token.kind === 'eof' || outside) return reader.unclosed(opening, token.start);
        const item = flat.open('ERROR', token.start);
        reader.beginStatement();
        readAttributes(reader);
        readMember(reader, item, 'interface');
        reader.progress(token);
        flat.close(item, Math.max(reader.previousEnd, flat.start(item)));
      }
    });
  });
  const stray = reader.peek();
  if (stray.kind !== ';') return;
  reader.problem('syntax/expected', stray, 'an inline interface ends with its `}`, without `;`', {
    title: 'Remove `;`',
    edits: [{ start: stray.start, end: stray.end, text: '' }],
  });
  reader.take();
}

function readInclude(reader: Reader): void {
  reader.usePath();
  if (!reader.accept('with')) return reader.semicolon();
  if (!reader.at('{')) {
    reader.expected('`{` and the names to change, as in `with { a as b }`');
    return reader.skipStatement();
  }
  reader.node('include_names', () =>
    commaList(reader, 'include_name', () => readPair(reader, 'the name to change', true)),
  );
  const stray = reader.peek();
  if (stray.kind !== ';') return;
  reader.problem('syntax/expected', stray, 'no `;` stands after `with { … }`', {
    title: 'Remove `;`',
    edits: [{ start: stray.start, end: stray.end, text: '' }],
  });
  reader.take();
}
