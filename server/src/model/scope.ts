// What a name of an interface or world can mean: in a file, in its package, in other packages.

import { didYouMean } from '../base/suggest.ts';
import { withArticle } from '../base/words.ts';
import type { Entry, Name, ToplevelUseDecl, UsePath } from '../syntax/items.ts';
import { versionFault } from '../syntax/words.ts';
import type { Features } from './gates.ts';
import { KnownNames } from './known-names.ts';
import { packageId, packageKey } from './names.ts';
import type { Entity, Interface, Loc, Package, Problem, Ref, World } from './package.ts';
import { reportPackageOnly } from './package-only.ts';
import type { Declared, Dependencies, Findings } from './resolution.ts';
import type { PackageSource, SourcePart } from './source.ts';

/** A name of a file: an item, or the alias that a top-level `use` makes. */
type FileName =
  | { readonly kind: 'item'; readonly item: Declared }
  | {
      readonly kind: 'alias';
      readonly decl: ToplevelUseDecl;
      readonly base: number;
      readonly loc: Loc;
      readonly entity: Entity;
    };

/** State of the resolution of one package. */
export class PackageScope {
  readonly source: PackageSource;
  readonly dependencies: Dependencies;
  readonly features: Features;
  /** Findings of the whole, and of every path: where those lead is not the business of the item that has them. */
  readonly shared: Findings = { problems: [], refs: [] };
  readonly items = new Map<string, Declared>();
  readonly declared: Declared[] = [];
  /** Items whose resolution has begun, outermost first, each with the reference that asked for it. */
  readonly building: { readonly item: Declared; readonly loc: Loc }[] = [];
  readonly used = new Map<string, Package | undefined>();
  readonly #files = new Map<SourcePart, Map<string, FileName>>();
  readonly #later: { readonly loc: Loc; readonly name: string }[] = [];
  #findings = this.shared;
  readonly #names: KnownNames;
  /** Resolves a declared item completely; set by `resolve.ts`. `undefined` on a cycle, which is reported at `loc`. */
  resolveItem: (item: Declared, loc: Loc) => Interface | World | undefined = () => undefined;

  constructor(source: PackageSource, dependencies: Dependencies, features: Features) {
    this.source = source;
    this.dependencies = dependencies;
    this.features = features;
    this.#names = new KnownNames(source.key, () => dependencies.known());
    for (const part of source.parts) this.#declare(part);
    for (const part of source.parts) this.#declareAliases(part);
  }

  get problems(): Problem[] {
    return this.#findings.problems;
  }

  get refs(): Ref[] {
    return this.#findings.refs;
  }

  /** What `work` finds is put there. */
  finding<T>(findings: Findings, work: () => T): T {
    const outer = this.#findings;
    this.#findings = findings;
    const result = work();
    this.#findings = outer;
    return result;
  }

  /** Names near to one that is unknown, as long as that is not asked too often. */
  nearest(name: string, count: number, known: () => Iterable<string>): string[] {
    return this.#names.nearest(this.#findings, name, count, known);
  }

  problem(
    code: Problem['code'],
    loc: Loc,
    message: string,
    more: Omit<Problem, 'code' | 'loc' | 'message'> = {},
  ): void {
    this.problems.push({ code, loc, message, ...more });
  }

  ref(loc: Loc, target: Entity, role: Ref['role'] = 'reference'): void {
    this.refs.push({ loc, role, target });
  }

  /** A name that means an item of this package, which may not be resolved yet. */
  #refLater(loc: Loc, name: string): void {
    this.#later.push({ loc, name });
  }

  /** To be called when every item is resolved. */
  finishRefs(): void {
    for (const { loc, name } of this.#later.splice(0)) {
      const built = this.items.get(name)?.built;
      if (built !== undefined) this.ref(loc, built);
    }
  }

  #declare(part: SourcePart): void {
    const names = new Map<string, FileName>();
    this.#files.set(part, names);
    for (const entry of part.entries) {
      const { decl } = entry.chunk;
      if ((decl.kind !== 'interface' && decl.kind !== 'world') || decl.name.text === '') continue;
      const item: Declared = {
        part,
        entry,
        decl,
        state: 'new',
        built: undefined,
        findings: this.shared,
        lookups: undefined,
        taken: undefined,
      };
      this.declared.push(item);
      const name = decl.name.text;
      const first = this.items.get(name);
      if (first !== undefined && this.source.merged === true) names.set(name, { kind: 'item', item });
      else if (first !== undefined) {
        this.problem(
          'name/duplicate-item',
          locOf(part, entry, decl.name),
          `\`${name}\` is already the name of ${withArticle(first.decl.kind)} of this package`,
          {
            related: [
              { loc: locOf(first.part, first.entry, first.decl.name), message: `\`${name}\` is declared here` },
            ],
          },
        );
      } else {
        this.items.set(name, item);
        names.set(name, { kind: 'item', item });
      }
    }
  }

  #declareAliases(part: SourcePart): void {
    const names = this.#files.get(part);
    if (names === undefined) return;
    for (const entry of part.entries) {
      const { decl } = entry.chunk;
      if (decl.kind !== 'toplevel-use') continue;
      const name = decl.alias ?? decl.path.name;
      if (name.text === '') continue;
      const loc = locOf(part, entry, name);
      const first = names.get(name.text);
      if (first !== undefined) {
        this.problem('name/duplicate', loc, `\`${name.text}\` is already a name in this file`, {
          related: [{ loc: placeOf(first), message: `\`${name.text}\` is declared here` }],
        });
        continue;
      }
      const entity: Entity = { kind: 'alias', name: name.text, target: undefined, loc };
      names.set(name.text, { kind: 'alias', decl, base: entry.base, loc, entity });
    }
  }

  /** Resolves the path of every top-level `use`, used or not. */
  checkAliases(): void {
    for (const [part, names] of this.#files) {
      for (const entry of part.entries) {
        const { decl } = entry.chunk;
        if (decl.kind !== 'toplevel-use') continue;
        const target = this.#aliasTarget(part, decl, entry.base, true);
        // A name that leads nowhere is still declared here, so that references to it resolve.
        const made = decl.alias ?? (target === undefined ? decl.path.name : undefined);
        const known = made === undefined ? undefined : names.get(made.text);
        if (made === undefined || known?.kind !== 'alias' || known.decl !== decl) continue;
        if (known.entity.kind === 'alias') (known.entity as { target: Entity | undefined }).target = target;
        this.ref(locOf(part, entry, made), known.entity, 'definition');
      }
    }
  }

  #aliasTarget(part: SourcePart, decl: ToplevelUseDecl, base: number, report: boolean): Interface | World | undefined {
    const { path } = decl;
    if (path.package !== undefined) return this.#foreign(part, path, base, report, 'interface', report);
    const item = this.items.get(path.name.text);
    const loc = { uri: part.uri, node: base + path.name.node };
    if (item === undefined) {
      if (report) this.#unknown(loc, path.name, undefined);
      return undefined;
    }
    const built = this.resolveItem(item, loc);
    if (report && built !== undefined) this.ref(loc, built);
    else if (report) this.#refLater(loc, path.name.text);
    return built;
  }

  /** The interface or world that a path means; reports what is wrong with it. `relaxed`: the item itself need not exist. */
  lookup(
    part: SourcePart,
    path: UsePath,
    base: number,
    want: 'interface' | 'world',
    relaxed = false,
  ): Interface | World | undefined {
    const item = this.building.at(-1)?.item;
    const node = base + path.node;
    const known = item?.lookups?.get(node);
    if (known !== undefined) return known.result;
    const result = this.follow(part, path, base, want, relaxed);
    if (item !== undefined) {
      item.lookups ??= new Map();
      item.lookups.set(node, { path, base, want, relaxed, result });
    }
    return result;
  }

  /** The same for one caller, without recording the reference. */
  follow(
    part: SourcePart,
    path: UsePath,
    base: number,
    want: 'interface' | 'world',
    relaxed: boolean,
  ): Interface | World | undefined {
    const outer = this.#findings;
    this.#findings = this.shared;
    const result = this.#target(part, path, base, want, relaxed);
    this.#findings = outer;
    return result;
  }

  /** The item of this package that a path leads to, if it does; nothing is resolved or reported. */
  mentioned(
    part: SourcePart,
    path: UsePath,
    base: number,
    want: 'interface' | 'world',
  ): { readonly item: Declared; readonly loc: Loc } | undefined {
    if (path.package !== undefined) return undefined;
    const known = this.#files.get(part)?.get(path.name.text);
    if (known?.kind === 'alias') {
      const { decl } = known;
      const item = decl.path.package === undefined ? this.items.get(decl.path.name.text) : undefined;
      const loc = { uri: part.uri, node: known.base + decl.path.name.node };
      return item === undefined ? undefined : { item, loc };
    }
    const item = this.items.get(path.name.text);
    if (item === undefined || item.decl.kind !== want) return undefined;
    return { item, loc: { uri: part.uri, node: base + path.name.node } };
  }

  #target(
    part: SourcePart,
    path: UsePath,
    base: number,
    want: 'interface' | 'world',
    relaxed: boolean,
  ): Interface | World | undefined {
    const { name } = path;
    const loc = { uri: part.uri, node: base + name.node };
    if (path.package !== undefined)
      return this.#kind(this.#foreign(part, path, base, !relaxed, want, true), loc, name, want, relaxed, true);
    if (name.text === '') return undefined;
    const known = this.#files.get(part)?.get(name.text);
    if (known?.kind === 'alias') {
      this.ref(
        loc,
        known.decl.alias === undefined
          ? (this.#aliasTarget(part, known.decl, known.base, false) ?? known.entity)
          : known.entity,
      );
      const foreign = known.decl.path.package !== undefined;
      return this.#kind(
        this.#aliasTarget(part, known.decl, known.base, false),
        loc,
        name,
        want,
        relaxed && foreign,
        foreign,
      );
    }
    const item = this.items.get(name.text);
    if (item === undefined) {
      this.#unknown(loc, name, want);
      return undefined;
    }
    if (item.decl.kind !== want) {
      this.#refLater(loc, name.text);
      this.#wrongKind(loc, name, item.decl.kind);
      return undefined;
    }
    const built = this.resolveItem(item, loc);
    if (built === undefined) this.#refLater(loc, name.text);
    else this.ref(loc, built);
    return built;
  }

  #kind(
    found: Interface | World | undefined,
    loc: Loc,
    name: Name,
    want: 'interface' | 'world',
    relaxed: boolean,
    foreign: boolean,
  ): Interface | World | undefined {
    if (found === undefined || found.kind === want) return found;
    const last = this.problems.at(-1);
    if (!relaxed && !(foreign && last?.loc.uri === loc.uri && last.loc.node === loc.node))
      this.#wrongKind(loc, name, found.kind);
    return undefined;
  }

  #wrongKind(loc: Loc, name: Name, is: 'interface' | 'world'): void {
    if (is === 'world')
      this.problem('name/not-an-interface', loc, `\`${name.text}\` is a world; expected an interface`);
    else this.problem('name/not-a-world', loc, `\`${name.text}\` is an interface; expected a world`);
  }

  /** Its name, where it has one. */
  #thisPackage(): string {
    const { id, key } = this.source;
    return id.namespace === '' || id.name === '' ? 'this package' : `package \`${key}\``;
  }

  /** What is suggested can stand there: interfaces, or worlds; without `want`, both. */
  #unknown(loc: Loc, name: Name, want: 'interface' | 'world' | undefined): void {
    // A missing name was reported already.
    if (name.text === '') return;
    const known = (): string[] =>
      [...this.items].flatMap(([other, { decl }]) => (want === undefined || decl.kind === want ? [other] : []));
    const near = this.nearest(name.text, this.items.size, known);
    this.problem(
      'name/unknown-interface',
      loc,
      `there is no ${want ?? 'interface or world'} \`${name.text}\` in ${this.#thisPackage()}${didYouMean(near)}`,
      {
        data: { kind: 'rename', loc, names: near },
      },
    );
  }

  /** An item of another package by its full path. */
  #foreign(
    part: SourcePart,
    path: UsePath,
    base: number,
    reportItem: boolean,
    want: 'interface' | 'world',
    reportPackage: boolean,
  ): Interface | World | undefined {
    if (path.package === undefined || path.package.name.text === '') return undefined;
    if (path.name.text === '') {
      const at = { uri: part.uri, node: base + path.package.node };
      if (reportPackage) reportPackageOnly(this, at, path.package, want);
      return undefined;
    }
    const id = packageId(path.package);
    const key = packageKey(id);
    const loc = { uri: part.uri, node: base + path.package.node };
    if (key === this.source.key) {
      if (!reportPackage) return undefined;
      const [declared] = this.source.declarations;
      this.ref(loc, { kind: 'package', id, package: undefined, ...(declared === undefined ? {} : { loc: declared }) });
      this.#refLater({ uri: part.uri, node: base + path.name.node }, path.name.text);
      this.#self(loc, key, path);
      return undefined;
    }
    const found = this.dependencies.find(key);
    if (found === 'cycle') {
      if (reportPackage) {
        this.ref(loc, { kind: 'package', id, package: undefined });
        this.problem(
          'package/dependency-cycle',
          loc,
          `package \`${key}\` depends on this package, \`${this.source.key}\`: packages cannot depend on each other in a cycle`,
        );
      }
      return undefined;
    }
    this.used.set(key, found);
    if (reportPackage)
      this.ref(loc, { kind: 'package', id, package: found, ...(found?.loc === undefined ? {} : { loc: found.loc }) });
    if (found === undefined) {
      // A version that is none is reported where it stands.
      const isVersion = id.version === undefined || versionFault(id.version) === undefined;
      if (reportPackage && isVersion) this.#packageNotFound(loc, key);
      return undefined;
    }
    const nameLoc = { uri: part.uri, node: base + path.name.node };
    const item = found.interfaces.get(path.name.text) ?? found.worlds.get(path.name.text);
    if (item !== undefined) {
      if (reportPackage) this.ref(nameLoc, item);
      if (item.kind === want && (item.active || !reportItem)) return item;
      if (item.kind === want) {
        this.problem(
          'gate/inactive',
          nameLoc,
          `\`${path.name.text}\` of package \`${key}\` is only available with the feature \`${item.gate.unstable ?? ''}\``,
        );
        return item;
      }
    }
    if (reportItem) this.#notInPackage(nameLoc, path.name, want, found, item);
    return item;
  }

  #notInPackage(
    loc: Loc,
    name: Name,
    want: 'interface' | 'world',
    found: Package,
    other: Interface | World | undefined,
  ): void {
    const near = this.nearest(name.text, found.interfaces.size + found.worlds.size, () =>
      want === 'interface' ? found.interfaces.keys() : found.worlds.keys(),
    );
    const is = other === undefined ? '' : `; \`${name.text}\` is ${withArticle(other.kind)}`;
    this.problem(
      'name/not-in-package',
      loc,
      `package \`${found.key}\` has no ${want} \`${name.text}\`${is || didYouMean(near)}`,
      {
        ...(found.loc === undefined
          ? {}
          : { related: [{ loc: found.loc, message: `package \`${found.key}\` is declared here` }] }),
        data: { kind: 'rename', loc, names: near },
      },
    );
  }

  #self(loc: Loc, key: string, path: UsePath): void {
    this.problem(
      'package/self-reference',
      loc,
      `a package cannot refer to itself by its full name; inside \`${key}\` write just \`${path.name.text}\``,
      {
        data: { kind: 'rename', loc: { uri: loc.uri, node: loc.node }, names: [path.name.text] },
      },
    );
  }

  #packageNotFound(loc: Loc, key: string): void {
    const { near, message } = this.#names.packageNotFound(this.#findings, key, this.dependencies);
    this.problem('package/not-found', loc, message, { data: { kind: 'package', key, known: near } });
  }
}

function placeOf(name: FileName): Loc {
  return name.kind === 'alias' ? name.loc : locOf(name.item.part, name.item.entry, name.item.decl.name);
}

export function locOf(part: SourcePart, entry: Entry, syntax: { readonly node: number }): Loc {
  return { uri: part.uri, node: entry.base + syntax.node };
}
