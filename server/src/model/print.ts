// WIT text of what is meant: types, functions, definitions, `use`, gates. The one printer behind hovers, contract changes,
// worlds and decoded binaries; each says how it names types and how much it shows. Words and layout are the reference's
// (wit-component `printing.rs`).

import { genericText } from '../syntax/generic-types.ts';
import { escapeName as escapeKeyword } from '../syntax/words.ts';
import type { CaseDef, FieldDef, Func, Gate, Type, TypeDef } from './package.ts';

export interface TypeStyle {
  /** What a definition is called at the place; its own name unless told otherwise. */
  readonly nameOf?: (def: TypeDef) => string;
  /** Write `own<r>` out; `r` means the same. */
  readonly own?: boolean;
  /** The text of a type that is not known; `_` unless told otherwise. */
  readonly unknown?: (type: Type) => string;
}

/** A name as it is written: with `%` where it is a keyword, or once was one. */
export function escapeName(name: string): string {
  return name === 'float32' || name === 'float64' ? `%${name}` : escapeKeyword(name);
}

export function typeText(type: Type, style: TypeStyle = {}): string {
  const nameOf = style.nameOf ?? ((def) => escapeName(def.name));
  switch (type.kind) {
    case 'primitive':
      return type.name;
    case 'ref':
      return nameOf(type.def);
    case 'own':
      return style.own === true ? `own<${nameOf(type.def)}>` : nameOf(type.def);
    case 'borrow':
      return `borrow<${nameOf(type.def)}>`;
    case 'error':
      return style.unknown?.(type) ?? '_';
  }
  return genericText(type, (it) => typeText(it, style));
}

// Functions

export interface PrintedParam {
  readonly name: string;
  readonly type: string;
}

/** `(a: t, b: u) -> r`; wider than `width`, one parameter per line. */
export function paramsText(params: readonly PrintedParam[], result: string | undefined, width = Infinity): string {
  const texts = params.map((it) => `${escapeName(it.name)}: ${it.type}`);
  const returned = result === undefined ? '' : ` -> ${result}`;
  const line = `(${texts.join(', ')})${returned}`;
  if (line.length <= width || texts.length < 2) return line;
  return `(\n${texts.map((it) => `  ${it},\n`).join('')})${returned}`;
}

/** `async func(a: t) -> r`, of a constructor `constructor(a: t)`. */
export function funcTypeText(func: Func, style: TypeStyle = {}, width = Infinity): string {
  const head = func.kind === 'constructor' ? 'constructor' : `${func.async ? 'async ' : ''}${func.accessor ?? 'func'}`;
  const params = func.params.map(({ name, type }) => ({ name, type: typeText(type, style) }));
  return head + paramsText(params, func.result && typeText(func.result, style), width - head.length);
}

/** The same with its name: `name: static func(a: t) -> r`. */
export function funcText(func: Func, style: TypeStyle = {}, width = Infinity): string {
  if (func.kind === 'constructor') return funcTypeText(func, style, width);
  const head = `${escapeName(func.label)}: ${func.kind === 'static' ? 'static ' : ''}`;
  return head + funcTypeText(func, style, width - head.length);
}

// Definitions

/** `name: type` of a field, `name` or `name(type)` of a case. */
export function memberText(name: string, type: string | undefined, isField: boolean): string {
  if (type === undefined) return escapeName(name);
  return isField ? `${escapeName(name)}: ${type}` : `${escapeName(name)}(${type})`;
}

/** The fields, cases or flags of a definition. */
export function membersOf({ def }: TypeDef): readonly (FieldDef | CaseDef)[] {
  if (def.kind === 'record') return def.fields;
  return def.kind === 'variant' || def.kind === 'enum' || def.kind === 'flags' ? def.cases : [];
}

/** One of them as text, without the comma. */
export function memberOfText({ def }: TypeDef, member: FieldDef | CaseDef, style?: TypeStyle): string {
  return memberText(member.name, member.type && typeText(member.type, style), def.kind === 'record');
}

/** `head {`, lines, `}`. */
export function blockLines(head: string, lines: readonly string[]): readonly string[] {
  return [`${head} {`, ...lines.map((line) => (line === '' ? '' : `  ${line}`)), '}'];
}

export interface DefinitionStyle extends TypeStyle {
  /** What the definition is called here. */
  readonly name?: string;
  /** Those of a resource that are shown; all unless told otherwise. */
  readonly funcs?: readonly Func[];
  /** Lines above a member or function: documentation and gates. */
  readonly above?: (member: FieldDef | CaseDef | Func) => readonly string[];
  /** Wider functions are broken, one parameter per line. */
  readonly width?: number;
  /** The most members that are shown. */
  readonly most?: number;
}

/** A definition as lines; none for a name imported by `use`. */
export function definitionLines(type: TypeDef, style: DefinitionStyle = {}): readonly string[] {
  const { def } = type;
  const name = style.name ?? escapeName(type.name);
  switch (def.kind) {
    case 'alias':
      // Here `own<r>` is another type than `r`.
      return [`type ${name} = ${typeText(def.type, def.type.kind === 'own' ? { ...style, own: true } : style)};`];
    case 'use':
      return [];
    case 'record':
    case 'flags':
    case 'enum':
    case 'variant':
      return membersBlock(`${def.kind} ${name}`, membersOf(type), style, (it) => `${memberOfText(type, it, style)},`);
    case 'resource': {
      const { funcs = def.funcs } = style;
      if (funcs.length === 0) return [`resource ${name};`];
      return membersBlock(`resource ${name}`, funcs, style, (it) => `${funcText(it, style, style.width)};`);
    }
  }
}

function membersBlock<M extends FieldDef | CaseDef | Func>(
  head: string,
  members: readonly M[],
  { above, most = Infinity }: DefinitionStyle,
  textOf: (member: M) => string,
): readonly string[] {
  const shown = members.length > most ? members.slice(0, most - 1) : members;
  const lines = shown.flatMap((it) => [...(above?.(it) ?? []), ...textOf(it).split('\n')]);
  if (shown.length < members.length) lines.push(`// … ${members.length - shown.length} more`);
  return blockLines(head, lines);
}

// Statements and what stands above them

export interface UsedName {
  readonly name: string;
  /** Its name where it is imported. */
  readonly here: string;
}

/** `use path.{a, b as c};` */
export function useText(path: string, names: readonly UsedName[]): string {
  const list = names.map(({ name, here }) =>
    name === here ? escapeName(name) : `${escapeName(name)} as ${escapeName(here)}`,
  );
  return `use ${path}.{${list.join(', ')}};`;
}

/** The attributes of an item, one per line. */
export function gateLines(gate: { readonly [K in keyof Gate]: Gate[K] | undefined }): string[] {
  const lines: string[] = [];
  if (gate.since !== undefined) lines.push(`@since(version = ${gate.since})`);
  if (gate.unstable !== undefined) lines.push(`@unstable(feature = ${gate.unstable})`);
  if (gate.deprecated !== undefined) lines.push(`@deprecated(version = ${gate.deprecated})`);
  if (gate.externalId !== undefined) lines.push(`@external-id(${quoted(gate.externalId)})`);
  return lines;
}

/** Documentation as comments. */
export function docLines(docs: string | undefined): string[] {
  if (docs === undefined || docs === '') return [];
  return docs.split('\n').map((line) => (line === '' ? '///' : `/// ${line}`));
}

function quoted(text: string): string {
  const escaped = Array.from(text, (it) => {
    if (it === '"' || it === '\\') return `\\${it}`;
    return /[ -~]/.test(it) ? it : `\\u{${(it.codePointAt(0) ?? 0).toString(16)}}`;
  });
  return `"${escaped.join('')}"`;
}
