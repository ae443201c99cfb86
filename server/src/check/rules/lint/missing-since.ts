// lint/missing-since: an item without a gate in a package whose other items have them (WASI requires it of every item).

import type { Gate, Interface, Loc, Package, Problem, World } from '../../../model/package.ts';
import { funcsOf, ownTypes } from '../../../model/visit.ts';
import type { Code } from '../../catalogue.ts';

interface Item {
  readonly what: string;
  readonly name: string;
  readonly gate: Gate;
  readonly loc: Loc;
}

export function missingSince(owner: Interface | World): readonly Problem<Code>[] {
  if (owner.kind === 'world' || owner.name === undefined) return [];
  const types = ownTypes(owner).map(({ name, gate, loc }) => ({ what: 'type', name, gate, loc }));
  const funcs = funcsOf(owner).map(({ label, gate, loc }) => ({ what: 'function', name: label, gate, loc }));
  return lacking([...types, ...funcs], owner.package.version);
}

/** Of the interfaces and worlds themselves. */
export function missingSinceOfItems(it: Package): readonly Problem<Code>[] {
  const items = [...it.interfaces.values(), ...it.worlds.values()];
  return lacking(
    items.map(({ kind, name, gate, loc }) => ({ what: kind, name: name ?? '', gate, loc })),
    it.id.version,
  );
}

function lacking(items: readonly Item[], version: string | undefined): Problem<Code>[] {
  if (version === undefined) return [];
  const gated = items.filter(({ gate }) => gate.since !== undefined);
  if (gated.length * 2 <= items.length) return [];
  return items
    .filter(({ gate }) => gate.since === undefined && gate.unstable === undefined)
    .map(({ what, name, loc }) => ({
      code: 'lint/missing-since',
      loc,
      message: `the ${what} \`${name}\` has no \`@since\`, but the items around it do`,
      data: { kind: 'version', loc, version },
    }));
}
