// The patterns of one `.gitignore`, `.ignore` or `info/exclude`. The pattern language is that of the `ignore` package.

import ignore from 'ignore';

/** What one file of patterns says of a path: nothing, for most. */
export type IgnoreVerdict = 'ignored' | 'kept' | undefined;

export interface IgnoreRules {
  /** For a path in a directory that is not ignored. `path` is relative to the directory of the rules, with `/` between names and no `/` at its end. */
  verdict(path: string, isDirectory: boolean): IgnoreVerdict;
}

/**
 * Patterns come from the repository, which is not trusted, and each becomes a regular expression:
 * one with many stars could take minutes for a single name. Such a pattern is not written by hand, so it is left out.
 */
const MAX_PATTERN = 512;
const MAX_STARS = 6;

/** Undefined when the text has no pattern in it. */
export function readIgnoreRules(text: string, ignoreCase: boolean): IgnoreRules | undefined {
  const patterns = text.split(/\r?\n/).filter(isPattern);
  if (patterns.length === 0) return undefined;
  const matcher = ignore({ ignorecase: ignoreCase }).add(patterns);
  return {
    verdict(path, isDirectory) {
      const { ignored, unignored } = matcher.test(isDirectory ? `${path}/` : path);
      // The package also answers for the directories above. Those were kept by stronger rules, otherwise this is not called.
      const above = path.slice(0, path.lastIndexOf('/') + 1);
      if (ignored && above !== '' && matcher.test(above).ignored) return undefined;
      return ignored ? 'ignored' : unignored ? 'kept' : undefined;
    },
  };
}

function isPattern(line: string): boolean {
  if (line.trim() === '' || line.startsWith('#') || line.length > MAX_PATTERN) return false;
  return line.split(/\*+/).length - 1 <= MAX_STARS;
}
