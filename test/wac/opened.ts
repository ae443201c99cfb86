// A composition that is open in an editor, with packages for it to use. Over the protocol.

import { onTestFinished } from 'vitest';
import { LineIndex } from '../../server/src/base/text.ts';
import { MemoryHost } from '../../server/src/hosts/memory.ts';
import { TestClient } from '../support/server.ts';

export const FILES = {
  'file:///w/deps/acme/logger/logger.wit':
    'package acme:logger;\ninterface log { write: func(line: string); }\nworld logger { export log; export tick: func(); }\n',
  'file:///w/deps/acme/app/1.0.0/app.wit': `package acme:app@1.0.0;
world app {
  /// Where lines go.
  import acme:logger/log;
  import tick: func();
  import paint: func(w: w);
  import sink: interface { drain: func(); }
  use types.{w};
  export run: func();
}
interface types { record w { a: u8 } }
package acme:logger { interface log { write: func(line: string); } }
`,
  'file:///w/deps/acme/types/types.wit':
    'package acme:types;\ninterface kinds { record w { a: u8 } look: func() -> w; }\nworld types { export kinds; }\n',
  'file:///w/deps/acme/typed/typed.wit':
    'package acme:typed;\nworld typed { use acme:types/kinds.{w}; import acme:types/kinds; export run: func(); }\npackage acme:types { interface kinds { record w { a: u8 } look: func() -> w; } }\n',
  'file:///w/deps/acme/small/small.wit':
    'package acme:small;\nworld small { import acme:logger/log; import tick: func(); export run: func(); }\npackage acme:logger { interface log { write: func(line: string); } }\n',
};
export const URI = 'file:///w/whole.wac';

/** An answer, which nothing but the test knows the shape of. */
export type Json = Awaited<ReturnType<TestClient['request']>>['result'];

interface Opened {
  readonly client: TestClient;
  readonly text: string;
  readonly lines: LineIndex;
  readonly params: { textDocument: { uri: string }; position: { line: number; character: number } };
  ask(method: string, params?: object): Promise<Json>;
}

export async function open(marked: string, capabilities: object = {}, options: object = {}): Promise<Opened> {
  const offset = Math.max(0, marked.indexOf('$0'));
  const text = marked.replace('$0', '');
  const client = await TestClient.inside(new MemoryHost({ ...FILES, [URI]: 'package never:read;' }));
  onTestFinished(async () => {
    await client.request('shutdown');
  });
  await client.initialize({ rootUri: 'file:///w', capabilities, initializationOptions: options });
  client.notify('textDocument/didOpen', { textDocument: { uri: URI, languageId: 'wac', version: 1, text } });
  const lines = new LineIndex(text);
  const params = { textDocument: { uri: URI }, position: lines.position(offset) };
  const ask = async (method: string, more: object = {}) =>
    (await client.request(method, { ...params, ...more })).result;
  return { client, text, lines, params, ask };
}
