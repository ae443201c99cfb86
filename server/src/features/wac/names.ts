// Names that a composition gives (`let`, `import`, declarations): their mentions, and renaming them.

import type { Span, TextEdit } from '../../base/text.ts';
import { identifierFault } from '../../syntax/words.ts';
import {
  instantiationsIn,
  type WacArgument,
  type WacFile,
  type WacInstantiation,
  type WacName,
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
  if (here === undefined) return undefined;
  const spans = locals.filter(({ name }) => name.span.start === here.name.span.start).map((it) => it.span);
  const distinct = new Map(spans.map((span) => [span.start, span]));
  return { name: here.name, spans: [...distinct.values()].sort((a, b) => a.start - b.start) };
}

/**
 * The edits that give another name. An argument that is only a name (`{ log }`) also says which import it is for, so it
 * becomes `log: other`.
 */
export function renameLocal(
  { file, text }: WacDocument,
  { name, spans }: LocalName,
  newName: string,
): readonly TextEdit[] | string {
  const plain = newName.replace(/^%/, '');
  if (identifierFault(plain) !== undefined) return `\`${newName}\` is not in kebab case, like \`an-example\``;
  if (plain !== name.text && givenNames(file).has(plain)) return `\`${plain}\` is a name of this file already`;
  const short = new Set(argumentsOf(file).flatMap((it) => (it.kind === 'inferred' ? [it.name.span.start] : [])));
  return spans.map(({ start, end }) => ({
    start,
    end,
    text: short.has(start) ? `${text.slice(start, end)}: ${newName}` : newName,
  }));
}

function givenNames(file: WacFile): ReadonlySet<string> {
  return new Set(
    file.statements.flatMap((it) => {
      if (it.kind === 'type') return [it.decl.name.text];
      return it.kind === 'export' ? [] : [it.name.text];
    }),
  );
}

/** The arguments of every `new`, nested ones too. */
function argumentsOf(file: WacFile): readonly WacArgument[] {
  return instantiationsOf(file).flatMap((it) => it.args);
}

/** Every `new` of a file. */
export function instantiationsOf(file: WacFile): readonly WacInstantiation[] {
  return file.statements.flatMap((it) => (it.kind === 'let' || it.kind === 'export' ? instantiationsIn(it.value) : []));
}
