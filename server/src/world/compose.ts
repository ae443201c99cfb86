// Components put together: for each import who satisfies it and whether the types agree, what the whole still imports and
// exports, and the whole as a world.

import { isPlain } from '../model/elaborate.ts';
import { interfaceKey } from '../model/names.ts';
import {
  type ElaboratedItem,
  emptyWorld,
  type Func,
  type Interface,
  type Type,
  type TypeDef,
  type World,
} from '../model/package.ts';
import { nested } from '../model/type.ts';
import { typesOf, typesOfFunc } from '../model/visit.ts';
import { WorldTypes } from '../model/world-types.ts';
import { type Difference, differences, neededTypes } from './agree.ts';
import { mergeImports } from './merge.ts';
import { interfaceOf, type Origin, type Part, type Port } from './parts.ts';
import { type PassedOver, type VersionMatch, type WireOptions, type Wiring, wire } from './wiring.ts';

/** What becomes of one import of one part. */
export interface Link {
  readonly wanted: Port;
  readonly outcome: Outcome;
}

export type Outcome =
  | { readonly kind: 'satisfied'; readonly given: Port; readonly version: VersionMatch }
  | {
      readonly kind: 'mismatch';
      readonly given: Port;
      readonly version: VersionMatch;
      /** At least one. */
      readonly differences: readonly Difference[];
    }
  /** Nobody gives it: the whole imports it. */
  | { readonly kind: 'left' }
  /** Types only: a component needs nothing at run time. */
  | { readonly kind: 'types' }
  | { readonly kind: 'ambiguous'; readonly candidates: readonly Port[] }
  | { readonly kind: 'cycle'; readonly given: Port; readonly way: readonly Part[] };

export interface CompositionProblem {
  /**
   * `conflict`: there are two where one can be; `hidden`: a type that has no name outside; `wire`: as told it cannot be;
   * `policy`: it is denied.
   */
  readonly kind: 'conflict' | 'hidden' | 'wire' | 'policy';
  readonly message: string;
  readonly ports: readonly Port[];
}

export interface Composition {
  readonly parts: readonly Part[];
  readonly links: readonly Link[];
  /** Exports of the composition, and exports that are neither used nor exported. */
  readonly exports: readonly Port[];
  readonly unused: readonly Port[];
  readonly problems: readonly CompositionProblem[];
  /** Exports of the right name that do not fit where another one does. */
  readonly passed: readonly PassedOver[];
  /** The whole; its imports in the order of the parts. */
  readonly world: World;
}

export interface ComposeOptions extends WireOptions {
  /** What the whole exports, and under which names; else what the parts export that give nothing to others. */
  readonly exports?: readonly { readonly name: string; readonly port: Port }[];
  /** Name of the world that comes out. */
  readonly name?: string;
}

export function compose(parts: readonly Part[], options: ComposeOptions = {}): Composition {
  const wiring = wire(parts, options);
  const links = parts.flatMap((part) => linksOf(part, wiring));
  // What could be given is meant to be given, even while it is not clear by whom.
  const used = new Set(
    links.flatMap(({ outcome }) =>
      'given' in outcome ? [outcome.given] : outcome.kind === 'ambiguous' ? outcome.candidates : [],
    ),
  );
  const providers = new Set([...used].map((port) => port.part));
  const roots = parts.filter((part) => !providers.has(part) && part.outside !== true);
  // In a cycle every part serves another; then the first one is the main part.
  const [first] = parts;
  const exporting = roots.length > 0 || first === undefined ? roots : [first];
  const problems: CompositionProblem[] = wiring.unknown.map(({ message }) => ({ kind: 'wire', message, ports: [] }));
  const named = options.exports ?? exportsOf(exporting, problems);
  const exports = named.map((it) => it.port);
  problems.push(...hiddenTypes(wiring, links, exports));
  const given = [...used, ...exports];
  const isUsed = (port: Port): boolean =>
    given.some((it) => isSame(it, port) || (it.whole === true && it.part === port.part));
  const unused = parts
    .filter((part) => part.outside !== true && (options.exports !== undefined || !exporting.includes(part)))
    .flatMap((part) => portsOf(part, 'export'))
    .filter((port) => !isUsed(port));
  const outside = parts.filter((part) => part.outside === true).flatMap((part) => portsOf(part, 'export'));
  const merged = mergeImports(
    wiring.ties,
    links.filter(({ outcome }) => isLeft(outcome)).map((it) => it.wanted),
  );
  for (const { message, ports } of merged.conflicts) problems.push({ kind: 'conflict', message, ports });
  const left = [...outside, ...merged.ports];
  const imports = [...left.map((port) => port.item), ...worldTypes([...left, ...exports])];
  return {
    parts,
    links,
    exports,
    unused,
    problems,
    passed: wiring.passed,
    world: wholeOf(parts, imports, named, options.name),
  };
}

/** Does the whole import it? A cycle is closed from outside. */
function isLeft({ kind }: Outcome): boolean {
  return kind !== 'satisfied' && kind !== 'mismatch';
}

function portsOf(part: Part, direction: 'import' | 'export'): Port[] {
  const items = direction === 'import' ? part.world.imports : part.world.exports;
  return [...items.values()].map((item) => ({ part, direction, item }));
}

function linksOf(part: Part, wiring: Wiring): Link[] {
  return portsOf(part, 'import').flatMap((wanted): Link[] => {
    if (wanted.item.item.kind === 'type') return [];
    const link = (outcome: Outcome): Link[] => [{ wanted, outcome }];
    const match = wiring.matches.find((it) => isSame(it.wanted, wanted));
    if (match !== undefined) {
      const { given, version } = match;
      const found = differences(wiring.ties, wanted, given);
      if (found.length === 0) return link({ kind: 'satisfied', given, version });
      return link({ kind: 'mismatch', given, version, differences: found });
    }
    const cycle = wiring.cycles.find((it) => isSame(it.match.wanted, wanted));
    if (cycle !== undefined) return link({ kind: 'cycle', given: cycle.match.given, way: cycle.way });
    const unclear = wiring.ambiguous.find((it) => isSame(it.wanted, wanted));
    if (unclear !== undefined) return link({ kind: 'ambiguous', candidates: unclear.candidates });
    const target = interfaceOf(wanted.item);
    return link({ kind: target !== undefined && isTypesOnly(target) ? 'types' : 'left' });
  });
}

function isTypesOnly(it: Interface): boolean {
  for (const func of it.funcs.values()) if (func.active) return false;
  for (const type of it.types.values()) if (type.active && type.def.kind === 'resource') return false;
  return true;
}

function exportsOf(parts: readonly Part[], problems: CompositionProblem[]): { name: string; port: Port }[] {
  const found = new Map<string, Port>();
  for (const port of parts.flatMap((part) => portsOf(part, 'export'))) {
    const first = found.get(port.item.key);
    if (first === undefined) found.set(port.item.key, port);
    else {
      const message = `both \`${first.part.name}\` and \`${port.part.name}\` export \`${port.item.key}\`; the first one is taken`;
      problems.push({ kind: 'conflict', message, ports: [first, port] });
    }
  }
  return [...found].map(([name, port]) => ({ name, port }));
}

/** The own types of worlds that functions of the whole mention, and what these use. */
function worldTypes(ports: readonly Port[]): ElaboratedItem[] {
  const found = new Set<ElaboratedItem>();
  for (const { part, item } of ports) {
    if (item.item.kind !== 'func') continue;
    const known = new WorldTypes(part.world).of(item);
    const { func } = item.item;
    const pending: Type[] = [...typesOfFunc(func)];
    // A function of a resource needs it even where no type mentions it.
    if (func.resource !== undefined) pending.push({ kind: 'ref', def: func.resource, loc: func.loc });
    for (let type = pending.pop(); type !== undefined; type = pending.pop()) {
      for (const inner of nested(type)) {
        const own = 'def' in inner ? known.get(inner.def) : undefined;
        if (own?.item.kind !== 'type' || found.has(own)) continue;
        found.add(own);
        pending.push(...typesOf(own.item.type));
        const source = own.item.type.def.kind === 'use' ? own.item.type.def.target?.owner : undefined;
        const used = source?.kind === 'interface' ? part.world.imports.get(interfaceKey(source)) : undefined;
        if (used !== undefined) found.add(used);
      }
    }
  }
  return [...found];
}

/** What the whole imports or exports can mention no type that is made inside and has no name outside. */
function hiddenTypes(wiring: Wiring, links: readonly Link[], exports: readonly Port[]): CompositionProblem[] {
  const problems: CompositionProblem[] = [];
  const report = (port: Port, from: Port, name: string, rest: string): void => {
    const what = port.direction === 'export' ? 'exports' : 'still imports';
    const message = `\`${port.part.name}\` ${what} \`${port.item.key}\`, which uses the type \`${name}\` that \`${from.part.name}\` makes; ${rest}`;
    problems.push({ kind: 'hidden', message, ports: [port, from] });
  };
  for (const port of exports) {
    for (const type of usedTypes(port)) {
      const origin = wiring.ties.originOf(port, type);
      // The interface that uses a type gives it a name, but not to what it is made of.
      if (origin?.from === undefined || exports.some((it) => isSame(it, origin.port)) || isPlainShape(wiring, origin))
        continue;
      report(port, origin.port, type.name, `\`${origin.port.item.key}\` must be exported too`);
    }
  }
  for (const [index, port] of exports.entries()) {
    if (port.item.item.kind !== 'func') continue;
    // A function comes after what its types are from, in the order of the exports.
    const before = exports.slice(0, index);
    const told = new Set<string>();
    for (const type of mentionedTypes(port.item.item.func)) {
      for (const { from, type: made } of wiring.ties.originsIn(port, type)) {
        if (from === undefined || made.def.kind === 'alias' || before.some((it) => isSame(it, from))) continue;
        if (told.has(from.item.key)) continue;
        told.add(from.item.key);
        const isLater = exports.some((it) => isSame(it, from));
        report(port, from, made.name, `\`${from.item.key}\` must be exported ${isLater ? 'before it' : 'too'}`);
      }
    }
  }
  for (const { wanted, outcome } of links) {
    if (!isLeft(outcome)) continue;
    for (const type of usedTypes(wanted)) {
      for (const { from, type: made } of wiring.ties.originsIn(wanted, type)) {
        // Whoever gives the import can make the same record, but not the same resource.
        if (from !== undefined && made.def.kind === 'resource')
          report(wanted, from, type.name, 'nobody outside can know it');
      }
    }
  }
  return problems;
}

function mentionedTypes(func: Func): readonly TypeDef[] {
  return typesOfFunc(func).flatMap((type) => nested(type).flatMap((it) => ('def' in it ? [it.def] : [])));
}

function usedTypes(port: Port): readonly TypeDef[] {
  return neededTypes(port).filter((type) => type.def.kind === 'use');
}

/** Is the type made of nothing that needs a name of its own: no other record, variant, enum, flags or resource? */
function isPlainShape(wiring: Wiring, { port, type }: Origin): boolean {
  return wiring.ties.originsIn(port, type).every((it) => it.type === type || it.type.def.kind === 'alias');
}

function isSame(a: Port, b: Port): boolean {
  return a.part === b.part && a.item === b.item;
}

const ORDER = { interface: 1, type: 2, func: 3 } as const;

function wholeOf(
  parts: readonly Part[],
  imports: readonly ElaboratedItem[],
  exports: readonly { readonly name: string; readonly port: Port }[],
  name = 'composed',
): World {
  const order = (item: ElaboratedItem): number => (isPlain(item) ? 0 : ORDER[item.item.kind]);
  const sorted = [...imports].sort((a, b) => order(a) - order(b));
  const [first] = parts;
  const loc = first?.world.loc ?? { uri: '', node: -1 };
  return {
    ...emptyWorld({ namespace: 'local', name: 'composition' }, loc),
    name,
    imports: new Map(sorted.map((item) => [item.key, named(item, item.key)])),
    exports: new Map(exports.map(({ name, port }) => [name, named(port.item, name)])),
  };
}

/** The item under a name that a composition gives it; an interface that gets a path is the interface of that path. */
function named(item: ElaboratedItem, key: string): ElaboratedItem {
  const target = interfaceOf(item);
  const path = /^([^:/@]+(?::[^:/@]+)*):([^:/@]+)\/([^/@]+)(?:@(.+))?$/.exec(key);
  if (target === undefined || path === null || interfaceKey(target) === key) return { ...item, key };
  const [, namespace = '', name = '', last = '', version] = path;
  const id = { namespace, name, ...(version === undefined ? {} : { version }) };
  return { ...item, key, item: { kind: 'interface', interface: { ...target, package: id, name: last } } };
}
