// lint/deprecated: a mention of something that is `@deprecated`.

import { memo } from '../../../base/memo.ts';
import type { Problem } from '../../../model/package.ts';
import { type Entity, entityKey, type Gate, type Package, type Ref } from '../../../model/package.ts';
import type { Code } from '../../catalogue.ts';

export function deprecated(it: Package): readonly Problem<Code>[] {
  const problems: Problem<Code>[] = [];
  for (const { loc, target } of [it.pathRefs, ...it.itemRefs].flatMap(toDeprecated)) {
    const gate = gateOf(target);
    if (gate?.deprecated === undefined || isInside(it, loc.uri, target)) continue;
    const name = target.kind === 'package' ? '' : target.kind === 'func' ? target.func.label : (target.name ?? '');
    problems.push({
      code: 'lint/deprecated',
      loc,
      message: `\`${name}\` is deprecated since ${gate.deprecated}`,
      ...('loc' in target && target.loc !== undefined
        ? { related: [{ loc: target.loc, message: 'it is deprecated here' }] }
        : {}),
    });
  }
  return problems;
}

const toDeprecated = memo((refs: readonly Ref[]): readonly Ref[] =>
  refs.filter(({ role, target }) => role === 'reference' && gateOf(target)?.deprecated !== undefined),
);

function gateOf(target: Entity): Gate | undefined {
  if (target.kind === 'interface' || target.kind === 'world' || target.kind === 'type') return target.gate;
  return target.kind === 'func' ? target.func.gate : undefined;
}

/** Deprecated things may mention each other within one interface. */
function isInside(it: Package, uri: string, target: Entity): boolean {
  if (target.kind !== 'type' || target.loc.uri !== uri) return false;
  return (
    target.owner.gate.deprecated !== undefined &&
    it.refs.some((ref) => ref.role === 'definition' && entityKey(ref.target) === entityKey(target.owner))
  );
}
