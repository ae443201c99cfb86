import { expect, it } from 'vitest';
import {
  githubProperty,
  githubText,
  jsonText,
  markdownBlock,
  markdownClosed,
  markdownCode,
  markdownLink,
  markdownMessage,
  markdownText,
  markdownToPlain,
  mermaidText,
  sarifText,
  visible,
  visibleText,
  xmlText,
} from './escape.ts';

it('Markdown as plain text keeps what is said, and code as it is', () => {
  const code = 'record r {\n  // **not** [a](link)\n  x: u8,\n}';
  const markdown = [
    markdownBlock('wit', code),
    '---',
    `**Policy**: ${markdownText('a*b [c] #1')}, see ${markdownLink('a.wit:4', 'file:///a.wit#L4')}  `,
    `# ${markdownCode('x')}`,
  ].join('\n\n');
  expect(markdownToPlain(markdown)).toBe(`${code}\n\nPolicy: a*b [c] #1, see a.wit:4\n\n# \`x\``);
});

it('a fence inside of a longer one is code', () => {
  expect(markdownToPlain('````wit\n```\na\\*\n````\nb\\*')).toBe('```\na\\*\nb*');
});

it('takes as long as the text is, whatever brackets it opens', () => {
  for (const part of ['[', '[a](', '**a', 'a`', '\\']) {
    const text = part.repeat(200_000);
    expect(markdownToPlain(text).length).toBeGreaterThan(0);
  }
});

it.each([
  ['a', '`a`'],
  ['', ''],
  ['a`b', '``a`b``'],
  ['a``b', '```a``b```'],
  ['`a', '`` `a ``'],
  ['a`', '`` a` ``'],
  [' a', '`  a `'],
  ['a|b', '`a\\u{7c}b`'],
  ['a\n b', '`a b`'],
  ['a\u202eb', '`a\\u{202e}b`'],
])('code in a line of Markdown: %j is %j', (text, markdown) => {
  expect(markdownCode(text)).toBe(markdown);
});

it.each([
  ['x', '```wit\nx\n```'],
  ['```', '````wit\n```\n````'],
  ['a ````` b', '``````wit\na ````` b\n``````'],
  ['a\tb\u0007', '```wit\na\tb\\u{7}\n```'],
])('a block of code: %j is %j', (text, markdown) => {
  expect(markdownBlock('wit', text)).toBe(markdown);
});

it.each([
  ['# a', '\\# a'],
  ['1. a', '1\\. a'],
  ['12) a', '12\\) a'],
  ['- a', '\\- a'],
  ['+ a', '\\+ a'],
  ['> a', '\\> a'],
  ['=', '\\='],
  ['a - b', 'a - b'],
  ['-a', '-a'],
  ['*a* _b_ [c] <d> &e ~f~ $g `h` \\i', '\\*a\\* \\_b\\_ \\[c\\] \\<d> \\&e \\~f\\~ \\$g \\`h\\` \\\\i'],
  ['a|b', 'a&#124;b'],
  ['a \r\n  b', 'a b'],
])('text in Markdown: %j is %j', (text, markdown) => {
  expect(markdownText(text)).toBe(markdown);
});

it('each medium takes a name as text', () => {
  const bell = '\u0007';
  expect(visible(`a${bell}\u2028\ud800b\n`)).toBe('a\\u{7}\\u{2028}\\u{d800}b\\u{a}');
  expect(visibleText(`\u001b[1ma\u001b[K${bell}\tb\r\n\u001b]8`)).toBe('\u001b[1ma\u001b[K\\u{7}\tb\r\n\\u{1b}]8');
  expect(githubText(`50%\r\n${bell}`)).toBe('50%25%0D%0A\\u{7}');
  expect(githubProperty('a:b,c%')).toBe('a%3Ab%2Cc%25');
  expect(jsonText({ a: '\u202e\u007f\u2028' })).toBe('{"a":"\\u202e\\u007f\\u2028"}');
  expect(jsonText(['\u{e0001}'])).toBe('["\\udb40\\udc01"]');
  expect(jsonText({ a: 1 }, 2)).toBe('{\n  "a": 1\n}');
  expect(sarifText('{0} {x} [a](b) [c]\n')).toBe('{{0}} {x} \\[a\\](b) [c]\n');
  expect(xmlText('<a b="c">&\r\n\t\uffff')).toBe('&lt;a b=&quot;c&quot;&gt;&amp;&#13;&#10;\t\ufffd');
  expect(mermaidText('a"b#<>&`\\')).toBe('a#34;b#35;#60;#62;#38;#96;#92;');
  expect(markdownLink('x', 'a b(c)|`')).toBe('[x](a%20b%28c%29%7c%60)');
  expect(markdownMessage('the `a*b` of *c*, `d`')).toBe('the `a*b` of \\*c\\*, `d`');
});

it('ends a block of code that documentation leaves open, with its own fence', () => {
  expect(markdownClosed('a')).toBe('a');
  expect(markdownClosed('```\na\n```')).toBe('```\na\n```');
  expect(markdownClosed('```\na')).toBe('```\na\n```');
  expect(markdownClosed('~~~~x\na\n~~~\n```')).toBe('~~~~x\na\n~~~\n```\n~~~~');
  expect(markdownClosed('```\na\n```\n```b\nc')).toBe('```\na\n```\n```b\nc\n```');
});
