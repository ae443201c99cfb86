// Malformed messages for the server that is shipped: params of every wrong type, positions outside of files, ranges turned
// around, unknown methods and URIs, objects that are no messages. After every few of them a sound request must be answered.

import { spawn } from 'node:child_process';
import { Random, seedOf } from '../conformance/random.ts';

const METHODS = [
  ...[
    'hover',
    'definition',
    'declaration',
    'typeDefinition',
    'implementation',
    'references',
    'documentHighlight',
    'completion',
  ],
  ...[
    'signatureHelp',
    'prepareRename',
    'rename',
    'linkedEditingRange',
    'documentSymbol',
    'foldingRange',
    'selectionRange',
    'documentLink',
  ],
  ...[
    'codeLens',
    'codeAction',
    'inlayHint',
    'semanticTokens/full',
    'semanticTokens/range',
    'semanticTokens/full/delta',
    'formatting',
  ],
  ...[
    'rangeFormatting',
    'onTypeFormatting',
    'diagnostic',
    'prepareTypeHierarchy',
    'didOpen',
    'didChange',
    'didClose',
    'didSave',
  ],
].map((it) => `textDocument/${it}`);
const OTHERS = [
  ...['workspace/symbol', 'workspace/diagnostic', 'workspace/executeCommand', 'workspace/didChangeConfiguration'],
  ...[
    'workspace/didChangeWatchedFiles',
    'workspace/didChangeWorkspaceFolders',
    'workspace/textDocumentContent',
    'initialize',
    'initialized',
  ],
  ...[
    'codeLens/resolve',
    'codeAction/resolve',
    'completionItem/resolve',
    'inlayHint/resolve',
    'typeHierarchy/supertypes',
    'wit/worldPreview',
  ],
  ...[
    'wit/contractChanges',
    'wit/compose',
    'wit/renderWorld',
    '$/cancelRequest',
    '$/setTrace',
    'no/such',
    '',
    'textDocument/',
    '__proto__',
  ],
];

const URI = 'file:///fuzz/a.wit';
const TEXT =
  'package a:b;\ninterface i {\n  record r { a: u8 }\n  f: func(x: r) -> list<r>;\n}\nworld w { import i; }\n';

export interface Messages {
  readonly sent: number;
  readonly wrong: readonly string[];
}

export async function malformedMessages(server: string, count: number, seed: number): Promise<Messages> {
  if (count === 0) return { sent: 0, wrong: [] };
  const wrong: string[] = [];
  let sent = 0;
  while (sent < count && wrong.length < 5)
    sent += await session(server, Math.min(5000, count - sent), seedOf(seed, sent), wrong);
  return { sent, wrong };
}

/** Messages between two sound requests. */
const GROUP = 20;
const PATIENCE = 10_000;

async function session(server: string, count: number, seed: number, wrong: string[]): Promise<number> {
  const child = spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] });
  let exited = false;
  child.on('exit', () => {
    exited = true;
  });
  child.stdin.on('error', () => {});
  const answered = new Set<unknown>();
  let buffer = Buffer.alloc(0);
  child.stdout.on('data', (data: Buffer) => {
    buffer = Buffer.concat([buffer, data]);
    for (let end = buffer.indexOf('\r\n\r\n'); end !== -1; end = buffer.indexOf('\r\n\r\n')) {
      const length = Number(/Content-Length: (\d+)/i.exec(buffer.toString('latin1', 0, end))?.[1]);
      if (buffer.length < end + 4 + length) return;
      const message = JSON.parse(buffer.toString('utf8', end + 4, end + 4 + length));
      if (message.method === undefined) answered.add(message.id);
      buffer = buffer.subarray(end + 4 + length);
    }
  });
  const send = (message: unknown): void => {
    const body = Buffer.from(typeof message === 'string' ? message : JSON.stringify(message));
    child.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    child.stdin.write(body);
  };
  const wait = async (id: unknown): Promise<boolean> => {
    for (const start = Date.now(); !answered.has(id); ) {
      if (exited || Date.now() - start > PATIENCE) return false;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    return true;
  };
  send({
    jsonrpc: '2.0',
    id: 'first',
    method: 'initialize',
    params: { processId: null, rootUri: 'file:///fuzz', capabilities: {} },
  });
  send({ jsonrpc: '2.0', method: 'initialized', params: {} });
  let sent = 0;
  const random = new Random(seed);
  while (sent < count) {
    const group = Array.from({ length: GROUP }, () => malformed(random, sent++));
    for (const it of group) send(it);
    const id = `sound ${sent}`;
    send({
      jsonrpc: '2.0',
      method: 'textDocument/didOpen',
      params: { textDocument: { uri: URI, languageId: 'wit', version: sent, text: TEXT } },
    });
    send({
      jsonrpc: '2.0',
      id,
      method: 'textDocument/hover',
      params: { textDocument: { uri: URI }, position: { line: 1, character: 11 } },
    });
    if (await wait(id)) continue;
    wrong.push(`${exited ? 'the server ended' : 'no answer'} after ${JSON.stringify(group)}`.slice(0, 4000));
    break;
  }
  child.kill('SIGKILL');
  return sent;
}

function malformed(random: Random, index: number): unknown {
  const method = random.below(4) === 0 ? random.pick(OTHERS) : random.pick(METHODS);
  const id = random.below(12) === 0 ? value(random, 0) : index;
  const isNotification = /did[A-Z]|initialized|^\$/.test(method ?? '');
  const message: Record<string, unknown> = {
    jsonrpc: '2.0',
    ...(isNotification ? {} : { id }),
    method,
    params: params(random),
  };
  if (random.below(40) === 0) message.method = value(random, 1);
  if (random.below(40) === 0) delete message.params;
  if (random.below(60) === 0) message.jsonrpc = value(random, 1);
  if (random.below(60) === 0) return { jsonrpc: '2.0', id: value(random, 1), result: value(random, 2) };
  return message;
}

function params(random: Random): unknown {
  if (random.below(10) === 0) return value(random, 3);
  const found: Record<string, unknown> = {
    textDocument:
      random.below(5) === 0
        ? value(random, 2)
        : {
            uri: uri(random),
            version: value(random, 0),
            ...(random.below(4) === 0 ? { text: value(random, 0), languageId: 'wit' } : {}),
          },
    position: position(random),
    range: { start: position(random), end: position(random) },
  };
  const more = [
    'context',
    'newName',
    'options',
    'contentChanges',
    'query',
    'positions',
    'previousResultIds',
    'command',
    'arguments',
    'ch',
    'item',
    'data',
    'changes',
    'event',
    'settings',
    'uri',
    'world',
    'worlds',
    'format',
    'id',
    'previousResultId',
  ];
  for (let times = random.below(5); times > 0; times--) found[random.pick(more) ?? ''] = value(random, 3);
  if (random.below(3) === 0)
    found.contentChanges = [{ range: { start: position(random), end: position(random) }, text: 'x' }, value(random, 2)];
  if (random.below(6) === 0) delete found.position;
  return found;
}

function uri(random: Random): unknown {
  return random.pick([
    URI,
    URI,
    URI,
    'file:///fuzz/none.wit',
    'untitled:x',
    '',
    'file://',
    'wit-wasm:/x',
    'wit-base:/x',
    '%%%',
    'file:///%ff',
    null,
    7,
    {},
    'x'.repeat(5000),
  ]);
}

function position(random: Random): unknown {
  if (random.below(5) === 0) return value(random, 1);
  const number = (): unknown =>
    random.pick([0, 1, 2, 3, 100, -1, 1.5, 1e9, 2 ** 31, 2 ** 53, Number.MAX_VALUE, '1', null, undefined, [], true]);
  return { line: number(), character: number() };
}

function value(random: Random, depth: number): unknown {
  const kind = random.below(depth > 0 ? 14 : 9);
  if (kind < 9)
    return random.pick([
      null,
      true,
      false,
      0,
      -1,
      1.5,
      2 ** 53,
      '',
      'x',
      '\ud800',
      URI,
      'constructor',
      '__proto__',
      'toString',
    ]);
  if (kind < 11) return Array.from({ length: random.below(4) }, () => value(random, depth - 1));
  return Object.fromEntries(
    Array.from({ length: random.below(4) }, () => [
      random.pick(['uri', 'start', 'end', 'line', 'kind', 'text', '__proto__', 'length', 'range']) ?? '',
      value(random, depth - 1),
    ]),
  );
}
