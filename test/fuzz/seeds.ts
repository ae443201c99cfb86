// What the fuzzer begins with, and what it does to it: texts and bytes by seed, the same on every machine.

import { assemble } from '../../server/src/binary/wat.ts';
import { generate } from '../conformance/generate.ts';
import type { Random } from '../conformance/random.ts';

const WORDS = (
  'package interface world use include import export type record variant enum flags resource func static async constructor with as own ' +
  'borrow list option result tuple stream future map u8 s64 f32 string char bool error-context %id a b t i w x-y A1 self _ 0 1 1.0.0 ' +
  '@1.0.0 a:b/c@1.0.0 @since(version=1.0.0) @unstable(feature=f) @deprecated(version=1.0.0) @external-id("x") { } ( ) < > ; : , . = -> * / // ' +
  '/// /** */ /* " let new targets ... \\ \r\n \n \t \u202e \ud800 é 𝔘 \u0000 \ufeff'
).split(' ');

const decoder = new TextDecoder();

/** A valid or nearly valid package of a few files, as one text each. */
export function packageTexts(random: Random): string[] {
  const { files } = generate(random.below(100_000), random.below(2) === 0);
  return [...files.values()].map((it) => decoder.decode(it));
}

const WAC = [
  'package a:c;\nlet x = new a:b { i: y.i, "a:b/i@1.0.0": z, ... };\nlet y = new d:e { };\nexport x.i;\nexport y... ;\nexport x as "q";\n',
  'package a:c@1.0.0 targets a:b/w;\nimport z: a:b/i;\nimport f: func(a: u8) -> list<string>;\nlet n = (new a:b { z, f: f })["i"].g;\nexport n;\n',
  'package a:c;\ninterface i { record r { a: u8 } use a:b/i.{t}; f: func(x: r) -> result<r, t>; }\nworld w { import i; export k: interface { g: func(); } include a:b/w; }\ntype t = tuple<u8, option<u8>>;\n',
];

export function wacText(random: Random): string {
  return WAC[random.below(WAC.length)] ?? '';
}

const BINARIES = [
  `(component (type (component (type (instance (type (record (field "a" u8))) (export "r" (type (eq 0))) (export "res" (type (sub resource)))
    (type (func (param "x" 1) (result (list 1)))) (export "f" (func (type 3))))) (export "m:n/i" (instance (type 0))))) (export "i" (type 0)))`,
  `(component (type (component (type (component (type (instance (type (func)) (export "f" (func (type 0))))) (import "m:n/i" (instance (type 0)))
    (type (func (result u8))) (export "g" (func (type 1))))) (export "m:n/w" (component (type 0))))) (export "w" (type 0)))`,
];

export function binaryBytes(random: Random): Uint8Array {
  const bytes = assemble(BINARIES[random.below(BINARIES.length)] ?? '');
  return bytes instanceof Uint8Array ? bytes : new Uint8Array();
}

export function watText(random: Random): string {
  return BINARIES[random.below(BINARIES.length)] ?? '';
}

/** One to five changes: letters, words, pieces cut, doubled, moved, repeated many times. */
export function mutatedText(text: string, random: Random): string {
  let now = text;
  for (let times = 1 + random.below(5); times > 0; times--) {
    const at = random.below(now.length + 1);
    const end = Math.min(now.length, at + random.below(random.below(4) === 0 ? 200 : 8));
    const word = random.pick(WORDS) ?? '';
    const kind = random.below(8);
    if (kind === 0) now = now.slice(0, at) + now.slice(end);
    else if (kind === 1) now = `${now.slice(0, at)} ${word} ${now.slice(at)}`;
    else if (kind === 2) now = now.slice(0, at) + word + now.slice(end);
    else if (kind === 3) now = now.slice(0, end) + now.slice(at, end) + now.slice(end);
    else if (kind === 4)
      now = now.slice(0, at) + String.fromCharCode(random.below(random.below(3) === 0 ? 65_536 : 128)) + now.slice(at);
    else if (kind === 5) {
      const to = random.below(now.length + 1);
      const piece = now.slice(at, end);
      const rest = now.slice(0, at) + now.slice(end);
      now = rest.slice(0, to) + piece + rest.slice(to);
    } else if (kind === 6) now = now.slice(0, at) + now.slice(at, end).repeat(random.below(20)) + now.slice(end);
    else now = now.slice(0, at) + word.repeat(random.below(200)) + now.slice(at);
  }
  return now.slice(0, 20_000);
}

export function mutatedBytes(before: Uint8Array, random: Random): Uint8Array {
  const bytes = [...before];
  for (let times = 1 + random.below(4); times > 0; times--) {
    const at = random.below(bytes.length + 1);
    const kind = random.below(6);
    if (kind === 0) bytes[at] = random.below(256);
    else if (kind === 1) bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
    else if (kind === 2) bytes.splice(at, random.below(8));
    else if (kind === 3) bytes.splice(at, 0, ...bytes.slice(at, at + random.below(64)));
    else if (kind === 4) bytes.splice(at, 0, 0xff, 0xff, 0xff, 0xff, random.below(16));
    else bytes.length = at;
  }
  return Uint8Array.from(bytes);
}
