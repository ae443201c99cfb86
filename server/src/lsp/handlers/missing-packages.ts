// A package that a composition lacks is named in the project file, which is made where there is none.

import { type CodeAction, CodeActionKind, type WorkspaceEdit } from 'vscode-languageserver';
import { LineIndex, type Span } from '../../base/text.ts';
import { dirname, joinUri, relativeUri } from '../../base/uri.ts';
import { fileNames, missingPackages } from '../../features/wac/missing-packages.ts';
import { problemDiagnostic, type WacDocument } from '../../features/wac/wac.ts';
import { dependencyEdit, newProjectText } from '../../project/add-dependency.ts';
import { PROJECT_FILE } from '../../project/project-file.ts';
import type { Session } from '../session.ts';
import { settingsFor } from '../settings.ts';

/** Maximum number of folders beside a composition that are searched for a component. */
const MOST_FOLDERS = 50;

export async function missingPackageActions(
  session: Session,
  document: WacDocument,
  lines: LineIndex,
  span: Span,
): Promise<CodeAction[]> {
  const { convert, workspace } = session;
  const snapshot = workspace.snapshot();
  const project = settingsFor(session, document.uri).project;
  const file = project?.uri ?? joinUri(dirname(document.uri), PROJECT_FILE);
  const actions: CodeAction[] = [];
  for (const { problem, key, name } of missingPackages(snapshot, document, span)) {
    const found = await componentBeside(session, dirname(document.uri), name);
    const path = relativeUri(dirname(file), found) ?? `${name}.wasm`;
    const edit = editOf(session, { file, text: project?.text, key, path: decodeURI(path) });
    const diagnostic = problemDiagnostic(snapshot, document, problem);
    if (edit === undefined || diagnostic === undefined) continue;
    actions.push({
      title: `Add \`${key}\` to \`dependencies\` of \`${PROJECT_FILE}\`, at \`${decodeURI(path)}\``,
      kind: CodeActionKind.QuickFix,
      diagnostics: [convert.diagnostic(snapshot, lines, diagnostic)],
      edit,
    });
  }
  return actions;
}

interface Added {
  readonly file: string;
  /** Undefined where there is no file yet. */
  readonly text: string | undefined;
  readonly key: string;
  readonly path: string;
}

function editOf(session: Session, { file, text, key, path }: Added): WorkspaceEdit | undefined {
  const { client, convert, projects, workspace } = session;
  const uri = convert.uri(file);
  if (text === undefined) {
    if (!client.createsFiles) return undefined;
    const start = { line: 0, character: 0 };
    const edits = [{ range: { start, end: start }, newText: newProjectText(key, path) }];
    return {
      documentChanges: [
        { kind: 'create', uri },
        { textDocument: { uri, version: null }, edits },
      ],
    };
  }
  const found = dependencyEdit(text, key, path);
  if (found === undefined) return undefined;
  const edits = convert.textEdits(new LineIndex(text), found);
  const version = projects.version(workspace.spelling(file)) ?? null;
  return convert.edit([{ textDocument: { uri, version }, edits }]);
}

/** The URI of a component with the name of the package, beside the composition or in a folder there; else where it would be. */
async function componentBeside(session: Session, directory: string, name: string): Promise<string> {
  const names = new Set(fileNames(name));
  const entries = (await session.workspace.entries(directory)) ?? [];
  const folders = entries.filter((it) => it.kind === 'directory').slice(0, MOST_FOLDERS);
  for (const folder of [directory, ...folders.map((it) => joinUri(directory, it.name))]) {
    const inside = folder === directory ? entries : ((await session.workspace.entries(folder)) ?? []);
    const found = inside.find((it) => it.kind !== 'directory' && names.has(it.name));
    if (found !== undefined) return joinUri(folder, found.name);
  }
  return joinUri(directory, `${name}.wasm`);
}
