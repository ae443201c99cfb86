// Names and texts of a workspace on their way to a terminal: what would steer it, or cannot be seen, is named instead.

const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

function named(char: string): string {
  return `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`;
}

/** A name inside of a line; line breaks in it are named, too. */
export function visible(text: string): string {
  return text.replace(HIDDEN, named);
}

/** Line breaks and tabs, the colours that we set ourselves, and what clears the line of the progress. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
const KEPT = /\u001b\[[0-9;]*[mK]|\r(?=\u001b\[K|\n)|[\n\t]/gu;

/** A whole output. */
export function visibleText(text: string): string {
  let result = '';
  let at = 0;
  for (const match of text.matchAll(KEPT)) {
    result += visible(text.slice(at, match.index)) + match[0];
    at = match.index + match[0].length;
  }
  return result + visible(text.slice(at));
}
