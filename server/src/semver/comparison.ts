// One comparison of two versions of a package: what it knows of both, and the changes it has found so far.

import { layoutOf } from '../model/memory-layout.ts';
import { packageKey } from '../model/names.ts';
import type { Func, Interface, Loc, Package, Type, TypeDef } from '../model/package.ts';
import { partsOf } from '../model/type.ts';
import { typesOf } from '../model/visit.ts';
import type { Change } from './changes.ts';
import { coreSignature, MAX_FLAT_PARAMS } from './flat.ts';
import type { InterfaceRole, Level, Side, WorldRole } from './levels.ts';
import { contractRule, type RowLevel, type RuleId } from './table.ts';
import { Equality } from './types-equal.ts';
import { mayMerge } from './version.ts';
import { exportsOf } from './world-statements.ts';

/** What is known of a change beside its kind. */
export interface Found {
  /** What follows the title: `\`critical\``. */
  readonly detail: string;
  readonly loc?: Loc | undefined;
  readonly word?: string | undefined;
  readonly baseLoc?: Loc | undefined;
  readonly whole?: Loc | undefined;
  readonly baseWhole?: Loc | undefined;
  readonly before?: string | undefined;
  readonly after?: string | undefined;
  readonly related?: Change['related'];
  /** Who breaks is who any of them breaks. */
  readonly parts?: readonly Change[] | undefined;
  /** The function or type that the item is a part of, when it is one. */
  readonly row?: string;
  /** On which side the interface is, for rules whose level depends on it. */
  readonly role?: InterfaceRole;
  /** The rule by which this is measured, where another one only says how it came. */
  readonly like?: RuleId | undefined;
  /** Where the rule has a softer case, in which no user breaks for certain. */
  readonly level?: Level;
  /**
   * Old and new core code fit together, so that nothing notices the change where types are not compared: always, or in
   * functions that mention this type of the old version.
   */
  readonly silent?: true | MisreadType | undefined;
}

/** A type whose values are misread: wherever they are passed, or only where they lie in memory. */
export interface MisreadType {
  readonly type: TypeDef;
  readonly inMemory?: true;
}

export interface ComparisonOptions {
  readonly role: WorldRole;
}

export interface FuncPair {
  readonly before: Func;
  readonly after: Func;
}

/** Other places of a change. */
const SHOWN = 5;

export class Comparison {
  readonly before: Package;
  readonly after: Package;
  readonly equal: Equality;
  readonly options: ComparisonOptions;
  readonly #changes: Change[] = [];
  readonly #silentIf = new Map<Change, MisreadType>();
  readonly #imported: (readonly FuncPair[])[] = [];

  constructor(
    before: Package,
    after: Package,
    options: ComparisonOptions,
    equal: Equality = new Equality(before, after),
  ) {
    this.before = before;
    this.after = after;
    this.options = options;
    this.equal = equal;
  }

  /** Can one world import both versions of an interface of the package? */
  get mayMerge(): boolean {
    return mayMerge(this.before.id.version, this.after.id.version);
  }

  /** Where things are said that have no better place: the package's name, or its first file. */
  get packageLoc(): Loc | undefined {
    const [file] = this.after.files;
    return this.after.loc ?? (file === undefined ? undefined : { uri: file, node: 0 });
  }

  add(kind: RuleId, item: string, found: Found): void {
    const rule = contractRule(kind);
    const measure = contractRule(found.like ?? kind);
    if (rule === undefined || measure === undefined) return;
    const { detail, silent, role, level, row = item, like: _, ...places } = found;
    // The softer case of a rule breaks no user for certain.
    const isSofter = level !== undefined;
    const side = (which: 'importer' | 'implementer'): Side =>
      (places.parts?.some((it) => it[which] === 'breaks') ?? !isSofter) ? measure[which] : 'ok';
    const [importer, implementer] = [side('importer'), side('implementer')];
    const breaks = [importer, implementer].filter((it) => it === 'breaks');
    const change: Change = {
      kind,
      item,
      owner: ownerOf(item) ?? packageKey(this.after.id),
      row,
      level: level ?? levelOf(measure.level, role ?? 'imported', this.options.role),
      importer,
      implementer,
      hazard: silent === true ? 'silent' : isSofter && breaks.length === 0 ? 'source' : measure.hazard,
      message: `${rule.title}: ${detail}`,
      ...(role === 'exported' && typeof measure.level !== 'string' ? { related: this.#exports(item) } : {}),
      ...defined(places),
    };
    this.#changes.push(change);
    if (typeof silent === 'object') this.#silentIf.set(change, silent);
  }

  /** Why something must be provided. */
  #exports(item: string): NonNullable<Change['related']> {
    const [name = ''] = item.split('.', 1);
    return exportsOf(this.after, name).map(({ world, loc }) => ({
      loc,
      message: `world \`${world}\` exports \`${name}\``,
    }));
  }

  has(kind: RuleId): boolean {
    return this.#changes.some((it) => it.kind === kind);
  }

  /** Functions that old callers and the new version share, and that are imported: where imports are merged. */
  share(funcs: readonly FuncPair[]): void {
    if (funcs.length > 0) this.#imported.push(funcs);
  }

  /** Runs a part of the comparison. The functions that it shares, when it finds no change. */
  unchanged(compare: () => void): readonly FuncPair[] | undefined {
    const [changes, shared] = [this.#changes.length, this.#imported.length];
    compare();
    return this.#changes.length === changes ? this.#imported.slice(shared).flat() : undefined;
  }

  /** All changes, with what only the whole can tell. */
  finish(): readonly Change[] {
    const told = [...this.#changes.filter(({ kind }) => !isGate(kind)), ...this.#gates()];
    return told.map((change) => {
      const misread = this.#silentIf.get(change);
      return misread !== undefined && this.#linksUnnoticed(misread) ? { ...change, hazard: 'silent' as const } : change;
    });
  }

  /** Gates that came, and gates that went, in one change each. */
  #gates(): Change[] {
    return (['gate-added', 'gate-removed'] as const).flatMap((kind) => {
      const all = this.#changes.filter((it) => it.kind === kind);
      const [first, ...others] = all;
      if (first === undefined || others.length === 0) return all;
      const { before: _, after: __, ...rest } = first;
      const related = others
        .slice(0, SHOWN)
        .flatMap(({ loc, message }) => (loc === undefined ? [] : [{ loc, message }]));
      return [
        {
          ...rest,
          item: packageKey(this.after.id),
          row: packageKey(this.after.id),
          message: `${first.message}, and ${others.length} more ${others.length === 1 ? 'item' : 'items'}`,
          related,
        },
      ];
    });
  }

  /** Is there a function that passes the type and has the core signature that it had? */
  #linksUnnoticed(misread: MisreadType): boolean {
    return this.#imported.some((funcs) =>
      funcs.some(({ before, after }) => passes(before, misread) && coreSignature(before) === coreSignature(after)),
    );
  }
}

/** What comes before the last name; undefined where there is only one. A key of a world may have dots in its version. */
function ownerOf(item: string): string | undefined {
  const path = /^[^./]*\.(?=[^.]*[:/])/.exec(item)?.[0] ?? item.slice(0, item.lastIndexOf('.') + 1);
  return path === '' ? undefined : path.slice(0, -1);
}

/** Most often all items of a package get gates at once. */
function isGate(kind: RuleId): kind is 'gate-added' | 'gate-removed' {
  return kind === 'gate-added' || kind === 'gate-removed';
}

function levelOf(level: RowLevel, side: InterfaceRole, world: WorldRole): Level {
  if (typeof level === 'string') return level;
  return 'imported' in level ? level[side] : level[world];
}

/** Drops what is undefined: an absent property and one without a value are not the same to a reader of JSON. */
function defined(places: Omit<Found, 'detail' | 'silent' | 'role' | 'level' | 'like' | 'row'>): Partial<Change> {
  return Object.fromEntries(Object.entries(places).filter(([, value]) => value !== undefined));
}

/** Does a function pass values of the type, and where it matters in memory? */
function passes(func: Func, { type: target, inMemory }: MisreadType): boolean {
  const seen = { flat: new Set<TypeDef>(), memory: new Set<TypeDef>() };
  const waiting = passedTypes(func);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { type, memory } = next;
    const within = memory || type.kind === 'map' || (type.kind === 'list' && type.length === undefined);
    for (const part of partsOf(type)) waiting.push({ type: part, memory: within || isChannel(type) });
    if (type.kind !== 'ref') continue;
    const known = memory ? seen.memory : seen.flat;
    if (known.has(type.def)) continue;
    known.add(type.def);
    if (type.def === target && (memory || inMemory !== true)) return true;
    const { def } = type.def;
    if (def.kind === 'use' && def.target !== undefined) {
      waiting.push({ type: { kind: 'ref', def: def.target, loc: type.loc }, memory });
    } else for (const part of typesOf(type.def)) waiting.push({ type: part, memory });
  }
  return false;
}

function isChannel({ kind }: Type): boolean {
  return kind === 'future' || kind === 'stream';
}

interface Passed {
  readonly type: Type;
  readonly memory: boolean;
}

/** Many parameters, and results of more than one core value, are passed in memory. */
function passedTypes({ params, result, kind }: Func): Passed[] {
  const flat = params.reduce((sum, { type }) => sum + layoutOf(type).flat, kind === 'method' ? 1 : 0);
  const passed = params.map(({ type }): Passed => ({ type, memory: flat > MAX_FLAT_PARAMS }));
  return result === undefined ? passed : [...passed, { type: result, memory: layoutOf(result).flat > 1 }];
}

/** The functions of an interface that are there. */
export function visibleFuncs(owner: Interface): Map<string, Func> {
  return new Map([...owner.funcs].filter(([, func]) => func.active && (func.resource?.active ?? true)));
}

export function visibleTypes(owner: { readonly types: ReadonlyMap<string, TypeDef> }): Map<string, TypeDef> {
  return new Map([...owner.types].filter(([, type]) => type.active));
}
