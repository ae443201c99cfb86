// Functions of interfaces, worlds and resources.

import type { Attribute, FuncType, Name, Node, TypeSyntax } from '../syntax/items.ts';
import { checkSince, isActive, isThere, readGate } from './gates.ts';
import { heldBy } from './handles.ts';

import { funcName } from './names.ts';
import {
  type Func,
  type Interface,
  type Loc,
  type ParamDef,
  resourceOf,
  type Type,
  type TypeDef,
  type World,
} from './package.ts';
import type { PackageScope } from './scope.ts';
import type { SourcePart } from './source.ts';

/** What functions are resolved in: an interface, a world or a resource, and the names in it. */
export interface FuncScope {
  readonly scope: PackageScope;
  readonly part: SourcePart;
  readonly owner: Interface | World;
  loc(base: number, node: Node): Loc;
  type(syntax: TypeSyntax, base: number): Type;
  checkActive(type: Type, loc: Loc): void;
  inactive(loc: Loc, gone: TypeDef): void;
  takeHandles(): readonly { def: TypeDef; loc: Loc }[];
}

export interface FuncSyntax {
  readonly kind: Func['kind'];
  readonly label: Name;
  readonly func: FuncType;
  readonly attributes: readonly Attribute[];
  readonly node: Node;
  readonly resource?: TypeDef;
}

export function resolveFunc(body: FuncScope, syntax: FuncSyntax, base: number): Func {
  const { scope } = body;
  const { kind, label, resource } = syntax;
  const loc = body.loc(base, label.node);
  const gate = readGate(syntax.attributes, body.part.uri, base, scope);
  const active = isActive(gate, scope.features);
  const params = readParams(body, syntax, base);
  const result = syntax.func.result === undefined ? undefined : body.type(syntax.func.result, base);
  const { accessor } = syntax.func;
  const func: Func = {
    kind,
    name: funcName({ kind, label: label.text, accessor: accessor?.kind }, resource?.name),
    label: label.text,
    ...(accessor === undefined ? {} : { accessor: accessor.kind, word: body.loc(base, accessor.node) }),
    async: syntax.func.async,
    params,
    loc,
    item: body.loc(base, syntax.node),
    gate,
    active,
    ...(resource === undefined ? {} : { resource }),
    ...(result === undefined ? {} : { result }),
  };
  for (const param of params) {
    scope.ref(param.loc, { kind: 'param', name: param.name, func, type: param.type, loc: param.loc }, 'definition');
  }
  scope.ref(loc, { kind: 'func', func, owner: body.owner, loc }, 'definition');
  return func;
}

function readParams(body: FuncScope, syntax: FuncSyntax, base: number): ParamDef[] {
  const seen = new Map<string, Loc | undefined>();
  if (syntax.kind === 'method') seen.set('self', undefined);
  const params: ParamDef[] = [];
  for (const param of syntax.func.params) {
    const loc = body.loc(base, param.name.node);
    const name = param.name.text;
    if (seen.has(name)) {
      const first = seen.get(name);
      const message =
        first === undefined
          ? 'a method already has an implicit parameter `self`'
          : `the parameter \`${name}\` is defined twice`;
      body.scope.problem(
        'type/duplicate-param',
        loc,
        message,
        first === undefined ? {} : { related: [{ loc: first, message: `\`${name}\` is first defined here` }] },
      );
    } else if (name !== '') {
      seen.set(name, loc);
    }
    params.push({ name, loc, type: body.type(param.type, base) });
  }
  return params;
}

/** Checks that need every type of the body: handles of resources, results, what gates take away. */
export function checkFunc(body: FuncScope, func: Func): void {
  const { scope } = body;
  if (func.kind === 'constructor') checkConstructor(body, func);
  checkSince(func.gate, scope.source.id, func.loc, scope.problems);
  if (!func.active || !body.owner.active) return;
  if (func.resource !== undefined && !isThere(func.resource)) {
    body.inactive(func.loc, func.resource);
    return;
  }
  for (const param of func.params) body.checkActive(param.type, func.loc);
  if (func.result === undefined) return;
  body.checkActive(func.result, func.loc);
  if (heldBy(func.result).borrow) {
    scope.problem(
      'type/borrow-in-result',
      func.loc,
      `\`${func.label}\` returns a type with a \`borrow\` in it; a borrowed handle cannot outlive the call`,
      // From the name on, where the reference points, to what must change.
      { until: func.result.loc },
    );
  }
}

function checkConstructor(body: FuncScope, func: Func): void {
  const { result, resource } = func;
  if (result === undefined || resource === undefined || result.kind === 'error') return;
  const type = unalias(result);
  if (type.kind === 'error') return;
  if (type.kind !== 'result') {
    body.scope.problem(
      'type/constructor-result',
      result.loc,
      `a constructor that names its result returns \`result<${resource.name}, …>\`; without \`->\` it returns the resource`,
    );
    return;
  }
  const ok = type.ok;
  if (ok?.kind === 'error') return;
  const good = (ok?.kind === 'ref' || ok?.kind === 'own') && ok.def === resource;
  if (!good)
    body.scope.problem(
      'type/constructor-result',
      ok?.loc ?? result.loc,
      `the first type of the constructor's \`result\` must be the resource itself, \`${resource.name}\``,
    );
}

/** Through aliases and used names, to a type that is none. */
export function unalias(type: Type): Type {
  let at = type;
  while (at.kind === 'ref') {
    const { def }: TypeDef = at.def;
    if (def.kind === 'alias') at = def.type;
    else if (def.kind === 'use' && def.target !== undefined) at = { kind: 'ref', def: def.target, loc: at.loc };
    else return at;
  }
  return at;
}

/** The `x` of `own<x>` and `borrow<x>` must be a resource (wit-parser `Resolver::resolve` and `Resolve::push`). */
export function checkHandles(body: FuncScope): void {
  for (const { def, loc } of body.takeHandles()) {
    if (resourceOf(def) !== undefined || endsInNothing(def)) continue;
    body.scope.problem(
      'type/not-a-resource',
      loc,
      `\`${def.name}\` is not a resource; \`own\` and \`borrow\` are for resources only`,
      {
        related: [{ loc: def.loc, message: `\`${def.name}\` is defined here` }],
      },
    );
  }
}

/** Is the name one whose definition is missing or broken, so that nothing more should be said of it? */
function endsInNothing(type: TypeDef): boolean {
  let at: TypeDef | undefined = type;
  while (at !== undefined) {
    const { def }: TypeDef = at;
    if (def.kind === 'use') at = def.target;
    else if (def.kind === 'alias' && def.type.kind === 'ref') at = def.type.def;
    else return def.kind === 'alias' && def.type.kind === 'error';
  }
  return at === undefined;
}
