// Does a composition fit the world that its `targets` names? It imports only what the world does, and exports all that the
// world does (`wac targets`).

import type { ElaboratedItem, World } from '../model/package.ts';
import { difference } from '../world/agree.ts';
import { type Part, type Port, Ties, trackKey } from '../world/parts.ts';

/** What does not fit, a sentence each. */
export function targetFaults(whole: World, target: World): string[] {
  const [made, wanted]: Part[] = [
    { name: 'the composition', world: whole },
    { name: target.name, world: target },
  ];
  if (made === undefined || wanted === undefined) return [];
  const faults: string[] = [];
  const port = (part: Part, item: ElaboratedItem): Port => ({ part, direction: 'import', item });
  for (const item of whole.imports.values()) {
    if (item.item.kind === 'type') continue;
    const offered = find(target.imports, item);
    if (offered === undefined) faults.push(`\`${target.name}\` does not import \`${item.key}\`, which this imports`);
    else faults.push(...mismatch(item.key, port(made, item), port(wanted, offered)));
  }
  for (const item of target.exports.values()) {
    if (item.item.kind === 'type') continue;
    const found = find(whole.exports, item);
    if (found === undefined) faults.push(`\`${target.name}\` exports \`${item.key}\`, which this does not export`);
    else faults.push(...mismatch(item.key, port(wanted, item), port(made, found)));
  }
  return faults;
}

/** What fits only by its compatibility track: `wasm-tools component targets` takes exact versions. */
export function inexactKeys(whole: World, target: World): string[] {
  const inexact = (items: World['imports'], among: World['imports']): string[] =>
    [...items.values()]
      .filter((it) => it.item.kind !== 'type' && !among.has(it.key) && find(among, it) !== undefined)
      .map((it) => it.key);
  return [...inexact(whole.imports, target.imports), ...inexact(target.exports, whole.exports)];
}

function mismatch(key: string, wanted: Port, given: Port): string[] {
  const found = difference(new Ties(), wanted, given);
  return found === undefined
    ? []
    : [`\`${key}\` differs: ${found.path === '' ? '' : `${found.path}: `}${found.message}`];
}

function find(items: ReadonlyMap<string, ElaboratedItem>, item: ElaboratedItem): ElaboratedItem | undefined {
  return items.get(item.key) ?? [...items.values()].find((it) => trackKey(it) === trackKey(item));
}
