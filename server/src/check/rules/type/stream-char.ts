// type/stream-char: `stream<char>` is not supported yet (wasmparser: "is not valid at this time").

import type { Interface, Problem, World } from '../../../model/package.ts';
import { unalias } from '../../../model/resolve-func.ts';
import { encodedTypes } from '../../../model/visit.ts';
import type { Code } from '../../catalogue.ts';

export function streamChar(owner: Interface | World): readonly Problem<Code>[] {
  const problems: Problem<Code>[] = [];
  for (const type of encodedTypes(owner)) {
    if (type.kind !== 'stream' || type.of === undefined) continue;
    const element = unalias(type.of);
    if (element.kind !== 'primitive' || element.name !== 'char') continue;
    problems.push({
      code: 'type/stream-char',
      loc: type.loc,
      message: '`stream<char>` is not allowed; use `stream<u8>` and say in the docs how the characters are encoded',
    });
  }
  return problems;
}
