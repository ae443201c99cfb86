// Writes the names of the grammar's nodes as a TypeScript type, so that a name the grammar does not know fails to compile.
// Usage: node scripts/gen-kinds.mjs [NODE_TYPES_JSON [OUTPUT]]

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const [
  nodeTypes = path.join(root, 'grammar/src/node-types.json'),
  output = path.join(root, 'server/src/syntax/kinds.ts'),
] = process.argv.slice(2);

/** Tree-sitter's own node for what it could not read stands in no list of the grammar. */
const kinds = new Set(['ERROR']);
for (const { type, named } of JSON.parse(readFileSync(nodeTypes, 'utf8'))) {
  if (named) kinds.add(type);
}

const lines = [
  '// The names of the nodes of the grammar. Generated from grammar/src/node-types.json: do not edit.',
  '// To rebuild: node scripts/gen-kinds.mjs (scripts/build-grammar.sh does it, too)',
  '',
  'export type Kind =',
  ...[...kinds].sort().map((kind, index, all) => `  | '${kind}'${index === all.length - 1 ? ';' : ''}`),
  '',
];
writeFileSync(output, lines.join('\n'));
