// Components read without their code: what is kept says the same as the whole, nested and cut off too, and is small.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { decodeBinary } from '../../server/src/binary/decode.ts';
import { readWithoutCode } from '../../server/src/hosts/component-file.ts';
import { nodeHost, pathToUri } from '../../server/src/hosts/node.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { Random } from '../conformance/random.ts';
import { directoryWith } from '../support/command.ts';
import { testParser } from '../support/parser.ts';
import { dummy } from '../world/reference.ts';

const WIT =
  'package a:b@1.0.0;\ninterface i { resource r { m: func(); } make: func() -> r; }\nworld w { import i; export run: func() -> string; }\n';
const CODE = 3_000_000;
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function section(id: number, content: Uint8Array): Uint8Array {
  const size: number[] = [];
  for (let left = content.length; ; left >>>= 7) {
    size.push(left > 127 ? (left & 127) | 128 : left);
    if (left <= 127) break;
  }
  return Buffer.concat([Uint8Array.of(id, ...size), content]);
}

const PREAMBLE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 13, 0, 1, 0);

/** The component with much code, and that one inside of another, twice, between code. */
async function components(code = CODE): Promise<{ plain: Uint8Array; nested: Uint8Array }> {
  const module = section(1, new Uint8Array(code).fill(7));
  const made = await dummy({ witSource: WIT }, 'a:b/w');
  if ('problem' in made) throw new Error(made.problem);
  const plain = Buffer.concat([made.value, module]);
  const inner = section(4, Buffer.concat([PREAMBLE, module, section(4, plain), module]));
  return { plain, nested: Buffer.concat([PREAMBLE, section(4, plain), module, inner, made.value.subarray(8)]) };
}

it('keeps what a component says, however deep its code lies', async () => {
  const { plain, nested } = await components();
  const cwd = directoryWith({ 'plain.wasm': plain, 'nested.wasm': nested });
  for (const [name, whole] of Object.entries({ plain, nested })) {
    const kept = await readWithoutCode(path.join(cwd, `${name}.wasm`));
    expect(kept.length, name).toBeLessThan(20_000);
    expect(decodeBinary(kept, decode)).toEqual(decodeBinary(whole, decode));
    expect(decodeBinary(kept, decode)).toMatchObject({ kind: 'component' });
  }
});

it('reads whole what is no component or is cut off, and says nothing else than the whole does', async () => {
  const { nested } = await components(40);
  const cwd = directoryWith({});
  const file = path.join(cwd, 'a.wasm');
  const random = new Random(19);
  let read = 0;
  for (let round = 0; round < 400; round++) {
    const bytes = Uint8Array.from(nested);
    for (let times = random.below(4); times > 0; times--) bytes[random.below(bytes.length)] = random.below(256);
    const cut = random.below(3) === 0 ? bytes.subarray(0, random.below(bytes.length)) : bytes;
    writeFileSync(file, cut);
    const kept = decodeBinary(await readWithoutCode(file), decode);
    if (!('text' in kept)) continue;
    read++;
    expect(kept).toEqual(decodeBinary(cut, decode));
  }
  expect(read).toBeGreaterThan(5);
  for (const bytes of [new Uint8Array(), Uint8Array.of(0, 0x61), new TextEncoder().encode('package a:b;\n')]) {
    writeFileSync(file, bytes);
    expect([...(await readWithoutCode(file))]).toEqual([...bytes]);
  }
});

it('a workspace keeps no code of a component, and says where a broken one is broken', async () => {
  const { plain } = await components();
  const broken = Buffer.concat([plain, Uint8Array.of(99, 0)]);
  const cwd = directoryWith({ 'plain.wasm': plain, 'broken.wasm': broken });
  const workspace = new Workspace(nodeHost(), await testParser());
  for (const name of ['plain', 'broken']) await workspace.loadAt(pathToUri(path.join(cwd, `${name}.wasm`)));
  const file = (name: string) => workspace.snapshot().file(pathToUri(path.join(cwd, `${name}.wasm`)));
  expect(file('plain')?.items.text).toContain('import a:b/i@1.0.0;');
  expect(file('plain')?.bytes).toBeUndefined();
  expect(file('broken')?.fault).toMatchObject({ kind: 'broken-binary' });
  expect(file('broken')?.bytes?.length).toBe(broken.length);
});
