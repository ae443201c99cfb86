// The committed grammar as web-tree-sitter runs it, for tests of the grammar itself, without the server between.

import { readFileSync } from 'node:fs';
import { Language, type Node, Parser, Query, type Tree } from 'web-tree-sitter';

const repository = new URL('../../', import.meta.url);

export interface Grammar {
  parse(text: string): Tree;
  /** A query of `grammar/queries/`. Rejects a node or field that the grammar has not. */
  query(name: string): Query;
}

export async function loadGrammar(): Promise<Grammar> {
  await Parser.init({
    wasmBinary: readFileSync(new URL('node_modules/web-tree-sitter/web-tree-sitter.wasm', repository)),
  });
  const language = await Language.load(readFileSync(new URL('grammar/tree-sitter-wit.wasm', repository)));
  const parser = new Parser();
  parser.setLanguage(language);
  return {
    parse: (text) => {
      const tree = parser.parse(text);
      if (tree === null) throw new Error('the parser gave no tree');
      return tree;
    },
    query: (name) => new Query(language, readFileSync(new URL(`grammar/queries/${name}`, repository), 'utf8')),
  };
}

/** A node and all below it, in the order of the text. */
export function* walk(node: Node): Generator<Node> {
  yield node;
  for (const child of node.children) yield* walk(child);
}
