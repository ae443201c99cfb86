// type/setter-without-getter: a setter needs a getter of exactly the same name; in a world, an `include` may supply it
// (wit-parser, when an interface or world is resolved).

import { getterName, labelKey } from '../../../model/names.ts';
import type { Func, Interface, Problem, World } from '../../../model/package.ts';
import { funcsOf } from '../../../model/visit.ts';
import type { Code } from '../../catalogue.ts';

export function setterWithoutGetter(owner: Interface | World): readonly Problem<Code>[] {
  return owner.kind === 'interface' ? ofInterface(owner) : ofWorld(owner);
}

/** As it is written, whatever the gates say. */
function ofInterface(owner: Interface): Problem<Code>[] {
  return [...owner.funcs.values()].flatMap((func) => {
    const getter = getterName(func.name);
    return getter === undefined || owner.funcs.has(getter) ? [] : [alone(func, funcsOf(owner))];
  });
}

/** What is left with the active features, includes expanded. Of what an include brings, its own world is told. */
function ofWorld(world: World): Problem<Code>[] {
  if (!world.active) return [];
  return world.items.flatMap(({ direction, item, label, active }) => {
    const getter = getterName(label ?? '');
    if (!active || item.kind !== 'func' || getter === undefined) return [];
    const side = direction === 'import' ? world.imports : world.exports;
    if (side.has(getter)) return [];
    const others = world.items.flatMap((it) => (it.item.kind === 'func' && it.active ? [it.item.func] : []));
    const where = ` among the ${direction}s of world \`${world.name}\``;
    return [alone(item.func, others, where, item.func.resource === undefined ? `${direction} ` : '')];
  });
}

function alone(setter: Func, others: readonly Func[], where = '', word = ''): Problem<Code> {
  const like = others.find(
    (it) => it.accessor === 'get' && it.resource === setter.resource && labelKey(it.label) === labelKey(setter.label),
  );
  const hint =
    like === undefined
      ? `add \`${word}${setter.label}: ${setter.kind === 'static' ? 'static ' : ''}get() -> …;\``
      : `a getter of the same name and kind is needed, and \`${like.label}\` is ${differenceOf(setter, like)}`;
  return {
    code: 'type/setter-without-getter',
    loc: setter.loc,
    message: `the setter of \`${setter.label}\` has no getter${where}; ${hint}`,
    ...(like === undefined ? {} : { related: [{ loc: like.loc, message: 'this getter is another one' }] }),
  };
}

function differenceOf(setter: Func, getter: Func): string {
  if (setter.label !== getter.label) return 'spelled differently';
  if (setter.kind !== getter.kind) return getter.kind === 'static' ? 'static' : 'not static';
  return 'on the other side of the world';
}
