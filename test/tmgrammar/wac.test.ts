// The colours of `.wac` files, construct by construct: what each word is before the server has said anything.

import { beforeAll, expect, it } from 'vitest';
import { loadGrammar, tokenize } from './tokens.ts';

let grammar: Awaited<ReturnType<typeof loadGrammar>>;
beforeAll(async () => {
  grammar = await loadGrammar('source.wac');
});

/** The words of a text with the last part of their scope, without its language. */
function colours(text: string): string[] {
  return tokenize(grammar, text).flatMap(({ text: word, scopes }) => {
    const scope = scopes.at(-1)?.replace(/\.wac$/, '') ?? '';
    return word.trim() === '' || scope === 'source' || scope.startsWith('punctuation')
      ? []
      : [`${word.trim()} ${scope}`];
  });
}

it.each([
  [
    'package a:b targets c:d/e@1.0.0;',
    [
      'package keyword.control.import',
      'a:b entity.name.namespace',
      'targets keyword.control.import',
      'c:d entity.name.namespace',
      '/e entity.name.type',
      '@1.0.0 constant.numeric.version',
    ],
  ],
  [
    'let l = new acme:log@1.0.0-rc.1 { "a:b/c": x.y, import: z, w, ...q, ... }["r"].s; // end',
    [
      'let storage.type.let',
      'l variable.other.constant',
      '= keyword.operator.assignment',
      'new keyword.operator.new',
      'acme:log entity.name.namespace',
      '@1.0.0-rc.1 constant.numeric.version',
      'a:b/c string.quoted.double',
      'x variable.other',
      'y variable.other.property',
      'import variable.parameter',
      'z variable.other',
      'w variable.other',
      '... keyword.operator.spread',
      'q variable.other',
      '... keyword.operator.spread',
      'r string.quoted.double',
      's variable.other.property',
      '// end comment.line.double-slash',
    ],
  ],
  [
    'import f as "x": async func(type: u8, b: list<string>) -> result<_, e>;',
    [
      'import keyword.control.import',
      'f variable.other',
      'as keyword.control.import',
      'x string.quoted.double',
      'async storage.modifier',
      'func storage.type',
      'type variable.parameter',
      'u8 support.type',
      'b variable.parameter',
      'list support.type',
      'string support.type',
      '-> keyword.operator.arrow',
      'result support.type',
      '_ constant.language',
      'e variable.other',
    ],
  ],
  [
    'import i: interface { use j.{a as b}; use c:d/e@1.0.0.{t}; f: func(); };',
    [
      'import keyword.control.import',
      'i variable.parameter',
      'interface storage.type',
      'use keyword.control.import',
      'j variable.other',
      'a variable.other',
      'as keyword.control.import',
      'b variable.other',
      'use keyword.control.import',
      'c:d entity.name.namespace',
      '/e entity.name.type',
      '@1.0.0 constant.numeric.version',
      't variable.other',
      'f entity.name.function',
      'func storage.type',
    ],
  ],
  [
    'interface i { resource r { constructor(a: u8); m: static async func(self: borrow<r>); } type: func(); }',
    [
      'interface storage.type.interface',
      'i entity.name.type.interface',
      'resource storage.type.resource',
      'r entity.name.type',
      'constructor storage.type',
      'a variable.parameter',
      'u8 support.type',
      'm entity.name.function',
      'static storage.modifier',
      'async storage.modifier',
      'func storage.type',
      'self variable.parameter',
      'borrow support.type',
      'r variable.other',
      'type entity.name.function',
      'func storage.type',
    ],
  ],
  [
    'world w { import a:b/c; export x: i; include v with { a as b }; }',
    [
      'world storage.type.world',
      'w entity.name.namespace.world',
      'import keyword.control.import',
      'a:b entity.name.namespace',
      '/c entity.name.type',
      'export keyword.control.import',
      'x variable.parameter',
      'i variable.other',
      'include keyword.control.import',
      'v variable.other',
      'with keyword.control.import',
      'a variable.other',
      'as keyword.control.import',
      'b variable.other',
    ],
  ],
  [
    'record p { x: u8, list: char } variant v { a, b(tuple<f32>) } flags g { c } enum e { d } type t = stream<u8>;',
    [
      'record storage.type.record',
      'p entity.name.type',
      'x variable.parameter',
      'u8 support.type',
      'list variable.parameter',
      'char support.type',
      'variant storage.type.variant',
      'v entity.name.type',
      'a variable.other',
      'b variable.other',
      'tuple support.type',
      'f32 support.type',
      'flags storage.type.flags',
      'g entity.name.type',
      'c variable.other',
      'enum storage.type.enum',
      'e entity.name.type',
      'd variable.other',
      'type storage.type.type',
      't entity.name.type',
      '= keyword.operator.assignment',
      'stream support.type',
      'u8 support.type',
    ],
  ],
  [
    'export new a:b {}...; export (%let).x as y;',
    [
      'export keyword.control.import',
      'new keyword.operator.new',
      'a:b entity.name.namespace',
      '... keyword.operator.spread',
      'export keyword.control.import',
      '%let variable.other',
      'x variable.other.property',
      'as keyword.control.import',
      'y variable.other',
    ],
  ],
  // What is broken does not spill over: a package that was meant as a label is the package that wac takes it for.
  [
    'record r {a:u8}\nlet',
    ['record storage.type.record', 'r entity.name.type', 'a:u8 entity.name.namespace', 'let storage.type'],
  ],
  [
    'let-x importer letter.new',
    ['let-x variable.other', 'importer variable.other', 'letter variable.other', 'new variable.other.property'],
  ],
])('%s', (text, expected) => {
  expect(colours(text)).toEqual(expected);
});

it('tells comments and documentation apart, nested and over lines', () => {
  expect(colours('/// docs\n//// rule\n/** docs /* in */ */\n/**/ let\n/* a\nb */ export')).toEqual([
    '/// docs comment.line.documentation',
    '//// rule comment.line.double-slash',
    '/** comment.block.documentation',
    'docs comment.block.documentation',
    '/* comment.block.documentation',
    'in comment.block.documentation',
    '*/ comment.block.documentation',
    '*/ comment.block.documentation',
    '/**/ comment.block.empty',
    'let storage.type',
    '/* comment.block',
    'a comment.block',
    'b comment.block',
    '*/ comment.block',
    'export keyword.control.import',
  ]);
});
