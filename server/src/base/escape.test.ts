import { expect, it } from 'vitest';
import { markdownBlock, markdownCode, markdownLink, markdownText, markdownToPlain } from './escape.ts';

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
