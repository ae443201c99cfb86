// Characters that are not allowed in a file, wherever they are: control characters, those that turn the direction of text,
// those that Unicode discourages; and white space that is none.

import { isComment, Lexer } from './lexer.ts';
import type { SyntaxProblem } from './problems.ts';

// The reference refuses these before it looks at anything else, in comments and strings too.
const REFUSED =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to find
  /([\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f])|([\u202a-\u202e\u2066-\u2069])|([\u0149\u0673\u0f77\u0f79\u17a3\u17a4\u17b4\u17b5])/;
// Of its own: a global pattern remembers where it was.
const ALL_REFUSED = new RegExp(REFUSED.source, 'g');

/** Will `characterProblems` report this character? */
export function isRefused(char: string): boolean {
  return REFUSED.test(char);
}

export function characterProblems(text: string): SyntaxProblem[] {
  const problems: SyntaxProblem[] = [];
  for (const match of text.matchAll(ALL_REFUSED)) {
    const start = match.index;
    const code = `U+${match[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
    const span = { start, end: start + 1 };
    const fix = { title: `Remove ${code}`, edits: [{ ...span, text: '' }] };
    if (match[1] !== undefined)
      problems.push({
        code: 'syntax/control-character',
        ...span,
        message: `the control character ${code} is not allowed in WIT`,
        fix,
      });
    else if (match[2] !== undefined)
      problems.push({
        code: 'syntax/bidirectional-character',
        ...span,
        message: `${code} changes the direction of text, so that code reads differently than it is; it is not allowed in WIT`,
        fix,
      });
    else
      problems.push({
        code: 'syntax/discouraged-character',
        ...span,
        message: `Unicode discourages the character ${code}; it is not allowed in WIT`,
        fix,
      });
  }
  return problems;
}

export function isLoose(code: number): boolean {
  return code === 13 || code === 0xfeff;
}

/** `#` in a line that is not all comment, in a text without block comments: Markdown in documentation is full of `#`. */
const SIGN_OUTSIDE_COMMENT = /(?:^|\n)(?![ \t]*\/\/)[^\n]*#/;

/** Comments of other languages, which the readers pass over. */
export function foreignComments(text: string): SyntaxProblem[] {
  const hasSigns = text.includes('#') && (text.includes('/*') || SIGN_OUTSIDE_COMMENT.test(text));
  if (!hasSigns && !/^[ \t]*-- /m.test(text)) return [];
  const problems: SyntaxProblem[] = [];
  const lexer = new Lexer(text);
  for (let token = lexer.next(); token.kind !== 'eof'; token = lexer.next()) {
    if (token.kind !== 'foreign-comment') continue;
    const written = text.slice(token.start, token.end);
    const sign = /^(?:#!?|-)+/.exec(written)?.[0] ?? '';
    const edits = [{ start: token.start, end: token.start + sign.length, text: '//' }];
    const isAttribute = written.startsWith('#[');
    const message = isAttribute
      ? 'attributes begin with `@` in WIT, as in `@since(version = 1.0.0)`'
      : `a comment begins with \`//\` in WIT, not with \`${sign}\``;
    problems.push({
      code: 'syntax/other-language',
      start: token.start,
      end: token.end,
      message,
      fix: { title: isAttribute ? 'Make it a comment' : 'Change to `//`', edits },
    });
  }
  return problems;
}

/** Characters that the grammar passes over as white space and the reference does not: a lone `\r`, an inner byte order mark. */
export function looseCharacters(text: string): SyntaxProblem[] {
  if (!/\r(?!\n)/.test(text) && text.indexOf('\ufeff', 1) === -1) return [];
  const problems: SyntaxProblem[] = [];
  const lexer = new Lexer(text);
  for (let token = lexer.next(); token.kind !== 'eof'; token = lexer.next()) {
    if (isComment(token.kind) || token.kind !== 'unexpected') continue;
    const code = text.charCodeAt(token.start);
    if (!isLoose(code)) continue;
    const name = code === 13 ? 'a carriage return without a line feed' : 'a byte order mark inside the file';
    problems.push({
      code: 'syntax/unexpected-character',
      start: token.start,
      end: token.end,
      message: `${name} is not allowed here`,
    });
  }
  return problems;
}
