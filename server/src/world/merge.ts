// What the whole still imports: the unsatisfied imports, merged as the tools merge them. One import for each interface
// and version track, in the highest version, with the functions and types of all (`wac` 0.12, `wasm-tools component new`).

import { compareVersions, interfaceKey } from '../model/names.ts';
import type { Interface } from '../model/package.ts';
import { conflict } from './agree.ts';
import { interfaceOf, type Port, portOf, type Ties, trackKey } from './parts.ts';
import { versionOf } from './wiring.ts';

export interface Merged {
  /** In the order of the parts; what others use comes before them. */
  readonly ports: readonly Port[];
  readonly conflicts: readonly { readonly message: string; readonly ports: readonly [Port, Port] }[];
}

/** `left`: the imports that are left, of all parts. */
export function mergeImports(ties: Ties, left: readonly Port[]): Merged {
  const groups = new Map<string, Port[]>();
  const add = (port: Port): void => {
    const key = trackKey(port.item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [port]);
    else group.push(port);
  };
  for (const port of left) {
    for (const used of usedPorts(port)) add(used);
    add(port);
  }
  const conflicts: Merged['conflicts'][number][] = [];
  const ports = [...groups.values()].flatMap((group) => {
    const [base, ...others] = distinct(group).sort((a, b) =>
      compareVersions(versionOf(b.item) ?? '', versionOf(a.item) ?? ''),
    );
    if (base === undefined) return [];
    for (const other of others) {
      const found = conflict(ties, base, other);
      if (found === undefined) continue;
      const where = found.path === '' ? '' : `${found.path}: `;
      const message = `\`${base.part.name}\` and \`${other.part.name}\` both import \`${other.item.key}\`, but not the same: ${where}${found.message}`;
      conflicts.push({ message, ports: [base, other] });
    }
    return [merged(base, others)];
  });
  return { ports, conflicts };
}

/** One for each interface or function, however many parts import the very same. */
function distinct(group: readonly Port[]): Port[] {
  const found = new Map<unknown, Port>();
  for (const port of group) {
    const it = port.item.item;
    const what = it.kind === 'interface' ? (it.interface ?? port) : it.kind === 'func' ? it.func : it.type;
    if (!found.has(what)) found.set(what, port);
  }
  return [...found.values()];
}

function merged(base: Port, others: readonly Port[]): Port {
  const first = interfaceOf(base.item);
  const more = others.flatMap((it) => interfaceOf(it.item) ?? []);
  if (first === undefined || more.length === 0) return base;
  const types = new Map(first.types);
  const funcs = new Map(first.funcs);
  for (const it of more) {
    for (const [name, type] of it.types) if (!types.has(name)) types.set(name, type);
    for (const [name, func] of it.funcs) if (!funcs.has(name)) funcs.set(name, func);
  }
  return { ...base, item: { ...base.item, item: { kind: 'interface', interface: { ...first, types, funcs } } } };
}

/** Ports of the interfaces that an interface uses, directly or not, those that others use first. */
function usedPorts(port: Port): readonly Port[] {
  const found = new Map<string, Port>();
  const pending: { readonly port: Port; readonly done: boolean }[] = usesOf(port).map((it) => ({
    port: it,
    done: false,
  }));
  pending.reverse();
  const entered = new Set<string>();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { key } = next.port.item;
    if (next.done) found.set(key, next.port);
    if (next.done || entered.has(key)) continue;
    entered.add(key);
    pending.push(
      { port: next.port, done: true },
      ...usesOf(next.port)
        .map((it) => ({ port: it, done: false }))
        .reverse(),
    );
  }
  return [...found.values()];
}

function usesOf(port: Port): Port[] {
  return usedInterfaces(interfaceOf(port.item)).map((used) => portOf(port, used));
}

function usedInterfaces(it: Interface | undefined): Interface[] {
  const found = new Map<string, Interface>();
  for (const { def, active } of it?.types.values() ?? []) {
    const owner = active && def.kind === 'use' ? def.target?.owner : undefined;
    if (owner?.kind === 'interface' && owner !== it) found.set(interfaceKey(owner), owner);
  }
  return [...found.values()];
}
