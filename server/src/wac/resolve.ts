// What a `.wac` file puts together: its components, what each import gets, what is wrong, and what each name in it means.

import type { Span } from '../base/text.ts';
import { itemPath, type PackageId } from '../model/names.ts';
import {
  definitionBehind,
  type ElaboratedItem,
  type Func,
  type Interface,
  type World,
  type WorldItemKind,
} from '../model/package.ts';
import { nested } from '../model/type.ts';
import { typesOfFunc } from '../model/visit.ts';
import { type Difference, difference, differenceByName } from '../world/agree.ts';
import { type Composition, compose } from '../world/compose.ts';
import { interfaceOf, type Part, type Port } from '../world/parts.ts';
import { findPort, wire } from '../world/wiring.ts';
import type { WacComposition, WacPackages, WacRef, WacTarget } from './composition.ts';
import { Declarations, type Declared, NOWHERE } from './declarations.ts';
import { type Value, WacExports } from './exports.ts';
import { exportNameFault } from './extern-name.ts';
import { exactPort, exportsOf, exportsOfPort, idOf, typePort, worldOf } from './instances.ts';
import { Instantiations } from './instantiate.ts';
import { type NameRole, namesOf } from './names.ts';
import { portNames, suggestItem, suggestName, suggestPackage } from './suggest.ts';
import type {
  WacCode,
  WacExpression,
  WacFile,
  WacFix,
  WacName,
  WacPath,
  WacProblem,
  WacRelated,
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

/** Names that become a part of the component. */
const NAMING: ReadonlySet<NameRole> = new Set<NameRole>([
  'record',
  'variant',
  'flags',
  'enum',
  'resource',
  'alias',
  'field',
  'case',
  'parameter',
  'function',
  'method',
  'static',
  'extern',
]);

class Evaluation {
  readonly #packages: WacPackages;
  readonly #problems: WacProblem[] = [];
  readonly #refs: WacRef[] = [];
  readonly #locals = new Map<string, Local>();
  readonly #components: Instantiations;
  readonly #exports = new WacExports((code, message, span) => this.#problem(code, message, span));
  readonly #imports = new Map<string, ElaboratedItem>();
  readonly #importNames = new Map<string, WacName>();
  readonly #declarations: Declarations;
  /** Names that the file gives anywhere. */
  #later: ReadonlySet<string> = new Set();

  constructor(packages: WacPackages, id: PackageId) {
    this.#packages = packages;
    this.#components = new Instantiations({
      packages,
      problem: (code, message, span, fixes) => this.#problem(code, message, span, fixes),
      ref: (span, target) => this.#ref(span, target),
      value: (expression) => this.#value(expression),
      local: (name) => this.#local(name),
    });
    this.#declarations = new Declarations(
      {
        problem: (code, message, span, fixes) => this.#problem(code, message, span, fixes),
        interface: (path) => this.#interface(path),
        world: (path) => this.#includedWorld(path),
        mention: (name, { name: given, original }) =>
          this.#ref(
            name.span,
            original === undefined
              ? { kind: 'local', name: given, value: undefined }
              : { kind: 'type', type: original },
          ),
        unknown: (name, known) => this.#unknown(name, known),
      },
      id,
    );
  }

  run(file: WacFile): WacComposition {
    const outside: Part = { name: 'imports', world: worldOf(new Map(), this.#imports), outside: true };
    this.#checkEndings(file);
    this.#later = new Set(
      file.statements.flatMap((it) =>
        it.kind === 'export' ? [] : [it.kind === 'type' ? it.decl.name.text : it.name.text],
      ),
    );
    for (const statement of file.statements) this.#statement(statement, outside);
    const { parts: made, told, types } = this.#components;
    const parts = this.#imports.size > 0 ? [outside, ...made] : made;
    this.#checkTypes(parts);
    this.#checkImports();
    const composition = compose(parts, {
      told,
      types,
      byName: false,
      exports: this.#exports.ports,
      ...(file.package === undefined ? {} : { name: file.package.name }),
    });
    this.#checkWhole(composition);
    if (file.targets !== undefined) this.#checkTarget(file.targets, composition.world);
    return {
      composition,
      problems: [...file.problems, ...this.#problems],
      refs: this.#refs,
      made: this.#components.made,
      values: new Map([...this.#locals].map(([name, { value }]) => [name, value])),
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

  #problem(
    code: WacCode,
    message: string,
    span: Span,
    fixes: readonly WacFix[] = [],
    related: readonly WacRelated[] = [],
  ): void {
    this.#problems.push({
      code,
      message,
      span,
      ...(fixes.length === 0 ? {} : { fixes }),
      ...(related.length === 0 ? {} : { related }),
    });
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
    if (declared !== undefined && !this.#locals.has(name.text)) this.#exports.declare(name);
    this.#define(name, declared === undefined ? UNKNOWN : { kind: 'declared', declared }, undefined);
    if (declared !== undefined && !this.#declarations.file.names.has(name.text))
      this.#declarations.file.names.set(name.text, { declared, name });
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
    if ('type' in found) {
      const declared: Declared = { kind: 'type', type: found.type };
      this.#declarations.file.names.set(name.text, { declared, name });
      return { kind: 'declared', declared };
    }
    if ('func' in found) this.#checkImportedTypes(name, found.func);
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
    const isNew = as !== undefined || !this.#locals.has(name.text);
    if (first !== undefined && isNew)
      this.#problem('wac/duplicate-import', `\`${key}\` is imported already`, (as ?? name).span);
    else if (first === undefined) this.#importNames.set(key, as ?? name);
    const loc = 'interface' in found ? found.interface.loc : NOWHERE;
    const elaborated: ElaboratedItem = { key, item, gate: {}, reason: { kind: 'statement', loc } };
    this.#imports.set(key, elaborated);
    return { kind: 'port', port: { part: outside, direction: 'export', item: elaborated } };
  }

  /** A function that is imported can mention only types that are imported, and those of the file are not (wasmparser). */
  #checkImportedTypes(name: WacName, func: Func): void {
    const made = typesOfFunc(func)
      .flatMap((type) => nested(type))
      .flatMap((it) => ('def' in it ? (definitionBehind(it.def) ?? []) : []))
      .flatMap((it) =>
        it.def.kind === 'alias' ? nested(it.def.type).flatMap((one) => ('def' in one ? [one.def] : [])) : [it],
      )
      .find((it) => it.owner === this.#declarations.file.owner && it.def.kind !== 'alias');
    if (made === undefined) return;
    const message = `\`${name.text}\` uses \`${made.name}\`, which this file declares: an imported function can use only types of imports; declare both in an interface and import that`;
    this.#problem('wac/argument-type', message, name.span);
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

  /** Imports of which no single one can be made, and types that nobody outside can name. */
  #checkWhole({ problems }: Composition): void {
    for (const { message, ports } of problems) {
      const made = [...this.#components.made].find(([, { part }]) => ports.some((it) => it.part === part));
      const span = made?.[0].fill ?? made?.[0].path.span ?? { start: 0, end: 0 };
      this.#problem('wac/argument-type', message, span);
    }
  }

  #includedWorld(path: WacPath): World | undefined {
    const id = idOf(path);
    const found = this.#packages.world(id, path.item ?? '');
    if (found !== undefined) this.#ref(path.span, { kind: 'world', world: found });
    else if (this.#packages.unread?.(id) !== true) this.#notFound(path, 'world');
    return found;
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
    for (const [key, part] of this.#components.implicit) {
      const name = this.#importNames.get(key);
      if (name === undefined) continue;
      const message = `\`${key}\` is imported by \`...\` of \`${part.name}\` too; give it to \`${part.name}\` as an argument`;
      this.#problem('wac/duplicate-import', message, name.span);
    }
  }

  /** The reader takes a hyphen at the end of a word, as that of the reference does. */
  #checkEndings(file: WacFile): void {
    const imports = new Set(file.statements.flatMap((it) => (it.kind === 'import' ? [it.name] : [])));
    for (const { name, role } of namesOf(file)) {
      if (!name.text.endsWith('-') || (!NAMING.has(role) && !imports.has(name))) continue;
      this.#problem('wac/invalid-name', `\`${name.text}\` is not in kebab case, like \`an-example\``, name.span);
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
    if (path.item === undefined) return;
    const isThere = this.#packages.worlds(idOf(path)) !== undefined;
    const items = this.#packages.items?.(idOf(path));
    const { hint, fixes } = isThere
      ? suggestItem(path, (what === 'world' ? items?.worlds : items?.interfaces) ?? [])
      : suggestPackage(path, this.#packages.keys ?? []);
    const message = isThere
      ? `there is no ${what} \`${path.text}\`${hint}`
      : `package \`${path.namespace}:${path.name}\` not found${hint}`;
    this.#problem('wac/unknown-package', message, path.span, fixes);
  }

  #unknown(name: WacName, known: Iterable<string>): void {
    // What stands below is meant, and not what is like it.
    const { hint, fixes } = suggestName(name, this.#later.has(name.text) ? [] : known);
    const message = `unknown name \`${name.text}\`${hint || '; a name is known after its declaration'}`;
    this.#problem('wac/unknown-name', message, name.span, fixes);
  }

  #value(expression: WacExpression, name?: string): Value {
    switch (expression.kind) {
      case 'name':
        return this.#local(expression.name);
      case 'access':
        return this.#access(expression);
      case 'new':
        return this.#components.make(expression, name);
      case 'bad':
        return UNKNOWN;
    }
  }

  #local(name: WacName): Value {
    const found = this.#locals.get(name.text);
    if (found === undefined) {
      this.#unknown(name, this.#locals.keys());
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
      const { hint, fixes } = suggestName(name, portNames(value.part, 'export', exact), exact);
      const message = `\`${value.part.name}\` has no export \`${name.text}\`${hint || (known === '' ? '' : `; it has ${known}`)}`;
      this.#problem('wac/unknown-export', message, name.span, fixes);
      return UNKNOWN;
    }
    const owner = interfaceOf(value.port.item);
    const func = owner?.funcs.get(name.text);
    const type = owner?.types.get(name.text);
    if (type !== undefined) {
      this.#ref(name.span, { kind: 'type', type });
      return { kind: 'port', port: typePort(value.port, type) };
    }
    if (owner === undefined || func === undefined) {
      const { hint, fixes } = suggestName(name, owner?.funcs.keys() ?? [], exact);
      const message =
        owner === undefined
          ? `\`${value.port.item.key}\` is a function and has no exports`
          : `\`${value.port.item.key}\` has no function \`${name.text}\`${hint}`;
      this.#problem('wac/unknown-export', message, name.span, fixes);
      return UNKNOWN;
    }
    const declared = this.#declarations.funcNames.get(func);
    this.#ref(
      name.span,
      declared === undefined ? { kind: 'func', func, owner } : { kind: 'local', name: declared, value: undefined },
    );
    const item: ElaboratedItem = { ...value.port.item, key: name.text, item: { kind: 'func', func } };
    return { kind: 'port', port: { ...value.port, of: value.port, item } };
  }

  /** Both places of a difference. */
  #places(found: Difference, { of, item: { key, item } }: Port): WacRelated[] {
    const declared =
      of === undefined && item.kind === 'type' ? this.#declarations.file.names.get(key)?.name.span : undefined;
    const given = found.given.node < 0 ? declared : found.given;
    return [
      ...(found.wanted.node < 0 ? [] : [{ place: found.wanted, message: 'what is needed is here' }]),
      ...(given === undefined ? [] : [{ place: given, message: 'what is given is here' }]),
    ];
  }

  #checkTypes(parts: readonly Part[]): void {
    const { told, types } = this.#components;
    const { ties, cycles } = wire(parts, { told, types, byName: false });
    // A resource of a world becomes the one that is given, which must have its name (wac-types), and from then on is that one
    // wherever the component mentions it (wasmparser).
    const declared = types.length === 0 ? ties : wire(parts, { told, byName: false }).ties;
    const named = new Map(types.map((it) => [it, differenceByName(declared, it.wanted, it.given)] as const));
    for (const it of [...told, ...types]) {
      const { wanted, given, span } = it;
      const found = named.get(it) ?? difference(ties, wanted, given);
      if (found === undefined) continue;
      const where = found.path === '' ? '' : `${found.path}: `;
      this.#problem(
        'wac/argument-type',
        `\`${given.item.key}\` is not what \`${wanted.item.key}\` needs: ${where}${found.message}`,
        span,
        [],
        this.#places(found, given),
      );
    }
    // Every name is defined before it is used, so there are none.
    for (const { match } of cycles)
      this.#problem(
        'wac/argument-type',
        `\`${match.wanted.item.key}\` depends on itself`,
        told.find((it) => it.wanted === match.wanted)?.span ?? { start: 0, end: 0 },
      );
  }
}
