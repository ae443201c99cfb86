// Completion, and what is shown of one item when somebody looks at it.

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
  type Position,
} from 'vscode-languageserver';
import {
  COMPLETION_TRIGGERS,
  type Completions,
  complete,
  resolveCompletion,
} from '../../features/completion/completion.ts';
import type { CompletionKind, CompletionTarget, CompletionItem as Item } from '../../features/completion/item.ts';
import { isComposition } from '../compositions.ts';
import type { OpenedFile, Session } from '../session.ts';
import { completeComposition } from './compositions.ts';
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
  if (isComposition(uri)) return completionInComposition(session, uri, params.position);
  const place = await session.place(params, token);
  if (place === undefined) return { isIncomplete: false, items: [] };
  const found = complete(place.snapshot, place.uri, place.offset);
  const { snippets } = session.client.completion;
  const items = found.items.filter((it) => snippets || it.text !== '');
  return {
    isIncomplete: found.incomplete,
    items: items.map((it, index) => converted(session, place, found, it, index)),
  };
}

async function completionInComposition(session: Session, uri: string, position: Position): Promise<CompletionList> {
  const found = await completeComposition(session, uri, position);
  if (found === undefined) return { isIncomplete: false, items: [] };
  const spans = { insert: found.span, replace: found.span };
  return { isIncomplete: false, items: found.items.map((it, index) => converted(session, found, spans, it, index)) };
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
  const code = `\`\`\`wit\n${found.declaration}\n\`\`\``;
  const value = markdown
    ? [code, ...(found.docs === undefined ? [] : [found.docs])].join('\n\n')
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
