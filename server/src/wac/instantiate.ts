// Components that a composition makes: which world a `new` means, what its imports get, and what `...` imports.

import type { Span } from '../base/text.ts';
import { interfaceKey } from '../model/names.ts';
import type { Type, TypeDef, World } from '../model/package.ts';
import { nested } from '../model/type.ts';
import { typesOf, typesOfFunc } from '../model/visit.ts';
import { liveImports } from '../world/live.ts';
import { interfaceOf, type Part, type Port } from '../world/parts.ts';
import { findPort, sameTrack } from '../world/wiring.ts';
import type { Made, WacPackages, WacTarget } from './composition.ts';
import type { Value } from './exports.ts';
import {
  declaredPort,
  exactPort,
  exportsOf,
  exportsOfPort,
  idOf,
  inferred,
  instancePort,
  typePort,
} from './instances.ts';
import { portNames, type Suggestion, suggestItem, suggestName, suggestPackage } from './suggest.ts';
import type { WacArgument, WacCode, WacExpression, WacFix, WacInstantiation, WacName, WacPath } from './syntax.ts';

/** What the composition around them knows. */
export interface Surroundings {
  readonly packages: WacPackages;
  problem(code: WacCode, message: string, span: Span, fixes?: readonly WacFix[]): void;
  ref(span: Span, target: WacTarget): void;
  value(expression: WacExpression): Value;
  local(name: WacName): Value;
}

/** One import and its argument. */
export interface Told {
  readonly wanted: Port;
  readonly given: Port;
  readonly span: Span;
}

/** An instantiation while its arguments are read. */
interface Making extends Made {
  readonly spreads: Map<WacArgument, readonly Port[]>;
  readonly wanted: Map<WacArgument, Port>;
  /** Keys of imports that have what they need. */
  readonly given: Set<string>;
}

const UNKNOWN: Value = { kind: 'unknown' };
const NOTHING_NEAR: Suggestion = { hint: '', fixes: [] };

export class Instantiations {
  readonly parts: Part[] = [];
  readonly told: Told[] = [];
  /** The same for types. */
  readonly types: Told[] = [];
  readonly made = new Map<WacInstantiation, Made>();
  /** What `...` imports, and for which component. */
  readonly implicit = new Map<string, Part>();
  readonly #around: Surroundings;
  readonly #names = new Set<string>();

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** `name`: of the `let` that it is the value of. */
  make(expression: WacInstantiation, name?: string): Value {
    const world = this.#component(expression.path);
    if (world === undefined) {
      for (const argument of expression.args) this.#argumentValue(argument);
      return UNKNOWN;
    }
    const part: Part = { name: this.#partName(name ?? expression.path.name), world };
    const making: Making = { part, wanted: new Map(), spreads: new Map(), given: new Set(), open: [], openTypes: [] };
    for (const argument of expression.args) if (argument.kind !== 'spread') this.#argument(making, argument);
    for (const argument of expression.args) if (argument.kind === 'spread') this.#spread(making, argument);
    this.parts.push(part);
    const open = this.#open(making);
    const types = openTypes(making);
    this.made.set(expression, { ...making, open, openTypes: types });
    if (expression.fill === undefined) this.#missing(part, [...open, ...types], expression.path);
    else {
      for (const { item } of open) this.implicit.set(item.key, part);
      this.#filled(making, expression.fill);
      this.#unnamed(part, [...open, ...types], expression.fill);
    }
    return { kind: 'instance', part };
  }

  #partName(name: string): string {
    let free = name;
    for (let at = 2; this.#names.has(free); at++) free = `${name} ${at}`;
    this.#names.add(free);
    return free;
  }

  #component(path: WacPath): World | undefined {
    const worlds = this.#around.packages.worlds(idOf(path));
    if (this.#around.packages.isModule?.(idOf(path)) === true) {
      const message = `\`${path.text}\` is a core module, and only components can be instantiated; make one with \`wasm-tools component new\``;
      this.#around.problem('wac/unknown-package', message, path.span);
      return undefined;
    }
    if ((worlds?.length ?? 0) === 0 && this.#around.packages.unread?.(idOf(path)) === true) return undefined;
    if (worlds === undefined) {
      const { hint, fixes } = suggestPackage(path, this.#around.packages.keys ?? []);
      const message = `package \`${path.text}\` not found: neither in \`deps/\` nor in the workspace${hint}`;
      this.#around.problem('wac/unknown-package', message, path.span, fixes);
      return undefined;
    }
    const [only, second] = worlds;
    const name = path.item ?? path.name;
    const world = second === undefined && path.item === undefined ? only : worlds.find((it) => it.name === name);
    if (world === undefined) {
      const known = worlds.map((it) => it.name);
      const { hint, fixes } = path.item === undefined ? NOTHING_NEAR : suggestItem(path, known);
      const message =
        only === undefined
          ? `package \`${path.text}\` has no world`
          : second === undefined
            ? `package \`${path.text}\` has no world \`${name}\`${hint}`
            : `package \`${path.text}\` has several worlds, and none is called \`${name}\`${hint}`;
      this.#around.problem('wac/no-world', message, path.span, fixes);
      return undefined;
    }
    this.#around.ref(path.span, { kind: 'world', world });
    return world;
  }

  #argumentValue(argument: WacArgument): Value {
    return argument.kind === 'named' ? this.#around.value(argument.value) : this.#around.local(argument.name);
  }

  #argument(making: Making, argument: Exclude<WacArgument, { kind: 'spread' }>): void {
    const { part, given } = making;
    const value = this.#argumentValue(argument);
    const { name } = argument;
    const wanted =
      argument.kind === 'named'
        ? argument.exact
          ? exactPort(part, name.text, 'import')
          : findPort(part, 'import', name.text)
        : inferred(part, name.text, value.kind === 'port' ? value.port : undefined);
    if (wanted === undefined) {
      const known = [...part.world.imports.values()]
        .filter((it) => it.item.kind !== 'type')
        .map((it) => `\`${it.key}\``);
      const exact = argument.kind === 'named' && argument.exact;
      const { hint, fixes } = suggestName(name, portNames(part, 'import', exact), exact);
      const others = known.length === 0 ? '' : `; it has ${known.join(', ')}`;
      const message = `\`${part.name}\` has no import \`${name.text}\`${hint || others}`;
      this.#around.problem('wac/unknown-argument', message, name.span, argument.kind === 'named' ? fixes : []);
      return;
    }
    making.wanted.set(argument, wanted);
    if (argument.kind === 'named') this.#around.ref(name.span, { kind: 'port', port: wanted });
    if (given.has(wanted.item.key)) {
      this.#around.problem('wac/duplicate-argument', `the import \`${wanted.item.key}\` is given twice`, name.span);
      return;
    }
    given.add(wanted.item.key);
    if (wanted.item.item.kind === 'type') {
      this.#type(wanted, argument, value);
      return;
    }
    const span = argument.kind === 'named' ? argument.value.span : name.span;
    if (value.kind === 'instance' && wanted.item.item.kind === 'func')
      this.#around.problem(
        'wac/argument-type',
        `\`${wanted.item.key}\` takes a function, and \`${value.part.name}\` is an instance; give one of its exports, like \`${value.part.name}.name\``,
        span,
      );
    else if (value.kind === 'declared')
      this.#around.problem(
        'wac/argument-type',
        'a type cannot be an argument: an import takes a function or an instance',
        span,
      );
    else if (value.kind === 'instance') this.#tell(wanted, instancePort(value.part), span);
    else if (value.kind === 'port') this.#tell(wanted, value.port, span);
  }

  /** A type of the component's world: a type of an instance, or one that the file declares. */
  #type(wanted: Port, argument: Exclude<WacArgument, { kind: 'spread' }>, value: Value): void {
    const isType =
      value.kind === 'unknown' ||
      (value.kind === 'declared' && value.declared.kind === 'type') ||
      (value.kind === 'port' && value.port.item.item.kind === 'type');
    const { span } = argument.kind === 'named' ? argument.value : argument.name;
    if (value.kind === 'declared' && value.declared.kind === 'type') {
      this.types.push({ wanted, given: declaredPort(value.declared.type), span });
    }
    if (value.kind === 'port' && value.port.item.item.kind === 'type')
      this.types.push({ wanted, given: value.port, span });
    if (isType) return;
    this.#around.problem(
      'wac/argument-type',
      `\`${wanted.item.key}\` takes a type, like \`x.y.${wanted.item.key}\``,
      span,
    );
  }

  #tell(wanted: Port, given: Port, span: Span): void {
    this.told.push({ wanted, given, span });
  }

  #spread({ part, given, spreads }: Making, argument: Extract<WacArgument, { kind: 'spread' }>): void {
    const { name } = argument;
    const value = this.#around.local(name);
    if (value.kind === 'unknown') return;
    const exports =
      value.kind === 'instance' ? exportsOf(value.part) : value.kind === 'port' ? exportsOfPort(value.port) : undefined;
    if (exports === undefined) {
      this.#around.problem(
        'wac/argument-type',
        `\`${name.text}\` is not an instance, so it has no exports to spread`,
        name.span,
      );
      return;
    }
    const found: Port[] = [];
    for (const item of part.world.imports.values()) {
      if (given.has(item.key)) continue;
      if (item.item.kind === 'type') {
        const type = value.kind === 'port' ? interfaceOf(value.port.item)?.types.get(item.key) : undefined;
        if (value.kind !== 'port' || type === undefined) continue;
        const wanted: Port = { part, direction: 'import', item };
        found.push(wanted);
        given.add(item.key);
        this.types.push({ wanted, given: typePort(value.port, type), span: name.span });
        continue;
      }
      const match = exports.find((it) => it.item.key === item.key) ?? exports.find((it) => sameTrack(it.item, item));
      if (match === undefined) continue;
      const wanted: Port = { part, direction: 'import', item };
      found.push(wanted);
      given.add(item.key);
      this.#tell(wanted, match, name.span);
    }
    spreads.set(argument, found);
    if (found.length === 0)
      this.#around.problem(
        'wac/nothing-spread',
        `\`${name.text}\` exports nothing that \`${part.name}\` still needs`,
        name.span,
      );
  }

  /** Imports that nothing is given for, as far as the component has any use for them. */
  #open({ part, given }: Making): Port[] {
    const live = liveImports(part.world).keys;
    return [...part.world.imports.values()]
      .filter(({ key, item }) => item.kind !== 'type' && !given.has(key) && (item.kind === 'func' || live.has(key)))
      .map((item) => ({ part, direction: 'import' as const, item }));
  }

  /** `...` imports types as those of the interfaces that are left, and not of one that is given. */
  #filled(making: Making, fill: Span): void {
    for (const { item } of openTypes(making)) {
      const target =
        item.item.kind === 'type' && item.item.type.def.kind === 'use' ? item.item.type.def.target : undefined;
      const from = target?.owner.kind === 'interface' ? interfaceKey(target.owner) : undefined;
      if (target === undefined || from === undefined || !making.given.has(from)) continue;
      const message = `\`...\` imports the type \`${item.key}\`, but \`${from}\`, which it is from, is given: give \`${item.key}\` too, like \`x.${target.owner.name}.${target.name}\``;
      this.#around.problem('wac/argument-type', message, fill);
    }
  }

  /** What `...` imports can mention only types that it imports too, and one that is given is not (wac-graph, wasmparser). */
  #unnamed(part: Part, open: readonly Port[], fill: Span): void {
    for (const { wanted, given } of this.types) {
      // What is made of nothing that has a name needs none.
      if (wanted.part !== part || !isMadeOf(given, ({ def }) => def.kind !== 'alias' && def.kind !== 'use')) continue;
      const own = wanted.item.item.kind === 'type' ? wanted.item.item.type : undefined;
      const user = open.find((it) => isMadeOf(it, (def) => def === own));
      if (user === undefined) continue;
      const [name, type, origin] = [user.item.key, wanted.item.key, given.of];
      const message =
        origin === undefined
          ? `\`...\` imports \`${name}\`, which uses \`${type}\`, and that is \`${given.item.key}\`, which this file declares: an import can use only types of imports; give \`${name}\` too`
          : `\`...\` imports \`${name}\`, which uses \`${type}\`, and that is given, from \`${origin.item.key}\`: what \`...\` imports can use only types that it imports too; give \`${name}\` too`;
      this.#around.problem('wac/argument-type', message, fill);
    }
  }

  #missing(part: Part, open: readonly Port[], path: WacPath): void {
    if (open.length === 0) return;
    const names = open.map((it) => `\`${it.item.key}\``).join(', ');
    this.#around.problem(
      'wac/missing-argument',
      `\`${part.name}\` needs ${names}; give it, or end the arguments with \`...\` to import it`,
      path.span,
    );
  }
}

/** Types of the component's world that nothing is given for. */
function openTypes({ part, given }: Making): Port[] {
  return [...part.world.imports.values()]
    .filter(({ key, item }) => item.kind === 'type' && !given.has(key))
    .map((item) => ({ part, direction: 'import' as const, item }));
}

/** Does a function or type use such a type, itself or in what it is made of? */
function isMadeOf({ item: { item } }: Port, isSuch: (type: TypeDef) => boolean): boolean {
  if (item.kind === 'interface') return false;
  const pending: Type[] =
    item.kind === 'func' ? typesOfFunc(item.func) : [{ kind: 'ref', def: item.type, loc: item.type.loc }];
  const seen = new Set<TypeDef>();
  for (let type = pending.pop(); type !== undefined; type = pending.pop()) {
    for (const inner of nested(type)) {
      if (!('def' in inner) || seen.has(inner.def)) continue;
      if (isSuch(inner.def)) return true;
      seen.add(inner.def);
      const { def } = inner.def;
      if (def.kind === 'use' && def.target !== undefined)
        pending.push({ kind: 'ref', def: def.target, loc: inner.def.loc });
      pending.push(...typesOf(inner.def));
    }
  }
  return false;
}
