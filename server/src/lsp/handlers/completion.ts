// Completion, and the details of one item when it is selected.

import {
  type CancellationToken,
  type CompletionItem,
  CompletionItemKind,
  CompletionItemTag,
  type CompletionList,
  type CompletionParams,
  CompletionRequest,
  CompletionResolveRequest,
  InsertTextFormat,
  MarkupKind,
} from 'vscode-languageserver';
import { markdownBlock, markdownClosed } from '../../base/escape.ts';
import type { LineIndex } from '../../base/text.ts';
import { COMPLETION_TRIGGERS, complete, resolveCompletion } from '../../features/completion/completion.ts';
import type {
  CompletionKind,
  Completions,
  CompletionTarget,
  CompletionItem as Item,
} from '../../features/completion/item.ts';
import { isComposition } from '../compositions.ts';
import { wantNamed } from '../named-versions.ts';
import type { OpenedFile, Session } from '../session.ts';
import { completeComposition } from './compositions.ts';
import { publishedCompletions } from './published.ts';
import { type Row, row } from './row.ts';

export const COMPLETION_ROWS: readonly Row[] = [
  row(
    CompletionRequest.type,
    ({ completion }) => ({
      completionProvider: {
        resolveProvider: true,
        triggerCharacters: [...COMPLETION_TRIGGERS],
        ...(completion.labelDetails ? { completionItem: { labelDetailsSupport: true } } : {}),
      },
    }),
    completion,
  ),
  row(CompletionResolveRequest.type, () => ({}), resolve),
];

/** Opens the list of completions; clients that have it say so (docs/protocol.md). */
const SUGGEST = 'editor.action.triggerSuggest';

async function completion(
  session: Session,
  params: CompletionParams,
  token: CancellationToken,
): Promise<CompletionList> {
  const { uri } = params.textDocument;
  if (isComposition(uri)) return completionInComposition(session, params);
  const manifest = session.manifests.lines(uri);
  if (manifest !== undefined) return { isIncomplete: false, items: versionsAt(session, params, manifest) };
  const place = await session.place(params, token);
  if (place === undefined) return { isIncomplete: false, items: [] };
  const versions = versionsAt(session, params, place.lines);
  const found = complete(place.snapshot, place.uri, place.offset);
  const { snippets } = session.client.completion;
  const items = found.items.filter((it) => snippets || it.text !== '');
  return {
    isIncomplete: found.incomplete,
    items: [
      ...versions,
      ...items
        .filter((it) => !versions.some((one) => one.label === it.label))
        .map((it, index) => converted(session, place, found, it, index)),
    ],
  };
}

/** Published versions, where a version is written. */
function versionsAt(session: Session, params: CompletionParams, lines: LineIndex): CompletionItem[] {
  wantNamed(session, params.textDocument.uri);
  const end = session.convert.offset(lines, params.position);
  return publishedCompletions(session.published, params, lines.text.slice(0, end));
}

async function completionInComposition(session: Session, params: CompletionParams): Promise<CompletionList> {
  const found = await completeComposition(session, params.textDocument.uri, params.position);
  if (found === undefined) return { isIncomplete: false, items: [] };
  const spans = { insert: found.span, replace: found.span };
  const versions = versionsAt(session, params, found.lines);
  const items = found.items.map((it, index) => converted(session, found, spans, it, index));
  return { isIncomplete: false, items: [...versions, ...items] };
}

function converted(
  session: Session,
  file: Pick<OpenedFile, 'lines'>,
  found: Pick<Completions, 'insert' | 'replace'>,
  it: Item,
  index: number,
): CompletionItem {
  const { snippets, insertReplace, tags, labelDetails } = session.client.completion;
  const snippet = snippets ? it.snippet : undefined;
  const newText = snippet ?? it.text;
  const insert = session.convert.range(file.lines, found.insert);
  const replace = session.convert.range(file.lines, found.replace);
  return {
    label: it.label,
    kind: KINDS[it.kind],
    sortText: String(index).padStart(5, '0'),
    // Neovim inserts another word than the edit says without it.
    filterText: it.filter ?? it.label,
    ...detailOf(it, labelDetails),
    textEdit: insertReplace ? { newText, insert, replace } : { newText, range: insert },
    ...(snippet === undefined ? {} : { insertTextFormat: InsertTextFormat.Snippet }),
    ...(it.edits === undefined ? {} : { additionalTextEdits: session.convert.textEdits(file.lines, it.edits) }),
    ...(it.deprecated !== true ? {} : tags ? { tags: [CompletionItemTag.Deprecated] } : { deprecated: true }),
    ...(it.target === undefined ? {} : { data: it.target }),
    ...(it.again === true && session.client.commands.has(SUGGEST) ? { command: { title: '', command: SUGGEST } } : {}),
  };
}

function detailOf(it: Item, labelDetails: boolean): Partial<CompletionItem> {
  if (it.detail === undefined) return {};
  return labelDetails ? { labelDetails: { description: it.detail } } : { detail: it.detail };
}

async function resolve(session: Session, item: CompletionItem, token: CancellationToken): Promise<CompletionItem> {
  const target = targetOf(item.data);
  const file = target === undefined ? undefined : await session.file(target.uri, token);
  const found = target === undefined || file === undefined ? undefined : resolveCompletion(file.snapshot, target);
  if (found === undefined) return item;
  const { markdown, labelDetails } = session.client.completion;
  const code = markdownBlock('wit', found.declaration);
  const value = markdown
    ? [code, ...(found.docs === undefined ? [] : [markdownClosed(found.docs)])].join('\n\n')
    : [found.declaration, ...(found.docs === undefined ? [] : [found.docs])].join('\n\n');
  return {
    ...item,
    ...(item.detail === undefined && labelDetails && item.labelDetails?.description !== undefined
      ? { detail: item.labelDetails.description }
      : {}),
    documentation: { kind: markdown ? MarkupKind.Markdown : MarkupKind.PlainText, value },
  };
}

function targetOf(data: unknown): CompletionTarget | undefined {
  if (typeof data !== 'object' || data === null || !('uri' in data) || !('node' in data)) return undefined;
  const { uri, node } = data;
  return typeof uri === 'string' && typeof node === 'number' ? { uri, node } : undefined;
}

const KINDS: Readonly<Record<CompletionKind, CompletionItemKind>> = {
  keyword: CompletionItemKind.Keyword,
  snippet: CompletionItemKind.Snippet,
  interface: CompletionItemKind.Interface,
  world: CompletionItemKind.Module,
  package: CompletionItemKind.Folder,
  alias: CompletionItemKind.TypeParameter,
  record: CompletionItemKind.Struct,
  variant: CompletionItemKind.Enum,
  enum: CompletionItemKind.Enum,
  flags: CompletionItemKind.Enum,
  resource: CompletionItemKind.Class,
  primitive: CompletionItemKind.Keyword,
  version: CompletionItemKind.Value,
  feature: CompletionItemKind.Constant,
  label: CompletionItemKind.Property,
};
