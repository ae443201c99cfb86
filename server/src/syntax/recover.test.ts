// What is reported in broken files, and what is left of them. The marks are under what they are about.

import { describe, expect, it } from 'vitest';
import { fixed, outline, says } from '../../../test/support/broken.ts';
import { readCarets } from '../../../test/support/carets.ts';

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
