// What the files of a group declare: which package they are, which packages are nested in them, and to which other
// packages they refer. No name is looked up here.

import { basename } from '../base/uri.ts';
import {
  type Decl,
  type Entry,
  type Extern,
  type InterfaceMember,
  type ItemTree,
  leadingPackage,
  type PackageName,
  type UsePath,
} from '../syntax/items.ts';
import { type PackageId, packageId, packageKey } from './names.ts';
import type { Loc, Problem } from './package.ts';

/** The part of one package that one file, or one `package … { }` block, holds. */
export interface SourcePart {
  readonly uri: string;
  readonly tree: ItemTree;
  readonly entries: readonly Entry[];
  /** The package that this file itself says it belongs to. */
  readonly says?: string;
}

export interface PackageSource {
  readonly id: PackageId;
  readonly key: string;
  readonly nested: boolean;
  readonly declarations: readonly Loc[];
  readonly parts: readonly SourcePart[];
  /** Are the parts copies that binaries carry? Then an interface is all that they say of it, the first of each name. */
  readonly merged?: boolean;
}

/** The files of one directory or one single file: a main package and the packages nested in its files. */
export interface GroupSource {
  /** Undefined when no file says which package this is. */
  readonly main: PackageSource | undefined;
  /** Packages of files that say another name than the first: the toolchain refuses them, what they say has a meaning. */
  readonly strays: readonly PackageSource[];
  readonly nested: readonly PackageSource[];
  readonly problems: readonly Problem[];
}

/** All packages of a group, the main one first. */
export function sourcesOf({ main, strays, nested }: GroupSource): readonly PackageSource[] {
  return main === undefined ? nested : [main, ...strays, ...nested];
}

export interface SourceFile {
  readonly uri: string;
  readonly tree: ItemTree;
}

/** Name of the package that files without a `package` line make up, so that what is in them still gets a meaning. */
const ANONYMOUS: PackageId = { namespace: '', name: '' };

export function readGroup(files: readonly SourceFile[]): GroupSource {
  const problems: Problem[] = [];
  const declared: DeclaredName[] = [];
  const nested: PackageSource[] = [];
  const parts: SourcePart[] = [];
  for (const { uri, tree } of files) {
    const file = contentsOf(uri, tree);
    parts.push(file.part);
    if (file.declared !== undefined) declared.push(file.declared);
    nested.push(...file.nested);
    problems.push(...file.problems);
  }
  const main = readMain(parts, declared);
  // Files of other packages document those.
  const ownUris = new Set(main?.parts.map((part) => part.uri));
  const own = files.filter(({ uri }) => ownUris.has(uri));
  problems.push(...repeatedDocs(own.flatMap(({ uri, tree }) => contentsOf(uri, tree).documented ?? [])));
  if (main === undefined) problems.push(...missingDeclaration(files));
  const strays = readStrays(parts, declared, main);
  problems.push(...strays.flatMap((stray) => mismatches(stray, main?.declarations[0], main?.key ?? '')));
  return { main, strays, nested, problems };
}

/** The package that a file says it belongs to. */
interface DeclaredName {
  readonly id: PackageId;
  readonly key: string;
  readonly loc: Loc;
}

/** What one file brings to its group. */
interface Contents {
  readonly part: SourcePart;
  readonly declared: DeclaredName | undefined;
  /** The name in the `package` line, when a comment stands above it. */
  readonly documented: Loc | undefined;
  readonly nested: readonly PackageSource[];
  readonly problems: readonly Problem[];
}

const known = new WeakMap<ItemTree, Contents>();

function contentsOf(uri: string, tree: ItemTree): Contents {
  const cached = known.get(tree);
  if (cached?.part.uri === uri) return cached;
  const problems: Problem[] = [];
  const nested: PackageSource[] = [];
  const entries: Entry[] = [];
  let declared: Contents['declared'];
  const leading = leadingPackage(tree.entries);
  for (const entry of tree.entries) {
    const { decl } = entry.chunk;
    if (decl.kind === 'package') {
      const id = packageId(decl.name);
      // A line that comes too late is reported as such, and still says which package this is.
      if (entry === leading || (leading === undefined && declared === undefined))
        declared = { id, key: packageKey(id), loc: at(uri, entry, decl.name) };
    } else if (decl.kind === 'nested-package') {
      nested.push(readNested(uri, tree, entry, decl.name, problems));
    } else {
      entries.push(entry);
    }
  }
  const says = declared === undefined ? {} : { says: declared.key };
  const [first] = tree.entries;
  const documented = /\/[/*]/.test(tree.text.slice(0, first?.start ?? 0)) ? declared?.loc : undefined;
  const result = { part: { uri, tree, entries, ...says }, declared, documented, nested, problems };
  known.set(tree, result);
  return result;
}

/** Comments above `package` document the package, and only one file may have them (wit-parser: "found doc comments on multiple 'package' items"). */
function repeatedDocs(documented: readonly Loc[]): Problem[] {
  const [one, ...others] = documented;
  if (one === undefined) return [];
  return others.map((loc) => ({
    code: 'package/multiple-docs',
    loc,
    message:
      'another file documents this package already: only one file of a package may have a comment directly above its `package` line',
    related: [{ loc: one, message: 'the other comment is above this line' }],
  }));
}

/** A `package` line that cannot be read names no other package. */
function isNamed({ id }: DeclaredName): boolean {
  return id.namespace !== '' && id.name !== '';
}

function readMain(parts: readonly SourcePart[], declared: readonly DeclaredName[]): PackageSource | undefined {
  const first = declared.find(isNamed) ?? declared[0];
  const id = first?.id ?? ANONYMOUS;
  if (first === undefined && parts.every((part) => part.entries.length === 0)) return undefined;
  const others = new Set(declared.filter((it) => isNamed(it) && it.key !== first?.key).map((it) => it.loc.uri));
  const own = others.size === 0 ? parts : parts.filter((part) => !others.has(part.uri));
  const declarations = declared.filter((it) => !others.has(it.loc.uri)).map(({ loc }) => loc);
  return { id, key: packageKey(id), nested: false, declarations, parts: own };
}

/** Packages of the files that are not of the main one, each with all of its files. */
function readStrays(
  parts: readonly SourcePart[],
  declared: readonly DeclaredName[],
  main: PackageSource | undefined,
): PackageSource[] {
  const others = declared.filter((it) => isNamed(it) && it.key !== main?.key);
  return [...new Map(others.map((it) => [it.key, it.id]))].map(([key, id]) => {
    const own = others.filter((it) => it.key === key);
    const files = new Set(own.map((it) => it.loc.uri));
    const declarations = own.map((it) => it.loc);
    return { id, key, nested: false, declarations, parts: parts.filter((part) => files.has(part.uri)) };
  });
}

/** A folder is one package: that of the first file that names one. One finding for each file of another. */
function mismatches(stray: PackageSource, first: Loc | undefined, key: string): Problem[] {
  if (first === undefined) return [];
  return stray.declarations.map((loc) => ({
    code: 'package/name-mismatch',
    loc,
    message: `this file says package \`${stray.key}\`, but \`${basename(first.uri)}\` in the same folder says \`${key}\`: a folder is one package; move this file to a folder of its own`,
    related: [{ loc: first, message: `\`${key}\` is declared here` }],
    data: { kind: 'rename', loc, names: [key] },
  }));
}

/** Is this the stand-in for files that name no package? */
export function isAnonymous(source: PackageSource): boolean {
  return !source.nested && source.declarations.length === 0;
}

function missingDeclaration(files: readonly SourceFile[]): Problem[] {
  const [first] = files;
  if (first === undefined) return [];
  return [missingPackageLine(first)];
}

export function missingPackageLine(file: SourceFile): Problem {
  return {
    code: 'package/missing-declaration',
    loc: { uri: file.uri, node: file.tree.spans.length === 0 ? -1 : 0 },
    head: true,
    message: 'this package has no `package` declaration; add a line like `package namespace:name;`',
  };
}

function readNested(uri: string, tree: ItemTree, entry: Entry, name: PackageName, problems: Problem[]): PackageSource {
  for (const member of entry.members) {
    const { decl } = member.chunk;
    if (decl.kind !== 'nested-package') continue;
    problems.push({
      code: 'package/nested-too-deep',
      loc: at(uri, member, decl.name),
      message: 'a nested package must be at the top level of a file, not inside another nested package',
    });
  }
  const id = packageId(name);
  const entries = entry.members.filter(
    ({ chunk }) => chunk.decl.kind !== 'nested-package' && chunk.decl.kind !== 'package',
  );
  const declarations = [at(uri, entry, name)];
  return { id, key: packageKey(id), nested: true, declarations, parts: [{ uri, tree, entries }] };
}

function at(uri: string, entry: Entry, syntax: { readonly node: number }): Loc {
  return { uri, node: entry.base + syntax.node };
}

/** A reference to a package by its full name. */
export interface PackageReference {
  readonly id: PackageId;
  readonly key: string;
  /** `namespace:name` in the path. */
  readonly loc: Loc;
  /** The interface or world; empty where only the package is written. */
  readonly item: string;
}

/** All references to packages in the order of the text. */
export function packageReferences(source: PackageSource): PackageReference[] {
  const references: PackageReference[] = [];
  for (const { uri, entries } of source.parts) {
    for (const entry of entries) {
      collect(uri, entry, references);
      for (const member of entry.members) collect(uri, member, references);
    }
  }
  return references;
}

function collect(uri: string, entry: Entry, references: PackageReference[]): void {
  for (const path of pathsOf(entry.chunk.decl)) {
    if (path.package === undefined) continue;
    const id = packageId(path.package);
    if (id.namespace === '' || id.name === '') continue;
    references.push({
      id,
      key: packageKey(id),
      loc: { uri, node: entry.base + path.package.node },
      item: path.name.text,
    });
  }
}

/** The paths that a declaration itself (not its members in braces) mentions. */
export function pathsOf(decl: Decl): readonly UsePath[] {
  switch (decl.kind) {
    case 'use':
    case 'include':
    case 'toplevel-use':
      return [decl.path];
    case 'import':
    case 'export':
      return externPaths(decl.extern);
    default:
      return [];
  }
}

function externPaths(extern: Extern): readonly UsePath[] {
  if (extern.kind === 'path') return [extern.path];
  if (extern.kind === 'func') return [];
  return extern.members.flatMap((member: InterfaceMember) => (member.kind === 'use' ? [member.path] : []));
}
