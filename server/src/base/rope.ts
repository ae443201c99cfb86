// A text that takes many edits one after another, each in logarithmic time: a balanced tree over pieces of the text that
// knows the line breaks below each node. Lines end as everywhere: at `\n`, `\r\n` or a lone `\r`.

/** Pieces are cut at this length, in UTF-16 code units. */
const PIECE = 256;

type Rope = Leaf | Inner | undefined;

interface Summary {
  readonly height: number;
  readonly length: number;
  readonly breaks: number;
  readonly startsWithLf: boolean;
  readonly endsWithCr: boolean;
}

interface Leaf extends Summary {
  readonly text: string;
}

interface Inner extends Summary {
  readonly left: Leaf | Inner;
  readonly right: Leaf | Inner;
}

export class RopeText {
  #root: Rope;

  constructor(text: string) {
    this.#root = ropeOf(text);
  }

  get length(): number {
    return this.#root?.length ?? 0;
  }

  get lineCount(): number {
    return (this.#root?.breaks ?? 0) + 1;
  }

  /** Replaces the text between two offsets. */
  replace(start: number, end: number, text: string): void {
    const [before, rest] = split(this.#root, start);
    const [, after] = split(rest, end - start);
    this.#root = join(join(before, ropeOf(text)), after);
  }

  /** The offset where a line begins. */
  lineStart(line: number): number {
    return line <= 0 ? 0 : afterBreak(this.#root, line);
  }

  slice(start: number, end: number): string {
    const parts: string[] = [];
    collect(this.#root, start, end, parts);
    return parts.join('');
  }

  toString(): string {
    return this.slice(0, this.length);
  }
}

function ropeOf(text: string): Rope {
  if (text.length === 0) return undefined;
  if (text.length <= PIECE) return leaf(text);
  const middle = text.length >> 1;
  return join(ropeOf(text.slice(0, middle)), ropeOf(text.slice(middle)));
}

function leaf(text: string): Leaf {
  return {
    height: 0,
    length: text.length,
    breaks: text.match(BREAK)?.length ?? 0,
    startsWithLf: text.startsWith('\n'),
    endsWithCr: text.endsWith('\r'),
    text,
  };
}

const BREAK = /\r\n|\r|\n/g;

/** Both may differ in height by one. */
function node(left: Leaf | Inner, right: Leaf | Inner): Inner {
  return {
    height: Math.max(left.height, right.height) + 1,
    length: left.length + right.length,
    breaks: left.breaks + right.breaks - (left.endsWithCr && right.startsWithLf ? 1 : 0),
    startsWithLf: left.startsWithLf,
    endsWithCr: right.endsWithCr,
    left,
    right,
  };
}

/** As an AVL tree is joined: goes down the higher side until the heights fit, and turns on the way back. */
function join(left: Rope, right: Rope): Rope {
  if (left === undefined) return right;
  if (right === undefined) return left;
  if ('text' in left && 'text' in right && left.length + right.length <= PIECE) return leaf(left.text + right.text);
  return joined(left, right);
}

function joined(left: Leaf | Inner, right: Leaf | Inner): Leaf | Inner {
  if (left.height > right.height + 1 && 'left' in left) return balanced(left.left, joined(left.right, right));
  if (right.height > left.height + 1 && 'left' in right) return balanced(joined(left, right.left), right.right);
  return node(left, right);
}

function balanced(left: Leaf | Inner, right: Leaf | Inner): Inner {
  if (left.height > right.height + 1 && 'left' in left) {
    if (left.left.height >= left.right.height || !('left' in left.right))
      return node(left.left, node(left.right, right));
    return node(node(left.left, left.right.left), node(left.right.right, right));
  }
  if (right.height > left.height + 1 && 'left' in right) {
    if (right.right.height >= right.left.height || !('left' in right.left))
      return node(node(left, right.left), right.right);
    return node(node(left, right.left.left), node(right.left.right, right.right));
  }
  return node(left, right);
}

function split(rope: Rope, at: number): readonly [Rope, Rope] {
  if (rope === undefined || at <= 0) return [undefined, rope];
  if (at >= rope.length) return [rope, undefined];
  if ('text' in rope) return [leaf(rope.text.slice(0, at)), leaf(rope.text.slice(at))];
  const { left, right } = rope;
  if (at <= left.length) {
    const [first, rest] = split(left, at);
    return [first, join(rest, right)];
  }
  const [rest, last] = split(right, at - left.length);
  return [join(left, rest), last];
}

/** The offset behind the break number `count`, which is at least 1. */
function afterBreak(rope: Rope, count: number): number {
  let at = rope;
  let offset = 0;
  let left = count;
  // Whether a `\r` at the end of what was passed is the first half of a `\r\n` that goes on here.
  while (at !== undefined && 'left' in at) {
    const within = at.left.breaks - (at.left.endsWithCr && at.right.startsWithLf ? 1 : 0);
    if (left <= within) {
      at = at.left;
      continue;
    }
    left -= within;
    offset += at.left.length;
    at = at.right;
  }
  if (at === undefined || left <= 0) return offset;
  for (const { index } of at.text.matchAll(BREAK)) {
    const width = at.text[index] === '\r' && at.text[index + 1] === '\n' ? 2 : 1;
    if (--left === 0) return offset + index + width;
  }
  return offset + at.length;
}

function collect(rope: Rope, start: number, end: number, parts: string[]): void {
  if (rope === undefined || start >= end) return;
  if ('text' in rope) {
    parts.push(rope.text.slice(Math.max(0, start), end));
    return;
  }
  const { left, right } = rope;
  if (start < left.length) collect(left, start, Math.min(end, left.length), parts);
  if (end > left.length) collect(right, Math.max(0, start - left.length), end - left.length, parts);
}
