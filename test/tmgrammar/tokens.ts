// Tokenizes text as VS Code does, with the grammars that package.json contributes, injections included.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import oniguruma from 'vscode-oniguruma';
import textmate, { type IGrammar } from 'vscode-textmate';

export const root = path.resolve(import.meta.dirname, '../..');

export interface Token {
  readonly line: number;
  readonly text: string;
  readonly scopes: readonly string[];
}

interface Contribution {
  readonly scopeName: string;
  readonly path: string;
  readonly injectTo?: readonly string[];
}

export interface Manifest {
  readonly contributes: { readonly grammars: readonly Contribution[] };
}

export function manifest(): Manifest {
  return JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
}

/** The grammar of a scope; `others` are grammars that VS Code itself has, by scope name. */
export async function loadGrammar(scope: string, others: Record<string, string> = {}): Promise<IGrammar> {
  const wasm = createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm');
  await oniguruma.loadWASM({ data: readFileSync(wasm) });
  const ours = manifest().contributes.grammars;
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (name) => {
      const file = ours.find((it) => it.scopeName === name)?.path ?? others[name];
      if (file === undefined) return null;
      const full = path.resolve(root, file);
      return textmate.parseRawGrammar(readFileSync(full, 'utf8'), full);
    },
    getInjections: (name) => ours.filter((it) => it.injectTo?.includes(name)).map((it) => it.scopeName),
  });
  const grammar = await registry.loadGrammar(scope);
  if (grammar === null) throw new Error(`no grammar has the scope ${scope}`);
  return grammar;
}

export function tokenize(grammar: IGrammar, text: string): Token[] {
  const tokens: Token[] = [];
  let stack = textmate.INITIAL;
  for (const [line, content] of text.split(/\r?\n/).entries()) {
    const result = grammar.tokenizeLine(content, stack);
    stack = result.ruleStack;
    for (const it of result.tokens) {
      tokens.push({ line, text: content.slice(it.startIndex, it.endIndex), scopes: it.scopes });
    }
  }
  return tokens;
}
