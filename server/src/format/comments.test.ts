// Comments of every kind in every place: what they say never changes, and they stay beside the same item.

import { beforeAll, describe, expect, it } from 'vitest';
import { testParser } from '../../../test/support/parser.ts';
import { applyEdits } from '../base/text.ts';
import type { WitParser } from '../syntax/parser.ts';
import { format } from './format.ts';
import { DEFAULT_FORMAT } from './options.ts';

let parser: WitParser;
beforeAll(async () => {
  parser = await testParser();
});

function formatted(text: string): string {
  const { edits, bug } = format(parser.read(text), { ...DEFAULT_FORMAT, width: 60 });
  expect(bug).toBeUndefined();
  return applyEdits(text, edits);
}

function check(before: string, after: string): void {
  expect(formatted(before)).toBe(after);
  expect(formatted(after)).toBe(after);
}

describe('what formatters by lines and by patterns get wrong', () => {
  it('a URL in a trailing comment', () =>
    check(
      'interface i {\n  get: func(url: string); // as https://example.org/a//b?c={d}\n}\n',
      'interface i {\n  get: func(url: string); // as https://example.org/a//b?c={d}\n}\n',
    ));

  it('a block comment whose lines are aligned', () => {
    const text = 'interface i {\n  /*\n   * One {\n   *   - two;\n   */\n  get: func();\n}\n';
    check(text, text);
  });

  it('a comment that is the first parameter', () =>
    check(
      'interface i {\n  get: func(\n      // the address\n      url: string, limit: u32) -> string;\n}\n',
      'interface i {\n  get: func(\n    // the address\n    url: string,\n    limit: u32,\n  ) -> string;\n}\n',
    ));
});

describe('above items', () => {
  it('indents them with the item, documentation or not', () =>
    check(
      '  // licence\n\n/// Docs.\n ///   indented\n package a:b;\ninterface i {\n// one\n      /// two\n/* three */\n  f: func();\n}\n',
      '// licence\n\n/// Docs.\n///   indented\npackage a:b;\n\ninterface i {\n  // one\n  /// two\n  /* three */\n  f: func();\n}\n',
    ));

  it('leaves them between gates and item', () =>
    check(
      'interface i {\n/// a\n@since(version = 1.0.0) // b\n// c\nf: func();\n}\n',
      'interface i {\n  /// a\n  @since(version = 1.0.0) // b\n  // c\n  f: func();\n}\n',
    ));

  it('leaves a URL alone', () =>
    check(
      'interface i {\n  f: func(); // see https://example.org/a//b{c};d,e\n  // https://example.org/*x*/\n}\n',
      'interface i {\n  f: func(); // see https://example.org/a//b{c};d,e\n  // https://example.org/*x*/\n}\n',
    ));

  it('keeps trailing spaces, tabs and odd characters inside', () =>
    check(
      'interface i {\n//\ta  \u00a0 é \t\nf: func();\n}\n',
      'interface i {\n  //\ta  \u00a0 é \t\n  f: func();\n}\n',
    ));
});

describe('block comments', () => {
  it('stay in their column when their lines are aligned', () => {
    const text =
      'interface i {\n    /**\n     * One.\n     *   Two.\n     */\n    f: func();\n\n  /* a\n\n     b */\n  g: func();\n}\n';
    check(text, text.replace('    f', '  f'));
  });

  it('move when nothing is aligned', () =>
    check(
      'interface i {\n      /* a\n  b\n */\nf: func();\n}\n',
      'interface i {\n  /* a\n  b\n */\n  f: func();\n}\n',
    ));

  it('nest', () => check('/* a /* b */ c */ world w {\n}\n', '/* a /* b */ c */ world w {\n}\n'));

  it('stay before what they stand before, and behind what they stand behind', () =>
    check(
      'interface i { /* a */ record r { /* b */ a: /* c */ u8 /* d */, /* e */ b: list</* f */ u8> /* g */ } /* h */\nf: func(/* i */) -> /* j */ u8 /* k */; /* l */ }',
      'interface i {\n  /* a */ record r {\n    /* b */ a: /* c */ u8 /* d */,\n    /* e */ b: list</* f */ u8>, /* g */\n  } /* h */\n\n  f: func(/* i */) -> /* j */ u8 /* k */; /* l */\n}\n',
    ));

  it('never make a line comment with a slash', () =>
    check('world w {\n  import a:b//* c */c;\n}\n'.replace('//*', '/ /*'), 'world w {\n  import a:b/ /* c */ c;\n}\n'));
});

describe('in lists', () => {
  it('keep a list wrapped', () =>
    check(
      'interface i {\n  use a.{b, // first\n  c};\n  f: func(\n    // the first\n    a: u8,\n    b: u8 // the second\n  ) -> u8;\n}\n',
      'interface i {\n  use a.{\n    b, // first\n    c,\n  };\n\n  f: func(\n    // the first\n    a: u8,\n    b: u8, // the second\n  ) -> u8;\n}\n',
    ));

  it('leave a comment that is the first parameter', () => {
    check('interface i {\n  f: func(/* none */ a: u8);\n}\n', 'interface i {\n  f: func(/* none */ a: u8);\n}\n');
    check(
      'interface i {\n  f: func( // none\n a: u8);\n}\n',
      'interface i {\n  f: func( // none\n    a: u8,\n  );\n}\n',
    );
    check('interface i {\n  f: func(\n// none\n);\n}\n', 'interface i {\n  f: func(\n    // none\n  );\n}\n');
  });

  it('stay inside before the closing brace', () =>
    check(
      'interface i {\n  enum e {\n    a,\n    // b\n    /* c */\n    }\n  f: func();\n\n// d\n\n// e\n\n}\n// f\n',
      'interface i {\n  enum e {\n    a,\n    // b\n    /* c */\n  }\n\n  f: func();\n\n  // d\n\n  // e\n}\n// f\n',
    ));

  it('do not take the comma that the style adds', () =>
    check('interface i {\n  flags f { a // last\n }\n}\n', 'interface i {\n  flags f {\n    a, // last\n  }\n}\n'));

  it('take the comma along that is not before them', () =>
    check(
      'interface i {\n  flags f {\n a // one\n , b }\n}\n',
      'interface i {\n  flags f {\n    a // one\n      ,\n    b,\n  }\n}\n',
    ));
});

describe('in the middle of a statement', () => {
  it('break the line and indent what follows', () =>
    check(
      'interface i {\n  f: func() // nothing\n    -> u8;\n  type t = // a\n// b\nu8;\n}\n',
      'interface i {\n  f: func() // nothing\n    -> u8;\n\n  type t = // a\n    // b\n    u8;\n}\n',
    ));

  it('keep block comments in the line, unless they have one to themselves', () =>
    check(
      'interface i {\n  type t = /* a */\n  u8;\n  type u =\n/* b */\n  u8;\n}\n',
      'interface i {\n  type t = /* a */ u8;\n\n  type u =\n    /* b */\n    u8;\n}\n',
    ));

  it('stand in types', () =>
    check(
      'interface i {\n  type t = tuple<u8, // one\n u16 // two\n>;\n}\n',
      'interface i {\n  type t = tuple<\n    u8, // one\n    u16, // two\n  >;\n}\n',
    ));
});

describe('at line ends', () => {
  it('stand one space away', () =>
    check(
      'interface i { // i\n  f: func();// f\n  g: func();\t \t// g\n}//end\n',
      'interface i { // i\n  f: func(); // f\n  g: func(); // g\n} //end\n',
    ));

  it('stay in one column when they were in one', () =>
    check(
      'interface i {\n    record r {\n        a: u8,       // one\n        bbbb: u16,   // two\n        ccccccc: u8  // three\n    }\n}\n',
      'interface i {\n  record r {\n    a: u8,       // one\n    bbbb: u16,   // two\n    ccccccc: u8, // three\n  }\n}\n',
    ));

  it('are columns of their own where lines lie between', () =>
    check(
      'interface i {\n  flags f {\n    a,   // one\n    bb,  // two\n    c,\n    d,   // four\n  }\n}\n',
      'interface i {\n  flags f {\n    a,  // one\n    bb, // two\n    c,\n    d, // four\n  }\n}\n',
    ));
});

describe('wit-format: off', () => {
  it('touches nothing up to `on`', () => {
    const kept = '// wit-format: off\n  type  a = u8 ;\n\n\n   record r { a : u8 }\n  // wit-format: on';
    check(`interface i {\n ${kept}\n   f :func();\n}\n`, `interface i {\n  ${kept}\n  f: func();\n}\n`);
  });

  it('ends with the body that it stands in', () =>
    check(
      'interface i {\n  // wit-format: off\n  a :func( );\n  b :func( ); // c\n  }\nworld   w {\n}\n',
      'interface i {\n  // wit-format: off\n  a :func( );\n  b :func( ); // c\n}\n\nworld w {\n}\n',
    ));

  it('ends with the file', () =>
    check('// wit-format: off\nworld  w {  }\n\n//x', '// wit-format: off\nworld  w {  }\n\n//x\n'));

  it('works inside lists', () =>
    check(
      'interface i {\n  enum e {\n    // wit-format: off\n    a, b,  c,\n    // wit-format: on\n    d }\n}\n',
      'interface i {\n  enum e {\n    // wit-format: off\n    a, b,  c,\n    // wit-format: on\n    d,\n  }\n}\n',
    ));

  it('is not any comment that mentions it', () =>
    check('// about wit-format: off\nworld  w {\n}\n', '// about wit-format: off\nworld w {\n}\n'));
});

describe('broken files', () => {
  it('format the sound items and leave the broken ones', () =>
    check(
      'package a:b;\ninterface i {\n   type  t = ;\n     f:func( );\n   record  r { a: u8, b }\n type u=u8;\n}\n\nworld w{ import  x }\n  garbage  here;\n   interface   j{}\n',
      'package a:b;\n\ninterface i {\n   type  t = ;\n  f: func();\n   record  r { a: u8, b }\n  type u = u8;\n}\n\nworld w { import  x }\n  garbage  here;\ninterface j {}\n',
    ));

  it('move nothing to another depth while braces do not match', () => {
    const lost =
      'interface i {\n  resource r\n    a: func( );\n    b: func();\n  }\n\n  c: func();\n}\n\nworld  w {}\n';
    check(lost, lost.replace('  w', ' w'));
    const open = 'interface i {\n  a: func( );\n    b: func( );\n\ninterface  j {}\n';
    check(open, open.replace('a: func( )', 'a: func()').replace('e  j', 'e j'));
  });

  it('keep an unterminated comment as it is', () => {
    const text = 'world w {\n}\n  /* a\n   b ';
    check(text, 'world w {\n}\n  /* a\n   b ');
  });

  it('format names with the wrong case', () =>
    check('interface i {\n  fooBar:func( );\n}\n', 'interface i {\n  fooBar: func();\n}\n'));
});
