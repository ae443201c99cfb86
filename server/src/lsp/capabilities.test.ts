// What the server says it can: whole for a client that says nothing, and what a capability of the client adds.

import { expect, it } from 'vitest';
import { TestClient } from '../../../test/support/server.ts';
import { MemoryHost } from '../hosts/memory.ts';

async function capabilities(client: object = {}, options: object = {}) {
  const server = await TestClient.inside(new MemoryHost({}));
  const { capabilities: found } = await server.initialize({ capabilities: client, initializationOptions: options });
  await server.request('shutdown');
  return found;
}

it('says each feature, with the characters that ask for it', async () => {
  const { semanticTokensProvider, workspace, executeCommandProvider, ...others } = await capabilities();
  expect(others).toMatchObject({
    positionEncoding: 'utf-16',
    textDocumentSync: { openClose: true, change: 2, save: { includeText: false } },
    completionProvider: { resolveProvider: true, triggerCharacters: [':', '/', '@', '.', '{', '<', '=', '`'] },
    signatureHelpProvider: { triggerCharacters: ['<', '(', '{', ','] },
    documentOnTypeFormattingProvider: { firstTriggerCharacter: '}', moreTriggerCharacter: [';', '\n'] },
    documentLinkProvider: {},
    codeLensProvider: { resolveProvider: true },
  });
  const switches = Object.entries(others).filter(([, it]) => it === true);
  expect(switches.map(([name]) => name).sort()).toEqual(
    [
      ...['declaration', 'definition', 'documentFormatting', 'documentHighlight', 'documentRangeFormatting'],
      ...['documentSymbol', 'foldingRange', 'hover', 'implementation', 'inlayHint', 'linkedEditingRange', 'references'],
      ...['rename', 'selectionRange', 'typeDefinition', 'typeHierarchy', 'workspaceSymbol'],
    ].map((it) => `${it}Provider`),
  );
  expect(semanticTokensProvider).toMatchObject({ full: { delta: true }, range: true });
  expect(semanticTokensProvider.legend.tokenTypes).toContain('interface');
  expect(semanticTokensProvider.legend.tokenModifiers).toContain('deprecated');
  expect(workspace.workspaceFolders).toEqual({ supported: true, changeNotifications: true });
  for (const event of ['didCreate', 'didRename', 'didDelete'])
    expect(workspace.fileOperations[event].filters).toEqual([
      { scheme: 'file', pattern: { glob: '**/*.{wit,wasm,wat}', matches: 'file' } },
      { scheme: 'file', pattern: { glob: '**', matches: 'folder' } },
    ]);
  expect(workspace).not.toHaveProperty('textDocumentContent');
  expect(executeCommandProvider.commands).toContain('wit.checkRegistry');
});

it.each<[object, object]>([
  [
    { workspace: { textDocumentContent: {} } },
    { workspace: { textDocumentContent: { schemes: expect.arrayContaining(['wit-world', 'wit-base', 'wit-wasm']) } } },
  ],
  [{ textDocument: { rename: { prepareSupport: true } } }, { renameProvider: { prepareProvider: true } }],
  [{ general: { positionEncodings: ['utf-8'] } }, { positionEncoding: 'utf-8' }],
  [
    { textDocument: { codeAction: { codeActionLiteralSupport: {} } } },
    {
      codeActionProvider: {
        codeActionKinds: [
          ...['quickfix', 'refactor.extract', 'refactor.inline', 'refactor.move', 'refactor.rewrite'],
          ...['source.fixAll', 'source.organizeImports'],
        ],
      },
    },
  ],
])('to a client with %j it says more', async (client, more) => {
  expect(await capabilities(client)).toMatchObject(more);
});
