// What can be computed about an entity and helps to use it: its size and place in memory in the canonical ABI, how many core
// values a call passes, what a world comes to.

import { counted } from '../../base/words.ts';
import { discriminantSize, type Layout, layoutOf, layoutOfDefinition } from '../../model/memory-layout.ts';
import {
  type ElaboratedItem,
  type Entity,
  type Func,
  type Include,
  type Interface,
  originalType,
  type TypeDef,
  type World,
} from '../../model/package.ts';
import { type CustomCapabilities, grantsOf, incompleteNote, notedFunctions } from '../../world/capabilities.ts';

/** More core parameters than this go through memory (`MAX_FLAT_PARAMS` of the canonical ABI). */
const MAX_FLAT_PARAMS = 16;
/** Maximum number of items of a world listed. */
const MAX_ITEMS = 20;

/** One line of Markdown each. `capabilities`: what a person added to the table of them. */
export function factsOf(entity: Entity, capabilities: CustomCapabilities = {}): string[] {
  switch (entity.kind) {
    case 'type':
      return typeFacts(originalType(entity) ?? entity);
    case 'func':
      return [callFacts(entity.func)];
    case 'field':
      return fieldFacts(entity.type, entity.field.loc.node);
    case 'case':
      return caseFacts(entity.type, entity.case.loc.node);
    case 'param':
      return [layoutFacts(layoutOf(entity.type))];
    case 'interface': {
      const types = [...entity.types.values()].filter((it) => it.def.kind !== 'use').length;
      return [`${counted(types, 'type')}, ${counted(entity.funcs.size, 'function')}`, ...functionFacts(entity)];
    }
    case 'world':
      return [
        listed('Imports', [...entity.imports.values()]),
        listed('Exports', [...entity.exports.values()]),
        ...grantFacts(entity, capabilities),
      ];
    default:
      return [];
  }
}

/** Functions of a host that matter more than the others. */
function functionFacts(it: Interface): string[] {
  const noted = notedFunctions(it).map(({ name, what }) => `\`${name}\` ${what}`);
  return noted.length === 0 ? [] : [`Matters most: ${noted.join('; ')}`];
}

function grantFacts(world: World, capabilities: CustomCapabilities): string[] {
  const grants = grantsOf(world, capabilities);
  const incomplete = incompleteNote(world);
  return [
    ...(incomplete === undefined ? [] : [`${incomplete[0]?.toUpperCase()}${incomplete.slice(1)}`]),
    ...(grants.length === 0 ? [] : [`A component of it: ${grants.map((it) => it.sentence).join('; ')}`]),
  ];
}

function typeFacts(type: TypeDef): string[] {
  const { def } = type;
  if (def.kind === 'use') return [];
  if (def.kind === 'resource') return ['A handle: 4 bytes, 1 core value'];
  const facts = [layoutFacts(layoutOfDefinition(type))];
  if (def.kind === 'flags') facts.push(`${counted(def.cases.length, 'flag')} in ${flagBits(def.cases.length)} bits`);
  else if (def.kind === 'enum' || def.kind === 'variant')
    facts.push(
      `${counted(def.cases.length, 'case')}, numbered in ${counted(discriminantSize(def.cases.length), 'byte')}`,
    );
  return facts;
}

function flagBits(flags: number): number {
  return flags <= 8 ? 8 : flags <= 16 ? 16 : 32 * Math.max(1, Math.ceil(flags / 32));
}

function layoutFacts({ size, align, flat }: Layout): string {
  return `${counted(size, 'byte')}, aligned to ${align}, ${counted(flat, 'core value')} (canonical ABI)`;
}

/** Offsets as the canonical ABI lays a record out. */
function fieldFacts(type: TypeDef, node: number): string[] {
  if (type.def.kind !== 'record') return [];
  let offset = 0;
  for (const field of type.def.fields) {
    const layout = layoutOf(field.type);
    offset = Math.ceil(offset / layout.align) * layout.align;
    if (field.loc.node === node) return [`At offset ${offset}: ${layoutFacts(layout)}`];
    offset += layout.size;
  }
  return [];
}

function caseFacts(type: TypeDef, node: number): string[] {
  const { def } = type;
  if (def.kind !== 'flags' && def.kind !== 'enum' && def.kind !== 'variant') return [];
  const index = def.cases.findIndex((it) => it.loc.node === node);
  const found = def.cases[index];
  if (found === undefined) return [];
  if (def.kind === 'flags') return [`Bit ${index} of ${flagBits(def.cases.length)}`];
  const payload = found.type === undefined ? [] : [`Its value: ${layoutFacts(layoutOf(found.type))}`];
  return [`Case ${index} of ${def.cases.length}, counted from 0`, ...payload];
}

function callFacts(func: Func): string {
  const self = func.kind === 'method' ? 1 : 0;
  const params = func.params.reduce((sum, it) => sum + layoutOf(it.type).flat, self);
  const results =
    func.kind === 'constructor' && func.result === undefined
      ? 1
      : func.result === undefined
        ? 0
        : layoutOf(func.result).flat;
  const sent =
    params > MAX_FLAT_PARAMS ? `${params} core parameters, which go through memory` : counted(params, 'core parameter');
  const got = results > 1 ? `${results} core results, which go through memory` : counted(results, 'core result');
  return `${sent}; ${got} (canonical ABI)`;
}

/** What an `include` adds to its world, under the names that it has there. */
export function includeFacts(world: World, include: Include): string[] {
  const brought = (side: World['imports']): ElaboratedItem[] =>
    [...side.values()].filter(
      ({ reason }) =>
        reason.kind === 'include' &&
        reason.loc.node === include.statement.node &&
        reason.loc.uri === include.statement.uri,
    );
  const imports = brought(world.imports);
  const exports = brought(world.exports);
  const { target } = include;
  const all = target === undefined ? 0 : target.imports.size + target.exports.size;
  const there = all - imports.length - exports.length;
  const facts = [listed('Brings the imports', imports), listed('Brings the exports', exports)];
  if (there > 0) facts.push(`${counted(there, 'item')} of it ${there === 1 ? 'is' : 'are'} in this world anyway`);
  return facts;
}

function listed(what: string, items: readonly ElaboratedItem[]): string {
  if (items.length === 0) return `${what}: none`;
  const shown = items.slice(0, MAX_ITEMS).map((it) => `\`${it.key}\``);
  const rest = items.length > MAX_ITEMS ? ` and ${items.length - MAX_ITEMS} more` : '';
  return `${what}: ${shown.join(', ')}${rest}`;
}
