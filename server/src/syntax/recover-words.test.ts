// What is reported about words, characters, attributes and the top level of broken files.

import { describe, expect, it } from 'vitest';
import { fixed, outline, says } from '../../../test/support/broken.ts';

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
