// A type gets a name of its own, a list of parameters a record; and back: a name gives way to what it stands for.

import type { Span, TextEdit } from '../../base/text.ts';
import { indentOf, removeStatement } from '../../check/use-edits.ts';
import { type ItemTree, type Param, spanOf, syntaxParts, type TypeSyntax } from '../../syntax/items.ts';
import { escapeName } from '../../syntax/words.ts';
import { namesAt, originalOf, sameEntity } from '../names/name-at.ts';
import { packagesAround } from '../names/reference-packages.ts';
import { referencesTo } from '../names/references.ts';
import {
  freeName,
  hasComment,
  holds,
  type Member,
  newlineOf,
  type Refactoring,
  rewrite,
  type Selection,
  signaturesOf,
  writtenTypes,
} from './selection.ts';

/** The smallest type around the selection that is more than a name. */
export function extractAlias(selection: Selection): Refactoring[] {
  const { tree, member } = selection;
  if (member === undefined) return [];
  const found = typeAround(selection, member);
  if (found === undefined) return [];
  const name = freeName(tree, 'new-type');
  const text = tree.text.slice(found.start, found.end);
  const edits = [before(selection, member, `type ${name} = ${text};`), { ...found, text: name }];
  return [rewrite(selection, 'Extract into a type', 'refactor.extract', edits)];
}

function typeAround({ tree, span }: Selection, { decl, base }: Member): Span | undefined {
  let found: Span | undefined;
  const visit = (type: TypeSyntax): void => {
    const own = spanOf(tree, base + type.node);
    if (!holds(own, span)) return;
    if (type.kind !== 'name' && type.kind !== 'primitive' && type.kind !== 'bad') found = own;
    for (const inner of syntaxParts(type)) visit(inner);
  };
  // What is a definition of its own already, only in its parts.
  const roots = decl.kind === 'type' ? syntaxParts(decl.type) : writtenTypes(decl);
  for (const type of roots) visit(type);
  return found;
}

/** A new statement in front of a member, below the comments that document what is before it. */
function before({ tree, body }: Selection, member: Member, text: string): TextEdit {
  const { start } = member.span;
  const at = docsStart(tree.text, start, body?.open ?? 0);
  const newline = newlineOf(tree);
  // A type of a world cannot be taken away.
  const gates = body?.kind === 'world' ? [] : gatesOf(tree, member);
  const alone = tree.text.slice(tree.text.lastIndexOf('\n', start - 1) + 1, start).trim() === '';
  const indent = indentOf(tree.text, start);
  const parts = [...gates, text].map((it) => (alone ? `${it}${newline}${indent}` : `${it} `));
  return { start: at, end: at, text: parts.join('') };
}

/** What is only there with a feature can be in what is there with it. */
function gatesOf(tree: ItemTree, { decl, base }: Member): string[] {
  if (decl.kind === 'bad') return [];
  return decl.attributes
    .filter(({ name }) => name.text === 'since' || name.text === 'unstable')
    .map(({ node }) => {
      const { start, end } = spanOf(tree, base + node);
      return tree.text.slice(start, end);
    });
}

/** Where the comments directly above an item begin. */
function docsStart(text: string, start: number, open: number): number {
  let at = start;
  for (;;) {
    const lineStart = text.lastIndexOf('\n', at - 1) + 1;
    if (lineStart <= open || text.slice(lineStart, at).trim() !== '') return at;
    const above = text.lastIndexOf('\n', lineStart - 2) + 1;
    const line = text.slice(above, lineStart);
    if (above <= open || !/^\s*\/\//.test(line)) return at;
    at = above + (/^\s*/.exec(line)?.[0].length ?? 0);
  }
}

/** Two parameters or more become one, of a new record. */
export function extractRecord(selection: Selection): Refactoring[] {
  const { tree, member, span } = selection;
  if (member === undefined) return [];
  const { decl, base } = member;
  for (const { name, func } of signaturesOf(decl)) {
    const list = paramsSpan(selection, base, func.params);
    if (list === undefined || func.params.length < 2 || !holds(list, span) || hasComment(tree, list)) continue;
    const record = freeName(tree, `${name.text}-params`);
    const newline = newlineOf(tree);
    const indent = indentOf(tree.text, member.span.start);
    const fields = func.params.map((it) => `${indent}  ${paramText(selection, base, it)},${newline}`).join('');
    const edits = [
      before(selection, member, `record ${record} {${newline}${fields}${indent}}`),
      { ...list, text: `params: ${record}` },
    ];
    return [rewrite(selection, `Extract the parameters into the record \`${record}\``, 'refactor.extract', edits)];
  }
  return [];
}

function paramsSpan({ tree }: Selection, base: number, params: readonly Param[]): Span | undefined {
  const [first] = params;
  const last = params.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const { end } = spanOf(tree, base + last.type.node);
  const comma = /^\s*,/.exec(tree.text.slice(end, end + 200))?.[0].length ?? 0;
  return { start: spanOf(tree, base + first.name.node).start, end: end + comma };
}

function paramText({ tree }: Selection, base: number, { name, type }: Param): string {
  return tree.text.slice(spanOf(tree, base + name.node).start, spanOf(tree, base + type.node).end);
}

/** Every mention of `type name = …` in its own body becomes what it stands for. Not when it is used from elsewhere. */
export function inlineAlias(selection: Selection): Refactoring[] {
  const { snapshot, uri, tree, span, body } = selection;
  const [name] = namesAt(snapshot, uri, span.start);
  const type = name === undefined ? undefined : originalOf(name.target);
  if (body === undefined || type?.kind !== 'type' || type.def.kind !== 'alias' || type.loc.uri !== uri) return [];
  const own = body.members.find(({ decl, base }) => decl.kind === 'type' && base + decl.name.node === type.loc.node);
  if (own?.decl.kind !== 'type' || own.decl.type.kind === 'bad') return [];
  const meaning = spanOf(tree, own.base + own.decl.type.node);
  const statement = spanOf(tree, own.base + own.decl.node);
  if (tree.problems.some((it) => statement.start <= it.start && it.start <= statement.end)) return [];
  const text = tree.text.slice(meaning.start, meaning.end);
  const mentions = referencesTo(snapshot, type, packagesAround(snapshot, type.loc)).filter(
    (it) => it.role === 'reference',
  );
  const plain = plainMentions(selection);
  if (mentions.length === 0 || mentions.some((it) => it.uri !== uri || !plain.has(it.span.start))) return [];
  if (mentions.some((it) => it.span.start >= meaning.start && it.span.end <= meaning.end)) return [];
  const edits = [
    removeStatement(tree, statement, true),
    ...mentions.map((it): TextEdit => ({ start: it.span.start, end: it.span.end, text })),
  ];
  if (!sameEntity(type, originalOf(name?.target ?? type))) return [];
  return [rewrite(selection, `Inline \`${escapeName(type.name)}\``, 'refactor.inline', edits)];
}

/** Names in the body that stand where any type may. */
function plainMentions({ tree, body }: Selection): ReadonlySet<number> {
  const found = new Set<number>();
  for (const { decl, base } of body?.members ?? []) {
    const visit = (type: TypeSyntax): void => {
      if (type.kind === 'name') found.add(spanOf(tree, base + type.name.node).start);
      for (const inner of syntaxParts(type)) visit(inner);
    };
    for (const type of decl.kind === 'type' ? [decl.type] : writtenTypes(decl)) visit(type);
  }
  return found;
}
