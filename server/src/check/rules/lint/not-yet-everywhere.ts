// lint/not-yet-everywhere: what the newest reference accepts and tools in common use refuse today.

import type { Func, Interface, Loc, Problem, Type, World } from '../../../model/package.ts';
import { funcsOf, ownTypes, writtenTypes } from '../../../model/visit.ts';
import type { Code } from '../../catalogue.ts';

type Construct = 'accessors' | 'maps' | 'lists of fixed length' | 'labels' | 'error-context' | 'external-id';

/**
 * Which tools refuse what, with default settings: a component with the construct does not load in wasmtime, and cannot be
 * bound by jco and componentize-py. Each row was measured with a component that has nothing else new in it: wasmtime 48.0.0,
 * 49.0.0 and 50.0.1 (Python package), jco-transpile 0.15.0, wac 0.12.0, componentize-py 0.25.1. A tool that has caught up loses its
 * word here.
 */
const REFUSED: readonly { readonly tool: string; readonly refuses: readonly Construct[] }[] = [
  {
    tool: 'wasmtime 48 to 50',
    refuses: ['accessors', 'maps', 'lists of fixed length', 'labels', 'error-context', 'external-id'],
  },
  { tool: 'jco-transpile 0.15', refuses: ['accessors'] },
  { tool: 'wac 0.12', refuses: ['accessors'] },
  {
    tool: 'componentize-py 0.25',
    refuses: ['accessors', 'maps', 'lists of fixed length', 'labels', 'external-id'],
  },
];

/** As the subject of a sentence. */
const WORDS: Readonly<Record<Construct, string>> = {
  accessors: 'getters and setters are',
  maps: '`map` is',
  'lists of fixed length': 'a list of fixed length is',
  labels: 'an interface under a label is',
  'error-context': '`error-context` is',
  'external-id': '`@external-id` is',
};

export function notYetEverywhere(owner: Interface | World): readonly Problem<Code>[] {
  const found: Problem<Code>[] = [];
  const report = (construct: Construct, loc: Loc): void => {
    const tools = REFUSED.filter(({ refuses }) => refuses.includes(construct)).map(({ tool }) => tool);
    if (tools.length === 0) return;
    const list = tools.join(', ').replace(/, ([^,]*)$/, ' and $1');
    found.push({ code: 'lint/not-yet-everywhere', loc, head: true, message: `${WORDS[construct]} refused by ${list}` });
  };
  const funcs = funcsOf(owner);
  for (const func of funcs) if (isProperty(func)) report('accessors', func.word ?? func.loc);
  for (const type of writtenTypes(owner)) {
    const construct = constructOf(type);
    if (construct !== undefined) report(construct, type.loc);
  }
  for (const { gate, loc } of [...ownTypes(owner), ...owner.uses, ...funcs])
    if (gate.externalId !== undefined) report('external-id', loc);
  for (const { item, label, loc, gate } of owner.kind === 'world' ? owner.items : []) {
    if (item.kind !== 'interface') continue;
    if (gate.externalId !== undefined) report('external-id', loc);
    if (item.interface?.name !== undefined && label !== undefined) report('labels', loc);
  }
  return found;
}

/** A property is told once: at its getter, or at a setter whose getter an `include` supplies. */
function isProperty({ accessor, getter }: Func): boolean {
  return accessor === 'get' || (accessor === 'set' && getter === undefined);
}

function constructOf(type: Type): Construct | undefined {
  if (type.kind === 'map') return 'maps';
  if (type.kind === 'list') return type.length === undefined ? undefined : 'lists of fixed length';
  return type.kind === 'primitive' && type.name === 'error-context' ? 'error-context' : undefined;
}
