// The statements of WIT, one function each: which tokens they are made of, where they begin lines.

import { KEEP, LINE, NOTHING, SPACE } from './layout.ts';
import { fold, foldNested, hasOwnLineComment, isEmptyOnOneLine, wrapBody } from './lists.ts';
import type { FormatOptions } from './options.ts';
import { type BodyKind, type Statement, type StatementKind, separate } from './spacing.ts';
import type { List, Walk } from './walk.ts';

/** One statement of a body, from its attributes on; `depth` levels deep. */
export function statement(walk: Walk, body: BodyKind, depth: number, options: FormatOptions): Statement {
  const first = walk.at;
  attributes(walk, depth);
  const start = walk.at;
  const kind = kindOf(walk, body);
  walk.opened = undefined;
  walk.types = [];
  walk.layout.separator[first] = LINE;
  walk.layout.blank[first] = KEEP;
  let tall = start > first;
  if (kind === undefined) walk.failed = true;
  else if (SHAPES[kind](walk, depth, options)) tall = true;
  walk.layout.set(start, LINE, depth);
  const last = walk.at - 1;
  // Lists in types are only those that the author wrapped: the reference never wraps a type.
  if (!walk.failed && foldNested(walk.layout, walk.types, last, options)) tall = true;
  if (!tall) tall = hasOwnLineComment(walk.tokens, { open: start, close: last });
  walk.layout.units.push({ first, last: walk.opened ?? last });
  return { kind: kind ?? 'verbatim', first, last, tall };
}

/** The head of an item whose members are pieces of their own: `world w {`. */
export function head(walk: Walk, kind: StatementKind, depth: number): Statement {
  const first = walk.at;
  attributes(walk, depth);
  const start = walk.at;
  walk.put(LINE, depth);
  walk.layout.blank[first] = KEEP;
  walk.path(SPACE, depth + 1);
  walk.take('{', SPACE, depth + 1);
  walk.layout.separator[start] = LINE;
  const last = walk.at - 1;
  walk.layout.units.push({ first, last });
  return { kind, first, last, tall: true };
}

/** Each on a line of its own, and the item after them too. */
function attributes(walk: Walk, depth: number): void {
  while (walk.is('@') && !walk.failed) {
    walk.put(LINE, depth);
    walk.identifier(NOTHING, depth + 1);
    walk.take('(', NOTHING, depth + 1);
    if (walk.is('string')) walk.put(NOTHING, depth + 1);
    else {
      walk.identifier(NOTHING, depth + 1);
      walk.take('=', SPACE, depth + 1);
      if (walk.is('integer')) walk.version(SPACE, depth + 1);
      else walk.identifier(SPACE, depth + 1);
    }
    walk.take(')', NOTHING, depth + 1);
  }
}

function kindOf(walk: Walk, body: BodyKind): StatementKind | undefined {
  if (body === 'resource') return walk.kind === 'constructor' ? 'constructor' : 'func';
  if (body === 'file') return walk.kind === 'package' || walk.kind === 'use' ? walk.kind : undefined;
  const { kind } = walk;
  if (KEYWORD_KINDS.has(kind)) return kind as StatementKind;
  return body === 'interface' ? 'func' : undefined;
}

const KEYWORD_KINDS: ReadonlySet<string> = new Set<StatementKind>([
  'use',
  'include',
  'import',
  'export',
  'type',
  'record',
  'flags',
  'variant',
  'enum',
  'resource',
]);

/** Walks the tokens of one kind of statement; true when it takes several lines. */
type Shape = (walk: Walk, depth: number, options: FormatOptions) => boolean;

const SHAPES: Readonly<Record<StatementKind, Shape>> = {
  package: (walk, depth) => {
    walk.put(LINE, depth);
    walk.path(SPACE, depth + 1);
    return end(walk, depth);
  },
  use: useStatement,
  include: includeStatement,
  import: externStatement,
  export: externStatement,
  type: (walk, depth) => {
    walk.put(LINE, depth);
    walk.identifier(SPACE, depth + 1);
    walk.take('=', SPACE, depth + 1);
    walk.type(SPACE, depth + 1);
    return end(walk, depth);
  },
  record: members,
  flags: members,
  variant: members,
  enum: members,
  resource: resourceStatement,
  func: (walk, depth, options) => {
    const start = walk.at;
    walk.identifier(LINE, depth);
    walk.take(':', NOTHING, depth + 1);
    if (walk.kind === 'static') walk.put(SPACE, depth + 1);
    return signature(walk, start, depth, options, (inner) => inner.functionType(SPACE, depth + 1));
  },
  constructor: (walk, depth, options) => {
    const start = walk.at;
    walk.put(LINE, depth);
    return signature(walk, start, depth, options, (inner) => inner.parameters(depth + 1));
  },
  // These have their head walked by `head`.
  interface: fail,
  world: fail,
  'nested-package': fail,
  verbatim: fail,
};

function fail(walk: Walk): boolean {
  walk.failed = true;
  return false;
}

/** The `;` of a statement that takes one line. */
function end(walk: Walk, depth: number): boolean {
  walk.take(';', NOTHING, depth + 1);
  return false;
}

function signature(
  walk: Walk,
  start: number,
  depth: number,
  options: FormatOptions,
  read: (walk: Walk) => List,
): boolean {
  const list = read(walk);
  end(walk, depth);
  return !walk.failed && fold(walk.layout, list, start, walk.at - 1, options);
}

/** `use a.{b, c as d};`, and on the level of files `use a:b/c as d;`. */
function useStatement(walk: Walk, depth: number, options: FormatOptions): boolean {
  const start = walk.at;
  walk.put(LINE, depth);
  walk.path(SPACE, depth + 1);
  if (walk.kind === '.') {
    walk.put(NOTHING, depth + 1);
    return names(walk, start, depth, options, true);
  }
  rename(walk, depth);
  return end(walk, depth);
}

/** `include w;` ends with a semicolon, `include w with { a as b }` does not. */
function includeStatement(walk: Walk, depth: number, options: FormatOptions): boolean {
  const start = walk.at;
  walk.put(LINE, depth);
  walk.path(SPACE, depth + 1);
  if (walk.kind !== 'with') return end(walk, depth);
  walk.put(SPACE, depth + 1);
  return names(walk, start, depth, options, false);
}

function names(walk: Walk, start: number, depth: number, options: FormatOptions, semicolon: boolean): boolean {
  const list = walk.list('{', '}', semicolon ? NOTHING : SPACE, depth + 1, (separator) => {
    walk.identifier(separator, depth + 1);
    rename(walk, depth + 1);
  });
  if (semicolon) end(walk, depth);
  return !walk.failed && fold(walk.layout, list, start, walk.at - 1, options);
}

function rename(walk: Walk, depth: number): void {
  if (walk.kind !== 'as') return;
  walk.put(SPACE, depth + 1);
  walk.identifier(SPACE, depth + 1);
}

/** After `x:` come a function, a body or a path; `import a: b/c;` is no label and a path, but the path `a:b/c`. */
function externStatement(walk: Walk, depth: number, options: FormatOptions): boolean {
  const start = walk.at;
  walk.put(LINE, depth);
  const { tokens, at } = walk;
  const isPath = tokens.kind(at + 1) !== ':' || tokens.kind(at + 3) === '/';
  if (isPath) {
    walk.path(SPACE, depth + 1);
    return end(walk, depth);
  }
  walk.identifier(SPACE, depth + 1);
  walk.take(':', NOTHING, depth + 1);
  if (walk.kind === 'func' || walk.kind === 'async' || walk.isAccessor)
    return signature(walk, start, depth, options, (inner) => inner.functionType(SPACE, depth + 1));
  if (walk.kind === 'interface') {
    walk.put(SPACE, depth + 1);
    return body(walk, 'interface', depth, options);
  }
  walk.path(SPACE, depth + 1);
  return end(walk, depth);
}

/** Fields, flags and cases stand on a line each, whatever their number. */
function members(walk: Walk, depth: number): boolean {
  walk.put(LINE, depth);
  walk.identifier(SPACE, depth + 1);
  const list = walk.list('{', '}', SPACE, depth + 1, (separator) => {
    walk.identifier(separator, depth + 1);
    if (walk.kind === ':') {
      walk.put(NOTHING, depth + 2);
      walk.type(SPACE, depth + 2);
    } else if (walk.kind === '(') {
      walk.put(NOTHING, depth + 2);
      walk.type(NOTHING, depth + 2);
      walk.take(')', NOTHING, depth + 2);
    }
  });
  if (!walk.failed) wrapBody(walk.layout, list);
  return true;
}

function resourceStatement(walk: Walk, depth: number, options: FormatOptions): boolean {
  walk.put(LINE, depth);
  walk.identifier(SPACE, depth + 1);
  return walk.kind === '{' ? body(walk, 'resource', depth, options) : end(walk, depth);
}

/** Statements between braces: the head up to `{` and the `}` can be formatted without them. */
function body(walk: Walk, kind: BodyKind, depth: number, options: FormatOptions): boolean {
  const { layout } = walk;
  const open = walk.at;
  walk.take('{', SPACE, depth + 1);
  const statements: Statement[] = [];
  while (!walk.failed && walk.kind !== '}' && walk.kind !== 'eof')
    statements.push(statement(walk, kind, depth + 1, options));
  const close = walk.at;
  walk.take('}', isEmptyOnOneLine(walk.tokens, { open, close }) ? NOTHING : LINE, depth);
  if (walk.failed) return true;
  layout.blank[close] = KEEP;
  layout.units.push({ first: close, last: close });
  walk.opened = open;
  walk.types = [];
  separate(layout, statements, kind);
  return true;
}
