import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readWithoutCode } from './component-file.ts';

const COMPONENT = [0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00];
const MODULE = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

function leb(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb(Math.floor(value / 0x80))];
}

/** The five bytes in which a size stands that was written before it was known. */
function padded(value: number): number[] {
  return [0, 7, 14, 21, 28].map((shift, index) => ((value >>> shift) & 0x7f) | (index < 4 ? 0x80 : 0));
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...leb(content.length), ...content];
}

function custom(size: number): number[] {
  return section(
    0,
    Array.from({ length: size }, (_, index) => index & 0xff),
  );
}

async function read(bytes: readonly number[]): Promise<number[]> {
  const directory = mkdtempSync(path.join(tmpdir(), 'wit-component-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const file = path.join(directory, 'a.wasm');
  writeFileSync(file, Uint8Array.from(bytes));
  return [...(await readWithoutCode(file))];
}

it('leaves out core modules, first, between and last, and keeps the rest in its order', async () => {
  const code = section(1, [...MODULE, ...custom(300)]);
  const bytes = [...COMPONENT, ...code, ...custom(5), ...code, ...section(7, [1, 2, 3]), ...code];
  expect(await read(bytes)).toEqual([...COMPONENT, ...custom(5), ...section(7, [1, 2, 3])]);
});

it('reads sections that are larger than what is read at once', async () => {
  const large = custom(70_000);
  const code = section(1, new Array(40_000).fill(7));
  expect(await read([...COMPONENT, ...large, ...code, ...custom(9)])).toEqual([...COMPONENT, ...large, ...custom(9)]);
});

it('leaves code out of components in components, whose size becomes smaller', async () => {
  const code = section(1, [...MODULE, ...custom(200)]);
  const inner = section(4, [...COMPONENT, ...code, ...custom(3)]);
  const outer = section(4, [...COMPONENT, ...inner, ...code, ...custom(130)]);
  const keptInner = [4, ...padded(8 + custom(3).length), ...COMPONENT, ...custom(3)];
  const kept = [...COMPONENT, ...keptInner, ...custom(130)];
  expect(await read([...COMPONENT, ...outer, ...custom(1)])).toEqual([
    ...COMPONENT,
    ...[4, ...padded(kept.length), ...kept],
    ...custom(1),
  ]);
});

it.each<[string, number[]]>([
  ['a core module', [...MODULE, ...section(1, [0])]],
  ['no Wasm', [1, 2, 3, 4, 5, 6, 1, 8]],
  ['a file of three bytes', [0x00, 0x61, 0x73]],
  ['an empty file', []],
  ['a section that is cut off', [...COMPONENT, ...section(1, [1, 2, 3]), 1, 9, 1]],
  ['a section without its size', [...COMPONENT, ...section(1, [1, 2, 3]), 0]],
  ['a size of six bytes', [...COMPONENT, ...section(1, [1]), 0, 0x81, 0x80, 0x80, 0x80, 0x80, 0x00, 5]],
  ['a component that ends inside a section', [...COMPONENT, 4, 10, ...COMPONENT, 0, 5, 1, 2, 3, 4, 5]],
])('%s stays whole', async (_, bytes) => {
  expect(await read(bytes)).toEqual(bytes);
});

it('what is too short for a component inside one is kept as it is', async () => {
  const bytes = [...COMPONENT, ...section(4, [1, 2, 3])];
  expect(await read([...bytes, ...section(1, [1])])).toEqual(bytes);
});
