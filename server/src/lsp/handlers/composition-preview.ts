// What a `.wac` puts together, for previews, and as a command for clients that have none.

import { LSPErrorCodes, ProtocolRequestType, ResponseError } from 'vscode-languageserver';
import { LineIndex } from '../../base/text.ts';
import { basename } from '../../base/uri.ts';
import { composed, problemDiagnostic } from '../../features/wac/wac.ts';
import { compositionOf } from '../../features/worlds/compose.ts';
import { drawComposition } from '../../world/composition-picture.ts';
import { isSound } from '../../world/composition-preview.ts';
import type { Session } from '../session.ts';
import { type CompositionParams, type CompositionResult, SHOW_COMPOSITION, WORLD_REQUESTS } from '../world-protocol.ts';
import { type Row, row } from './row.ts';

export const COMPOSITION_ROWS: readonly Row[] = [
  row(
    new ProtocolRequestType<CompositionParams, CompositionResult | null, never, void, void>(WORLD_REQUESTS.composition),
    () => ({}),
    async (session, { uri }) => (await compositionResult(session, uri)) ?? null,
  ),
];

async function compositionResult(session: Session, uri: string): Promise<CompositionResult | undefined> {
  session.worlds.watch();
  const document = await session.compositions.documentAt(session, uri);
  if (document === undefined) return undefined;
  const { convert } = session;
  const snapshot = session.workspace.snapshot();
  const { composition, problems } = composed(snapshot, document);
  const shown = convert.uri(document.uri);
  const preview = compositionOf(composition, [snapshot], (at, span, lines) => ({
    uri: at === '' ? shown : convert.uri(at),
    range: convert.range(lines, span),
  }));
  const lines = new LineIndex(document.text);
  const found = problems.filter((it) => problemDiagnostic(snapshot, document, it) !== undefined);
  return {
    uri: shown,
    sound: found.length === 0 && isSound(preview),
    composition: preview,
    problems: found.map(({ message, span }) => ({
      message,
      location: { uri: shown, range: convert.range(lines, span) },
    })),
    picture: drawComposition(preview),
  };
}

/** Arguments: the URI of a `.wac`. Opens the world that comes of it as a file. */
export async function showComposition(
  session: Session,
  [uri]: readonly unknown[],
): Promise<null | ResponseError<void>> {
  const failed = (message: string): ResponseError<void> => new ResponseError(LSPErrorCodes.RequestFailed, message);
  if (typeof uri !== 'string') return failed(`\`${SHOW_COMPOSITION}\` needs the URI of a \`.wac\` file`);
  const found = await compositionResult(session, uri);
  if (found === undefined) return failed('this file does not exist');
  const notes = found.problems.map(({ message, location }) => `// line ${location.range.start.line + 1}: ${message}`);
  const text = [...notes, found.composition.wit].join('\n');
  const made = await session.workspace.temporary(`${basename(uri).replace(/\.wac$/, '')}.wit`, text);
  if (made === undefined) return failed('the composition could not be written into the folder for temporary files');
  session.show(made);
  return null;
}
