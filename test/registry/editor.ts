// An editor whose user has a registry with `acme:log` in two tracks and `acme:site`, which uses it.

import path from 'node:path';
import { pathToUri } from '../../server/src/hosts/node.ts';
import { directoryWith } from '../support/command.ts';
import { fakeRegistry } from '../support/registry.ts';
import { TestClient } from '../support/server.ts';
import { packageBytes } from './published.ts';
import { configured } from './user.ts';

export const log = (version: string, cases = 'a, b'): string =>
  `package acme:log@${version};\n\ninterface api {\n  enum level {\n    ${cases}\n  }\n\n  log: func(l: level);\n}\n`;
export const SITE = 'package acme:site@0.1.0;\r\n// 𝒳\r\nworld site { import acme:log/api@0.2.0; }\r\n';
export const VERSION = { line: 2, character: 'world site { import acme:log/api@0.2'.length };

interface Scene {
  readonly check?: 'off' | 'on command' | 'on open';
  readonly trusted?: boolean;
  readonly files?: Readonly<Record<string, string>>;
  readonly capabilities?: object;
}

export async function opened({
  check = 'on command',
  trusted = true,
  files = { 'wit/site.wit': SITE },
  capabilities,
}: Scene = {}) {
  const fake = await fakeRegistry();
  configured(fake);
  fake.publish('acme/log', '0.2.0', packageBytes(log('0.2.0')), { created: '2026-01-02T03:04:05Z' });
  fake.publish('acme/log', '0.2.5', packageBytes(log('0.2.5')));
  fake.publish('acme/log', '0.3.0', packageBytes(log('0.3.0', 'a, b, c')));
  fake.publish('acme/site', '0.1.0', packageBytes(SITE, [log('0.2.0')]));
  const directory = directoryWith(files);
  const client = TestClient.spawned();
  client.answers.set('workspace/applyEdit', () => ({ applied: true }));
  client.answers.set('workspace/configuration', ({ items }) => items.map(() => ({ registry: { check } })));
  const uri = (name: string): string => pathToUri(path.join(directory, name));
  await client.initialize({
    workspaceFolders: [{ uri: pathToUri(directory), name: 'w' }],
    initializationOptions: { trusted, registry: { check } },
    capabilities: capabilities ?? {
      workspace: {
        configuration: true,
        workspaceEdit: { documentChanges: true, resourceOperations: ['create', 'delete'] },
        textDocumentContent: {},
        inlayHint: { refreshSupport: true },
      },
      textDocument: { codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } } },
    },
  });
  const [first = ''] = Object.keys(files);
  client.open(uri(first), files[first] ?? '');
  const at = { textDocument: { uri: uri(first) }, position: VERSION };
  const ask = async (method: string, params: object) => (await client.request(method, params)).result;
  const command = (name: string, ...args: string[]) =>
    ask('workspace/executeCommand', { command: name, arguments: args });
  const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
  return { fake, directory, client, uri, at, ask, command, range, file: uri(first) };
}
