// The parser, as tests get it: from the packages and the committed grammar, without a build.

import { readFileSync } from 'node:fs';
import type { WitParser } from '../../server/src/syntax/parser.ts';
import { loadParser } from '../../server/src/syntax/tree-sitter.ts';

const repository = new URL('../../', import.meta.url);

/** One of its own for every caller, because it counts. */
export function testParser(): Promise<WitParser> {
  return loadParser(
    readFileSync(new URL('node_modules/web-tree-sitter/web-tree-sitter.wasm', repository)),
    readFileSync(new URL('grammar/tree-sitter-wit.wasm', repository)),
  );
}
