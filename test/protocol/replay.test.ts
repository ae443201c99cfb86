// What VS Code and Neovim really said while somebody typed in them (recordings/*.json, with `$ROOT` for the workspace and
// `answered` where they had heard an answer before going on), said again: answers come once each, also to what was
// cancelled, and are what the protocol allows.

import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Conversation } from '../support/conversation.ts';
import { typeErrors } from '../support/metamodel.ts';
import { type Message, TestClient } from '../support/server.ts';

const RECORDINGS = new URL('recordings/', import.meta.url);
const WORKSPACE = fileURLToPath(new URL('../editor/workspace', import.meta.url));

const place = mkdtempSync(path.join(tmpdir(), 'wit-replay-'));
const root = pathToFileURL(place).href;
beforeAll(() => cpSync(WORKSPACE, place, { recursive: true }));
afterAll(() => rmSync(place, { recursive: true, force: true }));

interface Step extends Message {
  readonly answered?: readonly number[];
}

const jsonOf = (name: string, from: URL): string => readFileSync(new URL(name, from), 'utf8').replaceAll('$ROOT', root);

it.each(readdirSync(RECORDINGS))('what is in %s is answered as the protocol says', async (name) => {
  const steps = JSON.parse(jsonOf(name, RECORDINGS)) as Step[];
  const talk = new Conversation(TestClient.spawned());
  const client = JSON.parse(jsonOf(name, new URL('clients/', import.meta.url)));
  const { capabilities } = await talk.initialize({
    ...client,
    rootUri: root,
    workspaceFolders: [{ uri: root, name: 'workspace' }],
  });
  // No client asks for what is not announced: Neovim is sent its diagnostics, since it cannot be told to ask again.
  const announced = (method: string): boolean =>
    method !== 'textDocument/diagnostic' || capabilities.diagnosticProvider !== undefined;
  const sent = new Map<number, { readonly id: number; readonly answer: Promise<void> }>();
  for (const { id, method = '', params, answered = [] } of steps) {
    for (const it of answered) await sent.get(it)?.answer;
    if (!announced(method)) continue;
    if (id !== undefined) {
      const request = talk.client.send(method, params);
      const uri: string = params.textDocument?.uri ?? '';
      const version = talk.version(uri);
      const answer = request.answer.then((it) => {
        // An answer that an edit has overtaken may be about either text.
        if (version === talk.version(uri)) heard(talk, method, it, uri);
      });
      sent.set(id, { id: request.id, answer });
    } else if (method === 'textDocument/didOpen')
      talk.open(params.textDocument.uri, params.textDocument.text, params.textDocument.version);
    else if (method === 'textDocument/didChange')
      talk.change(params.textDocument.uri, params.textDocument.version, params.contentChanges);
    else if (method === 'textDocument/didClose') talk.close(params.textDocument.uri);
    else if (method === '$/cancelRequest') talk.client.notify(method, { id: sent.get(params.id)?.id });
    else if (method !== '') talk.client.notify(method, params);
  }
  await Promise.all([...sent.values()].map((it) => it.answer));
  talk.listen();
  await talk.client.request('shutdown');
  // One more than the recorded: `initialize` and `shutdown`.
  expect([...talk.client.responses].sort((a, b) => a - b)).toEqual(
    [...Array(sent.size + 2).keys()].map((it) => it + 1),
  );
  expect(talk.complaints).toEqual([]);
  expect(typeErrors(talk.said)).toEqual([]);
});

/** Requests of our own are not in the protocol: theirs is only that they are answered. */
function heard(talk: Conversation, method: string, answer: Message, uri: string): void {
  if (!method.startsWith('wit/')) talk.heard(method, answer, uri);
  else expect(answer.error).toBeUndefined();
}
