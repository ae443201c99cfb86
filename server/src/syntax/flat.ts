// A piece of syntax as four parallel arrays in preorder: the one shape that both readers of a file produce (the tree of
// tree-sitter while the file is whole, the recovering reader while it is broken) and that `lower.ts` takes.

import type { Kind } from './kinds.ts';

/** A named node of the grammar, or one of the unnamed ones that carry meaning. */
export type FlatKind = Kind | FuncWord;

/** Words before the parameters of a function that say what it is. */
export type FuncWord = 'async' | 'static' | 'get' | 'set';

export class Flat {
  readonly kinds: FlatKind[] = [];
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  /** Index after the last descendant. */
  readonly nexts: number[] = [];

  /** Begins a node; `close` must follow. */
  open(kind: FlatKind, start: number): number {
    this.kinds.push(kind);
    this.starts.push(start);
    this.ends.push(start);
    return this.nexts.push(0) - 1;
  }

  close(index: number, end: number): void {
    this.ends[index] = end;
    this.nexts[index] = this.kinds.length;
  }

  leaf(kind: FlatKind, start: number, end: number): void {
    this.close(this.open(kind, start), end);
  }

  /** Puts a node around the last one, which begins at `index` and is closed. */
  wrap(index: number, kind: FlatKind, end: number): void {
    for (let inner = index; inner < this.nexts.length; inner++) this.nexts[inner] = (this.nexts[inner] ?? 0) + 1;
    this.kinds.splice(index, 0, kind);
    this.starts.splice(index, 0, this.start(index));
    this.ends.splice(index, 0, end);
    this.nexts.splice(index, 0, this.kinds.length);
  }

  kind(index: number): FlatKind {
    return this.kinds[index] ?? 'ERROR';
  }

  start(index: number): number {
    return this.starts[index] ?? 0;
  }

  end(index: number): number {
    return this.ends[index] ?? 0;
  }

  children(index: number): number[] {
    const result: number[] = [];
    const end = this.nexts[index] ?? 0;
    for (let child = index + 1; child < end; child = this.nexts[child] ?? end) result.push(child);
    return result;
  }

  childrenOf(index: number, kind: FlatKind): number[] {
    const result: number[] = [];
    const end = this.nexts[index] ?? 0;
    for (let child = index + 1; child < end; child = this.nexts[child] ?? end) {
      if (this.kinds[child] === kind) result.push(child);
    }
    return result;
  }

  /** The first child of a kind that is wanted. */
  find(index: number, isWanted: (kind: FlatKind) => boolean): number | undefined {
    const end = this.nexts[index] ?? 0;
    for (let child = index + 1; child < end; child = this.nexts[child] ?? end) {
      if (isWanted(this.kind(child))) return child;
    }
    return undefined;
  }

  child(index: number, kind: FlatKind): number | undefined {
    const end = this.nexts[index] ?? 0;
    for (let child = index + 1; child < end; child = this.nexts[child] ?? end) {
      if (this.kinds[child] === kind) return child;
    }
    return undefined;
  }
}
