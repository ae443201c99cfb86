// Small WIT files, sound ones and broken ones, made from a seed: pieces of every construct, laid out at random, with
// comments in any gap, then damaged.

/** Deterministic numbers in [0, 1). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const TYPES = [
  'u8',
  'list < u8 >',
  'list < string , 4 >',
  'map < string , option < t > >',
  'tuple < u8 , s16 , >',
  'tuple < u8 , tuple < a-name-that-is-rather-long , another-name-that-is-rather-long > , char >',
  'result',
  'result < _ , e >',
  'result < u8 , e >',
  'future',
  'stream < u8 >',
  'own < r >',
  'borrow < %list >',
];
const GATES = [
  '',
  '',
  '',
  '@ since ( version = 1.0.0 )',
  '@ unstable ( feature = x ) @ deprecated ( version = 1.0.0-rc.1 )',
];
const PARAMS = ['', 'a : T', 'a : T , b : T ,', 'first-parameter : T , second-parameter : T , third-parameter : T'];
const INTERFACE_ITEMS = [
  'use a : b / c @1.0.0 . { d , e as f , } ;',
  'use i . { } ;',
  'type t = T ;',
  'record r { a : T , %type : T , }',
  'record empty { }',
  'flags f { a , b }',
  'variant v { a ( T ) , b , }',
  'enum e { a , b , c , d , e , f }',
  'resource r ;',
  'resource r { G constructor ( P ) -> T ; G m : static async func ( P ) ; n : func ( P ) -> T ; }',
  'f : func ( P ) -> T ;',
  'g : async func ( P ) ;',
];
const WORLD_ITEMS = [
  'import a : b / c ;',
  'export x : a : b / c @1.2.3-rc.1+b ;',
  'import x : func ( P ) -> T ;',
  'export x : interface { I I I }',
  'include w ;',
  'include a : b / w with { a as b , c as d , }',
  'use i . { a , b } ;',
  'type t = T ;',
  'record r { a : T }',
];
const FILE_ITEMS = [
  'use a : b / c as d ;',
  'G interface i { I I I I }',
  'G world w { W W W W }',
  'package c : d { G interface i { I I } }',
];

/** The tokens of a file without problems, set apart by spaces. */
export function soundTokens(next: () => number): string[] {
  const pick = (from: readonly string[]): string => from[Math.floor(next() * from.length)] ?? '';
  const expand = (template: string): string =>
    template.replace(/(?<![\w-])[TGPIW](?![\w-])/g, (slot) => {
      if (slot === 'T') return pick(TYPES);
      if (slot === 'G') return pick(GATES);
      if (slot === 'P') return expand(pick(PARAMS));
      return expand(`G ${pick(slot === 'I' ? INTERFACE_ITEMS : WORLD_ITEMS)}`);
    });
  const items = ['package a : b @1.0.0 ;', pick(FILE_ITEMS), pick(FILE_ITEMS)];
  return items.flatMap((item) => expand(item).split(/\s+/)).filter((word) => word !== '');
}

const COMMENTS = [
  '// line\n',
  '/// docs\n',
  '// https://example.org/*x\n',
  '/* block */',
  '/* a\n   b */',
  '/** docs\n* b\n */',
  '//\n',
  '// wit-format: off\n',
  '// wit-format: on\n',
  '/* nested /* é𝔘 */ */',
];
const GAPS = [' ', ' ', ' ', ' ', '\n', '\n\n', '\n\n\n  ', '\t', '   ', '\n    '];
/** Here a space is needed; elsewhere tokens can touch. */
const WORD = /^[\w%-]/;

/** Tokens with random white space and comments between them. A version stays in one piece. */
export function layOut(tokens: readonly string[], next: () => number, commentRate: number): string {
  const pick = (from: readonly string[]): string => from[Math.floor(next() * from.length)] ?? '';
  let text = next() < 0.1 ? '\ufeff' : '';
  let before = '';
  for (const token of tokens) {
    let gap = next() < 0.4 && !(WORD.test(before) && WORD.test(token)) ? '' : pick(GAPS);
    while (next() < commentRate) gap += (gap === '' || before === '/' ? ' ' : '') + pick(COMMENTS) + pick(GAPS);
    text += gap + token;
    before = token;
  }
  text += pick(GAPS);
  return next() < 0.1 ? text.replaceAll('\n', '\r\n') : text;
}

const DAMAGE = [
  '{',
  '}',
  '(',
  ')',
  '<',
  '>',
  ';',
  ',',
  ':',
  '@',
  '/*',
  '*/',
  '//',
  '"',
  '\r',
  '\u0000',
  '\ufeff',
  'é',
  '%',
  '-',
  'func',
  '\n',
  'interface',
  '/',
  '.',
  'package x:y;',
];

/** A text with a few characters gone, doubled or added. */
export function damage(text: string, next: () => number): string {
  let result = text;
  for (let count = Math.floor(next() * 4); count >= 0; count--) {
    const at = Math.floor(next() * (result.length + 1));
    const length = Math.floor(next() * 8);
    const way = next();
    if (way < 0.4) result = result.slice(0, at) + result.slice(at + length);
    else if (way < 0.8)
      result = result.slice(0, at) + (DAMAGE[Math.floor(next() * DAMAGE.length)] ?? '') + result.slice(at);
    else result = result.slice(0, at) + result.slice(at, at + length * 4) + result.slice(at);
  }
  return result;
}
