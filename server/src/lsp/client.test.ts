// What a client can do: each fact by the one capability that says it, and by no other.

import { expect, it } from 'vitest';
import type { InitializeParams } from 'vscode-languageserver';
import { type Client, clientOf, foldersOf } from './client.ts';

const made = (capabilities: object, more: object = {}) =>
  clientOf({ processId: null, rootUri: null, capabilities, ...more } as InitializeParams);

/** `{ a: { b: true } }` for `a.b`. */
function deep(path: string, value: unknown): object {
  return path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as object;
}

/** Facts that differ from those of a client that can nothing, as paths. */
function facts(client: Client): string[] {
  const flat = (value: unknown, path: string): string[] => {
    if (value instanceof Set) return value.size === 0 ? [] : [`${path} ${[...value].join()}`];
    if (typeof value === 'object' && value !== null)
      return Object.entries(value).flatMap(([key, inner]) => flat(inner, path === '' ? key : `${path}.${key}`));
    return value === false || value === undefined ? [] : [`${path}${value === true ? '' : ` ${value}`}`];
  };
  return flat(client, '').sort();
}
const NOTHING = ['encoding utf-16', 'trusted'];

it('a client that says nothing can nothing, counts in UTF-16 and is trusted', () => {
  expect(facts(made({}))).toEqual(NOTHING);
});

it.each<[string, unknown, readonly string[]]>([
  ['workspace.diagnostics.refreshSupport', true, ['refreshes.diagnostics']],
  ['workspace.diagnostic.refreshSupport', true, ['refreshes.diagnostics']],
  ['workspace.inlayHint.refreshSupport', true, ['refreshes.hints']],
  ['workspace.codeLens.refreshSupport', true, ['refreshes.lenses']],
  ['workspace.semanticTokens.refreshSupport', true, ['refreshes.tokens']],
  ['workspace.configuration', true, ['hasConfiguration']],
  ['workspace.didChangeConfiguration.dynamicRegistration', true, ['registersConfiguration']],
  ['workspace.didChangeWatchedFiles.dynamicRegistration', true, ['registersWatchers']],
  ['workspace.workspaceFolders', true, ['hasFolders']],
  ['workspace.textDocumentContent', {}, ['textDocumentContent']],
  ['workspace.workspaceEdit.documentChanges', true, ['documentChanges']],
  ['workspace.workspaceEdit.resourceOperations', ['create'], ['createsFiles']],
  ['workspace.workspaceEdit.resourceOperations', ['delete'], ['deletesFiles']],
  ['workspace.workspaceEdit.resourceOperations', ['rename'], ['movesFiles']],
  ['workspace.workspaceEdit.metadataSupport', true, ['savesEdits']],
  // Without `documentChanges` nothing can be annotated.
  ['workspace.workspaceEdit.changeAnnotationSupport', {}, []],
  [
    'workspace.workspaceEdit',
    { changeAnnotationSupport: {}, documentChanges: true },
    ['annotatesEdits', 'documentChanges'],
  ],
  ['window.showDocument.support', true, ['showsDocuments']],
  ['window.workDoneProgress', true, ['showsProgress']],
  ['general.positionEncodings', ['utf-8', 'utf-16'], ['encoding utf-8']],
  ['general.positionEncodings', ['utf-32', 'utf-8'], ['encoding utf-32']],
  ['general.positionEncodings', ['utf-7', 'utf-8'], ['encoding utf-8']],
  ['general.positionEncodings', [], ['encoding utf-16']],
  ['textDocument.diagnostic', {}, []],
  ['textDocument.diagnostic.relatedDocumentSupport', true, ['relatesDiagnostics']],
  ['textDocument.diagnostic.relatedInformation', true, ['diagnostics.related']],
  ['textDocument.publishDiagnostics.relatedInformation', true, ['diagnostics.related']],
  ['textDocument.publishDiagnostics.codeDescriptionSupport', true, ['diagnostics.links']],
  ['textDocument.diagnostic.codeDescriptionSupport', true, ['diagnostics.links']],
  ['textDocument.publishDiagnostics.tagSupport', { valueSet: [1] }, ['diagnostics.tags']],
  ['textDocument.diagnostic.tagSupport', { valueSet: [1] }, ['diagnostics.tags']],
  ['textDocument.completion.completionItem.snippetSupport', true, ['completion.snippets']],
  ['textDocument.completion.completionItem.insertReplaceSupport', true, ['completion.insertReplace']],
  ['textDocument.completion.completionItem.tagSupport', { valueSet: [1] }, ['completion.tags']],
  ['textDocument.completion.completionItem.labelDetailsSupport', true, ['completion.labelDetails']],
  ['textDocument.completion.completionItem.documentationFormat', ['plaintext', 'markdown'], ['completion.markdown']],
  ['textDocument.completion.completionItem.documentationFormat', ['plaintext'], []],
  ['textDocument.hover.contentFormat', ['markdown'], ['markdown.hover']],
  ['textDocument.hover.contentFormat', ['plaintext'], []],
  ['textDocument.signatureHelp.signatureInformation.documentationFormat', ['markdown'], ['markdown.signature']],
  ['textDocument.documentLink.tooltipSupport', true, ['linkTooltips']],
  ['textDocument.codeAction.codeActionLiteralSupport', {}, ['codeActions']],
  ['textDocument.documentSymbol.hierarchicalDocumentSymbolSupport', true, ['nestedSymbols']],
  ['textDocument.foldingRange.lineFoldingOnly', true, ['foldsLines']],
  ['textDocument.rename.prepareSupport', true, ['preparesRename']],
])('%s %j is %j', (path, value, expected) => {
  const own = expected.filter((it) => !NOTHING.includes(it));
  const base = own.some((it) => it.startsWith('encoding')) ? ['trusted'] : NOTHING;
  expect(facts(made(deep(path, value)))).toEqual([...base, ...own].sort());
  // Said not to be so, it is not.
  if (value === true) expect(facts(made(deep(path, false)))).toEqual(NOTHING);
});

it('asks for diagnostics only who can be told to ask again; what pulling says goes before what pushing says', () => {
  const pulls = { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } };
  expect(facts(made(pulls))).toEqual([...NOTHING, 'pullsDiagnostics', 'refreshes.diagnostics'].sort());
  const both = { diagnostic: { relatedInformation: false }, publishDiagnostics: { relatedInformation: true } };
  expect(facts(made({ textDocument: both }))).toEqual(NOTHING);
});

it.each<[unknown, readonly string[]]>([
  [{ trusted: false }, ['encoding utf-16']],
  [{ trusted: true }, NOTHING],
  [{ contractChanges: true }, [...NOTHING, 'showsContracts']],
  [{ faults: true }, [...NOTHING, 'hearsFaults']],
  [{ grammar: true }, [...NOTHING, 'hasGrammar']],
  [{ showReferences: 'x.show' }, [...NOTHING, 'showReferences x.show']],
  [{ showReferences: 3 }, NOTHING],
  [{ commands: ['a', 4, 'b'] }, [...NOTHING, 'commands a,b']],
  [{ commands: 'a' }, NOTHING],
  [{ contractChanges: 'yes', faults: 1, grammar: {} }, NOTHING],
  [null, NOTHING],
  ['text', NOTHING],
])('initialization options %j are %j', (initializationOptions, expected) => {
  expect(facts(made({}, { initializationOptions }))).toEqual([...expected].sort());
});

it('knows Helix by its name', () => {
  expect(made({}, { clientInfo: { name: 'helix' } }).shufflesChanges).toBe(true);
  expect(made({}, { clientInfo: { name: 'Neovim' } }).shufflesChanges).toBe(false);
});

it.each([
  [
    { workspaceFolders: [{ uri: 'file:///a' }, { uri: 'file:///b' }], rootUri: 'file:///c' },
    ['file:///a', 'file:///b'],
  ],
  [{ workspaceFolders: [], rootUri: 'file:///c' }, []],
  [{ workspaceFolders: null, rootUri: 'file:///c' }, ['file:///c']],
  [{ rootUri: 'file:///c' }, ['file:///c']],
  [{ rootUri: null }, []],
])('the folders of %j are %j', (params, folders) => {
  expect(foldersOf(params as unknown as InitializeParams)).toEqual(folders);
});
