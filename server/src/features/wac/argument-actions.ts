// Repairs of a `new` that lacks arguments: give what the file has, import what it has not, or end with `...`.

import type { TextEdit } from '../../base/text.ts';
import { newlineOf } from '../../format/options.ts';
import { interfaceKey, itemPath } from '../../model/names.ts';
import type { Func } from '../../model/package.ts';
import { funcTypeText } from '../../model/print.ts';
import { nested } from '../../model/type.ts';
import { typesOfFunc } from '../../model/visit.ts';
import type { Made, WacComposition } from '../../wac/composition.ts';
import type { Value } from '../../wac/exports.ts';
import { exportsOf } from '../../wac/instances.ts';
import type { WacInstantiation, WacProblem, WacStatement } from '../../wac/syntax.ts';
import { difference } from '../../world/agree.ts';
import { interfaceOf, type Port, Ties } from '../../world/parts.ts';
import { sameTrack } from '../../world/wiring.ts';
import type { WacAction } from './action.ts';
import { givenNames } from './names.ts';
import { accessText, argumentName } from './ports.ts';
import type { WacDocument } from './wac.ts';

/** `problem`: arguments are missing. */
export function argumentActions(document: WacDocument, composition: WacComposition, problem: WacProblem): WacAction[] {
  const found = [...composition.made].find(([{ path }]) => path.span.start === problem.span.start);
  const statement = document.file.statements.find(
    (it) => it.span.start <= problem.span.start && problem.span.end <= it.span.end,
  );
  if (found === undefined || statement === undefined) return [];
  const [making, made] = found;
  const close = making.span.end - 1;
  if (document.text[close] !== '}') return [];
  const at = { document, making, close };
  const action = (title: string, edits: readonly TextEdit[], preferred = false): WacAction => ({
    title,
    kind: 'quickfix',
    edits,
    preferred,
    problem,
  });
  const given = argumentsFor(document, composition, made, statement);
  const actions: WacAction[] = [];
  if (given.length > 0) {
    const what =
      given.length === made.open.length + made.openTypes.length ? 'missing arguments' : 'arguments that this file has';
    actions.push(action(`Add ${what}: ${shown(given)}`, [inserted(at, given)]));
  }
  const imports = importsFor(document, made, statement);
  if (imports !== undefined)
    actions.push(
      action(`Import what is missing: ${shown(imports.names)}`, [imports.edit, inserted(at, imports.names)]),
    );
  actions.push(action('Add `...`: the whole imports what is missing', [inserted(at, ['...'])], true));
  return actions;
}

function shown(names: readonly string[]): string {
  return names.map((it) => `\`${it}\``).join(', ');
}

/** `name: value` for each import that a value of the file before the statement has the right export for. */
function argumentsFor(
  { file, text }: WacDocument,
  { values }: WacComposition,
  made: Made,
  statement: WacStatement,
): string[] {
  const { open } = made;
  /** What imports get, by their keys. */
  const got = new Map<string, string>();
  for (const [argument, { item }] of made.wanted) {
    const { span } = argument.kind === 'named' ? argument.value : argument.name;
    got.set(item.key, text.slice(span.start, span.end));
  }
  const names = file.statements.flatMap((it) =>
    (it.kind === 'let' || it.kind === 'import') && it.span.end <= statement.span.start ? [it.name.text] : [],
  );
  const found = open.flatMap((wanted) => {
    for (const name of names) {
      const value = values.get(name);
      const written = value === undefined ? undefined : valueFor(wanted, name, value);
      if (written === undefined) continue;
      got.set(wanted.item.key, written);
      return [written === argumentName(wanted) ? written : `${argumentName(wanted)}: ${written}`];
    }
    return [];
  });
  return [...found, ...made.openTypes.flatMap((it) => typeArgument(it, got) ?? [])];
}

/** A type that the world uses is taken from what its interface is given. */
function typeArgument({ item: { key, item } }: Port, got: ReadonlyMap<string, string>): string | undefined {
  const target = item.kind === 'type' && item.type.def.kind === 'use' ? item.type.def.target : undefined;
  const from = target?.owner.kind === 'interface' ? got.get(interfaceKey(target.owner)) : undefined;
  return target === undefined || from === undefined ? undefined : `${key}: ${from}.${target.name}`;
}

function valueFor(wanted: Port, name: string, value: Value): string | undefined {
  if (value.kind === 'port') return fits(wanted, value.port) ? name : undefined;
  if (value.kind !== 'instance') return undefined;
  const port = exportsOf(value.part).find((it) => fits(wanted, it));
  return port === undefined ? undefined : `${name}${accessText(port)}`;
}

function fits(wanted: Port, given: Port): boolean {
  if (wanted.item.key !== given.item.key && !sameTrack(wanted.item, given.item)) return false;
  return difference(new Ties(), wanted, given) === undefined;
}

/** Imports of the file for what is missing; undefined when one of them has a type that cannot be written there. */
function importsFor(
  { file, text }: WacDocument,
  { open }: Made,
  statement: WacStatement,
): { readonly names: string[]; readonly edit: TextEdit } | undefined {
  const taken = new Set(givenNames(file));
  const names: string[] = [];
  const lines: string[] = [];
  for (const port of open) {
    const type = importedType(port);
    if (type === undefined) return undefined;
    const wanted = argumentName(port);
    const base = wanted.startsWith('"') ? (interfaceOf(port.item)?.name ?? 'imported') : wanted;
    let name = base;
    for (let at = 2; taken.has(name); at++) name = `${base}${at}`;
    taken.add(name);
    lines.push(`import ${name}: ${type};`);
    names.push(name === wanted ? name : `${wanted}: ${name}`);
  }
  const { start } = statement.span;
  return { names, edit: { start, end: start, text: lines.map((it) => `${it}${newlineOf(text)}`).join('') } };
}

function importedType({ item }: Port): string | undefined {
  if (item.item.kind === 'func') return isBuiltinOnly(item.item.func) ? funcTypeText(item.item.func) : undefined;
  const target = interfaceOf(item);
  return target?.name === undefined ? undefined : itemPath(target.package, target.name);
}

function isBuiltinOnly(func: Func): boolean {
  return typesOfFunc(func).every((type) => nested(type).every((it) => !('def' in it)));
}

interface ArgumentPosition {
  readonly document: WacDocument;
  readonly making: WacInstantiation;
  /** Of the `}`. */
  readonly close: number;
}

/** Behind the last argument; on a line of its own where that has one. */
function inserted(
  { document: { text }, making: { args, path }, close }: ArgumentPosition,
  names: readonly string[],
): TextEdit {
  const last = args.at(-1);
  if (last === undefined) {
    const open = text.indexOf('{', path.span.end) + 1;
    const isEmpty = text.slice(open, close).trim() === '';
    return { start: isEmpty ? open : close, end: close, text: `${isEmpty ? ' ' : ''}${names.join(', ')} ` };
  }
  const end = last.kind === 'named' ? last.value.span.end : last.name.span.end;
  const comma = /^\s*,/.exec(text.slice(end, close))?.[0].length ?? 0;
  const start = end + comma;
  const line = text.slice(text.lastIndexOf('\n', last.name.span.start - 1) + 1, last.name.span.start);
  const indent = /^([ \t]*)(?:\.\.\.)?$/.exec(line)?.[1];
  const between = indent === undefined ? ' ' : `${newlineOf(text)}${indent}`;
  return { start, end: start, text: `${comma > 0 ? '' : ','}${between}${names.join(`,${between}`)}` };
}
