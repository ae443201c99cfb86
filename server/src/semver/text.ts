// Types and functions as text without layout: what stood there before, what stands there now.

import type { Func, Gate, Type, TypeDef } from '../model/package.ts';
import { escapeName } from '../syntax/words.ts';

/** A definition of many members is cut: the text is for one line of a message. */
const MEMBERS = 8;

export function typeText(type: Type | undefined): string {
  if (type === undefined) return '_';
  switch (type.kind) {
    case 'primitive':
      return type.name;
    case 'ref':
      return escapeName(type.def.name);
    case 'list':
      return `list<${typeText(type.element)}${type.length === undefined ? '' : `, ${type.length}`}>`;
    case 'map':
      return `map<${typeText(type.key)}, ${typeText(type.value)}>`;
    case 'option':
      return `option<${typeText(type.of)}>`;
    case 'result':
      return resultText(type.ok, type.err);
    case 'tuple':
      return `tuple<${type.items.map(typeText).join(', ')}>`;
    case 'future':
    case 'stream':
      return type.of === undefined ? type.kind : `${type.kind}<${typeText(type.of)}>`;
    case 'own':
    case 'borrow':
      return `${type.kind}<${escapeName(type.def.name)}>`;
    case 'error':
      return '?';
  }
}

function resultText(ok: Type | undefined, err: Type | undefined): string {
  if (ok === undefined && err === undefined) return 'result';
  return err === undefined ? `result<${typeText(ok)}>` : `result<${typeText(ok)}, ${typeText(err)}>`;
}

export function signatureText(func: Func): string {
  const params = func.params.map((it) => `${escapeName(it.name)}: ${typeText(it.type)}`).join(', ');
  const result = func.result === undefined ? '' : ` -> ${typeText(func.result)}`;
  return `${func.async ? 'async ' : ''}func(${params})${result}`;
}

export function funcText(func: Func): string {
  if (func.kind === 'constructor') return signatureText(func).replace(/^func/, 'constructor');
  const text = signatureText(func);
  return `${escapeName(func.label)}: ${func.kind === 'static' ? `static ${text}` : text}`;
}

export function typeDefText(type: TypeDef): string {
  const name = escapeName(type.name);
  const { def } = type;
  switch (def.kind) {
    case 'alias':
      return `type ${name} = ${typeText(def.type)}`;
    case 'use':
      return useText(type);
    case 'record':
      return `record ${name} ${braced(def.fields.map((it) => `${escapeName(it.name)}: ${typeText(it.type)}`))}`;
    case 'resource':
      return `resource ${name}`;
    default:
      return `${def.kind} ${name} ${braced(
        def.cases.map((it) => escapeName(it.name) + (it.type === undefined ? '' : `(${typeText(it.type)})`)),
      )}`;
  }
}

function useText(type: TypeDef): string {
  const name = escapeName(type.name);
  const target = type.def.kind === 'use' ? type.def.target : undefined;
  if (target === undefined) return `use …{${name}}`;
  const original = escapeName(target.name);
  return `use ${target.owner.name ?? '…'}.{${original === name ? name : `${original} as ${name}`}}`;
}

function braced(members: readonly string[]): string {
  const shown = members.length > MEMBERS ? [...members.slice(0, MEMBERS - 1), '…'] : members;
  return `{ ${shown.join(', ')} }`;
}

export function gateText(gate: Gate): string {
  const parts: string[] = [];
  if (gate.since !== undefined) parts.push(`@since(version = ${gate.since})`);
  if (gate.unstable !== undefined) parts.push(`@unstable(feature = ${gate.unstable})`);
  if (gate.deprecated !== undefined) parts.push(`@deprecated(version = ${gate.deprecated})`);
  return parts.join(' ');
}
