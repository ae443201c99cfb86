// lint/missing-since: an item without a gate in a package whose other items have them (WASI requires it of every item).

import type { Gate, Loc, Package } from '../../../model/package.ts';
import type { Problem } from '../../../model/problems.ts';

interface Item {
  readonly what: string;
  readonly name: string;
  readonly gate: Gate;
  readonly loc: Loc;
}

export function missingSince(it: Package): readonly Problem[] {
  if (it.id.version === undefined) return [];
  const groups: Item[][] = [[]];
  for (const owner of it.interfaces.values()) {
    groups[0]?.push({ what: 'interface', name: owner.name ?? '', gate: owner.gate, loc: owner.loc });
    const types = [...owner.types.values()]
      .filter((type) => type.def.kind !== 'use')
      .map((type) => ({ what: 'type', name: type.name, gate: type.gate, loc: type.loc }));
    const funcs = [...owner.funcs.values()].map((func) => ({
      what: 'function',
      name: func.label,
      gate: func.gate,
      loc: func.loc,
    }));
    groups.push([...types, ...funcs]);
  }
  for (const world of it.worlds.values())
    groups[0]?.push({ what: 'world', name: world.name, gate: world.gate, loc: world.loc });
  const problems: Problem[] = [];
  for (const items of groups) {
    const gated = items.filter(({ gate }) => gate.since !== undefined);
    if (gated.length * 2 <= items.length) continue;
    for (const { what, name, gate, loc } of items) {
      if (gate.since !== undefined || gate.unstable !== undefined) continue;
      problems.push({
        code: 'lint/missing-since',
        loc,
        message: `the ${what} \`${name}\` has no \`@since\`, and the items around it do`,
        data: { kind: 'version', loc, version: it.id.version },
      });
    }
  }
  return problems;
}
