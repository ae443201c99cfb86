// Mutated binaries: whatever the bytes say, the decoder answers at once and makes no text that is far larger than they are.
// `BINARIES=100000 BINARIES_SEED=7` goes further.

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { decodeBinary } from '../../server/src/binary/decode.ts';
import { assemble } from '../../server/src/binary/wat.ts';
import { Random } from '../conformance/random.ts';
import { directoryWith } from '../support/command.ts';
import { processorTime } from '../support/processor-time.ts';

const count = Number(process.env.BINARIES ?? 20_000);
const seed = Number(process.env.BINARIES_SEED ?? 1);
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** What is largest in memory for its bytes: many short names, types and functions. */
function manyInterfaces(count: number): string {
  const all = Array.from(
    { length: count },
    (_, at) => `(type (component (type (instance
      (type (record (field "first-${at}" u8) (field "second" string))) (export "rec" (type (eq 0)))
      (type (list 1)) (export "recs" (type (eq 2))) (export "res" (type (sub resource))) (type (borrow 4))
      (type (func (param "self" 5) (param "all" 3) (result 1))) (export "[method]res.take" (func (type 6)))))
      (export "m:n/i${at}" (instance (type 0))))) (export "i${at}" (type ${2 * at}))`,
  );
  return `(component ${all.join(' ')})`;
}

/** Packages with every kind of type, item and alias. */
const SEEDS = [
  `(component (type (component
    (type (instance (type u8) (export "x" (type (eq 0))) (export "r" (type (sub resource)))))
    (import "a:b/c@1.0.0" (instance (type 0)))
    (alias export 0 "x" (type)) (alias export 0 "r" (type))
    (type (instance
      (alias outer 1 1 (type)) (export "x" (type (eq 0)))
      (alias outer 1 2 (type)) (export "r" (type (eq 2)))
      (type (record (field "f" 1) (field "g" string))) (export "rec" (type (eq 4)))
      (type (variant (case "a" 5) (case "b"))) (export "v" (type (eq 6)))
      (type (flags "a" "b")) (export "fl" (type (eq 8)))
      (type (enum "a" "b")) (export "e" (type (eq 10)))
      (type (list 5)) (type (option 12)) (type (result 13 (error string))) (type (tuple 14 u8))
      (type (stream u8)) (type (future 15)) (type (map string 12)) (type (list u8 4)) (type (borrow 3)) (type (own 3))
      (type (func (param "a" 20) (param "b" 16) (result 15))) (export "f" (external-id "x") (func (type 22)))
      (type (func (param "self" 20) (result 21))) (export "[method]r.m" (func (type 23)))))
    (export "m:n/i" (instance (type 3)))))
  (export "i" (type 0))
  (type (component (type (component
    (type (instance (type (func)) (export "f" (func (type 0)))))
    (import "m:n/i" (instance (type 0))) (import "label" (implements "m:n/i") (instance (type 0)))
    (import "inline" (instance (type 0)))
    (import "res" (type (sub resource))) (type (own 1)) (type (func (result 2))) (import "[constructor]res" (func (type 3)))
    (export "g" (func (type 3)))))
    (export "m:n/w" (component (type 0)))))
  (export "w" (type 2))
  (@custom "package-docs" "\\01{\\22docs\\22:\\22d\\22}"))`,
  `(component (type (component (type (instance (type (tuple u8 u8))
    ${Array.from({ length: 40 }, (_, at) => `(type (tuple ${at} ${at}))`).join(' ')}
    (type (func (param "x" 40))) (export "f" (func (type 41)))))
    (export "m:n/i" (instance (type 0))))) (export "i" (type 0)))`,
  `(component (type (component
    (type (instance ${'(type u8) '.repeat(50)} (export "x" (type (eq 0)))))
    ${Array.from({ length: 60 }, (_, at) => `(import "a:b/i${at}" (instance (type 0)))`).join(' ')}
    (type (instance)) (export "m:n/i" (instance (type 1))))) (export "i" (type 0)))`,
  manyInterfaces(30),
].map((text) => assemble(text));

function mutated(random: Random): Uint8Array {
  const base = random.pick(SEEDS);
  const bytes = base instanceof Uint8Array ? [...base] : [];
  for (let times = 1 + random.below(4); times > 0; times--) {
    const at = 8 + random.below(Math.max(1, bytes.length - 8));
    const kind = random.below(5);
    if (kind === 0) bytes[at] = random.below(256);
    else if (kind === 1) bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
    else if (kind === 2) bytes.splice(at, random.below(8));
    else if (kind === 3) bytes.splice(at, 0, ...bytes.slice(at, at + random.below(64)));
    else bytes.length = at;
  }
  return Uint8Array.from(bytes);
}

it('are answered, each in little time and space', () => {
  const kinds = new Set<string>();
  for (let index = 0; index < count; index++) {
    const bytes = mutated(new Random(seed * 1_000_003 + index));
    const used = processorTime();
    const decoded = decodeBinary(bytes, decode);
    kinds.add(decoded.kind);
    expect(used(), `seed ${seed}, number ${index}`).toBeLessThan(2000);
    if ('text' in decoded) expect(decoded.text.length).toBeLessThan(20 * bytes.length + 100_000);
    else if (decoded.of === 'component') expect(decoded.fault).toMatch(/\S/);
  }
  // A mutation that nothing survives tests nothing.
  expect([...kinds].sort()).toEqual(['component', 'package', 'unreadable']);
});

/** Reads the file that is named, and prints what it is. */
const PROGRAM = `
  import { readFileSync } from 'node:fs';
  import { decodeBinary } from './server/src/binary/decode.ts';
  const bytes = new Uint8Array(readFileSync(process.argv[2]));
  console.log(decodeBinary(bytes, (it) => new TextDecoder().decode(it)).kind);
`;

it('fit into 50 times their size', async () => {
  const folder = directoryWith({});
  const bundle = path.join(folder, 'decode.mjs');
  const options = { bundle: true, platform: 'node', format: 'esm', outfile: bundle } as const;
  await build({ ...options, stdin: { contents: PROGRAM, loader: 'ts', resolveDir: process.cwd() } });
  const decodeWithin = (source: string, times: number): string => {
    const bytes = assemble(source);
    if (!(bytes instanceof Uint8Array)) throw new Error(bytes.fault);
    const file = path.join(folder, 'large.wasm');
    writeFileSync(file, bytes);
    const limit = Math.ceil((PROGRAM_BYTES + times * bytes.length) / 2 ** 20);
    const limits = [`--max-old-space-size=${limit}`, '--max-semi-space-size=1'];
    return String(spawnSync(process.execPath, [...limits, bundle, file]).stdout).trim();
  };
  expect(decodeWithin(manyInterfaces(9600), 50)).toBe('package');
  // The limit is one.
  expect(decodeWithin(manyInterfaces(9600), 5)).toBe('');
  expect(decodeWithin(REPEATED, 50)).toBe('unreadable');
});

/** A type that is mentioned again and again, and primitive types by the hundred thousand. */
const REPEATED = `(component (type (component (type (instance ${'(type u8) '.repeat(200_000)} (export "x" (type (eq 0)))))
  ${Array.from({ length: 2000 }, (_, at) => `(import "a:b/i${at}" (instance (type 0)))`).join(' ')}
  (type (instance)) (export "m:n/i" (instance (type 1))))) (export "i" (type 0)))`;

/** What Node and the decoder take themselves. */
const PROGRAM_BYTES = 6_000_000;
