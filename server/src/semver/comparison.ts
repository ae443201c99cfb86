// One comparison of two versions of a package: what it knows of both, and the changes it has found so far.

import type { Func, Interface, Loc, Package, Type, TypeDef } from '../model/package.ts';
import { partsOf } from '../model/type.ts';
import { typesOf, typesOfFunc } from '../model/visit.ts';
import type { Change, InterfaceRole, Level, WorldRole } from './changes.ts';
import { coreSignature } from './flat.ts';
import { contractRule, type RowLevel, type RuleId } from './table.ts';
import { Equality } from './types-equal.ts';
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
  /** On which side the interface is, for rules whose level depends on it. */
  readonly role?: InterfaceRole;
  /** The rule by which this is measured, where another one only says how it came. */
  readonly like?: RuleId | undefined;
  /** Where the rule has a softer case, in which nobody breaks for certain. */
  readonly level?: Level;
  /**
   * Old and new core code fit together, so that nothing notices the change where types are not compared: always, or in
   * functions that mention this type of the old version.
   */
  readonly silent?: true | TypeDef | undefined;
}

export interface ComparisonOptions {
  readonly role: WorldRole;
}

export interface FuncPair {
  readonly before: Func;
  readonly after: Func;
}

export class Comparison {
  readonly before: Package;
  readonly after: Package;
  readonly equal: Equality;
  readonly options: ComparisonOptions;
  readonly #changes: Change[] = [];
  readonly #silentIf = new Map<Change, TypeDef>();
  readonly #imported: (readonly FuncPair[])[] = [];

  constructor(before: Package, after: Package, options: ComparisonOptions) {
    this.before = before;
    this.after = after;
    this.options = options;
    this.equal = new Equality(before, after);
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
    const { detail, silent, role, level, like: _, ...places } = found;
    const change: Change = {
      kind,
      item,
      level: level ?? levelOf(measure.level, role ?? 'imported', this.options.role),
      // The softer case of a rule breaks nobody for certain.
      importer: level === undefined ? measure.importer : 'ok',
      implementer: level === undefined ? measure.implementer : 'ok',
      hazard: silent === true ? 'silent' : level === undefined ? measure.hazard : 'source',
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
    return this.#changes.map((change) => {
      const type = this.#silentIf.get(change);
      return type !== undefined && this.#linksUnnoticed(type) ? { ...change, hazard: 'silent' as const } : change;
    });
  }

  /** Is there a function that passes the type and has the core signature that it had? */
  #linksUnnoticed(type: TypeDef): boolean {
    return this.#imported.some((funcs) =>
      funcs.some(({ before, after }) => mentions(before, type) && coreSignature(before) === coreSignature(after)),
    );
  }
}

export function levelOf(level: RowLevel, side: InterfaceRole, world: WorldRole): Level {
  if (typeof level === 'string') return level;
  return 'imported' in level ? level[side] : level[world];
}

/** Drops what is undefined: an absent property and one without a value are not the same to a reader of JSON. */
function defined(places: Omit<Found, 'detail' | 'silent' | 'role' | 'level' | 'like'>): Partial<Change> {
  return Object.fromEntries(Object.entries(places).filter(([, value]) => value !== undefined));
}

function mentions(func: Func, target: TypeDef): boolean {
  const seen = new Set<TypeDef>();
  const waiting: Type[] = [...typesOfFunc(func)];
  for (let type = waiting.pop(); type !== undefined; type = waiting.pop()) {
    waiting.push(...partsOf(type));
    if (type.kind !== 'ref' || seen.has(type.def)) continue;
    seen.add(type.def);
    if (type.def === target) return true;
    const { def } = type.def;
    if (def.kind === 'use' && def.target !== undefined) {
      waiting.push({ kind: 'ref', def: def.target, loc: type.loc });
    } else waiting.push(...typesOf(type.def));
  }
  return false;
}

/** The functions of an interface that are there. */
export function visibleFuncs(owner: Interface): Map<string, Func> {
  return new Map([...owner.funcs].filter(([, func]) => func.active && (func.resource?.active ?? true)));
}

export function visibleTypes(owner: { readonly types: ReadonlyMap<string, TypeDef> }): Map<string, TypeDef> {
  return new Map([...owner.types].filter(([, type]) => type.active));
}
