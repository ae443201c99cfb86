// The file name patterns of `.editorconfig`: `*`, `**`, `?`, `[a-z]`, `[!a]`, `{a,b}`, `{1..9}`, and `\` before what is meant
// as it stands. Matched without backtracking, because patterns of an untrusted file must not take our time.

type Part =
  | { readonly kind: 'text'; readonly text: string }
  /** Any number of characters; with `slashes`, of directories too. */
  | { readonly kind: 'any'; readonly slashes: boolean }
  | { readonly kind: 'one' }
  | { readonly kind: 'class'; readonly negated: boolean; readonly ranges: readonly (readonly [string, string])[] }
  | { readonly kind: 'number'; readonly from: number; readonly to: number }
  | { readonly kind: 'either'; readonly ways: readonly (readonly Part[])[] };

export type Glob = readonly Part[];

/** The spec's own limit is 1024 characters. */
const LONGEST = 1024;

/** A pattern as it stands between the brackets of a section. With a slash it is about the path, without one about the name. */
export function parseGlob(pattern: string): Glob | undefined {
  if (pattern.length > LONGEST) return undefined;
  const slash = pattern.indexOf('/');
  const anchored = slash === 0 ? pattern.slice(1) : slash === -1 ? `**/${pattern}` : pattern;
  return new GlobReader(anchored).read();
}

/** Does the whole path match? Relative to the pattern's directory, with `/` between names. */
export function matchesGlob(glob: Glob, path: string): boolean {
  return ends(glob, path, new Set([0])).has(path.length);
}

class GlobReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Up to one of the characters that end an alternative, or to the end. */
  read(until = ''): Part[] {
    const parts: Part[] = [];
    while (this.#at < this.#text.length && !until.includes(this.#text.charAt(this.#at))) parts.push(this.#part());
    return parts;
  }

  #part(): Part {
    const char = this.#text.charAt(this.#at++);
    switch (char) {
      case '\\':
        return { kind: 'text', text: this.#text.charAt(this.#at++) };
      case '?':
        return { kind: 'one' };
      case '*':
        return this.#star();
      case '[':
        return this.#class() ?? { kind: 'text', text: char };
      case '{':
        return this.#braces() ?? { kind: 'text', text: char };
      default:
        return { kind: 'text', text: char };
    }
  }

  #star(): Part {
    if (this.#text.charAt(this.#at) !== '*') return { kind: 'any', slashes: false };
    const starts = this.#at === 1 || this.#text.charAt(this.#at - 2) === '/';
    this.#at++;
    const any: Part = { kind: 'any', slashes: true };
    if (!starts || this.#text.charAt(this.#at) !== '/') return any;
    // `**/` is no directory, too.
    this.#at++;
    return { kind: 'either', ways: [[], [any, { kind: 'text', text: '/' }]] };
  }

  #class(): Part | undefined {
    const close = this.#text.indexOf(']', this.#at + 1);
    if (close === -1 || this.#text.slice(this.#at, close).includes('/')) return undefined;
    const body = this.#text.slice(this.#at, close);
    this.#at = close + 1;
    const negated = body.startsWith('!');
    const ranges = [...body.slice(negated ? 1 : 0).matchAll(/(.)-(.)|\\?(.)/gsu)].map(
      ([, from, to, single]) => [from ?? single ?? '', to ?? single ?? ''] as const,
    );
    return { kind: 'class', negated, ranges };
  }

  #braces(): Part | undefined {
    const range = /^(-?\d{1,9})\.\.(-?\d{1,9})\}/.exec(this.#text.slice(this.#at, this.#at + 24));
    if (range !== null) {
      this.#at += range[0].length;
      const [a, b] = [Number(range[1]), Number(range[2])];
      return { kind: 'number', from: Math.min(a, b), to: Math.max(a, b) };
    }
    if (!this.#isList()) return undefined;
    const ways: Part[][] = [];
    do {
      ways.push(this.read(',}'));
    } while (this.#text.charAt(this.#at++) === ',');
    return { kind: 'either', ways };
  }

  /** Is there a comma of its own before the brace that closes the one just read? */
  #isList(): boolean {
    let depth = 0;
    let hasComma = false;
    for (let at = this.#at; at < this.#text.length; at++) {
      const char = this.#text.charAt(at);
      if (char === '\\') at++;
      else if (char === '{') depth++;
      else if (char === ',') hasComma ||= depth === 0;
      else if (char === '}' && depth-- === 0) return hasComma;
    }
    return false;
  }
}

/** All offsets at which a match that begins at one of `starts` can end. */
function ends(glob: Glob, path: string, starts: ReadonlySet<number>): ReadonlySet<number> {
  let current = starts;
  for (const part of glob) {
    const next = new Set<number>();
    if (part.kind === 'either') for (const way of part.ways) for (const end of ends(way, path, current)) next.add(end);
    else for (const start of current) for (const end of endsOf(part, path, start)) next.add(end);
    if (next.size === 0) return next;
    current = next;
  }
  return current;
}

function* endsOf(part: Exclude<Part, { kind: 'either' }>, path: string, start: number): Generator<number> {
  const char = path.charAt(start);
  switch (part.kind) {
    case 'text':
      if (path.startsWith(part.text, start)) yield start + part.text.length;
      return;
    case 'any':
      yield start;
      for (let at = start; at < path.length && (part.slashes || path.charAt(at) !== '/'); at++) yield at + 1;
      return;
    case 'one':
      if (char !== '' && char !== '/') yield start + 1;
      return;
    case 'class': {
      const isIn = part.ranges.some(([from, to]) => from <= char && char <= to);
      if (char !== '' && char !== '/' && isIn !== part.negated) yield start + 1;
      return;
    }
    case 'number': {
      const found = /^[+-]?\d{1,10}/.exec(path.slice(start))?.[0] ?? '';
      for (let length = 1; length <= found.length; length++) {
        const text = found.slice(0, length);
        if (/\d$/.test(text) && part.from <= Number(text) && Number(text) <= part.to) yield start + length;
      }
    }
  }
}
