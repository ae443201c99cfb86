// What a file does not say and a reader wants to know, shown at the end of a statement or after a name: what a world imports
// without saying so, the version behind a name without one, the bits of flags, the numbers of cases.

import type { Span } from '../base/text.ts';
import { counted } from '../base/words.ts';
import { itemPath } from '../model/names.ts';
import type { ElaboratedItem, Interface, Loc, Package, Reason, TypeDef, World } from '../model/package.ts';
import { allInterfaces, ownTypes } from '../model/visit.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import { originalOf, placeOf } from './names/name-at.ts';

export interface InlayHintSettings {
  /** What a statement of a world imports beside what it names. */
  readonly implicitImports: boolean;
  /** The version behind a name that is written without one. */
  readonly versions: boolean;
  /** The bit of each flag. */
  readonly flagBits: boolean;
  /** The number of each case of an enum or variant. */
  readonly discriminants: boolean;
}

export const DEFAULT_INLAY_HINTS: InlayHintSettings = {
  implicitImports: true,
  versions: true,
  flagBits: false,
  discriminants: false,
};

export interface InlayHint {
  readonly offset: number;
  readonly text: string;
  /** Markdown. */
  readonly tooltip?: string;
  /** Where the text leads, if it is one name. */
  readonly target?: Loc;
}

/** Maximum number of names shown; the rest are counted. */
const MAX_NAMES = 3;

export function inlayHints(
  snapshot: Snapshot,
  uri: string,
  range: Span,
  settings: InlayHintSettings,
): readonly InlayHint[] {
  const hints: InlayHint[] = [];
  for (const it of snapshot.semantics.packagesOf(uri)) {
    const owners = [...allInterfaces(it), ...it.worlds.values()].filter((owner) => owner.loc.uri === uri);
    if (settings.implicitImports)
      for (const owner of owners) if (owner.kind === 'world') hints.push(...implicitImports(snapshot, owner));
    if (settings.versions) hints.push(...versions(snapshot, it, uri));
    if (!settings.flagBits && !settings.discriminants) continue;
    for (const type of owners.flatMap(ownTypes)) hints.push(...numbers(snapshot, type, settings));
  }
  return hints.filter((it) => range.start <= it.offset && it.offset <= range.end).sort((a, b) => a.offset - b.offset);
}

// Implicit imports

function implicitImports(snapshot: Snapshot, world: World): InlayHint[] {
  const uses = new Map<number, Interface[]>();
  const includes = new Map<number, { imports: ElaboratedItem[]; exports: ElaboratedItem[] }>();
  for (const direction of ['imports', 'exports'] as const) {
    for (const item of world[direction].values()) {
      const { reason } = item;
      const cause = causeOf(reason);
      if (cause === undefined || cause.loc.uri !== world.loc.uri) continue;
      if (cause.kind === 'include') {
        const brought = includes.get(cause.loc.node) ?? { imports: [], exports: [] };
        brought[direction].push(item);
        includes.set(cause.loc.node, brought);
      } else if (reason.kind === 'use' && item.item.kind === 'interface' && item.item.interface !== undefined) {
        if (isWritten(world, item.item.interface)) continue;
        uses.set(cause.loc.node, [...(uses.get(cause.loc.node) ?? []), item.item.interface]);
      }
    }
  }
  const { uri } = world.loc;
  return [
    ...[...uses].map(([node, list]) => importsHint(snapshot, { uri, node }, world, list)),
    ...[...includes].map(([node, brought]) => includeHint(snapshot, { uri, node }, brought)),
  ].filter((it) => it !== undefined);
}

/** The statement of the world that brings an item; of a name that is imported by a `use`, the statement of its user. */
export function causeOf(reason: Reason): Reason | undefined {
  let at = reason;
  for (let steps = 0; steps < 1000; steps++) {
    if (at.kind !== 'use' || at.from === undefined) return at;
    at = at.from;
  }
  return undefined;
}

/** Does a `use` of the world itself name the interface? Then it says so. */
function isWritten(world: World, it: Interface): boolean {
  return world.uses.some((use) => use.target === it);
}

function pathOf(world: World, it: Interface): string {
  const { package: own } = world;
  const { package: other, name = '' } = it;
  const same = own.namespace === other.namespace && own.name === other.name && own.version === other.version;
  return same ? name : itemPath(other, name);
}

function importsHint(
  snapshot: Snapshot,
  statement: Loc,
  world: World,
  list: readonly Interface[],
): InlayHint | undefined {
  const place = placeOf(snapshot, statement);
  if (place === undefined) return undefined;
  const paths = list.map((it) => pathOf(world, it));
  const [only] = list;
  return {
    offset: place.span.end,
    text: `imports ${shortList(paths)}`,
    tooltip: `Imported too, because of what is used:\n\n${paths.map((path) => `- \`${path}\``).join('\n')}`,
    ...(list.length === 1 && only !== undefined ? { target: only.loc } : {}),
  };
}

function includeHint(
  snapshot: Snapshot,
  statement: Loc,
  { imports, exports }: { readonly imports: readonly ElaboratedItem[]; readonly exports: readonly ElaboratedItem[] },
): InlayHint | undefined {
  const place = placeOf(snapshot, statement);
  if (place === undefined) return undefined;
  const counts = [
    imports.length > 0 ? [counted(imports.length, 'import')] : [],
    exports.length > 0 ? [counted(exports.length, 'export')] : [],
  ].flat();
  const lines = [...imports.map((it) => `- import \`${it.key}\``), ...exports.map((it) => `- export \`${it.key}\``)];
  return {
    offset: place.span.end,
    text: counts.join(', '),
    tooltip: `Brought by this \`include\`:\n\n${lines.join('\n')}`,
  };
}

/** At most three names; the rest are counted. */
export function shortList(names: readonly string[]): string {
  const shown = names.length > MAX_NAMES ? names.slice(0, MAX_NAMES - 1) : names;
  const rest = names.length - shown.length;
  return `${shown.join(', ')}${rest === 0 ? '' : ` and ${rest} more`}`;
}

// Versions

/** Names that stand for an item of another package, where no version is written beside them. */
function versions(snapshot: Snapshot, it: Package, uri: string): InlayHint[] {
  const text = snapshot.tree(uri)?.text ?? '';
  const hints: InlayHint[] = [];
  for (const { loc, role, target } of it.refs) {
    if (loc.uri !== uri || role !== 'reference') continue;
    const original = originalOf(target);
    if (original.kind !== 'interface' && original.kind !== 'world') continue;
    const { namespace, name, version } = original.package;
    if (version === undefined || (namespace === it.id.namespace && name === it.id.name)) continue;
    const place = placeOf(snapshot, loc);
    if (place === undefined || isQualified(text, place.span)) continue;
    const path = itemPath(original.package, original.name ?? '');
    hints.push({ offset: place.span.end, text: `@${version}`, tooltip: `\`${path}\``, target: original.loc });
  }
  return hints;
}

function isQualified(text: string, { start, end }: Span): boolean {
  return /\/\s*$/.test(text.slice(Math.max(0, start - 50), start)) || /^\s*@/.test(text.slice(end, end + 50));
}

// Numbers

function numbers(snapshot: Snapshot, { def }: TypeDef, settings: InlayHintSettings): InlayHint[] {
  if (def.kind !== 'flags' && def.kind !== 'enum' && def.kind !== 'variant') return [];
  if (!(def.kind === 'flags' ? settings.flagBits : settings.discriminants)) return [];
  return def.cases.flatMap(({ name, loc }, index) => {
    const place = placeOf(snapshot, loc);
    if (place === undefined || name === '') return [];
    const isFlag = def.kind === 'flags';
    const text = isFlag ? `= 0x${(1n << BigInt(index)).toString(16)}` : `= ${index}`;
    return [{ offset: place.span.end, text, tooltip: isFlag ? `bit ${index}` : `discriminant ${index}` }];
  });
}
