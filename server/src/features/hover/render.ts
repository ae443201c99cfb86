// Declarations as WIT text, from their meaning: one spelling for hovers, outlines and completion, whatever the source looks
// like. Long ones are cut.

import { itemPath, packageKey } from '../../model/names.ts';
import type { CaseDef, Entity, Func, Gate, Interface, Type, TypeDef, World, WorldItem } from '../../model/package.ts';
import { spanOf } from '../../syntax/items.ts';
import { escapeName } from '../../syntax/words.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';

/** So many members of a declaration are shown. */
const MAX_MEMBERS = 16;
/** Longer signatures are broken, one parameter per line. */
const MAX_LINE = 80;

/** The declaration of an entity as it would stand in a file, gates included. */
export function declarationOf(snapshot: Snapshot, entity: Entity): string {
  switch (entity.kind) {
    case 'package':
      return `package ${packageKey(entity.id)};`;
    case 'interface':
      return gated(entity.gate, headOf(entity));
    case 'world':
      return gated(entity.gate, `world ${escapeName(entity.name)}`);
    case 'type':
      return gated(entity.gate, typeDefText(snapshot, entity));
    case 'func':
      return gated(entity.func.gate, `${externWord(entity)}${funcText(snapshot, entity.func)};`);
    case 'field':
      return `${escapeName(entity.name)}: ${typeText(snapshot, entity.field.type)}`;
    case 'case':
      return caseText(snapshot, entity.case);
    case 'param':
      return `${escapeName(entity.name)}: ${typeText(snapshot, entity.type)}`;
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
export function ownerPath(owner: Interface | World): string {
  return owner.name === undefined
    ? `${packageKey(owner.package)} · inline interface`
    : itemPath(owner.package, owner.name);
}

export function typeText(snapshot: Snapshot, type: Type): string {
  const text = (it: Type): string => typeText(snapshot, it);
  switch (type.kind) {
    case 'primitive':
      return type.name;
    case 'ref':
      return escapeName(type.def.name);
    case 'own':
    case 'borrow':
      return `${type.kind}<${escapeName(type.def.name)}>`;
    case 'list':
      return type.length === undefined ? `list<${text(type.element)}>` : `list<${text(type.element)}, ${type.length}>`;
    case 'map':
      return `map<${text(type.key)}, ${text(type.value)}>`;
    case 'option':
      return `option<${text(type.of)}>`;
    case 'result':
      return resultText(
        type.ok === undefined ? undefined : text(type.ok),
        type.err === undefined ? undefined : text(type.err),
      );
    case 'tuple':
      return `tuple<${type.items.map(text).join(', ')}>`;
    case 'future':
    case 'stream':
      return type.of === undefined ? type.kind : `${type.kind}<${text(type.of)}>`;
    case 'error':
      return sourceText(snapshot, type);
  }
}

function resultText(ok: string | undefined, err: string | undefined): string {
  if (err !== undefined) return `result<${ok ?? '_'}, ${err}>`;
  return ok === undefined ? 'result' : `result<${ok}>`;
}

/** What is unknown is shown as it is written. */
function sourceText(snapshot: Snapshot, type: Type): string {
  const tree = snapshot.tree(type.loc.uri);
  if (tree === undefined) return '?';
  const { start, end } = spanOf(tree, type.loc.node);
  return tree.text.slice(start, end).replace(/\s+/g, ' ') || '?';
}

/** `name: async func(a: t) -> r`, of a constructor `constructor(a: t)`. */
export function funcText(snapshot: Snapshot, func: Func): string {
  const params = func.params.map((it) => `${escapeName(it.name)}: ${typeText(snapshot, it.type)}`);
  const result = func.result === undefined ? '' : ` -> ${typeText(snapshot, func.result)}`;
  const words = `${func.kind === 'static' ? 'static ' : ''}${func.async ? 'async ' : ''}func`;
  const head = func.kind === 'constructor' ? 'constructor' : `${escapeName(func.label)}: ${words}`;
  const flat = `${head}(${params.join(', ')})${result}`;
  if (flat.length <= MAX_LINE || params.length < 2) return flat;
  return `${head}(\n${params.map((it) => `  ${it},\n`).join('')})${result}`;
}

/** The attributes of an item, one per line. */
export function gateLines(gate: Gate): string[] {
  const lines: string[] = [];
  if (gate.since !== undefined) lines.push(`@since(version = ${gate.since})`);
  if (gate.unstable !== undefined) lines.push(`@unstable(feature = ${gate.unstable})`);
  if (gate.deprecated !== undefined) lines.push(`@deprecated(version = ${gate.deprecated})`);
  if (gate.externalId !== undefined) lines.push(`@external-id(${JSON.stringify(gate.externalId)})`);
  return lines;
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
  if (item.item.kind === 'func') return `${item.direction} ${funcText(snapshot, item.item.func)}`;
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
  const name = escapeName(type.name);
  const { def } = type;
  switch (def.kind) {
    case 'alias':
      return `type ${name} = ${typeText(snapshot, def.type)};`;
    case 'use': {
      const from = def.target === undefined ? '…' : ownerPath(def.target.owner);
      const original = def.target === undefined ? name : escapeName(def.target.name);
      return `use ${from}.{${original === name ? name : `${original} as ${name}`}};`;
    }
    case 'record':
      return braced(
        `record ${name}`,
        def.fields.map((it) => `${escapeName(it.name)}: ${typeText(snapshot, it.type)},`),
      );
    case 'flags':
    case 'enum':
    case 'variant':
      return braced(
        `${def.kind} ${name}`,
        def.cases.map((it) => `${caseText(snapshot, it)},`),
      );
    case 'resource':
      return def.funcs.length === 0
        ? `resource ${name};`
        : braced(
            `resource ${name}`,
            def.funcs.map((it) => `${funcText(snapshot, it).replaceAll('\n', '\n  ')};`),
          );
  }
}

function caseText(snapshot: Snapshot, it: CaseDef): string {
  const name = escapeName(it.name);
  return it.type === undefined ? name : `${name}(${typeText(snapshot, it.type)})`;
}

function braced(head: string, members: readonly string[]): string {
  if (members.length === 0) return `${head} {}`;
  const shown = members.length > MAX_MEMBERS ? members.slice(0, MAX_MEMBERS - 1) : members;
  const rest = members.length - shown.length;
  const lines = rest === 0 ? shown : [...shown, `// … ${rest} more`];
  return `${head} {\n${lines.map((it) => `  ${it}\n`).join('')}}`;
}
