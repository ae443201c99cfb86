// Commands for clients without views of their own: a report of contract changes, the choice of what these are counted from,
// worlds put together, the WIT inside of a binary. What they find is opened as a file.

import {
  ApplyWorkspaceEditRequest,
  type CancellationToken,
  ErrorCodes,
  LSPErrorCodes,
  MessageType,
  ResponseError,
  ShowMessageRequest,
} from 'vscode-languageserver';
import { basename, dirname, joinUri } from '../../base/uri.ts';
import { extractedFiles } from '../../features/dependencies/extract-package.ts';
import type { Session } from '../session.ts';
import { chooseBase, report } from './contracts.ts';
import { composedText } from './worlds.ts';

/** Maximum number of bases offered in a message. */
const MOST_BASES = 20;

/** What a command gives: nothing, or why it could not be done. */
type Done = Promise<null | ResponseError<void>>;

/** Opens a text as a file that goes away with the server. */
async function show(session: Session, name: string, text: string): Done {
  const uri = await session.workspace.temporary(name, text);
  if (uri === undefined) return failed(`\`${name}\` could not be written into the folder for temporary files`);
  session.show(uri);
  return null;
}

function failed(message: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, message);
}

function unusable(message: string): ResponseError<void> {
  return new ResponseError(ErrorCodes.InvalidParams, message);
}

/** Arguments: the URI of a file, or nothing for every package. */
export async function showContractReport(session: Session, [uri]: readonly unknown[], token: CancellationToken): Done {
  const scope = typeof uri === 'string' ? { textDocument: { uri } } : null;
  return show(session, 'contract-changes.md', await report(session, scope, token));
}

/** Arguments: the URI of a file and a base; without a base, the client asks for one. */
export async function chooseBaseByCommand(session: Session, [uri, base]: readonly unknown[]): Done {
  if (typeof uri !== 'string') return unusable('`wit.chooseBase` needs the URI of a file');
  const textDocument = { uri };
  if (typeof base === 'string') return chooseBase(session, { textDocument, base });
  const choices = (await session.bases?.choices(session.workspace.identity(uri))) ?? [];
  if (choices.length === 0) return failed('there is nothing that this package could be compared with');
  // The user may take their time.
  void session.send(ShowMessageRequest.method, async () => {
    const chosen = await session.connection.sendRequest(ShowMessageRequest.type, {
      type: MessageType.Info,
      message: 'Compare with',
      actions: choices.slice(0, MOST_BASES).map((it) => ({ title: it.base })),
    });
    if (chosen !== null) await chooseBase(session, { textDocument, base: chosen.title });
  });
  return null;
}

/** Arguments: the URI of a file and the path of a world, for each of the worlds. */
export async function composeByCommand(session: Session, args: readonly unknown[], token: CancellationToken): Done {
  const worlds: { uri: string; world: string }[] = [];
  for (let at = 0; at + 1 < args.length; at += 2) {
    const [uri, world] = [args[at], args[at + 1]];
    if (typeof uri === 'string' && typeof world === 'string') worlds.push({ uri, world });
  }
  if (worlds.length < 2 || worlds.length * 2 !== args.length)
    return unusable('`wit.compose` needs two or more worlds, each as the URI of its file and its path');
  const text = await composedText(session, worlds, token);
  return text === undefined ? failed('one of these worlds does not exist') : show(session, 'composition.wit', text);
}

/** Arguments: the URI of a `.wasm`, and of the folder for its WIT; without one, a folder beside it. */
export async function extractByCommand(
  session: Session,
  [uri, into]: readonly unknown[],
  token: CancellationToken,
): Done {
  if (typeof uri !== 'string') return unusable('`wit.extractPackage` needs the URI of a `.wasm`');
  const file = await session.file(uri, token);
  const tree = file?.snapshot.tree(file.uri);
  if (file === undefined || tree === undefined || tree.text === '') return failed('there is no WIT in this file');
  const files = extractedFiles(tree);
  if (!session.client.createsFiles) return show(session, `${basename(file.uri)}.wit`, tree.text);
  const folder =
    typeof into === 'string' ? into : joinUri(dirname(file.uri), basename(file.uri).replace(/\.wasm$/, ''));
  const start = { line: 0, character: 0 };
  const documentChanges = files.flatMap(({ path, text }) => {
    const made = joinUri(folder, ...path.split('/'));
    const edits = [{ range: { start, end: start }, newText: text }];
    return [
      { kind: 'create' as const, uri: made },
      { textDocument: { uri: made, version: null }, edits },
    ];
  });
  await session.send(ApplyWorkspaceEditRequest.method, () =>
    session.connection.sendRequest(ApplyWorkspaceEditRequest.type, {
      label: 'Extract WIT',
      edit: { documentChanges },
    }),
  );
  return null;
}
