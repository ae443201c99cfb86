// Renaming of a package: its `package` lines and every path that leads to it. The new name may bring a new version.

import { packageKey } from '../../model/names.ts';
import type { Entity, Loc } from '../../model/package.ts';
import { pathsOf, sourcesOf } from '../../model/source.ts';
import { entryOfNode } from '../../syntax/cursor.ts';
import { type PackageName, spanOf, type UsePath } from '../../syntax/items.ts';
import { identifierFault, versionFault } from '../../syntax/words.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { packagesAbout } from './reference-packages.ts';
import { checked } from './rename-check.ts';
import { Edits, nameFor, type Refused, type Renaming } from './rename-edits.ts';

interface NewName {
  readonly namespace: string;
  readonly name: string;
  readonly version: string | undefined;
}

export function renamePackage(
  snapshot: Snapshot,
  entity: Extract<Entity, { kind: 'package' }>,
  text: string,
): Renaming | Refused {
  const wanted = readName(text, entity.id.version);
  if ('refused' in wanted) return wanted;
  const from = packageKey(entity.id);
  const to = packageKey({
    namespace: wanted.namespace,
    name: wanted.name,
    ...(wanted.version === undefined ? {} : { version: wanted.version }),
  });
  if (from === to) return { files: [] };
  const packages = packagesAbout(snapshot, entity.loc?.uri ?? '', [from]);
  const declared = entity.loc?.uri;
  if (isTaken(snapshot, declared ?? '', from, to)) return { refused: `there is a package \`${to}\` already` };
  const own = packages.filter((it) => it.key === from && it.declarations.some(({ uri }) => uri === declared));
  const files = new Set(own.flatMap((it) => it.declarations.map(({ uri }) => uri)));
  const edits = new Edits(snapshot);
  for (const it of packages) {
    for (const { loc, target } of it.refs) {
      if (target.kind !== 'package' || packageKey(target.id) !== from) continue;
      // Copies of the package that are vendored elsewhere keep their name, and so does what refers to them.
      if (target.loc?.uri !== declared && !own.includes(it)) continue;
      renameAt(snapshot, edits, loc, wanted, it.key === from);
    }
  }
  return checked(snapshot, edits.files(), packages, { package: { from, to, in: files } });
}

/** Another package of that name where the package is, or one that the workspace itself defines. */
function isTaken(snapshot: Snapshot, uri: string, from: string, to: string): boolean {
  for (const root of snapshot.rootsSeenFrom(uri)) {
    const { main, groups } = snapshot.semantics.environment(root);
    const keys = groups.flatMap(sourcesOf).map(({ key }) => key);
    const own = sourcesOf(main).map(({ key }) => key);
    if (own.includes(to) || (keys.includes(to) && keys.includes(from))) return true;
  }
  return false;
}

/** `ns:name` or `ns:name@version`; without a version the old one stays. */
function readName(text: string, version: string | undefined): NewName | Refused {
  const match = /^%?([^:@/\s]*):%?([^:@/\s]*)(?:@(\S*))?$/.exec(text);
  if (match === null) return { refused: `\`${text}\` is not a valid package name: it is written \`namespace:name\`` };
  const [, namespace = '', name = '', newVersion] = match;
  for (const part of [namespace, name]) {
    const fault = identifierFault(part);
    if (fault !== undefined) return { refused: `\`${part}\` is not a valid name: ${fault.message}` };
    if (/[A-Z]/.test(part)) return { refused: 'the name of a package has no capital letters' };
  }
  const fault = newVersion === undefined ? undefined : versionFault(newVersion);
  return fault === undefined ? { namespace, name, version: newVersion ?? version } : { refused: fault };
}

function renameAt(snapshot: Snapshot, edits: Edits, loc: Loc, wanted: NewName, own: boolean): void {
  const tree = snapshot.tree(loc.uri);
  const entry = tree === undefined ? undefined : entryOfNode(tree, loc.node);
  if (tree === undefined || entry === undefined) return;
  const { decl } = entry.chunk;
  const at = (node: number): Loc => ({ uri: loc.uri, node: entry.base + node });
  const note = own ? undefined : 'elsewhere';
  const path: UsePath | undefined = pathsOf(decl).find(
    (it) => it.package !== undefined && at(it.package.node).node === loc.node,
  );
  const syntax: PackageName | undefined =
    decl.kind === 'package' || decl.kind === 'nested-package' ? decl.name : path?.package;
  if (syntax === undefined) return;
  edits.replace(at(syntax.namespace.node), (old) => nameFor(old, wanted.namespace), note);
  edits.replace(at(syntax.name.node), (old) => nameFor(old, wanted.name), note);
  const { version } = wanted;
  if (version === undefined || version === syntax.version?.text) return;
  if (syntax.version !== undefined) {
    edits.replace(at(syntax.version.node), () => version, note);
    return;
  }
  const { end } = spanOf(tree, at(path?.name.node ?? syntax.name.node).node);
  edits.add(loc.uri, { start: end, end, text: `@${version}`, ...(note === undefined ? {} : { note }) });
}
