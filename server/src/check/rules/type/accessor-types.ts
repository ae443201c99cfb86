// type/accessor-mismatch, type/getter-without-value, gate/inactive-getter: a setter takes what its getter returns, and a getter that can fail
// returns a value when it does not (wasmparser, when the package is encoded).

import { getterName } from '../../../model/names.ts';
import type { Problem } from '../../../model/package.ts';
import { type Func, type Interface, originalType, resourceOf, type Type, type World } from '../../../model/package.ts';
import { membersOf, typeText } from '../../../model/print.ts';
import { unalias } from '../../../model/resolve-func.ts';
import { isLeaf, partsOf } from '../../../model/type.ts';
import { sameShape } from '../../../syntax/generic-types.ts';
import type { Code } from '../../catalogue.ts';

export function accessorTypes(owner: Interface | World): readonly Problem<Code>[] {
  const sides =
    owner.kind === 'interface' ? [owner.funcs] : [worldFuncs(owner, 'imports'), worldFuncs(owner, 'exports')];
  return sides.flatMap((funcs) =>
    [...funcs].flatMap(([name, func]) => {
      if (!func.active || func.accessor === undefined) return [];
      if (func.accessor === 'get') return withoutValue(func);
      const getter = funcs.get(getterName(name) ?? '');
      return getter === undefined ? [] : unlike(func, getter);
    }),
  );
}

/** Its own accessors, and the getters that includes supply for them. */
function worldFuncs(world: World, side: 'imports' | 'exports'): ReadonlyMap<string, Func> {
  const own = new Set(world.items.flatMap(({ item }) => (item.kind === 'func' ? [item.func] : [])));
  const setters = new Set<string>();
  const funcs = new Map<string, Func>();
  for (const [key, { item }] of world[side]) {
    if (item.kind !== 'func') continue;
    if (own.has(item.func)) setters.add(getterName(key) ?? key);
    funcs.set(key, item.func);
  }
  return new Map([...funcs].filter(([key, func]) => own.has(func) || setters.has(key)));
}

function withoutValue({ label, result }: Func): Problem<Code>[] {
  const type = result === undefined ? undefined : unalias(result);
  if (result === undefined || type?.kind !== 'result' || type.ok !== undefined) return [];
  const message = `the getter of \`${label}\` returns a \`result\` without an ok type; a getter returns a value, like \`result<u32, string>\``;
  return [{ code: 'type/getter-without-value', loc: result.loc, message }];
}

function unlike(setter: Func, getter: Func): Problem<Code>[] {
  if (!getter.active) return [gatedGetter(setter, getter)];
  const [param, second] = setter.params;
  if (param === undefined || second !== undefined || getter.result === undefined) return [];
  const returned = unalias(getter.result);
  const value = returned.kind === 'result' ? returned.ok : getter.result;
  if (value === undefined || sameValues(param.type, value)) return [];
  return [
    {
      code: 'type/accessor-mismatch',
      loc: param.type.loc,
      message: `the setter of \`${setter.label}\` takes \`${typeText(param.type)}\`, and its getter returns \`${typeText(value)}\`; the two must be the same type`,
      related: [{ loc: value.loc, message: 'the getter returns this' }],
    },
  ];
}

function gatedGetter(setter: Func, getter: Func): Problem<Code> {
  const feature = getter.gate.unstable ?? '';
  return {
    code: 'gate/inactive-getter',
    loc: setter.loc,
    message: `the setter of \`${setter.label}\` needs its getter, which is only available with the feature \`${feature}\``,
    related: [{ loc: getter.loc, message: `the getter is behind \`@unstable(feature = ${feature})\`` }],
  };
}

/** Are two types the same to a component? Names count for resources only. A list of open pairs: types may nest deeply. */
function sameValues(left: Type, right: Type): boolean {
  const open: [Type, Type][] = [[left, right]];
  const seen = new Map<unknown, Set<unknown>>();
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const [a, b] = [unalias(pair[0]), unalias(pair[1])];
    if (a.kind === 'error' || b.kind === 'error') continue;
    const [mine, theirs] = [handleOf(a), handleOf(b)];
    if (mine !== undefined || theirs !== undefined) {
      if (mine?.kind !== theirs?.kind || mine?.resource !== theirs?.resource) return false;
    } else if (a.kind === 'ref' && b.kind === 'ref') {
      const known = seen.get(a.def) ?? new Set();
      if (a.def === b.def || known.has(b.def)) continue;
      seen.set(a.def, known.add(b.def));
      const members = sameMembers(a, b);
      if (members === undefined) return false;
      open.push(...members);
    } else if (a.kind === 'primitive' || b.kind === 'primitive') {
      if (a.kind !== 'primitive' || b.kind !== 'primitive' || a.name !== b.name) return false;
    } else {
      if (isLeaf(a) || isLeaf(b) || !sameShape(a, b)) return false;
      const others = partsOf(b);
      for (const [index, part] of partsOf(a).entries()) {
        const other = others[index];
        if (other !== undefined) open.push([part, other]);
      }
    }
  }
  return true;
}

function handleOf(type: Type): { readonly kind: 'own' | 'borrow'; readonly resource: unknown } | undefined {
  if (type.kind !== 'ref' && type.kind !== 'own' && type.kind !== 'borrow') return undefined;
  const resource = resourceOf(type.def);
  if (resource === undefined) return undefined;
  return { kind: type.kind === 'borrow' ? 'borrow' : 'own', resource: originalType(resource) };
}

/** The pairs of payloads of two definitions whose members have the same names; undefined when they have not. */
function sameMembers(a: Extract<Type, { kind: 'ref' }>, b: Extract<Type, { kind: 'ref' }>): [Type, Type][] | undefined {
  const [left, right] = [membersOf(a.def), membersOf(b.def)];
  if (a.def.def.kind !== b.def.def.kind || left.length !== right.length) return undefined;
  const pairs: [Type, Type][] = [];
  for (const [index, member] of left.entries()) {
    const other = right[index];
    if (other?.name !== member.name || (other.type === undefined) !== (member.type === undefined)) return undefined;
    if (member.type !== undefined && other.type !== undefined) pairs.push([member.type, other.type]);
  }
  return pairs;
}
