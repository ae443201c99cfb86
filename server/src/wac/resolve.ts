// What a `.wac` file puts together: its components, what each import gets, what is wrong, and what each name in it means.

import type { Span } from '../base/text.ts';
import { itemPath, type PackageId } from '../model/names.ts';
import type { ElaboratedItem, Func, Interface, Loc, World } from '../model/package.ts';
import { difference } from '../world/agree.ts';
import { type Composition, compose } from '../world/compose.ts';
import { liveImports } from '../world/live.ts';
import { interfaceOf, type Part, type Port } from '../world/parts.ts';
import { findPort, sameTrack, wire } from '../world/wiring.ts';
import type {
  WacArgument,
  WacCode,
  WacExpression,
  WacFile,
  WacName,
  WacPath,
  WacProblem,
  WacStatement,
} from './reader.ts';

/** The packages that a composition can see. */
export interface WacPackages {
  /** The worlds of a package; undefined when there is no such package. */
  worlds(id: PackageId): readonly World[] | undefined;
  interface(id: PackageId, name: string): Interface | undefined;
  /** Is the package there, but in a form that cannot be read here? */
  unread?(id: PackageId): boolean;
}

/** A name of the file and what it means. */
export interface WacRef {
  readonly span: Span;
  readonly target: WacTarget;
}

export type WacTarget =
  | { readonly kind: 'world'; readonly world: World }
  | { readonly kind: 'port'; readonly port: Port }
  | { readonly kind: 'func'; readonly func: Func; readonly owner: Interface }
  | { readonly kind: 'interface'; readonly interface: Interface }
  /** A name that this file gives. */
  | { readonly kind: 'local'; readonly name: WacName; readonly value: WacExpression | undefined };

export interface WacComposition {
  readonly composition: Composition;
  readonly problems: readonly WacProblem[];
  readonly refs: readonly WacRef[];
}

export function composeWac(file: WacFile, packages: WacPackages): WacComposition {
  return new Evaluation(packages).run(file);
}

type Value =
  | { readonly kind: 'instance'; readonly part: Part }
  | { readonly kind: 'port'; readonly port: Port }
  /** Something broken, or of a type that this file declares. */
  | { readonly kind: 'unknown' };

interface Local {
  readonly name: WacName;
  readonly value: Value;
  readonly source: WacExpression | undefined;
}

const UNKNOWN: Value = { kind: 'unknown' };

class Evaluation {
  readonly #packages: WacPackages;
  readonly #problems: WacProblem[] = [];
  readonly #refs: WacRef[] = [];
  readonly #locals = new Map<string, Local>();
  readonly #parts: Part[] = [];
  readonly #told: { wanted: Port; given: Port; span: Span }[] = [];
  readonly #exports: { name: string; port: Port }[] = [];
  readonly #imports = new Map<string, ElaboratedItem>();

  constructor(packages: WacPackages) {
    this.#packages = packages;
  }

  run(file: WacFile): WacComposition {
    const outside: Part = { name: 'imports', world: worldOf(new Map(), this.#imports), outside: true };
    for (const statement of file.statements) this.#statement(statement, outside);
    const parts = this.#imports.size > 0 ? [outside, ...this.#parts] : this.#parts;
    this.#checkTypes(parts);
    const composition = compose(parts, {
      told: this.#told,
      byName: false,
      exports: this.#exports,
      ...(file.package === undefined ? {} : { name: file.package.name }),
    });
    return { composition, problems: [...file.problems, ...this.#problems], refs: this.#refs };
  }

  #problem(code: WacCode, message: string, span: Span): void {
    this.#problems.push({ code, message, span });
  }

  #ref(span: Span, target: WacTarget): void {
    this.#refs.push({ span, target });
  }

  #statement(statement: WacStatement, outside: Part): void {
    switch (statement.kind) {
      case 'import':
        this.#define(statement.name, this.#import(statement, outside), undefined);
        break;
      case 'let':
        this.#define(statement.name, this.#value(statement.value, statement.name.text), statement.value);
        break;
      case 'export':
        this.#export(statement);
    }
  }

  #define(name: WacName, value: Value, source: WacExpression | undefined): void {
    const first = this.#locals.get(name.text);
    this.#ref(name.span, { kind: 'local', name, value: source });
    if (first !== undefined) this.#problem('wac/duplicate-name', `the name \`${name.text}\` is given twice`, name.span);
    else this.#locals.set(name.text, { name, value, source });
  }

  #import(statement: Extract<WacStatement, { kind: 'import' }>, outside: Part): Value {
    const { path, as } = statement;
    if (path?.item === undefined) return UNKNOWN;
    const found = this.#packages.interface(idOf(path), path.item);
    if (found === undefined) {
      const message =
        this.#packages.worlds(idOf(path)) === undefined
          ? `package \`${path.namespace}:${path.name}\` not found`
          : `there is no interface \`${path.text}\``;
      this.#problem('wac/unknown-package', message, path.span);
      return UNKNOWN;
    }
    this.#ref(path.span, { kind: 'interface', interface: found });
    const key = as?.text ?? itemPath(found.package, path.item);
    const item: ElaboratedItem = {
      key,
      item: { kind: 'interface', interface: found },
      gate: {},
      reason: { kind: 'statement', loc: found.loc },
    };
    this.#imports.set(key, item);
    return { kind: 'port', port: { part: outside, direction: 'export', item } };
  }

  #export({ value, spread, as, span }: Extract<WacStatement, { kind: 'export' }>): void {
    const found = this.#value(value);
    const ports =
      found.kind === 'instance' && spread
        ? exportsOf(found.part)
        : found.kind === 'port' && !spread
          ? [found.port]
          : [];
    if (found.kind !== 'unknown' && ports.length === 0) {
      const message = spread
        ? 'only a component has exports that `...` can spread'
        : 'this is a component; export one of its exports, like `export it.run;`, or all with `...`';
      this.#problem('wac/not-exportable', message, value.span);
    }
    for (const port of ports) {
      const name = as?.text ?? port.item.key;
      if (!this.#exports.some((it) => it.name === name)) this.#exports.push({ name, port });
      else if (!spread) this.#problem('wac/duplicate-export', `\`${name}\` is exported already`, span);
    }
  }

  #value(expression: WacExpression, name?: string): Value {
    switch (expression.kind) {
      case 'name':
        return this.#local(expression.name);
      case 'access':
        return this.#access(expression);
      case 'new':
        return this.#new(expression, name);
      case 'bad':
        return UNKNOWN;
    }
  }

  #local(name: WacName): Value {
    const found = this.#locals.get(name.text);
    if (found === undefined) {
      this.#problem(
        'wac/unknown-name',
        `there is no \`${name.text}\`; a name is there after its \`let\` or \`import\``,
        name.span,
      );
      return UNKNOWN;
    }
    this.#ref(name.span, { kind: 'local', name: found.name, value: found.source });
    return found.value;
  }

  #access({ of, name, exact }: Extract<WacExpression, { kind: 'access' }>): Value {
    const value = this.#value(of);
    if (value.kind === 'unknown') return UNKNOWN;
    if (value.kind === 'instance') {
      const port = exact ? exactPort(value.part, name.text) : findPort(value.part, 'export', name.text);
      if (port !== undefined) {
        this.#ref(name.span, { kind: 'port', port });
        return { kind: 'port', port };
      }
      const known = [...value.part.world.exports.keys()].map((it) => `\`${it}\``).join(', ');
      this.#problem(
        'wac/unknown-export',
        `\`${value.part.name}\` has no export \`${name.text}\`${known === '' ? '' : `; it has ${known}`}`,
        name.span,
      );
      return UNKNOWN;
    }
    const owner = interfaceOf(value.port.item);
    const func = owner?.funcs.get(name.text);
    if (owner === undefined || func === undefined) {
      this.#problem('wac/unknown-export', `\`${value.port.item.key}\` has no function \`${name.text}\``, name.span);
      return UNKNOWN;
    }
    this.#ref(name.span, { kind: 'func', func, owner });
    const item: ElaboratedItem = { ...value.port.item, key: name.text, item: { kind: 'func', func } };
    return { kind: 'port', port: { ...value.port, item } };
  }

  #new(expression: Extract<WacExpression, { kind: 'new' }>, name?: string): Value {
    const world = this.#component(expression.path);
    if (world === undefined) {
      for (const argument of expression.args) this.#argumentValue(argument);
      return UNKNOWN;
    }
    const part: Part = { name: this.#partName(name ?? expression.path.name), world };
    const given = new Set<string>();
    for (const argument of expression.args) if (argument.kind !== 'spread') this.#argument(part, argument, given);
    for (const argument of expression.args) if (argument.kind === 'spread') this.#spread(part, argument.name, given);
    this.#parts.push(part);
    if (!expression.fill) this.#missing(part, given, expression.path);
    return { kind: 'instance', part };
  }

  #partName(name: string): string {
    let free = name;
    for (let at = 2; this.#parts.some((it) => it.name === free); at++) free = `${name} ${at}`;
    return free;
  }

  #component(path: WacPath): World | undefined {
    const worlds = this.#packages.worlds(idOf(path));
    if ((worlds?.length ?? 0) === 0 && this.#packages.unread?.(idOf(path)) === true) return undefined;
    if (worlds === undefined) {
      this.#problem(
        'wac/unknown-package',
        `package \`${path.text}\` not found: neither in \`deps/\` nor in the workspace`,
        path.span,
      );
      return undefined;
    }
    const [only, second] = worlds;
    if (path.item !== undefined)
      this.#problem(
        'wac/syntax',
        `\`new\` takes a package, like \`${path.namespace}:${path.name}\`, and no item of it`,
        path.span,
      );
    const name = path.item ?? path.name;
    const world = second === undefined && path.item === undefined ? only : worlds.find((it) => it.name === name);
    if (world === undefined) {
      const message =
        only === undefined
          ? `package \`${path.text}\` has no world`
          : `package \`${path.text}\` has several worlds, and none is called \`${name}\``;
      this.#problem('wac/no-world', message, path.span);
      return undefined;
    }
    this.#ref(path.span, { kind: 'world', world });
    return world;
  }

  #argumentValue(argument: WacArgument): Value {
    return argument.kind === 'named' ? this.#value(argument.value) : this.#local(argument.name);
  }

  #argument(part: Part, argument: Exclude<WacArgument, { kind: 'spread' }>, given: Set<string>): void {
    const value = this.#argumentValue(argument);
    const { name } = argument;
    const wanted =
      argument.kind === 'named'
        ? argument.exact
          ? exactPort(part, name.text, 'import')
          : findPort(part, 'import', name.text)
        : inferred(part, name.text, value);
    if (wanted === undefined) {
      const known = [...part.world.imports.values()]
        .filter((it) => it.item.kind !== 'type')
        .map((it) => `\`${it.key}\``);
      this.#problem(
        'wac/unknown-argument',
        `\`${part.name}\` has no import \`${name.text}\`${known.length === 0 ? '' : `; it has ${known.join(', ')}`}`,
        name.span,
      );
      return;
    }
    if (argument.kind === 'named') this.#ref(name.span, { kind: 'port', port: wanted });
    if (given.has(wanted.item.key)) {
      this.#problem('wac/duplicate-argument', `the import \`${wanted.item.key}\` is given twice`, name.span);
      return;
    }
    given.add(wanted.item.key);
    if (value.kind === 'instance')
      this.#problem(
        'wac/argument-type',
        `\`${name.text}\` is a component, and an import takes one of its exports`,
        argument.kind === 'named' ? argument.value.span : name.span,
      );
    else if (value.kind === 'port')
      this.#tell(wanted, value.port, argument.kind === 'named' ? argument.value.span : name.span);
  }

  #tell(wanted: Port, given: Port, span: Span): void {
    this.#told.push({ wanted, given, span });
  }

  #spread(part: Part, name: WacName, given: Set<string>): void {
    const value = this.#local(name);
    if (value.kind === 'unknown') return;
    if (value.kind !== 'instance') {
      this.#problem(
        'wac/argument-type',
        `\`${name.text}\` is not a component, so it has no exports to spread`,
        name.span,
      );
      return;
    }
    const exports = exportsOf(value.part);
    let found = false;
    for (const item of part.world.imports.values()) {
      if (item.item.kind === 'type' || given.has(item.key)) continue;
      const match = exports.find((it) => it.item.key === item.key) ?? exports.find((it) => sameTrack(it.item, item));
      if (match === undefined) continue;
      found = true;
      given.add(item.key);
      this.#tell({ part, direction: 'import', item }, match, name.span);
    }
    if (!found)
      this.#problem(
        'wac/nothing-spread',
        `\`${name.text}\` exports nothing that \`${part.name}\` still needs`,
        name.span,
      );
  }

  #missing(part: Part, given: ReadonlySet<string>, path: WacPath): void {
    const live = liveImports(part.world).keys;
    const missing = [...part.world.imports.values()].filter(({ key, item }) => {
      if (item.kind === 'type' || given.has(key)) return false;
      return item.kind === 'func' || live.has(key);
    });
    if (missing.length === 0) return;
    const names = missing.map((it) => `\`${it.key}\``).join(', ');
    this.#problem(
      'wac/missing-argument',
      `\`${part.name}\` needs ${names}; give it, or end the arguments with \`...\` to import it`,
      path.span,
    );
  }

  #checkTypes(parts: readonly Part[]): void {
    const { ties, cycles } = wire(parts, { told: this.#told, byName: false });
    for (const { wanted, given, span } of this.#told) {
      const found = difference(ties, wanted, given);
      if (found === undefined) continue;
      const where = found.path === '' ? '' : `${found.path}: `;
      this.#problem(
        'wac/argument-type',
        `\`${given.item.key}\` is not what \`${wanted.item.key}\` needs: ${where}${found.message}`,
        span,
      );
    }
    // Every name is defined before it is used, so there are none.
    for (const { match } of cycles)
      this.#problem(
        'wac/argument-type',
        `\`${match.wanted.item.key}\` depends on itself`,
        this.#told.find((it) => it.wanted === match.wanted)?.span ?? { start: 0, end: 0 },
      );
  }
}

function exactPort(part: Part, key: string, direction: 'import' | 'export' = 'export'): Port | undefined {
  const item = (direction === 'import' ? part.world.imports : part.world.exports).get(key);
  return item === undefined ? undefined : { part, direction, item };
}

/** The import that a value given without a name is meant for. */
function inferred(part: Part, name: string, value: Value): Port | undefined {
  if (value.kind === 'port') {
    const { item } = value.port;
    const same = exactPort(part, item.key, 'import');
    if (same !== undefined) return same;
    const track = [...part.world.imports.values()].find((it) => sameTrack(it, item));
    if (track !== undefined) return { part, direction: 'import', item: track };
  }
  return findPort(part, 'import', name);
}

function exportsOf(part: Part): Port[] {
  return [...part.world.exports.values()].map((item) => ({ part, direction: 'export' as const, item }));
}

function idOf({ namespace, name, version }: WacPath): PackageId {
  return { namespace, name, ...(version === undefined ? {} : { version }) };
}

function worldOf(imports: ReadonlyMap<string, ElaboratedItem>, exports: ReadonlyMap<string, ElaboratedItem>): World {
  const loc: Loc = { uri: '', node: -1 };
  const nothing = { items: [], includes: [], uses: [], types: new Map() };
  return {
    kind: 'world',
    name: '',
    package: { namespace: '', name: '' },
    loc,
    item: loc,
    gate: {},
    active: true,
    ...nothing,
    imports,
    exports,
  };
}
