// One string object per distinct word. A slice of a JavaScript string keeps the whole string alive; a word kept for long
// must not keep every version of its file.

const words = new Map<string, string>();
const LIMIT = 200_000;

export function intern(word: string): string {
  const known = words.get(word);
  if (known !== undefined) return known;
  // Joining characters makes a string of its own, where `slice` would share the file's.
  const own = word.length < 13 ? word : Array.from(word).join('');
  if (words.size >= LIMIT) words.clear();
  words.set(own, own);
  return own;
}
