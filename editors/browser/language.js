// WIT for CodeMirror: colours word by word, comments, and what a word is (`my-name` is one).

import { StreamLanguage } from '@codemirror/language';
import { KEYWORDS, TYPES } from './words.js';

const kinds = new Map([
  ...KEYWORDS.split(' ').map((it) => [it, 'keyword']),
  ...TYPES.split(' ').map((it) => [it, 'typeName']),
]);

function token(stream, state) {
  if (state.depth > 0 || stream.match('/*', false)) return comment(stream, state);
  if (stream.match('//')) {
    stream.skipToEnd();
    return 'lineComment';
  }
  if (stream.match(/^"[^"]*"?/)) return 'string';
  if (stream.match(/^@(?:\d[\w.+-]*\w|[a-z][\w-]*)/)) return 'meta';
  const name = stream.match(/^%?[A-Za-z][\w-]*/);
  if (name !== null && name !== true) return kinds.get(name[0]) ?? 'variableName';
  stream.next();
  return null;
}

/** Block comments contain others. */
function comment(stream, state) {
  while (!stream.eol()) {
    if (stream.match('/*')) state.depth += 1;
    else if (!stream.match('*/')) stream.next();
    else {
      state.depth -= 1;
      if (state.depth === 0) break;
    }
  }
  return 'blockComment';
}

export const wit = StreamLanguage.define({
  name: 'wit',
  startState: () => ({ depth: 0 }),
  copyState: (state) => ({ ...state }),
  token,
  languageData: {
    commentTokens: { line: '//', block: { open: '/*', close: '*/' } },
    closeBrackets: { brackets: ['(', '{', '<', '"'] },
    wordChars: '-%',
  },
});
