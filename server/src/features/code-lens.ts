// Above a declaration: how often it is mentioned, and which worlds take part in it. Where they stand is cheap to say; what
// they say is computed when a lens is resolved.

import { countedOrNo } from '../base/words.ts';
import { itemPath } from '../model/names.ts';
import type { Interface, Loc, TypeDef, World } from '../model/package.ts';
import { ownTypes } from '../model/visit.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { CustomCapabilities } from '../world/capabilities.ts';
import { worldPath } from '../world/reasons.ts';
import { identity, implementation, includedWorlds } from './names/implementation.ts';
import type { Occurrence } from './names/name-at.ts';
import { placeOf } from './names/name-at.ts';
import { packagesAround } from './names/reference-packages.ts';
import { references } from './names/references.ts';
import { worldSummary } from './worlds/lens.ts';

export interface CodeLensSettings {
  readonly references: boolean;
  readonly implementers: boolean;
  /** What has changed since the base, above packages, interfaces and worlds. */
  readonly contracts: boolean;
  /** What a world asks for and offers. */
  readonly worlds: boolean;
}

export const DEFAULT_CODE_LENS: CodeLensSettings = {
  references: false,
  implementers: true,
  contracts: true,
  worlds: true,
};

export type CodeLensKind = 'references' | 'implementers' | 'world';

export interface CodeLens extends Occurrence {
  readonly kind: CodeLensKind;
}

/** One or two for every interface and world of a file; references for types, too. */
export function codeLenses(snapshot: Snapshot, uri: string, settings: CodeLensSettings): readonly CodeLens[] {
  const found: CodeLens[] = [];
  const add = (loc: Loc, kind: CodeLensKind): void => {
    const place = loc.uri === uri ? placeOf(snapshot, loc) : undefined;
    if (place !== undefined && place.span.end > place.span.start) found.push({ ...place, kind });
  };
  for (const it of snapshot.semantics.packagesOf(uri)) {
    const owners: (Interface | World)[] = [...it.interfaces.values(), ...it.worlds.values()];
    const [first] = it.worlds.values();
    const included = first === undefined || !settings.implementers ? undefined : includedWorlds(snapshot, first.loc);
    for (const owner of owners) {
      if (settings.worlds && owner.kind === 'world') add(owner.loc, 'world');
      // Most worlds are included nowhere, which need not be said above each of them.
      const isTold = owner.kind === 'interface' || included?.has(identity(owner.loc)) === true;
      if (settings.implementers && isTold) add(owner.loc, 'implementers');
      if (!settings.references) continue;
      add(owner.loc, 'references');
      for (const type of ownTypes(owner)) add(type.loc, 'references');
    }
  }
  return found.sort((a, b) => a.span.start - b.span.start);
}

export interface ResolvedLens {
  readonly title: string;
  readonly places: readonly Occurrence[];
  /** Its path, of a world that can be shown. */
  readonly world?: string;
}

/** What a lens says; undefined when there is nothing at the place any more. */
export function resolveCodeLens(
  snapshot: Snapshot,
  uri: string,
  offset: number,
  kind: CodeLensKind,
  capabilities: CustomCapabilities = {},
): ResolvedLens | undefined {
  const owner = ownerAt(snapshot, uri, offset);
  if (owner === undefined) return undefined;
  if (kind === 'references') {
    const places = references(snapshot, uri, offset, false) ?? [];
    return { title: countedOrNo(places.length, 'reference'), places };
  }
  if (owner.kind === 'type') return undefined;
  if (kind === 'world') {
    if (owner.kind !== 'world') return undefined;
    return { title: worldSummary(owner, capabilities), places: [], world: worldPath(owner) };
  }
  const places = implementation(snapshot, uri, offset)?.targets ?? [];
  if (owner.kind === 'world') return { title: `included ${countedOrNo(places.length, 'time')}`, places };
  return { title: interfaceTitle(snapshot, owner), places };
}

function ownerAt(snapshot: Snapshot, uri: string, offset: number): Interface | World | TypeDef | undefined {
  for (const { span, role, target } of snapshot.semantics.refs(uri)) {
    if (span.start > offset) return undefined;
    if (span.start !== offset || role !== 'definition') continue;
    if (target.kind === 'interface' || target.kind === 'world' || target.kind === 'type') return target;
  }
  return undefined;
}

/** Worlds that import, and export, the interface, after all includes. */
function interfaceTitle(snapshot: Snapshot, it: Interface): string {
  const key = itemPath(it.package, it.name ?? '');
  let imported = 0;
  let exported = 0;
  for (const world of worldsAround(snapshot, it)) {
    if (world.imports.has(key)) imported++;
    if (world.exports.has(key)) exported++;
  }
  const by = [
    ...(imported > 0 ? [`imported by ${countedOrNo(imported, 'world')}`] : []),
    ...(exported > 0 ? [`exported by ${countedOrNo(exported, 'world')}`] : []),
  ];
  return by.length === 0 ? 'in no world' : by.join(', ');
}

function worldsAround(snapshot: Snapshot, it: Interface): readonly World[] {
  return packagesAround(snapshot, it.loc).flatMap((around) => [...around.worlds.values()]);
}
