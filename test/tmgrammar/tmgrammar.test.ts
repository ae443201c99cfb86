// The TextMate grammar: assertions in the .wit files beside this one, and a look at what no assertion names.
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { BUILTIN_NAMES } from '../../server/src/syntax/builtins.ts';
import { loadGrammar, root, type Token, tokenize } from './tokens.ts';

const here = path.join(root, 'test/tmgrammar');
const shared = path.join(root, '../shared');

/** Tokens that a theme cannot colour: their innermost scope names a region only, or the whole file. */
function bare(tokens: readonly Token[]): string[] {
  return tokens
    .filter((it) => it.text.trim() !== '' && /^(meta|source)\./.test(it.scopes.at(-1) ?? ''))
    .map((it) => `${it.line + 1}: ${it.text.trim()}`);
}

describe('every construct has its scopes', () => {
  const files = readdirSync(here).filter((it) => it.endsWith('.wit'));
  it.each(files)('%s', async (file) => {
    const tester = path.join(root, 'node_modules/vscode-tmgrammar-test/dist/unit.js');
    const run = promisify(execFile)(process.execPath, [tester, path.join('test/tmgrammar', file)], { cwd: root });
    const failure = await run.then(
      () => '',
      (error: { stdout?: string; stderr?: string }) => `${error.stdout}${error.stderr}`,
    );
    expect(failure).toBe('');
  });
});

describe('nothing in sound WIT is left without a scope', () => {
  it.each([
    'packages',
    'use',
    'functions',
    'types',
    'typedefs',
    'resources',
    'worlds',
    'attributes',
    'comments',
    'excerpts',
  ])('%s.wit', async (name) => {
    const grammar = await loadGrammar('source.wit');
    const text = readFileSync(path.join(here, `${name}.wit`), 'utf8');
    expect(bare(tokenize(grammar, text))).toEqual([]);
  });

  it.skipIf(!existsSync(shared))('the cases that the reference accepts (skipped without ../shared)', async () => {
    const grammar = await loadGrammar('source.wit');
    const accept = path.join(shared, 'conformance/wit-parser/accept');
    const found = witFiles(accept).flatMap((file) =>
      bare(tokenize(grammar, readFileSync(file, 'utf8'))).map((it) => `${path.relative(accept, file)}:${it}`),
    );
    expect(found).toEqual([]);
  });
});

function witFiles(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((it) => it.isFile() && it.name.endsWith('.wit'))
    .map((it) => path.join(it.parentPath, it.name));
}

it('every built-in type is coloured as one', async () => {
  const grammar = await loadGrammar('source.wit');
  const plain = [...BUILTIN_NAMES].filter((name) => {
    const tokens = tokenize(grammar, `package a:b;\ninterface i {\n  type t = ${name}<u8>;\n}\n`);
    return !tokens.some((it) => it.text === name && it.scopes.some((scope) => scope.startsWith('support.type.')));
  });
  expect(plain).toEqual([]);
});
