// Formatting over the protocol: the edits, applied, are the formatted text, in the client's units.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LineIndex } from '../../server/src/base/text.ts';
import { pathToUri } from '../../server/src/hosts/node.ts';
import { TestClient } from '../support/server.ts';

const UGLY = '/* 𝔘 */ package   a:b ;\ninterface i{type t=u8;\nf:func( a:t )->t;}\n';

interface Edit {
  readonly range: { start: { line: number; character: number }; end: { line: number; character: number } };
  readonly newText: string;
}

function applied(text: string, edits: readonly Edit[], encoding: 'utf-16' | 'utf-8' = 'utf-16'): string {
  const lines = new LineIndex(text);
  const spans = edits.map(({ range, newText }) => ({
    start: lines.offset(range.start, encoding),
    end: lines.offset(range.end, encoding),
    newText,
  }));
  return spans
    .sort((a, b) => b.start - a.start)
    .reduce((sum, { start, end, newText }) => sum.slice(0, start) + newText + sum.slice(end), text);
}

const uri = 'file:///nowhere/a.wit';
const options = { tabSize: 4, insertSpaces: true };

it.each(['utf-16', 'utf-8'] as const)('a document, counting in %s', async (encoding) => {
  const client = TestClient.spawned();
  await client.initialize({ capabilities: { general: { positionEncodings: [encoding] } } });
  client.open(uri, UGLY);
  const { result } = await client.request('textDocument/formatting', { textDocument: { uri }, options });
  expect(applied(UGLY, result, encoding)).toBe(
    '/* 𝔘 */ package a:b;\n\ninterface i {\n  type t = u8;\n  f: func(a: t) -> t;\n}\n',
  );
});

it('ranges, and what was just typed', async () => {
  const client = TestClient.spawned();
  await client.initialize({ initializationOptions: { format: { width: 20 } } });
  client.open(uri, UGLY);
  const range = { start: { line: 2, character: 0 }, end: { line: 2, character: 3 } };
  const ranged = await client.request('textDocument/rangeFormatting', { textDocument: { uri }, range, options });
  const after = applied(UGLY, ranged.result);
  expect(after).toContain('package   a:b ;');
  expect(after).toContain('f: func(');
  const typed = await client.request('textDocument/onTypeFormatting', {
    textDocument: { uri },
    position: { line: 2, character: 17 },
    ch: ';',
    options,
  });
  expect(typed.error).toBeUndefined();
  expect(applied(UGLY, typed.result)).not.toBe(UGLY);
});

describe('whatever tabs the client sends, a file looks as `format` makes it', () => {
  const sent = [
    { tabSize: 8, insertSpaces: false },
    { tabSize: 8, insertSpaces: true },
    { tabSize: 2, insertSpaces: true },
  ];
  const configs = { none: 'root = true\n', tabs: 'root = true\n[*.wit]\nindent_style = tab\nmax_line_length = 20\n' };

  it.each(Object.entries(configs))('with an `.editorconfig` of %s', async (_, config) => {
    const directory = mkdtempSync(path.join(tmpdir(), 'wit-format-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const file = path.join(directory, 'a.wit');
    writeFileSync(path.join(directory, '.editorconfig'), config);
    writeFileSync(file, UGLY);
    const client = TestClient.spawned();
    await client.initialize({});
    const there = pathToUri(file);
    client.open(there, UGLY);
    const texts: string[] = [];
    for (const options of sent) {
      const { result } = await client.request('textDocument/formatting', { textDocument: { uri: there }, options });
      texts.push(applied(UGLY, result));
    }
    execFileSync(process.execPath, [path.join(import.meta.dirname, '../../dist/server.js'), 'format', file]);
    expect(texts).toEqual(sent.map(() => readFileSync(file, 'utf8')));
    expect(texts[0]?.includes('\t')).toBe(config.includes('tab'));
  });
});
