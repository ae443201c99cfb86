// The formatter beside the reference: what its printer writes is left alone but for what docs/format.md lists, and what it
// accepted before, it accepts after, as the same worlds. FORMAT_ALL=1 takes every package of ../shared/corpus, not a sample.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_FORMAT } from '../../server/src/format/options.ts';
import type { WitParser } from '../../server/src/syntax/parser.ts';
import { DISK, type FileSource } from '../oracle/files.ts';
import { Reference } from '../oracle/reference.ts';
import { testParser } from '../support/parser.ts';
import { CORPUS, formatted, hasShared, PRINTED, UNWRAPPED } from './shared.ts';

let parser: WitParser;
beforeAll(async () => {
  parser = await testParser();
});

/** A file that the printer wrote stays as it is, but that what is too long is wrapped, and nothing else is. */
function checkPrinted(name: string, text: string): void {
  expect(formatted(parser, text, UNWRAPPED), name).toBe(text);
  const wrapped = formatted(parser, text);
  const tooLong = text.split('\n').filter((line) => line.length > 100 && WRAPPED.test(line));
  expect(wrapped === text, `${name} changes`).toBe(tooLong.length === 0);
  expect(formatted(parser, wrapped, UNWRAPPED), name).toBe(text);
}

/** Functions with parameters, and lists of names. */
const WRAPPED = /^\s*(?!\/\/)(?:.*\bfunc\((?!\))|use .*\{|constructor\((?!\)))/;

describe.skipIf(!hasShared)('what the reference printed (../shared/conformance/printed)', () => {
  const names = hasShared ? readdirSync(PRINTED).filter((name) => name.endsWith('.wit')) : [];

  it('is there', () => expect(names.length).toBeGreaterThan(100));

  it.each(names)('stays: %s', (name) => checkPrinted(name, readFileSync(path.join(PRINTED, name), 'utf8')));

  it('stays in the default width but for long signatures, in two files', () => {
    const changed = names.filter((name) => {
      const text = readFileSync(path.join(PRINTED, name), 'utf8');
      return formatted(parser, text, DEFAULT_FORMAT) !== text;
    });
    expect(changed).toEqual(['interfaces__variants.wit', 'interfaces__wasi-http__http.wit']);
  });
});

describe.skipIf(!hasShared)('packages that the reference accepts (../shared/corpus)', () => {
  const rows = hasShared ? readFileSync(path.join(CORPUS, 'VERDICTS.tsv'), 'utf8').trim().split('\n').slice(1) : [];
  const accepted = rows.map((row) => row.split('\t')).filter(([, resolve]) => resolve === 'accept');
  const step = process.env.FORMAT_ALL === undefined ? 12 : 1;
  const roots = accepted.flatMap(([root = '']) => root).filter((_root, index) => index % step === 0);

  it('print the same worlds before and after, and their prints stay', { timeout: 1_800_000 }, async () => {
    const reference = (await Reference.load()).with('all');
    const after: FileSource = { ...DISK, read: (file) => readFormatted(file) };
    let worlds = 0;
    for (const root of roots) {
      const before = { path: path.join(CORPUS, root), files: DISK };
      for (const world of await reference.worlds(before)) {
        const printed = await reference.printWorld(before, world);
        const again = await reference.printWorld({ ...before, files: after }, world);
        if (printed.kind !== 'value') continue;
        worlds++;
        expect(again, `${root} ${world}`).toEqual(printed);
        checkPrinted(`${root} ${world}`, printed.value);
      }
    }
    expect(worlds).toBeGreaterThan(roots.length / 2);
  });
});

function readFormatted(file: string): Uint8Array | undefined {
  const bytes = DISK.read(file);
  if (bytes === undefined || !file.endsWith('.wit')) return bytes;
  return new TextEncoder().encode(formatted(parser, new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)));
}
