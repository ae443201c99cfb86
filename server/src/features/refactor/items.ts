// Rewritings of one item: enum and variant, parameters in lines or in one, attributes added, an interface in its own file.

import type { Span } from '../../base/text.ts';
import { dirname, joinUri } from '../../base/uri.ts';
import { escapePath, sourceAt } from '../../check/declared-names.ts';
import { indentOf, removeStatement } from '../../check/use-edits.ts';
import { packageKey } from '../../model/names.ts';
import { entriesAt } from '../../syntax/cursor.ts';
import { type Attribute, type Decl, type Entry, type ItemTree, type ResourceFunc, spanOf } from '../../syntax/items.ts';
import { Lexer, type Token, tokensOf } from '../../syntax/lexer.ts';
import { versionFault } from '../../syntax/words.ts';
import { hasComment, holds, newlineOf, type Refactoring, rewrite, type Selection, signaturesOf } from './selection.ts';

/** `enum` becomes `variant`; back only when no case has a payload. */
export function convertCases(selection: Selection): Refactoring[] {
  const { tree, member, span } = selection;
  if (member?.decl.kind !== 'enum' && member?.decl.kind !== 'variant') return [];
  const { decl, base } = member;
  const from = decl.kind;
  const to = from === 'enum' ? 'variant' : 'enum';
  if (decl.cases.length === 0 || decl.cases.some((it) => it.type !== undefined)) return [];
  const name = spanOf(tree, base + decl.name.node);
  if (span.start > name.end) return [];
  const keyword = tokensOf(tree.text, member.span.start, name.start).findLast((it) => it.kind === from);
  if (keyword === undefined) return [];
  const edit = { start: keyword.start, end: keyword.end, text: to };
  return [rewrite(selection, `Convert to ${to === 'enum' ? 'an enum' : 'a variant'}`, 'refactor.rewrite', [edit])];
}

/** One parameter per line, or all in one. */
export function wrapParameters(selection: Selection): Refactoring[] {
  const { tree, member, span } = selection;
  if (member === undefined) return [];
  const { decl, base } = member;
  for (const { name, func } of signaturesOf(decl)) {
    const list = parentheses(tree, spanOf(tree, base + name.node).end, member.span.end);
    if (list === undefined || func.params.length === 0 || !holds(list, span)) continue;
    if (hasComment(tree, list)) return [];
    const texts = func.params.map(({ name: own, type }) =>
      tree.text.slice(spanOf(tree, base + own.node).start, spanOf(tree, base + type.node).end),
    );
    const isWrapped = tree.text.slice(list.start, list.end).includes('\n');
    if (isWrapped)
      return [
        rewrite(selection, 'Put the parameters on one line', 'refactor.rewrite', [{ ...list, text: texts.join(', ') }]),
      ];
    if (texts.length < 2) return [];
    const newline = newlineOf(tree);
    const indent = indentOf(tree.text, list.start);
    const text = `${newline}${texts.map((it) => `${indent}  ${it},${newline}`).join('')}${indent}`;
    return [rewrite(selection, 'Put each parameter on its own line', 'refactor.rewrite', [{ ...list, text }])];
  }
  return [];
}

/** What is between the first parentheses after an offset. */
function parentheses(tree: ItemTree, from: number, end: number): Span | undefined {
  const lexer = new Lexer(tree.text, from, end);
  let open: Token | undefined;
  for (let token = lexer.next(); token.kind !== 'eof'; token = lexer.next()) {
    if (token.kind === '(') open ??= token;
    if (token.kind === ')' && open !== undefined) return { start: open.end, end: token.start };
  }
  return undefined;
}

type Holder = Decl | ResourceFunc;

/** `@since` and `@deprecated` with the version of the package, for the item that the selection is in the first line of. */
export function addGates(selection: Selection): Refactoring[] {
  const { snapshot, uri, tree, span } = selection;
  const groups = snapshot.semantics.environmentOf(uri)?.groups ?? [];
  const version = sourceAt(groups, uri, span.start)?.id.version;
  const holder = holderAt(tree, span);
  if (version === undefined || versionFault(version) !== undefined || holder === undefined) return [];
  const given = holder.attributes.map((it) => it.name.text);
  const add = (name: string, at: number): Refactoring => {
    const text = `@${name}(version = ${version})`;
    const indent = indentOf(tree.text, holder.start);
    const edit = { start: at, end: at, text: `${text}${newlineOf(tree)}${indent}` };
    return rewrite(selection, `Add \`${text}\``, 'refactor.rewrite', [edit]);
  };
  const found: Refactoring[] = [];
  const gated = given.includes('since') || given.includes('unstable');
  if (!gated) found.push({ ...add('since', holder.start), sinceAt: holder.start });
  if (gated && !given.includes('deprecated')) found.push(add('deprecated', holder.afterAttributes));
  return found;
}

/** The item that a selection is in the first line of, attributes apart. */
export function holderAt(
  tree: ItemTree,
  span: Span,
):
  | {
      readonly item: Holder;
      readonly attributes: readonly Attribute[];
      readonly start: number;
      readonly afterAttributes: number;
    }
  | undefined {
  const entry = entriesAt(tree, span.start).at(-1);
  if (entry === undefined || !takesGates(entry.chunk.decl)) return undefined;
  for (const item of holdersOf(entry).reverse()) {
    const { attributes, node } = item;
    const own = spanOf(tree, entry.base + node);
    const last = attributes.at(-1);
    const head = last === undefined ? own.start : afterSpace(tree, spanOf(tree, entry.base + last.node).end);
    const line = tree.text.indexOf('\n', head);
    const end = Math.min(own.end, line === -1 ? own.end : line);
    if (own.start <= span.start && span.end <= end)
      return { item, attributes, start: own.start, afterAttributes: head };
  }
  return undefined;
}

function afterSpace(tree: ItemTree, offset: number): number {
  return offset + (/^\s*/.exec(tree.text.slice(offset, offset + 1000))?.[0].length ?? 0);
}

function takesGates(decl: Decl): boolean {
  return !['package', 'nested-package', 'toplevel-use', 'bad'].includes(decl.kind);
}

function holdersOf({ chunk: { decl } }: Entry): Holder[] {
  const inline = (decl.kind === 'import' || decl.kind === 'export') && decl.extern.kind === 'interface';
  return [decl, ...(inline ? decl.extern.members : [])].flatMap((it): Holder[] =>
    it.kind === 'resource' ? [it, ...it.funcs] : [it],
  );
}

/** An interface that shares its file with others, in a package that is a directory. */
export function moveInterface(selection: Selection): Refactoring[] {
  const { snapshot, uri, tree, span } = selection;
  const [entry] = entriesAt(tree, span.start);
  const root = snapshot.rootOf(uri);
  if (entry?.chunk.decl.kind !== 'interface' || root?.kind !== 'directory' || !root.files.includes(uri)) return [];
  const { decl } = entry.chunk;
  const others = tree.entries.filter((it) => it !== entry && it.chunk.decl.kind !== 'package');
  const target = joinUri(dirname(uri), `${decl.name.text}.wit`);
  if (decl.name.text === '' || span.end > entry.start + entry.length || others.length === 0) return [];
  if (root.files.includes(target) || tree.problems.length > 0) return [];
  const source = sourceAt(snapshot.semantics.environmentOf(uri)?.groups ?? [], uri, span.start);
  // The `package` line of another file cannot be read.
  if (source?.id.namespace === '' || source?.id.name === '') return [];
  const newline = newlineOf(tree);
  const removed = removeStatement(tree, { start: entry.start, end: entry.end }, true);
  const packageLine =
    source === undefined || source.declarations.length === 0 ? [] : [`package ${escapePath(packageKey(source.id))};`];
  const parts = [...packageLine, ...neededUses(tree, entry)];
  const text = `${parts.map((it) => it + newline).join('')}${parts.length === 0 ? '' : newline}`;
  const item = tree.text.slice(removed.start, entry.end).replace(/^[\r\n]+/, '');
  return [
    {
      title: `Move \`${decl.name.text}\` to \`${decl.name.text}.wit\``,
      kind: 'refactor.move',
      edits: [{ uri, edits: [removed] }],
      creates: [{ uri: target, text: `${text}${item}${newline}` }],
    },
  ];
}

/** The top-level `use`s of a file whose names an interface mentions. */
function neededUses(tree: ItemTree, entry: Entry): string[] {
  const names = new Set<string>();
  for (const { chunk } of entry.members)
    if (chunk.decl.kind === 'use' && chunk.decl.path.package === undefined) names.add(chunk.decl.path.name.text);
  return tree.entries
    .filter(({ chunk: { decl } }) => decl.kind === 'toplevel-use' && names.has((decl.alias ?? decl.path.name).text))
    .map((it) => tree.text.slice(it.start, it.end));
}
