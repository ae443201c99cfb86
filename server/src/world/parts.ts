// Components that are put together: each is known by its world, and each of its imports is tied to an export of another
// one or to nothing. Says which resource a name means once all is tied: two handles agree only when it is the same one.

import { isPlain } from '../model/elaborate.ts';
import { interfaceKey, itemPath, versionTrack } from '../model/names.ts';
import type { ElaboratedItem, Interface, Reason, TypeDef, World } from '../model/package.ts';
import { nested } from '../model/type.ts';
import { typesOf } from '../model/visit.ts';

export interface Part {
  readonly name: string;
  readonly world: World;
  /** Not a component, but what the composition says that it imports, as the exports of a world. */
  readonly outside?: boolean;
}

/** An import or export of a part. */
export interface Port {
  readonly part: Part;
  readonly direction: 'import' | 'export';
  readonly item: ElaboratedItem;
  /** The interface that a function or type was taken from. */
  readonly of?: Port;
  /** The component as one instance, with all its exports. */
  readonly whole?: boolean;
}

export class Ties {
  readonly #ties = new Map<Part, Map<string, Port>>();

  tie(part: Part, key: string, provider: Port): void {
    this.#ties.set(part, (this.#ties.get(part) ?? new Map<string, Port>()).set(key, provider));
  }

  untie(part: Part, key: string): void {
    this.#ties.get(part)?.delete(key);
  }

  /** What an import of a part is tied to. */
  of(part: Part, key: string): Port | undefined {
    return this.#ties.get(part)?.get(key);
  }

  /** Parts that a part gets something from. */
  providersOf(part: Part): Set<Part> {
    return new Set([...(this.#ties.get(part)?.values() ?? [])].map((it) => it.part));
  }

  /** The resource that a type is, as seen at a port; undefined when it is none. */
  resourceAt(port: Port, type: TypeDef): Origin | undefined {
    const origin = this.originOf(port, type);
    return origin?.type.def.kind === 'resource' ? origin : undefined;
  }

  /** Where a type is made, as seen at a port: follows `use`, aliases, and the wiring of imports. */
  originOf(port: Port, type: TypeDef): Origin | undefined {
    let at: PortType = { port, type };
    for (let steps = 0; steps < 1000; steps++) {
      const next = this.#step(at);
      if (next === undefined || 'id' in next) return next;
      at = next;
    }
    return undefined;
  }

  /** The origins of all types that a type is made of, itself included. */
  originsIn(port: Port, type: TypeDef): readonly Origin[] {
    const found = new Map<string, Origin>();
    const seen = new Set<TypeDef>();
    const pending: PortType[] = [{ port, type }];
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      const next = this.#step(at);
      if (next !== undefined && !('id' in next)) {
        pending.push(next);
        continue;
      }
      if (next !== undefined) found.set(next.id, next);
      const made = next ?? at;
      if (seen.has(made.type)) continue;
      seen.add(made.type);
      for (const written of typesOf(made.type))
        for (const inner of nested(written)) if ('def' in inner) pending.push({ port: made.port, type: inner.def });
    }
    return [...found.values()];
  }

  #step({ port, type }: PortType): PortType | Origin | undefined {
    const { def, owner } = type;
    if (def.kind === 'alias' && def.type.kind === 'ref') return { port, type: def.type.def };
    if (def.kind === 'use') {
      if (def.target === undefined) return undefined;
      const from = def.target.owner;
      return { port: from.kind === 'interface' ? portOf(port, from) : port, type: def.target };
    }
    const { part, item } = port;
    if (owner.kind === 'interface') {
      const home = portOf(port, owner);
      if (home !== port) return { port: home, type };
    }
    if (owner.kind === 'world') {
      // A type of the world that was given; one that it uses is what its interface makes of it.
      const given = this.of(part, type.name);
      if (given?.item.item.kind === 'type') return { port: given, type: given.item.item.type };
    }
    if (owner.kind === 'world') return { id: `imported type ${type.name}`, from: undefined, port, type };
    if (part.outside === true) return { id: `imported ${trackKey(item)}.${type.name}`, from: undefined, port, type };
    if (port.direction === 'export')
      return { id: `${part.name} exports ${item.key}.${type.name}`, from: port, port, type };
    const provider = this.of(part, item.key);
    if (provider === undefined) return { id: `imported ${trackKey(item)}.${type.name}`, from: undefined, port, type };
    const target = interfaceOf(provider.item)?.types.get(type.name);
    return target === undefined ? undefined : { port: provider, type: target };
  }
}

interface PortType {
  readonly port: Port;
  readonly type: TypeDef;
}

export interface Origin {
  /** The same for the same type of the same instance. */
  readonly id: string;
  /** The export that makes it; undefined when the whole composition imports it. */
  readonly from: Port | undefined;
  /** Where it was found. */
  readonly port: Port;
  readonly type: TypeDef;
}

/** Where an interface that another one uses comes from, as seen from a port of the same part. */
export function portOf(port: Port, used: Interface): Port {
  if (port.of !== undefined && interfaceOf(port.of.item) === used) return port.of;
  const own = interfaceOf(port.item);
  if (own === used) return port;
  const key = interfaceKey(used);
  const { part } = port;
  if (own !== undefined && interfaceKey(own) === key) return port;
  const exported = port.direction === 'export' ? part.world.exports.get(key) : undefined;
  if (exported !== undefined) return { part, direction: 'export', item: exported };
  const item = part.world.imports.get(key) ?? implied(used, key);
  return { part, direction: 'import', item };
}

function implied(used: Interface, key: string): ElaboratedItem {
  const reason: Reason = { kind: 'statement', loc: used.loc };
  return { key, item: { kind: 'interface', interface: used }, gate: {}, reason };
}

export function interfaceOf({ item }: ElaboratedItem): Interface | undefined {
  return item.kind === 'interface' ? item.interface : undefined;
}

/**
 * The same for imports of which the toolchain makes one: those of one interface, in versions of one compatibility track
 * (`wasm-tools component new`, `wac`).
 */
export function trackKey(item: ElaboratedItem): string {
  const target = isPlain(item) ? interfaceOf(item) : undefined;
  const version = target?.package.version;
  if (target?.name === undefined || version === undefined) return item.key;
  return itemPath({ ...target.package, version: versionTrack(version) }, target.name);
}
