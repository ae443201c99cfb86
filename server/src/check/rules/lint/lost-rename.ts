// lint/lost-rename: `include w with { a as b, a as c }` follows the first renaming only, and the reference says nothing.

import type { Interface, Problem, World } from '../../../model/package.ts';
import type { Code } from '../../catalogue.ts';

export function lostRename(owner: Interface | World): readonly Problem<Code>[] {
  if (owner.kind === 'interface') return [];
  return owner.includes.flatMap(({ names }) => {
    const seen = new Map<string, (typeof names)[number]>();
    return names.flatMap((pair): Problem<Code>[] => {
      const first = seen.get(pair.name);
      if (first === undefined) {
        seen.set(pair.name, pair);
        return [];
      }
      const message = `this renaming has no effect: \`${pair.name}\` is already renamed to \`${first.alias}\``;
      const related = [{ loc: first.nameLoc, message: 'the renaming that counts is here' }];
      return pair.name === '' ? [] : [{ code: 'lint/lost-rename', loc: pair.nameLoc, message, related }];
    });
  });
}
