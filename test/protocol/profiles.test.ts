// Clients of every kind against every request: none ends the server, is left without findings, or gets an edit outside of its
// file or a field that it did not ask for.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { pathToUri } from '../../server/src/hosts/node.ts';
import { Conversation } from '../support/conversation.ts';
import { typeErrors } from '../support/metamodel.ts';
import { askAll, promised } from '../support/requests.ts';
import { TestClient } from '../support/server.ts';

const TEXT = `package a:b@1.0.0;
/* \u{1F980} caf\u00e9 */ interface i { type t = u8; f: func(x: t) -> strin; }
world w { import i; }
`;

interface Profile {
  readonly capabilities: object;
  readonly refuses?: boolean;
  /** Milliseconds. */
  readonly late?: number;
  readonly options?: unknown;
}

const REFRESHES = {
  diagnostics: { refreshSupport: true },
  inlayHint: { refreshSupport: true },
  codeLens: { refreshSupport: true },
  semanticTokens: { refreshSupport: true },
};
const ASKING = {
  configuration: true,
  didChangeConfiguration: { dynamicRegistration: true },
  didChangeWatchedFiles: { dynamicRegistration: true },
};

const PROFILES: Readonly<Record<string, Profile>> = {
  'refuses everything': {
    capabilities: {
      workspace: { ...REFRESHES, ...ASKING },
      textDocument: { diagnostic: {} },
      window: { workDoneProgress: true },
    },
    refuses: true,
  },
  'asks for diagnostics and cannot be told to': { capabilities: { textDocument: { diagnostic: {} } } },
  'announces nothing: no watching, snippets, resolving or versions': { capabilities: {} },
  'counts in UTF-8': { capabilities: { general: { positionEncodings: ['utf-8'] } } },
  'sends null settings': { capabilities: { workspace: ASKING }, options: null },
  'answers late': {
    capabilities: { workspace: { ...REFRESHES, ...ASKING }, textDocument: { diagnostic: {} } },
    late: 300,
  },
};

it.each(Object.entries(PROFILES))('a client that %s', { timeout: 60_000 }, async (_, profile) => {
  const directory = mkdtempSync(path.join(tmpdir(), 'wit-profile-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  writeFileSync(path.join(directory, 'a.wit'), TEXT);
  const client = TestClient.spawned();
  client.refuses = profile.refuses === true;
  client.late = profile.late ?? 0;
  const talk = new Conversation(client);
  const rootUri = pathToUri(directory);
  const { capabilities } = await talk.initialize({
    rootUri,
    capabilities: profile.capabilities,
    ...(profile.options === undefined ? {} : { initializationOptions: profile.options }),
  });
  const uri = `${rootUri}/a.wit`;
  talk.open(uri, TEXT);
  client.notify('workspace/didChangeConfiguration', { settings: null });
  const findings =
    capabilities.diagnosticProvider === undefined
      ? await client.diagnostics(uri, 1)
      : (await client.request('textDocument/diagnostic', { textDocument: { uri } })).result.items;
  expect(findings.map((it: { code: string }) => it.code)).toContain('name/unknown-type');
  await askAll(talk, capabilities, uri, TEXT);
  talk.listen();
  expect(promised(capabilities)).not.toContain(undefined);
  expect(talk.complaints).toEqual([]);
  expect(typeErrors(talk.said).slice(0, 20)).toEqual([]);
  expect((await client.request('shutdown')).error).toBeUndefined();
  client.notify('exit', undefined);
  expect(await client.exited).toBe(0);
});
