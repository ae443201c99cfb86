// The options of the style, and their defaults.

export interface FormatOptions {
  /** Columns after which a signature or a list of names takes one line for each. */
  readonly width: number;
  /** Columns of one level of indentation, and of a tab. */
  readonly tabSize: number;
  readonly insertSpaces: boolean;
  /** No empty line at the end, not even the one that the reference's printer leaves after an interface. */
  readonly trimFinalNewlines: boolean;
  /** For line ends outside of comments; without it, what most lines of the file end with. */
  readonly newline?: '\n' | '\r\n';
}

export const DEFAULT_FORMAT: FormatOptions = {
  width: 100,
  tabSize: 2,
  insertSpaces: true,
  trimFinalNewlines: false,
};

/** Wider indentation is a mistake, or malice. */
export const MOST_COLUMNS = 16;

/** What stands before a line that is `depth` levels deep. */
export function indentation(depth: number, { insertSpaces, tabSize }: FormatOptions): string {
  // Clients send what they like.
  const columns = Math.min(Math.max(tabSize, 0), MOST_COLUMNS);
  return insertSpaces ? ' '.repeat(depth * columns) : '\t'.repeat(depth);
}

/** The line end that most lines of a text have. */
export function newlineOf(text: string): '\n' | '\r\n' {
  if (!text.includes('\r\n')) return '\n';
  let windows = 0;
  let unix = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
    if (text.charCodeAt(at - 1) === 13) windows++;
    else unix++;
  }
  return windows >= unix ? '\r\n' : '\n';
}
