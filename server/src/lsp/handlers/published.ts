// Published packages in an editor: asked for by a request or a command, fetched into `deps/` by an edit of the client.

import {
  type CancellationToken,
  type CodeAction,
  CodeActionKind,
  type CodeLens,
  type CompletionItem,
  CompletionItemKind,
  type CompletionParams,
  type InlayHint,
  type Location,
  MessageType,
  ProtocolRequestType,
  type ResponseError,
  ShowMessageNotification,
} from 'vscode-languageserver';
import type { Span } from '../../base/text.ts';
import { missingPackages } from '../../features/code-actions.ts';
import {
  publishedActions,
  publishedDefinition,
  publishedHints,
  publishedLens,
  versionCompletions,
} from '../../features/published/editor.ts';
import { allNamedVersions, namedVersions } from '../named-versions.ts';
import { PUBLISHED, PUBLISHED_COMMANDS, type PublishedResult, type PublishedScope } from '../published-protocol.ts';
import type { OpenedFile, PublishedSource, Session, Stretch } from '../session.ts';
import { type Row, row } from './row.ts';

type Done = Promise<null | ResponseError<void>>;

export const PUBLISHED_ROWS: readonly Row[] = [
  row(
    new ProtocolRequestType<PublishedScope | null, PublishedResult, never, void, void>(PUBLISHED),
    () => ({}),
    async (session, params, token) => {
      const failed = await look(session, params?.textDocument?.uri, token);
      const known = [...(session.published?.knowledge.values() ?? [])];
      const packages = known.map(({ name, registry, versions, failure = null }) => ({
        ...{ name, registry, failure },
        versions: versions.map(({ version, created = null }) => ({ version, created })),
      }));
      return { packages, failure: failed ?? null };
    },
  ),
];

/** Asks for the package of a file or what it names, or for all of the workspace. Gives why that must not be. */
async function look(session: Session, uri: string | undefined, token: CancellationToken): Promise<string | undefined> {
  const { published, workspace } = session;
  await session.ready;
  await session.indexed();
  const names = uri === undefined ? undefined : namedVersions(session, uri);
  if (uri !== undefined && names === undefined) await workspace.load(uri, session.task(token));
  const snapshot = workspace.snapshot();
  const place = uri === undefined ? (workspace.folders[0] ?? '') : workspace.identity(uri);
  const refused = published === undefined ? 'there is no network here' : published.refusal(place);
  if (refused !== undefined || published === undefined) return refused;
  const own = uri === undefined || names !== undefined ? undefined : snapshot.rootOf(place);
  if (names !== undefined) await published.look({ names }, true);
  else if (own !== undefined) await published.look({ roots: [own] }, true);
  else await published.look({ roots: snapshot.workRoots, names: await allNamedVersions(session) }, true);
  return undefined;
}

async function say(session: Session, type: MessageType, message: string): Promise<null> {
  await session.connection.sendNotification(ShowMessageNotification.type, { type, message });
  return null;
}

/** Arguments: the URI of a file, or none. Says in a sentence what is newer, or why nothing is known. */
export async function checkRegistry(session: Session, [uri]: readonly unknown[], token: CancellationToken): Done {
  const refused = await look(session, typeof uri === 'string' ? uri : undefined, token);
  if (refused !== undefined) return say(session, MessageType.Warning, `Published versions are not known: ${refused}.`);
  const known = [...(session.published?.knowledge.values() ?? [])];
  const failures = known.flatMap(({ name, failure }) => (failure === undefined ? [] : [`${name}: ${failure}.`]));
  const found = known
    .filter((it) => it.versions.length > 0)
    .map((it) => `${it.name} ${it.versions.at(-1)?.version ?? ''}`);
  const message = [
    found.length === 0 ? 'Nothing here is published.' : `Newest published: ${found.join(', ')}.`,
    ...failures,
  ];
  return say(session, failures.length > 0 ? MessageType.Warning : MessageType.Info, message.join('\n'));
}

// What is shown of it

export function publishedLensOf(session: Session, { snapshot, uri, lines }: OpenedFile): CodeLens[] {
  const { published, convert } = session;
  published?.want(uri);
  const found = published === undefined ? undefined : publishedLens(snapshot, uri, published.knowledge);
  if (found === undefined) return [];
  const command = { title: found.title, command: PUBLISHED_COMMANDS.check, arguments: [convert.uri(uri)] };
  return [{ range: convert.range(lines, found.span), command }];
}

export function publishedHintsOf(session: Session, { snapshot, uri, lines }: OpenedFile, within: Span): InlayHint[] {
  const { published, convert } = session;
  published?.want(uri);
  if (published === undefined) return [];
  return publishedHints(snapshot, uri, published.knowledge)
    .filter(({ offset }) => within.start <= offset && offset <= within.end)
    .map(({ offset, text, tooltip }) => ({
      position: convert.position(lines, offset),
      label: text,
      tooltip: convert.markup(tooltip),
      paddingLeft: true,
    }));
}

export function publishedCodeActions(session: Session, { snapshot, uri, lines, span }: Stretch): CodeAction[] {
  const { published, convert, client } = session;
  if (published === undefined || published.refusal(uri) !== undefined || !client.createsFiles) return [];
  return publishedActions(snapshot, uri, span, published.knowledge).map((it) => {
    const args = [
      convert.uri(uri),
      ...(it.kind === 'fetch' ? [`${it.name}@${it.version}`] : [it.name, it.from, it.version]),
    ];
    const missing = it.kind === 'fetch' ? missingPackages(snapshot, uri, span) : [];
    return {
      title: it.title,
      kind: CodeActionKind.QuickFix,
      ...(missing.length === 0 ? {} : { diagnostics: missing.map((one) => convert.diagnostic(snapshot, lines, one)) }),
      command: { title: it.title, command: PUBLISHED_COMMANDS[it.kind], arguments: args },
    };
  });
}

/** A place in a text that only a registry has: as a document of the server, or as a file of the user's cache. */
export function publishedLocation(session: Session, file: OpenedFile & { readonly offset: number }): Location[] | null {
  const { published, convert, client } = session;
  const found =
    published === undefined
      ? undefined
      : publishedDefinition(file.snapshot, file.uri, file.offset, published.knowledge);
  const lines = found?.snapshot.lines(found.uri);
  if (found === undefined || lines === undefined) return null;
  const uri = client.textDocumentContent ? found.uri : session.store?.(found.uri, lines.text);
  return uri === undefined ? null : [{ uri, range: convert.range(lines, found.span) }];
}

/** Versions behind an `@`, or in the quotes of a manifest; `before`: the text up to there. */
export function publishedCompletions(
  published: PublishedSource | undefined,
  { position }: CompletionParams,
  before: string,
): CompletionItem[] {
  const found = published === undefined ? undefined : versionCompletions(before, published.knowledge);
  if (found === undefined) return [];
  const start = { line: position.line, character: position.character - found.typed.length };
  return found.versions.map((version, index) => ({
    label: version,
    kind: CompletionItemKind.Value,
    detail: 'published',
    // Before what the workspace has.
    sortText: `  ${String(index).padStart(5, '0')}`,
    filterText: version,
    textEdit: { range: { start, end: position }, newText: version },
  }));
}
