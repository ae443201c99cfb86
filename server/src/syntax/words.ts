// The rules of single words: identifiers in kebab case, versions, integers, strings.

import { KEYWORDS } from './lexer.ts';

/** A fault inside a word: where (offset in the word), what, and its code's last part. */
export interface WordFault {
  readonly at: number;
  readonly length: number;
  readonly message: string;
}

const VALID = /^(?:[a-z][a-z0-9]*|[A-Z][A-Z0-9]*)(?:-(?:[a-z0-9]+|[A-Z0-9]+))*$/;

/** Checks an identifier (without its `%`) against the reference's `validate_id`. */
export function identifierFault(word: string): WordFault | undefined {
  if (VALID.test(word)) return undefined;
  if (word === '') return { at: 0, length: 0, message: 'an identifier cannot be empty' };
  let at = 0;
  for (const part of word.split('-')) {
    if (part === '') {
      return {
        at,
        length: 1,
        message: `identifiers need characters on both sides of every \`-\`; \`${word}\` has none`,
      };
    }
    const fault = partFault(part, at === 0);
    if (fault !== undefined)
      return {
        at: at + fault.at,
        length: fault.length,
        message: fault.message,
      };
    at += part.length + 1;
  }
  return undefined;
}

function partFault(part: string, first: boolean): WordFault | undefined {
  let lower = false;
  let upper = false;
  let at = 0;
  for (const char of part) {
    const isLower = char >= 'a' && char <= 'z';
    const isUpper = char >= 'A' && char <= 'Z';
    const isDigit = char >= '0' && char <= '9';
    if (first && at === 0 && isDigit) return { at, length: 1, message: 'an identifier must start with a letter' };
    if (!isLower && !isUpper && !isDigit) {
      return {
        at,
        length: char.length,
        message: `\`${char}\` is not allowed in an identifier: names are kebab-case, \`like-this\``,
      };
    }
    if ((isLower && upper) || (isUpper && lower)) {
      return {
        at,
        length: 1,
        message: 'each word of an identifier must be all lower case or all upper case',
      };
    }
    lower ||= isLower;
    upper ||= isUpper;
    at += char.length;
  }
  return undefined;
}

/** The nearest valid identifier: `fooBar_baz` becomes `foo-bar-baz`. Undefined when nothing sensible is left. */
export function kebab(word: string): string | undefined {
  const parts = word
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .split(/[^A-Za-z0-9]+/)
    .filter((part) => part !== '')
    .map((part) => (identifierFault(`a${part}`) === undefined && /^[a-z0-9]+$/.test(part) ? part : part.toLowerCase()));
  const result = parts.join('-').replace(/^[0-9-]+/, '');
  return result !== '' && identifierFault(result) === undefined ? result : undefined;
}

/** An identifier as it must be written: keywords get their `%`. */
export function escapeName(name: string): string {
  return KEYWORDS.has(name) ? `%${name}` : name;
}

const IDENTIFIER_CHARS = /^[0-9A-Za-z-]+$/;
const MAX_U64 = 18446744073709551615n;

/** What is wrong with a version, in words; the rules are those of Rust's `semver` crate after the reference's lexing. */
export function versionFault(text: string): string | undefined {
  const core = /^(\d+)\.(\d+)\.(\d+)(?:-([^+]*))?(?:\+(.*))?$/s.exec(text);
  if (core === null) return `\`${text}\` is not a version: it needs three numbers, like \`1.0.0\``;
  for (const [index, part] of ['major', 'minor', 'patch'].entries()) {
    const digits = core[index + 1] ?? '';
    if (digits.length > 1 && digits.startsWith('0')) return `the ${part} version number has a leading zero`;
    if (BigInt(digits) > MAX_U64) return `the ${part} version number is too large`;
  }
  // The reference takes `1.0.0-` as `1.0.0`, but not `1.0.0-+build`.
  if (core[4] === '' && (core[5] ?? '') !== '') return 'the pre-release of the version is empty';
  return tailFault(core[4], 'pre-release', true) ?? tailFault(core[5], 'build metadata', false);
}

function tailFault(tail: string | undefined, what: string, zeroes: boolean): string | undefined {
  // The reference takes `1.0.0-` and `1.0.0+` as `1.0.0`.
  if (tail === undefined || tail === '') return undefined;
  for (const segment of tail.split('.')) {
    if (segment === '') return `the ${what} of the version has an empty part`;
    if (!IDENTIFIER_CHARS.test(segment))
      return `the ${what} of the version has a character that is not a letter, digit or \`-\``;
    if (zeroes && /^0\d+$/.test(segment)) return `the ${what} of the version has a number with a leading zero`;
    // The reference lexes a version as numbers, dashes and words, and a keyword is not a word.
    const word = segment.replace(/^[0-9-]+/, '');
    if (KEYWORDS.has(word)) return `the ${what} of the version cannot contain the reserved word \`${word}\``;
  }
  return undefined;
}

/** A canonical spelling of a valid version: without an empty `-` or `+`. */
export function canonicalVersion(text: string): string {
  return text.replace(/\+$/, '').replace(/^([0-9.]+)-(?=\+|$)/, '$1');
}

/** Decodes the inside of a string literal; `fault` is relative to the literal's opening quote. */
export function decodeString(literal: string): {
  readonly text: string;
  readonly fault?: WordFault;
} {
  const bytes: number[] = [];
  let at = 1;
  const end = literal.length - 1;
  while (at < end) {
    const code = literal.codePointAt(at) ?? 0;
    const char = String.fromCodePoint(code);
    if (char !== '\\') {
      if (code < 0x20 || code === 0x7f)
        return {
          text: '',
          fault: {
            at,
            length: 1,
            message: 'a string cannot hold control characters; write an escape',
          },
        };
      pushUtf8(bytes, code);
      at += char.length;
      continue;
    }
    const escaped = escapeAt(literal, at, end);
    if (typeof escaped === 'string') return { text: '', fault: { at, length: 2, message: escaped } };
    if (escaped.byte) bytes.push(escaped.code);
    else pushUtf8(bytes, escaped.code);
    at = escaped.next;
  }
  const text = decodeUtf8(bytes);
  if (text === undefined)
    return {
      text: '',
      fault: {
        at: 0,
        length: literal.length,
        message: 'the bytes of this string are not valid UTF-8',
      },
    };
  return { text };
}

const SIMPLE = new Map([
  ['"', 34],
  ["'", 39],
  ['\\', 92],
  ['t', 9],
  ['n', 10],
  ['r', 13],
]);

function escapeAt(literal: string, at: number, end: number): { code: number; byte: boolean; next: number } | string {
  const char = literal[at + 1] ?? '';
  const simple = SIMPLE.get(char);
  if (simple !== undefined) return { code: simple, byte: false, next: at + 2 };
  if (char === 'u') {
    const match = /^\{([0-9a-fA-F][0-9a-fA-F_]*)\}/.exec(literal.slice(at + 2, end));
    if (match === null) return 'a Unicode escape is written `\\u{1f600}`';
    const digits = match[1] ?? '';
    if (digits.endsWith('_')) return 'a number cannot end with `_`';
    const code = Number.parseInt(digits.replaceAll('_', ''), 16);
    if (!(code <= 0x10ffff) || (code >= 0xd800 && code <= 0xdfff))
      return `\`\\u{${digits}}\` is not a Unicode character`;
    return { code, byte: false, next: at + 2 + match[0].length };
  }
  const hex = literal.slice(at + 1, Math.min(at + 3, end));
  if (/^[0-9a-fA-F]{2}$/.test(hex)) return { code: Number.parseInt(hex, 16), byte: true, next: at + 3 };
  return `\`\\${char}\` is not an escape; known are \\" \\' \\\\ \\t \\n \\r, two hex digits, and \\u{…}`;
}

function pushUtf8(bytes: number[], code: number): void {
  if (code < 0x80) bytes.push(code);
  else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
  else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
}

function decodeUtf8(bytes: readonly number[]): string | undefined {
  try {
    return decodeURIComponent(bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''));
  } catch {
    return undefined;
  }
}
