// One string object per distinct word. A slice of a JavaScript string keeps the whole string alive; a word kept for long
// must not keep every version of its file.

/** Words of a generation. Those that nobody met during a whole generation are let go. */
const LIMIT = 10_000;

let young = new Map<string, string>();
let old = new Map<string, string>();

export function intern(word: string): string {
  const known = young.get(word);
  if (known !== undefined) return known;
  // Joining characters makes a string of its own, where `slice` would share the file's.
  const own = old.get(word) ?? (word.length < 13 ? word : Array.from(word).join(''));
  if (young.size >= LIMIT) {
    old = young;
    young = new Map();
  }
  young.set(own, own);
  return own;
}
