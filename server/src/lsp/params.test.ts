// What is wrong with the params of a message, in words; and what is not.

import { expect, it } from 'vitest';
import { malformed } from './params.ts';

const textDocument = { uri: 'file:///a.wit' };
const position = { line: 0, character: 0 };
const range = { start: position, end: { line: 1, character: 2 } };
const at = { textDocument, position };

it.each<[string, unknown, string]>([
  ['textDocument/hover', {}, 'textDocument/hover needs `textDocument`'],
  ['textDocument/hover', null, 'textDocument/hover needs `textDocument`'],
  ['textDocument/hover', [textDocument], 'textDocument/hover needs `textDocument`'],
  ['textDocument/hover', { textDocument }, 'textDocument/hover needs `position`'],
  ['textDocument/rename', at, 'textDocument/rename needs `newName`'],
  ['textDocument/references', at, 'textDocument/references needs `context`'],
  ['workspace/executeCommand', {}, 'workspace/executeCommand needs `command`'],
  ...[{}, { uri: 3 }, 'file:///a', []].map((it): [string, unknown, string] => [
    ...(['textDocument/documentSymbol', { textDocument: it }] as const),
    '`textDocument` of textDocument/documentSymbol is not what the protocol says',
  ]),
  ...[{}, { line: 0 }, { line: -1, character: 0 }, { line: 0.5, character: 0 }, { line: 0, character: 2 ** 31 }].map(
    (it): [string, unknown, string] => [
      ...(['textDocument/hover', { textDocument, position: it }] as const),
      '`position` of textDocument/hover is not what the protocol says',
    ],
  ),
  [
    'textDocument/inlayHint',
    { textDocument, range: { start: position } },
    '`range` of textDocument/inlayHint is not what the protocol says',
  ],
  [
    'textDocument/selectionRange',
    { textDocument, positions: [position, {}] },
    '`positions` of textDocument/selectionRange is not what the protocol says',
  ],
  [
    'textDocument/didChange',
    { textDocument, contentChanges: [{ text: '' }, { text: '', range: {} }] },
    '`contentChanges` of textDocument/didChange is not what the protocol says',
  ],
  [
    'textDocument/formatting',
    { textDocument, options: { tabSize: 2 } },
    '`options` of textDocument/formatting is not what the protocol says',
  ],
  [
    'textDocument/references',
    { ...at, context: 3 },
    '`context` of textDocument/references is not what the protocol says',
  ],
  [
    'textDocument/codeAction',
    { textDocument, range, context: { diagnostics: [{}, { range: {} }] } },
    '`context` of textDocument/codeAction is not what the protocol says',
  ],
  [
    'textDocument/codeAction',
    { textDocument, range, context: {} },
    '`context` of textDocument/codeAction is not what the protocol says',
  ],
  [
    'workspace/willRenameFiles',
    { files: [{ oldUri: 'a' }] },
    '`files` of workspace/willRenameFiles is not what the protocol says',
  ],
  [
    'wit/compareWorlds',
    { old: 'other', new: textDocument },
    '`old` of wit/compareWorlds is not what the protocol says',
  ],
])('%s with %j: %s', (method, params, message) => {
  expect(malformed(method, params)).toBe(message);
});

it.each<[string, unknown]>([
  ['textDocument/hover', at],
  // Left out as `null`, and more than the protocol has.
  ['textDocument/hover', { ...at, range: null, other: 3 }],
  ['textDocument/hover', { textDocument, position: { line: 0, character: 2 ** 31 - 1 } }],
  ['textDocument/didChange', { textDocument, contentChanges: [{ text: '' }, { text: '', range }] }],
  [
    'textDocument/codeAction',
    { textDocument, range, context: { diagnostics: [{ message: 'x' }, { range }, { range: null }] } },
  ],
  ['workspace/willRenameFiles', { files: [{ oldUri: 'a', newUri: 'b' }, { uri: 'c' }] }],
  ['wit/compareWorlds', { old: 'base', new: textDocument }],
  ['workspace/executeCommand', { command: 'x', arguments: [1, {}] }],
  ['some/other', null],
  ['some/other', { anything: 1 }],
])('%s with %j is sound', (method, params) => {
  expect(malformed(method, params)).toBeUndefined();
});
