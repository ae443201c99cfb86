// Empty lines between what is printed.

/** Items as lines, with an empty line between groups and around items of more than one line. */
export function spaced(...groups: readonly (readonly (readonly string[])[])[]): readonly string[] {
  const lines: string[] = [];
  for (const group of groups) {
    const items = group.filter((it) => it.length > 0);
    for (const [at, item] of items.entries()) {
      const isApart = at === 0 ? lines.length > 0 : item.length > 1 || (items[at - 1]?.length ?? 0) > 1;
      if (isApart) lines.push('');
      for (const line of item) lines.push(line);
    }
  }
  return lines;
}

/** Lines after an empty one, unless they are the first. */
export function separated(lines: readonly string[], index: number): readonly string[] {
  return index === 0 ? lines : ['', ...lines];
}
