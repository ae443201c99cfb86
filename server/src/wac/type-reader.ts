// Reads what a `.wac` file declares: interfaces, worlds, types and functions. The syntax is WIT's but for details: an item of
// an interface may name a function type, and a `with` ends in `;`.

import { GENERICS, PRIMITIVES, type Primitive } from '../syntax/builtins.ts';
import { genericType } from '../syntax/generic-types.ts';
import { DEEPEST, type WacCursor } from './cursor.ts';
import type {
  WacCase,
  WacExternType,
  WacFunc,
  WacInclude,
  WacItem,
  WacMethod,
  WacName,
  WacParam,
  WacPath,
  WacType,
  WacTypeDecl,
  WacTypeDef,
  WacUse,
  WacWorldItem,
} from './syntax.ts';

export const TYPE_WORDS: ReadonlySet<string> = new Set([
  'interface',
  'world',
  'type',
  'record',
  'variant',
  'flags',
  'enum',
]);

/** Generic types that wac 0.12 reads; the others (`map`, `own`) it takes for names. */
const GENERIC_WORDS = ['list', 'option', 'result', 'tuple', 'stream', 'future'] as const;
type GenericWord = (typeof GENERIC_WORDS)[number];

/** At one of the `TYPE_WORDS`. */
export function readTypeDecl(at: WacCursor): WacTypeDecl | undefined {
  if (at.is('interface') || at.is('world')) {
    const isWorld = at.is('world');
    at.advance();
    const name = at.name(`after \`${isWorld ? 'world' : 'interface'}\``) ?? at.nothing();
    if (isWorld) return { kind: 'world', name, items: readBody(at, readWorldItem) };
    return { kind: 'interface', name, items: readBody(at, readItem) };
  }
  return readTypeDef(at);
}

/** What an import is, or an item of a world behind its name. */
export function readExternType(at: WacCursor): WacExternType {
  if (at.is('func') || at.is('async')) {
    const func = readFunc(at);
    return func === undefined ? { kind: 'bad' } : { kind: 'func', func };
  }
  if (at.accept('interface')) return { kind: 'interface', items: readBody(at, readItem) };
  if (at.is('path')) {
    const path = at.path('', 'item');
    return path === undefined ? { kind: 'bad' } : { kind: 'path', path };
  }
  const name = at.name('of an interface or a function type, a path, `func` or `interface`');
  return name === undefined ? { kind: 'bad' } : { kind: 'name', name };
}

/** `{ … }` with whatever `item` reads; what is no item is skipped and is one mistake. */
function readBody<T>(at: WacCursor, item: (at: WacCursor) => T | undefined): T[] {
  const items: T[] = [];
  if (!at.expect('{', 'here')) return items;
  while (!at.atEnd && !at.is('}')) {
    const { start } = at.next;
    const found = item(at);
    if (found !== undefined) items.push(found);
    else at.skip(BODY_STOPS);
    if (at.next.start === start) at.advance();
  }
  at.expect('}', 'at the end of this body');
  return items;
}

const BODY_STOPS: ReadonlySet<string> = new Set(['}', 'import', 'export', 'include', 'use', 'let', ...TYPE_WORDS]);

function readItem(at: WacCursor): WacItem | undefined {
  if (at.is('use')) return readUse(at);
  if (at.is('resource') || (at.isOneOf(TYPE_WORDS) && !at.is('interface') && !at.is('world'))) return readTypeDef(at);
  const name = at.name('of a function, `use` or the definition of a type');
  if (name === undefined) return undefined;
  if (!at.expect(':', 'and a function type')) return undefined;
  const func = at.is('func') || at.is('async') ? readFunc(at) : at.name('of a function type, or `func`');
  semicolon(at);
  return func === undefined ? undefined : { kind: 'func', name, func };
}

function readWorldItem(at: WacCursor): WacWorldItem | undefined {
  const { start } = at.next;
  if (at.is('import') || at.is('export')) {
    const kind = at.is('import') ? 'import' : 'export';
    at.advance();
    const item = readWorldExtern(at, kind);
    semicolon(at);
    return { kind, ...item, span: at.from(start) };
  }
  if (at.accept('include')) {
    const from = readTarget(at, 'of a world');
    const renames = at.accept('with') ? readRenames(at) : [];
    semicolon(at);
    return from === undefined ? undefined : { kind: 'include', from, renames };
  }
  if (at.is('use')) return readUse(at);
  if (at.is('resource') || (at.isOneOf(TYPE_WORDS) && !at.is('interface') && !at.is('world'))) return readTypeDef(at);
  at.problem('expected `import`, `export`, `include`, `use` or the definition of a type');
  return undefined;
}

function readWorldExtern(at: WacCursor, kind: string): { name?: WacName; type: WacExternType } {
  if (at.is('path')) return { type: readExternType(at) };
  const name = at.name(`after \`${kind}\``);
  if (name === undefined) return { type: { kind: 'bad' } };
  if (!at.accept(':')) return { type: { kind: 'name', name } };
  if (at.is('path')) at.problem('a path has no name of its own in a world; leave the name out');
  return { name, type: readExternType(at) };
}

function readRenames(at: WacCursor): WacInclude['renames'] {
  const renames: { from: WacName; to: WacName }[] = [];
  if (!at.expect('{', 'after `with`')) return renames;
  while (!at.atEnd && !at.is('}')) {
    const from = at.name('to be renamed');
    if (from === undefined) break;
    const to = at.expect('as', 'and a new name') ? at.name('after `as`') : undefined;
    if (to !== undefined) renames.push({ from, to });
    if (!at.accept(',')) break;
  }
  at.expect('}', 'after the new names');
  return renames;
}

function readTarget(at: WacCursor, what: string): WacPath | WacName | undefined {
  return at.is('path') ? at.path('', 'item') : at.name(what);
}

function readUse(at: WacCursor): WacUse | undefined {
  at.advance();
  const from = readTarget(at, 'of an interface');
  if (from === undefined) return undefined;
  const names: { name: WacName; as?: WacName }[] = [];
  if (at.expect('.', 'and the types in braces') && at.expect('{', 'and the types')) {
    while (!at.atEnd && !at.is('}')) {
      const name = at.name('of a type');
      if (name === undefined) break;
      const as = at.accept('as') ? at.name('after `as`') : undefined;
      names.push({ name, ...(as === undefined ? {} : { as }) });
      if (!at.accept(',')) break;
    }
    at.expect('}', 'after the types');
  }
  semicolon(at);
  return { kind: 'use', from, names };
}

function readTypeDef(at: WacCursor): WacTypeDef | undefined {
  const kind = at.word();
  at.advance();
  const name = at.name(`after \`${kind}\``) ?? at.nothing();
  switch (kind) {
    case 'type': {
      if (!at.expect('=', 'and a type')) return undefined;
      const type = at.is('func') || at.is('async') ? readFunc(at) : readType(at);
      semicolon(at);
      return type === undefined ? undefined : { kind: 'alias', name, type };
    }
    case 'record':
      return { kind, name, fields: readMembers(at, 'field', readParam) };
    case 'variant':
      return { kind, name, cases: readMembers(at, 'case', readCase) };
    case 'flags':
    case 'enum':
      return { kind, name, cases: readMembers(at, kind === 'flags' ? 'flag' : 'case', readPlainCase) };
    case 'resource':
      if (at.accept(';')) return { kind, name, methods: [] };
      return { kind, name, methods: readBody(at, readMethod) };
    default:
      return undefined;
  }
}

/** `{ a, b, }`: at least one. */
function readMembers<T>(at: WacCursor, what: string, member: (at: WacCursor) => T | undefined): T[] {
  const members: T[] = [];
  if (!at.expect('{', `and the ${what}s`)) return members;
  if (at.is('}')) at.problem(`there must be at least one ${what}`);
  while (!at.atEnd && !at.is('}')) {
    const found = member(at);
    if (found === undefined) break;
    members.push(found);
    if (!at.accept(',')) break;
  }
  at.expect('}', `after the ${what}s`);
  return members;
}

function readPlainCase(at: WacCursor): WacCase | undefined {
  const name = at.name('here');
  return name === undefined ? undefined : { name };
}

function readCase(at: WacCursor): WacCase | undefined {
  const name = at.name('of a case');
  if (name === undefined || !at.accept('(')) return name === undefined ? undefined : { name };
  const type = readType(at);
  at.expect(')', 'after the type');
  return { name, type };
}

function readParam(at: WacCursor): WacParam | undefined {
  const name = at.name('here');
  if (name === undefined) return undefined;
  return at.expect(':', 'and a type') ? { name, type: readType(at) } : undefined;
}

function readMethod(at: WacCursor): WacMethod | undefined {
  const { start, end } = at.next;
  if (at.accept('constructor')) {
    const params = readParams(at);
    const span = at.from(start);
    semicolon(at);
    return {
      kind: 'constructor',
      name: { text: 'constructor', span: { start, end } },
      func: { async: false, params, span },
    };
  }
  const name = at.name('of a method, or `constructor`');
  if (name === undefined || !at.expect(':', 'and a function type')) return undefined;
  const kind = at.accept('static') ? 'static' : 'method';
  const func = readFunc(at);
  semicolon(at);
  return func === undefined ? undefined : { kind, name, func };
}

function readFunc(at: WacCursor): WacFunc | undefined {
  const { start } = at.next;
  const async = at.accept('async');
  if (!at.expect('func', 'here')) return undefined;
  const params = readParams(at);
  // The reference lets a result be left out behind the arrow.
  const result = at.accept('->') && !at.is(';') ? readType(at) : undefined;
  return { async, params, ...(result === undefined ? {} : { result }), span: at.from(start) };
}

function readParams(at: WacCursor): WacParam[] {
  const params: WacParam[] = [];
  if (!at.expect('(', 'and the parameters')) return params;
  while (!at.atEnd && !at.is(')')) {
    const param = readParam(at);
    if (param === undefined) break;
    params.push(param);
    if (!at.accept(',')) break;
  }
  at.expect(')', 'after the parameters');
  return params;
}

function readType(at: WacCursor, depth = 0): WacType {
  const { start } = at.next;
  const word = at.word();
  const bad = (): WacType => ({ kind: 'bad', span: at.from(start) });
  if (depth > DEEPEST) {
    at.problem('this is nested too deep');
    return bad();
  }
  if (isPrimitive(word)) {
    at.advance();
    return { kind: 'primitive', name: word, span: at.from(start) };
  }
  if (at.is('borrow')) {
    at.advance();
    if (!at.expect('<', 'and a resource')) return bad();
    const name = at.name('of a resource');
    at.expect('>', 'after the resource');
    return name === undefined ? bad() : { kind: 'borrow', name, span: at.from(start) };
  }
  if (isGeneric(word)) return readGeneric(at, word, depth);
  const name = at.name('of a type');
  return name === undefined ? bad() : { kind: 'name', name, span: at.from(start) };
}

function isPrimitive(word: string): word is Primitive {
  return Object.hasOwn(PRIMITIVES, word);
}

function isGeneric(word: string): word is GenericWord {
  return GENERIC_WORDS.some((it) => it === word);
}

function readGeneric(at: WacCursor, word: GenericWord, depth: number): WacType {
  const { start } = at.next;
  at.advance();
  const { parameters } = GENERICS[word];
  const args: (WacType | undefined)[] = [];
  const [first] = parameters;
  // wac reads a tuple of nothing as little as WIT's own tools do.
  const mayBeBare = first?.optional === true;
  if (at.is('<') || !mayBeBare) {
    at.expect('<', `after \`${word}\``);
    const most = word === 'tuple' ? Number.POSITIVE_INFINITY : word === 'result' ? 2 : 1;
    do {
      if (word === 'tuple' && args.length > 0 && at.is('>')) break;
      if (word === 'result' && at.accept('_')) args.push(undefined);
      else args.push(readType(at, depth + 1));
    } while (args.length < most && at.accept(','));
    at.expect('>', `at the end of the \`${word}\``);
  }
  const span = at.from(start);
  return { kind: 'generic', type: genericType<WacType>(word, args, () => ({ kind: 'bad', span })), span };
}

function semicolon(at: WacCursor): void {
  if (!at.accept(';')) at.missingText(';', 'here');
}
