// What is said of broken files, and what is left of them. The marks stand under what they are about.

import { describe, expect, it } from 'vitest';
import { expectFindings, readCarets } from '../../../test/support/carets.ts';
import { testParser } from '../../../test/support/parser.ts';
import { applyEdits } from '../base/text.ts';
import type { Decl } from './items.ts';
import type { SyntaxProblem } from './problems.ts';

const parser = await testParser();

function says(marked: string): void {
  expectFindings(marked, (text) => parser.read(text).problems);
}

/** The declarations of a file, as `kind name`, members indented. */
function outline(marked: string): string[] {
  const { text } = readCarets(marked);
  const nameOf = (decl: Decl): string => {
    if (!('name' in decl)) return '';
    return 'text' in decl.name ? decl.name.text : `${decl.name.namespace.text}:${decl.name.name.text}`;
  };
  return parser.read(text).order.map(({ context, chunk: { decl } }) => {
    const indent = context === 'toplevel' ? '' : '  ';
    return `${indent}${decl.kind} ${nameOf(decl)}`.trimEnd();
  });
}

/** The text after every fix of every problem. */
function fixed(text: string): string {
  const edits = parser.read(text).problems.flatMap((it: SyntaxProblem) => it.fix?.edits ?? []);
  return applyEdits(text, edits);
}

describe('a missing semicolon', () => {
  it('is missed at the end of its line, everywhere', () => {
    says(`package a:b
           | syntax/missing-semicolon: expected \`;\` at the end of this statement
use c:d/e
         | syntax/missing-semicolon
interface i {
  use j.{t} // why
           | syntax/missing-semicolon
  type t = list<u8>
                   | syntax/missing-semicolon

  resource r
            | syntax/missing-semicolon
  resource s {
    constructor()
                 | syntax/missing-semicolon
    m: func() -> u8
                   | syntax/missing-semicolon
    n: static func()
                    | syntax/missing-semicolon
  }
  f: func(
    a: u8,
  )
   | syntax/missing-semicolon
}
world w {
  import a:b/c@1.0.0
                    | syntax/missing-semicolon
  export f: async func() -> u8
                              | syntax/missing-semicolon
  include v
           | syntax/missing-semicolon
}`);
  });

  it('is missed between two statements on one line, and before a brace', () => {
    says(`interface i { type t = u8 type u = u8 }
                         | syntax/missing-semicolon
                                     | syntax/missing-semicolon`);
  });

  it('is inserted by its fix', () => {
    expect(fixed('interface i {\n  type t = u8 // one\n  f: func()\n}\n')).toBe(
      'interface i {\n  type t = u8; // one\n  f: func();\n}\n',
    );
  });
});

describe('an unfinished statement', () => {
  it('lacks something at the end of its line, and leaves the next alone', () => {
    const text = `interface i {
  flags
       | syntax/expected: expected the name of a flags type, found the end of the line
  type
      | syntax/expected: expected the name of the type, found the end of the line
  type t
        | syntax/expected: expected \`=\`
  type u =
          | syntax/expected: expected a type
  use
     | syntax/expected: expected the name of an interface
  use j
       | syntax/expected: expected \`.\` and the names to use
  use j.
        | syntax/expected: expected \`{\` and the names to use
  good: func();
  f
  ^ syntax/expected: expected a function, \`use\`, or a type definition
  g:
    | syntax/expected: expected \`func\`
  h: func
         | syntax/expected: expected \`(\` and the parameters
  k: func(a
           | syntax/expected: expected \`:\` and the type of the parameter
  l: func(a:
            | syntax/expected: expected a type
  last: func();
}
interface j {}`;
    says(text);
    expect(outline(text).slice(-3)).toEqual(['  func l', '  func last', 'interface j']);
  });

  it('in a world', () => {
    says(`world w {
  import
        | syntax/expected: expected the name of an interface
  import a:
           | syntax/expected: expected the name of an interface
  import a:b/
             | syntax/expected: expected the name of an interface
  import a:b/c@
               | syntax/expected: expected a version like \`1.0.0\`
  import a:b/c@1.
               ^^ syntax/invalid-version
  export f: func
                | syntax/expected: expected \`(\` and the parameters
  include
         | syntax/expected: expected the name of an interface
  include a with
                | syntax/expected: expected \`{\`
  include a with { b }
                     ^ syntax/expected: expected \`as\` and the new name, found \`}\`
  export g: func();
}`);
  });

  it('at the end of the file', () => {
    says(
      'package a:b;\ninterface\n         | syntax/expected: expected the name of an interface, found the end of the file',
    );
    says('package a:\n          | syntax/expected: expected the name of the package, found the end of the file');
  });

  it('of a record loses its own members only', () => {
    const text = `interface i {
  record r { a:
           ^ syntax/unclosed-delimiter: this \`{\` is never closed: \`}\` is missing
               | syntax/expected: expected a type
}
interface j {
  type t = u8;
}`;
    says(text);
    expect(outline(text)).toEqual(['interface i', '  record r', 'interface j', '  type t']);
  });
});

describe('brackets', () => {
  it('that are never closed are named where they open', () => {
    says(`interface i {
  record r {
           ^ syntax/unclosed-delimiter
    a: u8,
  type t = u8;
  f: func(a: u8;
         ^ syntax/unclosed-delimiter: this \`(\` is never closed: \`)\` is missing
  type l = list<list<u8>
           ^^^^ syntax/unclosed-delimiter
  type m = u8;
}
interface j {
            ^ syntax/unclosed-delimiter
  f: func();`);
  });

  it('are matched by how the file is indented', () => {
    const text = `package a:b {
  interface i {
              ^ syntax/unclosed-delimiter
    resource r {
      m: func();
    }
}
interface j {
  variant v {
            ^ syntax/unclosed-delimiter
    a,
    b
}
world w {}`;
    says(text);
    expect(outline(text)).toEqual([
      'nested-package a:b',
      'interface i',
      '  resource r',
      'interface j',
      '  variant v',
      'world w',
    ]);
  });

  it('are taken as they are where none is missing, whatever the indentation', () => {
    says(
      'interface i {\n      record r {\n  a: u8,\n}\n    f: func()\n             | syntax/missing-semicolon\n}\ninterface j {}',
    );
  });

  it('that close nothing are reported alone', () => {
    says('interface i {}\n}\n^ syntax/unmatched-delimiter: `}` without a `{` before it\ninterface j {}');
  });

  it('an interface without its brace keeps its members', () => {
    const text = `interface i
           | syntax/expected: expected \`{\`, found the end of the line
  f: func();
}
interface j {}`;
    says(text);
    expect(outline(text)).toEqual(['interface i', '  func f', 'interface j']);
  });

  it('is not offered before a word that is one too many', () => {
    expect(fixed('world w w { }\n')).toBe('world w w { }\n');
    expect(fixed('world w\n  import a;\n}\n')).toBe('world w {\n  import a;\n}\n');
  });

  it('a container inside another', () => {
    const text = `world w {
  interface i {
  ^^^^^^^^^ syntax/nested-declaration: an interface is not allowed inside a world; declare it at the top level
    f: func();
  }
  import x;
}`;
    says(text);
    expect(outline(text)).toEqual(['world w', '  bad', '  import']);
  });
});

describe('lists', () => {
  it('lack a comma, or have one too many', () => {
    says(`interface i {
  record r {
    a: u8
         | syntax/expected: expected \`,\` or \`}\`, found \`b\`
    b: u8,
  }
  enum e { a; b }
            ^ syntax/expected: expected \`,\`, found \`;\`
  flags f { a,, b }
              ^ syntax/expected: expected a name, found \`,\`
  g: func(a: u8 b: u8);
               | syntax/expected: expected \`,\` or \`)\`
}`);
    expect(fixed('interface i { enum e { a b; c } g: func(a: u8 b: u8); }')).toBe(
      'interface i { enum e { a, b, c } g: func(a: u8, b: u8); }',
    );
  });

  it('of parameters and fields want `name: type`', () => {
    says(`interface i {
  f: func(a u8, list<u8>, b: );
           | syntax/expected: expected \`:\` between the name and the type of the parameter
                ^^^^ syntax/expected: expected the name of a parameter, found the type \`list\`
                             ^ syntax/expected: expected a type, found \`)\`
  record r { a u8, b }
              | syntax/expected: expected \`:\` between the name and the type of the field
                     ^ syntax/expected: expected \`:\` and the type of the field
}`);
  });

  it('of cases carry values in variants only', () => {
    says(`interface i {
  enum e { a(u8), b }
            ^^^^ syntax/other-language: a case of an \`enum\` cannot carry a value; use a \`variant\`
}`);
  });
});

describe('types', () => {
  it('want their arguments', () => {
    says(`interface i {
  type a = list;
               ^ syntax/expected: expected \`<\` after \`list\`, found \`;\`
  type b = list<>;
                ^ syntax/expected: expected a type, found \`>\`
  type c = list<u8;
                  ^ syntax/expected: expected \`>\`, found \`;\`
  type d = list<u8, x>;
                    ^ syntax/expected: expected a length (a number of elements), found \`x\`
  type e = result<_>;
           ^^^^^^^^^ syntax/other-language: what has no value is left out: \`result\`
  type f = map<u8>;
                 ^ syntax/expected: expected \`,\` and the type of the values
  type g = own<u8>;
               ^^ syntax/expected: expected the name of a resource
  type h = thing<u8>;
                ^ syntax/expected: \`thing\` takes no type arguments
}`);
  });

  it('are not those of other languages', () => {
    says(`interface i {
  type a = [u8];
           ^^^^ syntax/other-language: a list is written \`list<u8>\`
  type b = &u8;
           ^ syntax/other-language: WIT has no references
  type c = u8 | u16;
              ^ syntax/unexpected-character
  type d = (u8, u8);
           ^^^^^^^^ syntax/other-language: a tuple is written \`tuple<u8, u8>\`
}`);
  });
});

describe('functions of other languages', () => {
  it('are recognised', () => {
    const text = `interface i {
  a: fn(x: u8) -> u8;
     ^^ syntax/expected: expected \`func\`, found \`fn\`
  b: (x: u8);
     ^ syntax/expected: expected \`func\`, found \`(\`
  c: func() => u8;
            ^^ syntax/expected: expected \`->\` before the result, found \`=>\`
  d: func(): u8;
           ^ syntax/expected: expected \`->\` before the result
  e: async(x: u8);
          ^ syntax/expected: expected \`func\` after \`async\`
}`;
    says(text);
    expect(fixed(readCarets(text).text)).toBe(`interface i {
  a: func(x: u8) -> u8;
  b: func(x: u8);
  c: func() -> u8;
  d: func() -> u8;
  e: async func(x: u8);
}`);
  });
});

describe('old syntax', () => {
  it('is named, and turned into new', () => {
    const text = `default world w {
^^^^^^^ syntax/old-default-world
  import f: func() -> (a: u8, b: list<u8>);
                      ^^^^^^^^^^^^^^^^^^^^ syntax/old-named-results
  import g: func() -> ();
                      ^^ syntax/old-named-results: a function without a result has no \`->\`
  import h: func() -> expected<unit, u8>;
                      ^^^^^^^^ syntax/old-expected
  import k: self.types;
            ^^^^^^^^^^ syntax/old-path
}
interface i {
  use pkg.types.{a, b as c};
      ^^^^^^^^^ syntax/old-path
  use { a, b as c } from x:y/types;
      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ syntax/old-use
  union u { u8, thing }
  ^^^^^ syntax/old-union
  resource r { static f: func(); }
               ^^^^^^ syntax/old-static
}`;
    says(text);
    expect(fixed(readCarets(text).text)).toBe(`world w {
  import f: func() -> tuple<u8, list<u8>>;
  import g: func();
  import h: func() -> result<_, u8>;
  import k: types;
}
interface i {
  use types.{a, b as c};
  use x:y/types.{a, b as c};
  variant u { case1(u8), case2(thing) }
  resource r { f: static func(); }
}`);
  });

  it('still means what it meant', () => {
    expect(
      outline('default world w { import a: func() -> (x: u8) }\ninterface i { resource r { static f: func(); } }'),
    ).toEqual(['world w', '  import', 'interface i', '  resource r']);
  });

  it('is not seen in names that are valid today', () => {
    says('interface default { type expected = u8; type %union = u8; f: func(a: expected); }');
  });
});

describe('words', () => {
  it('are kebab case, and not reserved', () => {
    says(`package a:B_c;
          ^^^ syntax/invalid-identifier: invalid identifier \`B_c\`
interface Foo {
          ^^^ syntax/invalid-identifier
  type 1st = u8;
       ^^^ syntax/invalid-identifier: invalid identifier \`1st\`: an identifier must start with a letter
  type list = u8;
       ^^^^ syntax/reserved-word: \`list\` is a reserved word; as a name it is written \`%list\`
  from: func(type: u8);
  ^^^^ syntax/reserved-word
             ^^^^ syntax/reserved-word
}`);
    expect(fixed('interface fooBar_baz { type list = u8; type 1st = u8; }')).toBe(
      'interface foo-bar-baz { type %list = u8; type st = u8; }',
    );
  });

  it('versions have three numbers', () => {
    says(`package a:b@1.2 {}
            ^^^ syntax/invalid-version: invalid version: \`1.2\` needs three numbers, like \`1.0.0\`
package a:c@01.0.0 {}
            ^^^^^^ syntax/invalid-version: invalid version: the major version number has a leading zero
package a:d@x {}
            ^ syntax/expected: expected a version like \`1.0.0\`, found \`x\``);
  });
});

it('characters that are refused are reported once each, wherever they stand', () => {
  says('\u0001interface i {}\n^ syntax/control-character\n// \u202e\n   ^ syntax/bidirectional-character');
  says(
    'interface i { \u0001\u0001 }\n              ^ syntax/control-character\n               ^ syntax/control-character',
  );
  says('interface i { \r }\n              ^ syntax/unexpected-character: a carriage return without a line feed');
});

describe('attributes', () => {
  it('want all their parts', () => {
    says(`@
 | syntax/expected: expected the name of an attribute
interface a {}
@since
      | syntax/expected: expected \`(\`
interface b {}
@since(version = 1.0.0
                      | syntax/expected: expected \`)\`
interface c {}
@since(1.0.0)
       ^ syntax/expected: expected \`version = …\`, found the number \`1\`
interface d {}
@unstable(version = 1.0.0)
          ^^^^^^^ syntax/attribute-argument
interface e {}
@later(version = 1.0.0)
 ^^^^^ syntax/unknown-attribute
interface f {}
interface g {
  @since(version = 1.0.0)
                         | syntax/expected: expected a function
}
@since(version = 1.0.0)
                       | syntax/expected: expected \`package\`, \`use\`, \`interface\` or \`world\`, found the end of the file`);
  });
});

describe('the top level', () => {
  it('takes packages, uses, interfaces and worlds, and says what else it found', () => {
    const text = `;
^ syntax/expected: no \`;\` stands here
type t = u8;
^^^^ syntax/expected: the reserved word \`type\` is not allowed at the top level
f: func();
^ syntax/expected: \`f\` is not allowed at the top level
interfaces i {
^^^^^^^^^^ syntax/expected: expected \`package\`, \`use\`, \`interface\` or \`world\`, found \`interfaces\`
  f: func();
}
#
^ syntax/other-language
world w {}`;
    says(text);
    expect(outline(text).at(-1)).toBe('world w');
  });

  it('ends in a comment that is not closed', () => {
    says(
      'interface i {}\n/* and so\n^^ syntax/unterminated-comment: this comment is not closed: `*/` is missing\nworld w {}',
    );
  });
});
