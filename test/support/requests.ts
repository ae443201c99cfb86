// Every request that a capability promises, asked as an editor would: at every word, of every range, and again with what the
// answers before it said.

import type { Conversation } from './conversation.ts';
import type { Message } from './server.ts';

type Value = Message['result'];

/** The methods that a server's capabilities promise. Undefined: a capability this table does not know. */
export function promised(capabilities: Value): (string | undefined)[] {
  const { workspace, positionEncoding: _, textDocumentSync: __, ...providers } = capabilities;
  const methods = Object.entries(providers).flatMap(([name, value]) => PROMISES[name]?.(value) ?? [undefined]);
  if (workspace?.textDocumentContent !== undefined) methods.push('workspace/textDocumentContent');
  return methods;
}

const text = (name: string): string => `textDocument/${name}`;
/** `name` and, where the options promise it, the request that completes its answers. */
const resolving = (name: string, resolve: string) => (options: Value) => [
  name,
  ...(options.resolveProvider === true ? [resolve] : []),
];

const PROMISES: Readonly<Record<string, (options: Value) => string[]>> = {
  diagnosticProvider: (it) => [text('diagnostic'), ...(it.workspaceDiagnostics ? ['workspace/diagnostic'] : [])],
  codeActionProvider: resolving(text('codeAction'), 'codeAction/resolve'),
  documentFormattingProvider: () => [text('formatting')],
  documentRangeFormattingProvider: () => [text('rangeFormatting')],
  documentOnTypeFormattingProvider: () => [text('onTypeFormatting')],
  completionProvider: resolving(text('completion'), 'completionItem/resolve'),
  definitionProvider: () => [text('definition')],
  declarationProvider: () => [text('declaration')],
  typeDefinitionProvider: () => [text('typeDefinition')],
  implementationProvider: () => [text('implementation')],
  referencesProvider: () => [text('references')],
  documentHighlightProvider: () => [text('documentHighlight')],
  hoverProvider: () => [text('hover')],
  renameProvider: (it) => [text('rename'), ...(it.prepareProvider === true ? [text('prepareRename')] : [])],
  documentSymbolProvider: () => [text('documentSymbol')],
  workspaceSymbolProvider: resolving('workspace/symbol', 'workspaceSymbol/resolve'),
  typeHierarchyProvider: () => [text('prepareTypeHierarchy'), 'typeHierarchy/supertypes', 'typeHierarchy/subtypes'],
  foldingRangeProvider: () => [text('foldingRange')],
  selectionRangeProvider: () => [text('selectionRange')],
  documentLinkProvider: resolving(text('documentLink'), 'documentLink/resolve'),
  linkedEditingRangeProvider: () => [text('linkedEditingRange')],
  signatureHelpProvider: () => [text('signatureHelp')],
  inlayHintProvider: resolving(text('inlayHint'), 'inlayHint/resolve'),
  codeLensProvider: resolving(text('codeLens'), 'codeLens/resolve'),
  semanticTokensProvider: (it) => [
    ...(it.full ? [text('semanticTokens/full')] : []),
    ...(it.full?.delta ? [text('semanticTokens/full/delta')] : []),
    ...(it.range ? [text('semanticTokens/range')] : []),
  ],
  executeCommandProvider: () => ['workspace/executeCommand'],
};

const AT_PLACES = [
  ...['definition', 'declaration', 'typeDefinition', 'implementation', 'documentHighlight', 'hover'],
  ...['signatureHelp', 'linkedEditingRange', 'prepareRename'],
];
const OF_FILES = ['documentSymbol', 'foldingRange', 'documentLink', 'codeLens', 'diagnostic', 'semanticTokens/full'];

/** Asks everything promised about one open file. */
export async function askAll(talk: Conversation, capabilities: Value, uri: string, source: string): Promise<void> {
  const methods = new Set(promised(capabilities));
  const textDocument = { uri };
  const commands = new Set(capabilities.executeCommandProvider?.commands);
  const ask = async (method: string, params: object = {}): Promise<Value> =>
    'command' in params && !commands.has(params.command) && method === 'workspace/executeCommand'
      ? undefined
      : methods.has(method)
        ? talk.ask(method, /resolve|Hierarchy\/|workspace/.test(method) ? params : { textDocument, ...params }, uri)
        : undefined;
  const options = { tabSize: 2, insertSpaces: true };
  const lines = source.split(/\r\n|\n/);
  const whole = { start: { line: 0, character: 0 }, end: { line: lines.length - 1, character: 0 } };
  for (const method of OF_FILES) await follow(ask, text(method), await ask(text(method)));
  await ask(text('formatting'), { options });
  await ask('workspace/diagnostic', { previousResultIds: [] });
  await follow(ask, 'workspace/symbol', await ask('workspace/symbol', { query: '' }));
  for (const range of [whole, { start: { line: 3, character: 0 }, end: { line: 5, character: 2 } }]) {
    await follow(ask, text('inlayHint'), await ask(text('inlayHint'), { range }));
    await ask(text('semanticTokens/range'), { range });
    await ask(text('rangeFormatting'), { range, options });
  }
  for (const position of words(lines)) {
    for (const method of AT_PLACES) await ask(text(method), { position });
    await ask(text('references'), { position, context: { includeDeclaration: true } });
    await ask(text('rename'), { position, newName: 'renamed' });
    await ask(text('selectionRange'), { positions: [position] });
    await ask(text('onTypeFormatting'), { position, ch: ';', options });
    await follow(ask, text('completion'), await ask(text('completion'), { position }));
    await follow(ask, text('prepareTypeHierarchy'), await ask(text('prepareTypeHierarchy'), { position }));
    const range = { start: position, end: position };
    const actions = await ask(text('codeAction'), { range, context: { diagnostics: [] } });
    await follow(ask, text('codeAction'), actions);
  }
}

/** The requests that take what another answered. */
async function follow(
  ask: (method: string, params: object) => Promise<Value>,
  method: string,
  answer: Value,
): Promise<void> {
  if (answer === null || answer === undefined) return;
  if (method === text('semanticTokens/full')) {
    await ask(`${method}/delta`, { previousResultId: answer.resultId });
    await ask(`${method}/delta`, { previousResultId: 'no such result' });
  }
  if (method === text('diagnostic')) await ask(method, { previousResultId: answer.resultId });
  const items: Value[] = Array.isArray(answer) ? answer : (answer.items ?? []);
  const next = FOLLOWING[method] ?? [];
  for (const item of items.slice(0, 5)) {
    const answers = [item];
    for (const { method: following, params } of next) answers.push(await ask(following, params(item)));
    for (const { command } of answers.filter((it) => typeof it?.command?.command === 'string'))
      await ask('workspace/executeCommand', command);
  }
}

const itself = (item: Value): Value => item;

const FOLLOWING: Readonly<Record<string, readonly { method: string; params: (item: Value) => object }[]>> = {
  'workspace/symbol': [{ method: 'workspaceSymbol/resolve', params: itself }],
  [text('completion')]: [{ method: 'completionItem/resolve', params: itself }],
  [text('codeAction')]: [{ method: 'codeAction/resolve', params: itself }],
  [text('codeLens')]: [{ method: 'codeLens/resolve', params: itself }],
  [text('inlayHint')]: [{ method: 'inlayHint/resolve', params: itself }],
  [text('documentLink')]: [{ method: 'documentLink/resolve', params: itself }],
  [text('prepareTypeHierarchy')]: [
    { method: 'typeHierarchy/supertypes', params: (item) => ({ item }) },
    { method: 'typeHierarchy/subtypes', params: (item) => ({ item }) },
  ],
};

/** The beginning of every word, counted in UTF-16: for the other encodings some of them are inside a line's other words. */
function* words(lines: readonly string[]): Generator<{ line: number; character: number }> {
  for (const [line, content] of lines.entries()) {
    if (/^\s*\/\//.test(content)) continue;
    for (const { index } of content.matchAll(/[\w%-]+|[.{(<;]/g)) yield { line, character: index };
  }
}
