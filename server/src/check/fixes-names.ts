// Repairs of names: one that is not there and may be brought or written in full, one that is there twice.

import type { TextEdit } from '../base/text.ts';
import type { Loc } from '../model/package.ts';
import { pathsOf, sourcesOf } from '../model/source.ts';
import { entryOfNode } from '../syntax/cursor.ts';
import { type Entry, type ItemTree, spanOf, type UsePath } from '../syntax/items.ts';
import { isIdentifier, tokensOf } from '../syntax/lexer.ts';
import { versionFault } from '../syntax/words.ts';
import {
  dependentsOf,
  escapePath,
  featureOf,
  itemsOf,
  type KnownItem,
  pathTo,
  sourceAt,
  usersOf,
} from './declared-names.ts';
import type { Fix } from './diagnostic.ts';
import { type Found, fix } from './located-problem.ts';
import { addUse, bodyAt, indentOf } from './use-edits.ts';

/** Maximum number of places offered to import a name from. */
const MAX_CANDIDATES = 8;

/** Interfaces that define a type, those of the same package first, without those that would close a circle. */
export function addUseFixes(found: Found, name: string): Fix[] {
  const { tree, uri, view, span } = found;
  const body = bodyAt(tree, span.start);
  const own = sourceAt(view.groups, uri, span.start);
  if (body === undefined || own === undefined) return [];
  const circle = body.name === undefined ? new Set() : usersOf(own, body.name);
  const gate = featureOf(body.entry.chunk.decl.attributes);
  const isThere = ({ feature }: { readonly feature: string | undefined }): boolean =>
    feature === undefined || feature === gate || view.isActive(feature);
  const candidates = visibleItems(found).filter(
    (it) =>
      it.kind === 'interface' &&
      isThere(it) &&
      it.types.some((type) => type.name === name && type.kind !== 'use' && isThere(type)) &&
      !(it.source === own && circle.has(it.name)),
  );
  return candidates.slice(0, MAX_CANDIDATES).map((it) => {
    const path = pathTo(it, own);
    const only = candidates.length === 1;
    return fix(found, `Add \`use ${path}.{${name}}\``, [addUse(tree, body, path, name)], only);
  });
}

/** What other packages may be mentioned at the place, those of the own package first. */
function visibleItems(found: Found): KnownItem[] {
  const { view, uri, span } = found;
  const own = sourceAt(view.groups, uri, span.start);
  if (own === undefined) return [];
  const all = view.groups.flatMap(sourcesOf);
  const circle = dependentsOf(all, own.key);
  const others = all.filter((it) => it.declarations.length > 0 && !circle.has(it.key));
  return [...itemsOf(own), ...others.flatMap((it) => itemsOf(it))];
}

/** An interface or world that another package has: its whole path. */
export function qualifyFixes(found: Found): Fix[] {
  const { tree, span } = found;
  const own = sourceAt(found.view.groups, found.uri, span.start);
  const entry = entryOfNode(tree, found.problem.loc.node);
  const want = entry?.chunk.decl.kind === 'include' ? 'world' : 'interface';
  const name = tree.text.slice(span.start, span.end).replace(/^%/, '');
  const candidates = visibleItems(found).filter((it) => it.name === name && it.kind === want && it.source !== own);
  return candidates.slice(0, MAX_CANDIDATES).map((it) => {
    const path = pathTo(it, own);
    return fix(found, `Change to \`${path}\``, [{ ...span, text: path }], candidates.length === 1);
  });
}

function pathOfPackage(entry: Entry, node: number): UsePath | undefined {
  return pathsOf(entry.chunk.decl).find((it) => it.package !== undefined && entry.base + it.package.node === node);
}

/** Another package, or another version of it. */
export function packageFixes(found: Found, keys: readonly string[]): Fix[] {
  const { tree, span, problem } = found;
  const entry = entryOfNode(tree, problem.loc.node);
  const path = entry === undefined ? undefined : pathOfPackage(entry, problem.loc.node);
  if (entry === undefined || path === undefined) return [];
  // Half a version would stay behind.
  if (tree.problems.some((it) => span.start <= it.start && it.start <= entry.end)) return [];
  const { end } = spanOf(tree, entry.base + path.name.node);
  if (path.package?.version === undefined && tree.text[end] === '@') return [];
  const valid = keys.filter((key) => versionFault(key.split('@')[1] ?? '0.0.0') === undefined);
  return valid.map((key) => {
    const [name = '', version] = key.split('@');
    const edits: TextEdit[] = [{ ...span, text: escapePath(name) }, ...versionEdits(tree, entry, path, version)];
    return fix(found, `Change to \`${key}\``, edits, valid.length === 1);
  });
}

function versionEdits(tree: ItemTree, entry: Entry, path: UsePath, version: string | undefined): TextEdit[] {
  const old = path.package?.version;
  if (old === undefined) {
    const { end } = spanOf(tree, entry.base + path.name.node);
    return version === undefined ? [] : [{ start: end, end, text: `@${version}` }];
  }
  const span = spanOf(tree, entry.base + old.node);
  if (version !== undefined) return [{ ...span, text: version }];
  return [{ start: tree.text.lastIndexOf('@', span.start), end: span.end, text: '' }];
}

/** The full path becomes the bare name. */
export function selfReferenceFixes(found: Found): Fix[] {
  const { tree, problem } = found;
  const entry = entryOfNode(tree, problem.loc.node);
  const path = entry === undefined ? undefined : pathOfPackage(entry, problem.loc.node);
  if (entry === undefined || path === undefined) return [];
  const name = escapePath(path.name.text);
  return [fix(found, `Change to \`${name}\``, [{ ...spanOf(tree, entry.base + path.node), text: name }], true)];
}

/** Interfaces that must be exported as well. */
export function pathFixes(found: Found, world: Loc, paths: readonly string[]): Fix[] {
  const tree = found.view.tree(world.uri);
  if (tree === undefined || paths.length === 0 || paths.some((path) => !path.includes('/'))) return [];
  const own = sourceAt(found.view.groups, world.uri, spanOf(tree, world.node).start);
  const entry = entryOfNode(tree, found.problem.loc.node);
  if (own === undefined || entry === undefined || world.uri !== found.uri) return [];
  const written = paths.map((path) => {
    const [names = '', version] = path.split('@');
    const [key = '', name = ''] = names.split('/');
    const whole = version === undefined ? key : `${key}@${version}`;
    return whole === own.key ? escapePath(name) : escapePath(path);
  });
  const indent = indentOf(tree.text, entry.start);
  const newline = tree.text.includes('\r\n') ? '\r\n' : '\n';
  const text = written.map((path) => `export ${path};${newline}${indent}`).join('');
  const title = `Export ${written.map((path) => `\`${path}\``).join(', ')} too`;
  return [fix(found, title, [{ start: entry.start, end: entry.start, text }], true)];
}

/** A second definition of a name gets another. A name that is not made here gets it with `as`. */
export function duplicateFixes(found: Found): Fix[] {
  const { tree, span, problem } = found;
  const word = tree.text.slice(span.start, span.end);
  if (!/^%?[A-Za-z][\w-]*$/.test(word) || word === 'constructor') return [];
  // It is being renamed right now.
  if (/^\s*as\b/.test(tree.text.slice(span.end, span.end + 100))) return [];
  const name = freeName(tree, word.replace(/^%/, ''));
  const entry = entryOfNode(tree, problem.loc.node);
  const edit = isUsedName(found, entry)
    ? { start: span.end, end: span.end, text: ` as ${name}` }
    : { ...span, text: name };
  return [...selfFixes(found, word), fix(found, `Rename to \`${name}\``, [edit])];
}

/** A parameter for the `self` that a method has anyway goes away. */
function selfFixes(found: Found, word: string): Fix[] {
  const { tree, span, problem } = found;
  if (word !== 'self' || problem.code !== 'type/duplicate-param' || problem.related !== undefined) return [];
  const tokens = tokensOf(tree.text, span.start, Math.min(tree.text.length, span.start + MAX_PARAM));
  let depth = 0;
  for (const [index, { kind, start }] of tokens.entries()) {
    if (kind === '<' || kind === '(') depth++;
    if (depth === 0 && (kind === ',' || kind === ')')) {
      const end = kind === ',' ? (tokens[index + 1]?.start ?? start) : start;
      return [fix(found, 'Remove the parameter `self`', [{ start: span.start, end, text: '' }], true)];
    }
    if (kind === '>' || kind === ')') depth--;
  }
  return [];
}

/** How long a parameter with its type may be. */
const MAX_PARAM = 2000;

/** Is it a name that `use` brings as it is? */
function isUsedName({ tree, problem, span }: Found, entry: Entry | undefined): boolean {
  if (entry?.chunk.decl.kind === 'toplevel-use')
    return entry.chunk.decl.alias === undefined && entry.base + entry.chunk.decl.path.name.node === problem.loc.node;
  const isMember = entry?.chunk.decl.kind !== 'import' && entry?.chunk.decl.kind !== 'export';
  if (isMember && entry?.chunk.decl.kind !== 'use') return false;
  const members =
    isMember && entry?.chunk.decl.kind === 'use'
      ? [{ decl: entry.chunk.decl, base: entry.base }]
      : (bodyAt(tree, span.start)?.members ?? []);
  return members.some(
    ({ decl, base }) =>
      decl.kind === 'use' &&
      decl.names.some((it) => it.alias === undefined && base + it.name.node === problem.loc.node),
  );
}

/** `name-2`, or the next number that no word of the file has. */
function freeName(tree: ItemTree, name: string): string {
  const taken = words.get(tree) ?? wordsOf(tree.text);
  words.set(tree, taken);
  const stem = name.replace(/-\d+$/, '');
  for (let number = 2; ; number++) if (!taken.has(`${stem}-${number}`)) return `${stem}-${number}`;
}

const words = new WeakMap<ItemTree, ReadonlySet<string>>();

function wordsOf(text: string): Set<string> {
  const found = new Set<string>();
  for (const token of tokensOf(text))
    if (isIdentifier(token.kind)) found.add(text.slice(token.start, token.end).replace(/^%/, ''));
  return found;
}
