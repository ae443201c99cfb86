// Real files, and the reference's own cases, from ../shared: where its parser accepts, no syntax error; where it refuses, one.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { LineIndex } from '../server/src/base/text.ts';
import type { ItemTree } from '../server/src/syntax/items.ts';
import { testParser } from './support/parser.ts';

const SHARED = fileURLToPath(new URL('../../shared/', import.meta.url));
const CASES = path.join(SHARED, 'conformance/wit-parser');
const CORPUS = path.join(SHARED, 'corpus');
const parser = await testParser();

/** As an open file is read: through the grammar while it is sound. */
function byGrammar(text: string): ItemTree {
  const open = parser.open(text);
  parser.close(open);
  return open.items;
}

/** Everything that anyone can see of a file. */
function seen(tree: ItemTree): unknown {
  const entries = tree.order.map(({ chunk: { decl, signature }, context, start, end, base }) => [
    decl,
    signature,
    context,
    start,
    end,
    base,
  ]);
  return { entries, spans: tree.spans, problems: tree.problems };
}

function witFiles(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(directory, entry.name);
    if (entry.isDirectory()) return witFiles(file);
    return entry.isFile() && entry.name.endsWith('.wit') ? [file] : [];
  });
}

/** `line:column message` of every syntax problem; columns in bytes from 1, as the reference counts. */
function problemsOf(text: string): string[] {
  const lines = new LineIndex(text);
  return parser.read(text).problems.map(({ start, message }) => {
    const { line, character } = lines.position(start, 'utf-8');
    return `${line + 1}:${character + 1} ${message}`;
  });
}

describe.skipIf(!existsSync(CASES))("the reference's cases (../shared/conformance)", () => {
  it('no syntax error where it accepts', () => {
    const wrong = witFiles(path.join(CASES, 'accept')).flatMap((file) =>
      problemsOf(readFileSync(file, 'utf8')).map((it) => `${path.relative(CASES, file)} ${it}`),
    );
    expect(wrong).toEqual([]);
  });

  /** Texts of the reference that its lexer and parser give; everything else comes from later steps. */
  const SYNTAX =
    /^(?:\S+:\d+:\d+: )?(?:expected (?:'|`|keyword|a type|an identifier|fixed|eof)|unexpected |unterminated|invalid |identifiers must|control code|codepoint|input contains|unknown attribute|(?:package|type) nesting too deep|cannot place)/im;

  it('a syntax error where its parser refuses, at its place or a better one', () => {
    const rejected = witFiles(path.join(CASES, 'reject')).filter((file) => existsSync(`${file}.result`));
    const cases = rejected
      .map((file) => ({
        file,
        result: readFileSync(`${file}.result`, 'utf8'),
        ours: problemsOf(readFileSync(file, 'utf8')),
      }))
      .filter(({ result }) => SYNTAX.test(result) && !/^invalid map key/.test(result));
    expect(cases.filter(({ ours }) => ours.length === 0).map(({ file }) => path.basename(file))).toEqual([]);
    const elsewhere = cases.filter(({ result, ours }) => {
      const place = /(\d+:\d+)(?=\n|:)/.exec(result.slice(result.search(/\.wit:\d/)))?.[1];
      return !ours.some((it) => it.startsWith(`${place} `));
    });
    console.log(
      `corpus: ${cases.length - elsewhere.length} of ${cases.length} syntax errors at the reference's line and column`,
    );
    // Each of these is at a better place: where the line that lacks something ends, or where the bracket opens.
    expect(elsewhere.map(({ file }) => path.basename(file)).sort()).toEqual([
      'bad-list.wit',
      'bad-since1.wit',
      'invalid-toplevel.wit',
    ]);
  });
});

describe.skipIf(!existsSync(CORPUS))('real files (../shared/corpus)', () => {
  const files = existsSync(CORPUS) ? witFiles(CORPUS) : [];

  it('both readers say the same of each', () => {
    for (const file of files) {
      const text = readFileSync(file, 'utf8');
      const tree = byGrammar(text);
      const other = parser.read(text);
      expect([file, seen(tree)]).toEqual([file, seen(other)]);
    }
  });

  it('no syntax error in a package that the reference resolves', () => {
    const verdicts = readFileSync(path.join(CORPUS, 'VERDICTS.tsv'), 'utf8').trim().split('\n').slice(1);
    const accepted = verdicts.map((line) => line.split('\t')).filter(([, resolve]) => resolve === 'accept');
    expect(accepted.length).toBeGreaterThan(100);
    const wrong = accepted.flatMap(([root = '']) => {
      const directory = path.join(CORPUS, root);
      const own = readdirSync(directory, { withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name.endsWith('.wit'))
        .map((entry) => path.join(directory, entry.name));
      const deps = existsSync(path.join(directory, 'deps')) ? witFiles(path.join(directory, 'deps')) : [];
      // A `deps` of a `deps` is nobody's.
      const read = [...own, ...deps.filter((file) => !/\/deps\/.*\/deps\//.test(file.slice(directory.length)))];
      return read.flatMap((file) => problemsOf(readFileSync(file, 'utf8')).map((it) => `${file} ${it}`));
    });
    expect(wrong).toEqual([]);
  });
});
