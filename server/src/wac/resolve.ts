// What a `.wac` file puts together: its components, what each import gets, what is wrong, and what each name in it means.

import type { Span } from '../base/text.ts';
import { itemPath, type PackageId } from '../model/names.ts';
import type { ElaboratedItem, Interface, World, WorldItemKind } from '../model/package.ts';
import { difference } from '../world/agree.ts';
import { compose } from '../world/compose.ts';
import { liveImports } from '../world/live.ts';
import { interfaceOf, type Part, type Port } from '../world/parts.ts';
import { findPort, sameTrack, wire } from '../world/wiring.ts';
import type { WacComposition, WacPackages, WacRef, WacTarget } from './composition.ts';
import { Declarations, type Declared, NOWHERE } from './declarations.ts';
import { type Value, WacExports } from './exports.ts';
import { exportNameFault } from './extern-name.ts';
import { exactPort, exportsOf, exportsOfPort, idOf, inferred, instancePort, worldOf } from './instances.ts';
import type {
  WacArgument,
  WacCode,
  WacExpression,
  WacFile,
  WacName,
  WacPath,
  WacProblem,
  WacStatement,
} from './syntax.ts';
import { targetFaults } from './target.ts';

export function composeWac(file: WacFile, packages: WacPackages): WacComposition {
  return new Evaluation(packages, file.package === undefined ? NO_PACKAGE : idOf(file.package)).run(file);
}

interface Local {
  readonly name: WacName;
  readonly value: Value;
  readonly source: WacExpression | undefined;
}

const NO_PACKAGE: PackageId = { namespace: '', name: '' };
const UNKNOWN: Value = { kind: 'unknown' };

class Evaluation {
  readonly #packages: WacPackages;
  readonly #problems: WacProblem[] = [];
  readonly #refs: WacRef[] = [];
  readonly #locals = new Map<string, Local>();
  readonly #parts: Part[] = [];
  readonly #told: { wanted: Port; given: Port; span: Span }[] = [];
  readonly #exports = new WacExports((code, message, span) => this.#problem(code, message, span));
  readonly #imports = new Map<string, ElaboratedItem>();
  readonly #importNames = new Map<string, WacName>();
  /** What `...` imports, and for which component. */
  readonly #implicit = new Map<string, { readonly part: Part; readonly span: Span }>();
  readonly #declarations: Declarations;

  constructor(packages: WacPackages, id: PackageId) {
    this.#packages = packages;
    this.#declarations = new Declarations(
      {
        problem: (code, message, span) => this.#problem(code, message, span),
        interface: (path) => this.#interface(path),
        mention: (name) => void this.#local(name),
        unknown: (name) => this.#unknown(name),
      },
      id,
    );
  }

  run(file: WacFile): WacComposition {
    const outside: Part = { name: 'imports', world: worldOf(new Map(), this.#imports), outside: true };
    for (const statement of file.statements) this.#statement(statement, outside);
    const parts = this.#imports.size > 0 ? [outside, ...this.#parts] : this.#parts;
    this.#checkTypes(parts);
    this.#checkImports();
    const composition = compose(parts, {
      told: this.#told,
      byName: false,
      exports: this.#exports.ports,
      ...(file.package === undefined ? {} : { name: file.package.name }),
    });
    if (file.targets !== undefined) this.#checkTarget(file.targets, composition.world);
    return {
      composition,
      problems: [...file.problems, ...this.#problems],
      refs: this.#refs,
      exportsOf: (names) => this.#exportNames(names),
    };
  }

  #exportNames([first = '', ...rest]: readonly string[]): readonly string[] {
    let value: Value | undefined = this.#locals.get(first)?.value;
    for (const name of rest) {
      if (value?.kind !== 'instance') return [];
      const port = findPort(value.part, 'export', name);
      value = port === undefined ? undefined : { kind: 'port', port };
    }
    if (value?.kind === 'instance') return exportsOf(value.part).map((it) => it.item.key);
    return value?.kind === 'port' ? (exportsOfPort(value.port) ?? []).map((it) => it.item.key) : [];
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
      case 'type':
        this.#declare(statement.decl.name, this.#declarations.declare(statement.decl));
        break;
      case 'export':
        this.#export(statement);
    }
  }

  #declare(name: WacName, declared: Declared | undefined): void {
    if (name.text === '') return;
    this.#define(name, declared === undefined ? UNKNOWN : { kind: 'declared', declared }, undefined);
    if (declared !== undefined && !this.#declarations.file.names.has(name.text))
      this.#declarations.file.names.set(name.text, declared);
  }

  #define(name: WacName, value: Value, source: WacExpression | undefined): void {
    const first = this.#locals.get(name.text);
    this.#ref(name.span, { kind: 'local', name, value: source });
    if (first !== undefined) this.#problem('wac/duplicate-name', `the name \`${name.text}\` is given twice`, name.span);
    else this.#locals.set(name.text, { name, value, source });
  }

  #import({ name, as, type }: Extract<WacStatement, { kind: 'import' }>, outside: Part): Value {
    this.#checkName(as);
    const found = this.#declarations.extern(type);
    if (found === undefined) return UNKNOWN;
    const item: WorldItemKind =
      'func' in found
        ? { kind: 'func', func: { ...found.func, name: name.text, label: name.text } }
        : { kind: 'interface', interface: found.interface };
    // A path imports under its own name, everything else under the name that the file gives it.
    const path =
      type.kind === 'path' && 'interface' in found
        ? itemPath(found.interface.package, type.path.item ?? '')
        : undefined;
    const key = as?.text ?? path ?? name.text;
    const first = this.#importNames.get(key);
    if (first !== undefined) this.#problem('wac/duplicate-import', `\`${key}\` is imported already`, (as ?? name).span);
    else this.#importNames.set(key, as ?? name);
    const loc = 'interface' in found ? found.interface.loc : NOWHERE;
    const elaborated: ElaboratedItem = { key, item, gate: {}, reason: { kind: 'statement', loc } };
    this.#imports.set(key, elaborated);
    return { kind: 'port', port: { part: outside, direction: 'export', item: elaborated } };
  }

  #interface(path: WacPath): Interface | undefined {
    const id = idOf(path);
    const found = path.item === undefined ? undefined : this.#packages.interface(id, path.item);
    if (found !== undefined) {
      this.#ref(path.span, { kind: 'interface', interface: found });
      return found;
    }
    if (path.item !== undefined && this.#packages.world(id, path.item) !== undefined) return undefined;
    if (this.#packages.unread?.(id) === true) return undefined;
    this.#notFound(path, 'interface');
    return undefined;
  }

  #export(statement: Extract<WacStatement, { kind: 'export' }>): void {
    this.#exports.add(statement, this.#value(statement.value));
  }

  /** A name that an import gets. */
  #checkName(name: WacName | undefined): void {
    const fault = name === undefined ? undefined : exportNameFault(name.text);
    if (name !== undefined && fault !== undefined) this.#problem('wac/invalid-name', fault, name.span);
  }

  /** What `...` imports cannot have the name of what the file imports itself. */
  #checkImports(): void {
    for (const [key, { part }] of this.#implicit) {
      const name = this.#importNames.get(key);
      if (name === undefined) continue;
      const message = `\`${key}\` is imported by \`...\` of \`${part.name}\` too; give it to \`${part.name}\` as an argument`;
      this.#problem('wac/duplicate-import', message, name.span);
    }
  }

  #checkTarget(path: WacPath, whole: World): void {
    const id = idOf(path);
    const target = this.#packages.world(id, path.item ?? '');
    if (target === undefined) {
      this.#notFound(path, 'world');
      return;
    }
    this.#ref(path.span, { kind: 'world', world: target });
    for (const message of targetFaults(whole, target)) this.#problem('wac/target', message, path.span);
  }

  #notFound(path: WacPath, what: 'interface' | 'world'): void {
    const message =
      path.item === undefined
        ? `\`${path.text}\` is a package; name an interface of it, like \`${path.text}/name\``
        : this.#packages.worlds(idOf(path)) === undefined
          ? `package \`${path.namespace}:${path.name}\` not found`
          : `there is no ${what} \`${path.text}\``;
    this.#problem('wac/unknown-package', message, path.span);
  }

  #unknown(name: WacName): void {
    this.#problem(
      'wac/unknown-name',
      `unknown name \`${name.text}\`; a name is known after its declaration`,
      name.span,
    );
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
      this.#unknown(name);
      return UNKNOWN;
    }
    this.#ref(name.span, { kind: 'local', name: found.name, value: found.source });
    return found.value;
  }

  #access({ of, name, exact }: Extract<WacExpression, { kind: 'access' }>): Value {
    const value = this.#value(of);
    if (value.kind === 'unknown') return UNKNOWN;
    if (value.kind === 'declared') {
      this.#problem('wac/unknown-export', 'a type has no exports', name.span);
      return UNKNOWN;
    }
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
      const message =
        owner === undefined
          ? `\`${value.port.item.key}\` is a function and has no exports`
          : `\`${value.port.item.key}\` has no function \`${name.text}\``;
      this.#problem('wac/unknown-export', message, name.span);
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
    if (expression.fill) this.#fill(part, given, expression.span);
    else this.#missing(part, given, expression.path);
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
        : inferred(part, name.text, value.kind === 'port' ? value.port : undefined);
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
    const span = argument.kind === 'named' ? argument.value.span : name.span;
    if (value.kind === 'instance' && wanted.item.item.kind === 'func')
      this.#problem(
        'wac/argument-type',
        `\`${wanted.item.key}\` takes a function, and \`${value.part.name}\` is an instance; give one of its exports, like \`${value.part.name}.name\``,
        span,
      );
    else if (value.kind === 'declared')
      this.#problem(
        'wac/argument-type',
        'a type cannot be an argument: an import takes a function or an instance',
        span,
      );
    else if (value.kind === 'instance') this.#tell(wanted, instancePort(value.part), span);
    else if (value.kind === 'port') this.#tell(wanted, value.port, span);
  }

  #tell(wanted: Port, given: Port, span: Span): void {
    this.#told.push({ wanted, given, span });
  }

  #spread(part: Part, name: WacName, given: Set<string>): void {
    const value = this.#local(name);
    if (value.kind === 'unknown') return;
    const exports =
      value.kind === 'instance' ? exportsOf(value.part) : value.kind === 'port' ? exportsOfPort(value.port) : undefined;
    if (exports === undefined) {
      this.#problem(
        'wac/argument-type',
        `\`${name.text}\` is not an instance, so it has no exports to spread`,
        name.span,
      );
      return;
    }
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

  /** What is imported for a component without being named. */
  #fill(part: Part, given: ReadonlySet<string>, span: Span): void {
    const live = liveImports(part.world).keys;
    for (const { key, item } of part.world.imports.values())
      if (item.kind !== 'type' && !given.has(key) && (item.kind === 'func' || live.has(key)))
        this.#implicit.set(key, { part, span });
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
