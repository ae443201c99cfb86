// Renaming: whether and what can be renamed at a place, and the edits that do it everywhere. What is vendored does not
// change; what would change the meaning of anything is refused with the reason.

import type { Span } from '../../base/text.ts';
import { packageKey } from '../../model/names.ts';
import type { Entity } from '../../model/package.ts';
import { spanOf } from '../../syntax/items.ts';
import { identifierFault } from '../../syntax/words.ts';
import type { PlacedRef } from '../../workspace/name-table.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { nameOf, namesAt, usedNameAt } from './name-at.ts';
import { packagesWith } from './references.ts';
import { checked, isVendored, vendoredText } from './rename-check.ts';
import { Edits, nameFor, type Refused, type Renaming } from './rename-edits.ts';
import { chainOf, isBareIn, type NameSubject, renameName, toplevelUseAt } from './rename-names.ts';
import { renamePackage } from './rename-package.ts';

export interface Prepared {
  readonly span: Span;
  readonly placeholder: string;
}

export function prepareRename(snapshot: Snapshot, uri: string, offset: number): Prepared | Refused {
  const subject = subjectAt(snapshot, uri, offset);
  return 'refused' in subject ? subject : { span: subject.span, placeholder: subject.placeholder };
}

export function rename(snapshot: Snapshot, uri: string, offset: number, newName: string): Renaming | Refused {
  const subject = subjectAt(snapshot, uri, offset);
  if ('refused' in subject) return subject;
  if (subject.kind === 'package') return renamePackage(snapshot, subject.entity, newName.trim());
  const name = newName.trim().replace(/^%/, '');
  const fault = identifierFault(name);
  if (fault !== undefined) return { refused: `\`${name}\` is not a valid name: ${fault.message}` };
  if (name === subject.placeholder) return { files: [] };
  if (subject.kind === 'feature') return renameFeature(snapshot, uri, subject.entity, name);
  if (subject.kind === 'interface-here') return renameHere(snapshot, uri, subject.ref, name);
  const [root] = subject.names.roots;
  if (root === undefined) return { refused: NOTHING };
  const packages = packagesWith(snapshot, uri, root);
  const files = renameName(snapshot, subject.names, name, packages);
  return checked(snapshot, files, packages);
}

type Subject = { readonly span: Span; readonly placeholder: string } & (
  | { readonly kind: 'name'; readonly names: NameSubject }
  | { readonly kind: 'package'; readonly entity: Extract<Entity, { kind: 'package' }> }
  | { readonly kind: 'feature'; readonly entity: Extract<Entity, { kind: 'feature' }> }
  /** An interface of a vendored package, under the name that a top-level `use` gives it in this file. */
  | { readonly kind: 'interface-here'; readonly ref: PlacedRef }
);

const NOTHING = 'there is no name here';

function subjectAt(snapshot: Snapshot, uri: string, offset: number): Subject | Refused {
  const names = namesAt(snapshot, uri, offset);
  const ref = names.find((it) => it.role === 'definition') ?? names[0];
  if (ref === undefined) return { refused: NOTHING };
  if (isVendored(snapshot, uri)) return { refused: vendoredText(uri) };
  const { span, target } = ref;
  const found = { span, placeholder: nameOf(target) };
  switch (target.kind) {
    case 'package':
      return packageSubject(snapshot, target, found);
    case 'feature':
      return { ...found, kind: 'feature', entity: target };
    case 'func':
      if (target.func.kind === 'constructor') return { refused: 'a constructor has no name of its own' };
      break;
    default:
  }
  return nameSubject(snapshot, names, ref, found);
}

function packageSubject(
  snapshot: Snapshot,
  entity: Extract<Entity, { kind: 'package' }>,
  found: { readonly span: Span; readonly placeholder: string },
): Subject | Refused {
  const { loc } = entity;
  const tree = loc === undefined ? undefined : snapshot.tree(loc.uri);
  if (loc === undefined || tree === undefined) return { refused: `package \`${packageKey(entity.id)}\` is not here` };
  if (isVendored(snapshot, loc.uri)) return { refused: vendoredText(loc.uri) };
  // In the declaration the version is part of the name.
  const declared = spanOf(tree, loc.node);
  const here = declared.start === found.span.start && declared.end === found.span.end;
  return { ...found, placeholder: here ? packageKey(entity.id) : found.placeholder, kind: 'package', entity };
}

/** The name furthest down the chain of equal names that may change. */
function nameSubject(
  snapshot: Snapshot,
  names: readonly PlacedRef[],
  ref: PlacedRef,
  found: { readonly span: Span; readonly placeholder: string },
): Subject | Refused {
  const roots: Entity[] = [];
  let aliased = false;
  for (const { target, role } of names) {
    if (role !== ref.role) continue;
    const own = usedNameAt(snapshot, ref);
    const chain = own === undefined ? chainOf(target) : [own, ...chainOf(target)];
    const last = chain.findLastIndex((link) => isOwn(snapshot, link));
    const root = chain[last];
    if (root === undefined) {
      if (isNamedByUse(snapshot, ref)) return { ...found, kind: 'interface-here', ref };
      const at = chain.at(-1);
      return { refused: at !== undefined && 'loc' in at && at.loc !== undefined ? vendoredText(at.loc.uri) : NOTHING };
    }
    aliased = last < chain.length - 1;
    roots.push(root);
  }
  return { ...found, kind: 'name', names: { roots, aliased } };
}

/** Is this a bare name that a top-level `use` without `as` of this file makes, or that `use` itself? */
function isNamedByUse(snapshot: Snapshot, ref: PlacedRef): boolean {
  return ref.target.kind === 'interface' && useOf(snapshot, ref) !== undefined;
}

/** The name in the top-level `use` that a mention goes through. */
function useOf(snapshot: Snapshot, ref: PlacedRef): PlacedRef | undefined {
  const { target } = ref;
  if (target.kind === 'package' || target.kind === 'feature') return undefined;
  for (const it of snapshot.semantics.packagesOf(ref.uri)) {
    for (const { loc, target: other } of it.refs) {
      if (loc.uri !== ref.uri || other.kind !== target.kind || other.loc.node !== target.loc.node) continue;
      const scope = toplevelUseAt(snapshot, loc);
      if (scope === undefined) continue;
      const span = spanOf(scope.tree, loc.node);
      const mention = it.refs.find(
        (one) =>
          one.loc.uri === ref.uri && spanOf(scope.tree, one.loc.node).start === ref.span.start && one.target === target,
      );
      if (span.start === ref.span.start || (mention !== undefined && isBareIn(scope, mention.loc)))
        return { uri: ref.uri, span, role: 'reference', target };
    }
  }
  return undefined;
}

/** Gives an interface of a vendored package another name in this file alone. */
function renameHere(snapshot: Snapshot, uri: string, ref: PlacedRef, name: string): Renaming | Refused {
  const use = useOf(snapshot, ref);
  const tree = snapshot.tree(uri);
  if (use === undefined || tree === undefined) return { refused: NOTHING };
  const edits = new Edits(snapshot);
  const packages = snapshot.semantics.packagesOf(uri);
  for (const it of packages) {
    for (const { loc, target } of it.refs) {
      if (loc.uri !== uri || target.kind !== 'interface' || use.target.kind !== 'interface') continue;
      if (target.loc.node !== use.target.loc.node || target.loc.uri !== use.target.loc.uri) continue;
      const scope = toplevelUseAt(snapshot, loc);
      if (scope !== undefined && spanOf(tree, loc.node).start === use.span.start) {
        const decl = scope.entries.find(
          ({ chunk, base }) => chunk.decl.kind === 'toplevel-use' && base + chunk.decl.path.name.node === loc.node,
        );
        const path = decl?.chunk.decl.kind === 'toplevel-use' ? decl.chunk.decl.path : undefined;
        if (decl === undefined || path === undefined) continue;
        const version = path.package?.version;
        const end = spanOf(tree, decl.base + (version?.node ?? path.name.node)).end;
        edits.add(uri, { start: end, end, text: ` as ${nameFor('', name)}`, note: 'alias' });
        for (const other of it.refs) {
          if (other.loc.uri === uri && other.target === target && isBareIn(scope, other.loc))
            edits.replace(other.loc, (old) => nameFor(old, name));
        }
      }
    }
  }
  return checked(snapshot, edits.files(), packages);
}

/** A feature is known by its name alone; it is renamed in the files of this package and of those nested in it. */
function renameFeature(
  snapshot: Snapshot,
  uri: string,
  entity: Extract<Entity, { kind: 'feature' }>,
  name: string,
): Renaming | Refused {
  const edits = new Edits(snapshot);
  const packages = snapshot.semantics.environmentOf(uri)?.ownPackages() ?? [];
  for (const it of packages) {
    for (const { loc, target } of it.refs) {
      if (target.kind !== 'feature') continue;
      if (target.name === name) return { refused: `there is a feature \`${name}\` already` };
      if (target.name === entity.name) edits.replace(loc, (old) => nameFor(old, name));
    }
  }
  const files = edits.files();
  const feature = { from: entity.name, to: name, in: new Set(files.map((it) => it.uri)) };
  return checked(snapshot, files, packages, { feature });
}

function isOwn(snapshot: Snapshot, entity: Entity): boolean {
  return 'loc' in entity && entity.loc !== undefined && !isVendored(snapshot, entity.loc.uri);
}
