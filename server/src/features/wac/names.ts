// Names that a composition gives (`let`, `import`, declarations): their mentions, and renaming them.

import { applyEdits, type Span, type TextEdit } from '../../base/text.ts';
import { identifierFault } from '../../syntax/words.ts';
import { isWacWord } from '../../wac/language.ts';
import { type NameRole, namesOf } from '../../wac/names.ts';
import { readWac } from '../../wac/reader.ts';
import {
  instantiationsIn,
  type WacArgument,
  type WacFile,
  type WacInstantiation,
  type WacName,
  type WacStatement,
} from '../../wac/syntax.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { composed, type WacDocument } from './wac.ts';

export interface LocalName {
  /** The name where it is given. */
  readonly name: WacName;
  /** All mentions in the order of the text, the first included. */
  readonly spans: readonly Span[];
}

/** The name of the file at an offset. */
export function localNameAt(snapshot: Snapshot, document: WacDocument, offset: number): LocalName | undefined {
  const locals = composed(snapshot, document).refs.flatMap(({ span, target }) =>
    target.kind === 'local' ? [{ span, name: target.name }] : [],
  );
  const here = locals.find(({ span }) => span.start <= offset && offset <= span.end);
  if (here === undefined) return memberAt(document, offset);
  const spans = locals.filter(({ name }) => name.span.start === here.name.span.start).map((it) => it.span);
  const distinct = new Map(spans.map((span) => [span.start, span]));
  return { name: here.name, spans: [...distinct.values()].sort((a, b) => a.start - b.start) };
}

/** Names inside of declarations that nothing else in the file mentions. */
const MEMBERS: ReadonlySet<NameRole> = new Set<NameRole>(['field', 'case', 'parameter', 'method', 'static', 'extern']);

function memberAt({ file }: WacDocument, offset: number): LocalName | undefined {
  const found = namesOf(file).find(
    ({ role, name: { span } }) => MEMBERS.has(role) && span.start <= offset && offset <= span.end,
  );
  return found === undefined ? undefined : { name: found.name, spans: [found.name.span] };
}

/**
 * The edits that give another name. An argument that is only a name (`{ log }`) also says which import it is for, so it
 * becomes `log: other`.
 */
export function renameLocal(
  snapshot: Snapshot,
  document: WacDocument,
  { name, spans }: LocalName,
  newName: string,
): readonly TextEdit[] | string {
  const { file, text } = document;
  const plain = newName.replace(/^%/, '');
  if (identifierFault(plain) !== undefined) return `\`${newName}\` is not in kebab case, like \`an-example\``;
  if (plain === name.text) return [];
  const isGiven = file.statements.some((it) => nameOf(it)?.span.start === name.span.start);
  if (isGiven && givenNames(file).has(plain)) return `\`${plain}\` is a name of this file already`;
  const short = new Set(argumentsOf(file).flatMap((it) => (it.kind === 'inferred' ? [it.name.span.start] : [])));
  const written = isWacWord(plain) ? `%${plain}` : plain;
  const edits = spans.map(({ start, end }) => {
    const old = text.slice(start, end);
    if (old.startsWith('"')) return { start, end, text: `"${plain}"` };
    return { start, end, text: short.has(start) ? `${old}: ${written}` : written };
  });
  const twice = (it: WacDocument): number =>
    composed(snapshot, it).problems.filter(({ code }) => code === 'wac/duplicate-name').length;
  const after = applyEdits(text, edits);
  if (twice({ ...document, text: after, file: readWac(after) }) > twice(document))
    return `\`${plain}\` is a name there already`;
  return edits;
}

function nameOf(it: WacStatement): WacName | undefined {
  if (it.kind === 'export') return undefined;
  return it.kind === 'type' ? it.decl.name : it.name;
}

/** All names that statements of the file give. */
export function givenNames(file: WacFile): ReadonlySet<string> {
  return new Set(file.statements.flatMap((it) => nameOf(it)?.text ?? []));
}

/** The arguments of every `new`, nested ones too. */
function argumentsOf(file: WacFile): readonly WacArgument[] {
  return instantiationsOf(file).flatMap((it) => it.args);
}

/** The innermost `new` whose braces hold an offset. */
export function instantiationAt(
  { file, text }: Pick<WacDocument, 'file' | 'text'>,
  offset: number,
): WacInstantiation | undefined {
  const around = instantiationsOf(file).filter(({ span, path }) => {
    const open = text.indexOf('{', path.span.end);
    return open >= 0 && open < offset && (offset < span.end || text[span.end - 1] !== '}');
  });
  return around.sort((a, b) => b.span.start - a.span.start)[0];
}

/** Every `new` of a file. */
export function instantiationsOf(file: WacFile): readonly WacInstantiation[] {
  return file.statements.flatMap((it) => (it.kind === 'let' || it.kind === 'export' ? instantiationsIn(it.value) : []));
}
