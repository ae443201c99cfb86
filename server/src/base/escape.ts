// Names and texts of a workspace on their way to a reader: one function for each medium. Whatever they hold, they stay text:
// they steer no terminal, write no line, markup, link or command of their own, and hide nothing.

/** Control characters, format characters (bidirectional ones among them), line separators, lone surrogates. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

function named(char: string): string {
  return `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`;
}

/** Terminals and comments: a name inside of a line. What would steer, or cannot be seen, is named: `\u{202e}`. */
export function visible(text: string): string {
  return text.replace(HIDDEN, named);
}

/** Line breaks and tabs, the colours that we set ourselves, and what clears the line of the progress. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
const KEPT = /\u001b\[[0-9;]*[mK]|\r(?=\u001b\[K|\n)|[\n\t]/gu;

/** Terminals: a whole output. */
export function visibleText(text: string): string {
  return keeping(KEPT, text);
}

function keeping(kept: RegExp, text: string): string {
  let result = '';
  let at = 0;
  for (const match of text.matchAll(kept)) {
    result += visible(text.slice(at, match.index)) + match[0];
    at = match.index + match[0].length;
  }
  return result + visible(text.slice(at));
}

/** The message of a command in GitHub's workflow log. */
export function githubText(text: string): string {
  return visible(text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A'));
}

/** The value of a property of such a command. */
export function githubProperty(text: string): string {
  return githubText(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** JSON that can be printed: the same value, and nothing in it is hidden. */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replace(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu, (char) =>
    Array.from({ length: char.length }, (_, at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''),
  );
}

/**
 * The text of a message in SARIF, which has placeholders (`{0}`, section 3.11.5) and links (`[text](target)`, 3.11.6) of
 * its own.
 */
export function sarifText(text: string): string {
  return keeping(/\n/g, text.replace(/\{(\d+)\}/g, '{{$1}}').replace(/[[\]](?=[^[]*\]\(|\()/g, '\\$&'));
}

/** XML 1.0, in elements and in attributes. */
export function xmlText(text: string): string {
  return keeping(/[\t\n\r]/g, text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;')
    .replaceAll('\n', '&#10;')
    .replace(/[\ufffe\uffff]/g, '\ufffd');
}

/** A label of a Mermaid chart between double quotes, as text: neither HTML nor Markdown. */
export function mermaidText(text: string): string {
  return visible(text).replace(/[#"<>&`\\]/g, (it) => `#${it.charCodeAt(0)};`);
}

/** Markdown: text inside of a line, a table or a list. */
export function markdownText(text: string): string {
  return visible(text.replace(/\s*[\r\n]\s*/g, ' '))
    .replace(/[\\`*_[\]<&~$]/g, '\\$&')
    .replaceAll('|', '&#124;')
    .replace(/^(\s*\d*)([#+=.)>-])(?=[\s#=>-]|$)/, '$1\\$2');
}

/** Markdown: a message, whose names stand between backquotes. */
export function markdownMessage(text: string): string {
  return text
    .split(/`([^`]*)`/)
    .map((part, index) => (index % 2 === 1 ? markdownCode(part) : markdownText(part)))
    .join('');
}

/** Markdown: code inside of a line. A `|` would end the cell of a table there, so that it is named. */
export function markdownCode(text: string): string {
  if (text === '') return '';
  const shown = visible(text.replace(/\s*[\r\n]\s*/g, ' ')).replaceAll('|', named);
  const fence = '`'.repeat(longestRun(shown) + 1);
  const space = /^[` ]|[` ]$/.test(shown) ? ' ' : '';
  return `${fence}${space}${shown}${space}${fence}`;
}

/** Markdown: a block of code. */
export function markdownBlock(language: string, text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${keeping(/[\t\n\r]/g, text)}\n${fence}`;
}

/** Markdown: a link. `shown` is Markdown already. */
export function markdownLink(shown: string, address: string): string {
  return `[${shown}](${address.replace(/[\s<>()\\|`]/g, (it) => `%${it.charCodeAt(0).toString(16).padStart(2, '0')}`)})`;
}

/** Markdown that others wrote, such as documentation: a block of code that it leaves open ends with it. */
export function markdownClosed(markdown: string): string {
  let open = '';
  for (const [, fence = '', rest = ''] of markdown.matchAll(/^ {0,3}(`{3,}|~{3,})(.*)$/gm)) {
    if (open === '') open = fence;
    else if (fence.startsWith(open) && rest.trim() === '') open = '';
  }
  return open === '' ? markdown : `${markdown}\n${open}`;
}

/** The same without its marks, for a reader that shows no Markdown: code as it is, links and emphasis as their words. */
export function markdownToPlain(markdown: string): string {
  let fence = '';
  const lines: string[] = [];
  for (const line of markdown.split('\n')) {
    const [, marks = '', rest = ''] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (marks !== '' && fence === '') fence = marks;
    else if (marks.startsWith(fence) && marks !== '' && rest.trim() === '') fence = '';
    else if (fence !== '') lines.push(line);
    else lines.push(line.trim() === '---' ? '' : plainLine(line));
  }
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function plainLine(line: string): string {
  return line
    .trimEnd()
    .replace(/\[([^[\]]*)\]\([^()]*\)/g, '$1')
    .replace(/\*\*([^*]+)\*\*/g, '$1')
    .replace(/\\([\\`*_[\]<&~$#+=.)>-])/g, '$1')
    .replaceAll('&#124;', '|');
}

function longestRun(text: string): number {
  return text.match(/`+/g)?.reduce((longest, run) => Math.max(longest, run.length), 0) ?? 0;
}
