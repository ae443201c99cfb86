// Declarations as WIT text, from their meaning: one spelling for hovers, outlines and completion, whatever the source looks
// like. Long ones are cut.

import { itemPath, packageHeader, packageKey } from '../../model/names.ts';
import type { Entity, Gate, Interface, Type, TypeDef, World, WorldItem } from '../../model/package.ts';
import {
  type DefinitionStyle,
  definitionLines,
  escapeName,
  funcText,
  gateLines,
  memberOfText,
  typeText,
  useText,
} from '../../model/print.ts';
import { spanOf } from '../../syntax/items.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';

/** Maximum number of members shown. */
const MAX_MEMBERS = 16;
/** Longer signatures are broken, one parameter per line. */
const MAX_LINE = 80;

/** The declaration of an entity as it would stand in a file, gates included. */
export function declarationOf(snapshot: Snapshot, entity: Entity): string {
  switch (entity.kind) {
    case 'package':
      return packageHeader(entity.id).trimEnd();
    case 'interface':
      return gated(entity.gate, headOf(entity));
    case 'world':
      return gated(entity.gate, `world ${escapeName(entity.name)}`);
    case 'type':
      return gated(entity.gate, typeDefText(snapshot, entity));
    case 'func':
      return gated(entity.func.gate, `${externWord(entity)}${funcText(entity.func, styleOf(snapshot), MAX_LINE)};`);
    case 'field':
      return memberOfText(entity.type, entity.field, styleOf(snapshot));
    case 'case':
      return memberOfText(entity.type, entity.case, styleOf(snapshot));
    case 'param':
      return `${escapeName(entity.name)}: ${typeText(entity.type, styleOf(snapshot))}`;
    case 'extern':
      return gated(entity.item.gate, `${externText(snapshot, entity.item)};`);
    case 'alias':
      return aliasText(entity);
    case 'feature':
      return `@unstable(feature = ${entity.name})`;
  }
}

/** The path of what holds an entity: `ns:p/i@1.0.0`, and in it the type. Empty for what nothing holds. */
export function containerOf(entity: Entity): string {
  switch (entity.kind) {
    case 'interface':
    case 'world':
      return packageKey(entity.package);
    case 'type':
      return ownerPath(entity.owner);
    case 'func':
      return entity.func.resource === undefined
        ? ownerPath(entity.owner)
        : `${ownerPath(entity.owner)} · resource ${entity.func.resource.name}`;
    case 'field':
      return `${ownerPath(entity.type.owner)} · record ${entity.type.name}`;
    case 'case':
      return `${ownerPath(entity.type.owner)} · ${entity.type.def.kind} ${entity.type.name}`;
    case 'param':
      return `func ${entity.func.label}`;
    case 'extern':
      return ownerPath(entity.world);
    default:
      return '';
  }
}

/** `ns:p/i@1.0.0`; of an inline interface, which has no name, the package. */
function ownerPath(owner: Interface | World): string {
  return owner.name === undefined
    ? `${packageKey(owner.package)} · inline interface`
    : itemPath(owner.package, owner.name);
}

function styleOf(snapshot: Snapshot): DefinitionStyle {
  return { own: true, unknown: (type) => sourceText(snapshot, type), width: MAX_LINE, most: MAX_MEMBERS };
}

/** What is unknown is shown as it is written. */
function sourceText(snapshot: Snapshot, type: Type): string {
  const tree = snapshot.tree(type.loc.uri);
  if (tree === undefined) return '?';
  const { start, end } = spanOf(tree, type.loc.node);
  return tree.text.slice(start, end).replace(/\s+/g, ' ') || '?';
}

function gated(gate: Gate, text: string): string {
  return [...gateLines(gate), text].join('\n');
}

function headOf(it: Interface): string {
  return it.name === undefined ? 'interface' : `interface ${escapeName(it.name)}`;
}

/** A function of a world is imported or exported. */
function externWord(entity: Extract<Entity, { kind: 'func' }>): string {
  if (entity.owner.kind !== 'world' || entity.func.resource !== undefined) return '';
  const { loc } = entity;
  const item = entity.owner.items.find((it) => it.loc.node === loc.node && it.loc.uri === loc.uri);
  return item === undefined ? '' : `${item.direction} `;
}

function externText(snapshot: Snapshot, item: WorldItem): string {
  const label = item.label === undefined ? '' : `${escapeName(item.label)}: `;
  if (item.item.kind === 'func') return `${item.direction} ${funcText(item.item.func, styleOf(snapshot), MAX_LINE)}`;
  if (item.item.kind === 'type') return `${item.direction} ${label}${typeDefText(snapshot, item.item.type)}`;
  const target = item.item.interface;
  if (target === undefined) return `${item.direction} ${label}?`;
  return `${item.direction} ${label}${target.name === undefined ? 'interface' : itemPath(target.package, target.name)}`;
}

function aliasText(entity: Extract<Entity, { kind: 'alias' }>): string {
  const { target, name } = entity;
  const alias = escapeName(name);
  if (target === undefined) return `… as ${alias}`;
  if (target.kind === 'interface' || target.kind === 'world') return `use ${ownerPath(target)} as ${alias};`;
  return `include … with { ${'name' in target ? escapeName(target.name ?? '') : aliasSource(target)} as ${alias} }`;
}

function aliasSource(target: Entity): string {
  return target.kind === 'func' ? escapeName(target.func.label) : '…';
}

function typeDefText(snapshot: Snapshot, type: TypeDef): string {
  const { def } = type;
  if (def.kind !== 'use') return definitionLines(type, styleOf(snapshot)).join('\n');
  const path = def.target === undefined ? '…' : ownerPath(def.target.owner);
  return useText(path, [{ name: def.target?.name ?? type.name, here: type.name }]);
}
