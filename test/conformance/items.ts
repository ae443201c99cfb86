// Where the items of a WIT text lie, by brackets and separators alone: declarations, statements, members.

import { tokensOf } from '../oracle/tokens.ts';

export interface Item {
  readonly start: number;
  readonly end: number;
  /** 0: in the file itself. */
  readonly depth: number;
}

/** Of the text of a package line, too. Attributes belong to their item, comments before it do not. */
export function itemsOf(text: string): Item[] {
  const items: Item[] = [];
  /** Starts of the items that are open, the innermost last. */
  const open: (number | undefined)[] = [undefined];
  let round = 0;
  let last = 0;
  const close = (end: number): void => {
    const start = open[open.length - 1];
    if (start !== undefined) items.push({ start, end, depth: open.length - 1 });
    open[open.length - 1] = undefined;
  };
  for (const token of tokensOf(text)) {
    if (token.kind === 'comment') continue;
    const { text: word } = token;
    if (word === '{') open.push(undefined);
    else if (word === '}') {
      close(last);
      if (open.length > 1) open.pop();
      close(token.end);
    } else {
      open[open.length - 1] ??= token.start;
      if (word === '(' || word === '<') round++;
      else if ((word === ')' || word === '>') && round > 0) round--;
      else if (word === ';') {
        round = 0;
        close(token.end);
      } else if (word === ',' && round === 0) close(token.end);
    }
    last = token.end;
  }
  return items;
}
