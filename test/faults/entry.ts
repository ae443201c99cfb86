// What `bundle.ts` makes one module of.

export {
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
export { main } from '../../server/src/cli/main.ts';
export { MemoryHost } from '../../server/src/hosts/memory.ts';
export { nodeHost } from '../../server/src/hosts/node.ts';
export { startServer } from '../../server/src/lsp/server.ts';
export { WitParser } from '../../server/src/syntax/parser.ts';
export { loadParser } from '../../server/src/syntax/tree-sitter.ts';
