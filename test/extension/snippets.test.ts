// Every snippet, inserted as it is where it belongs, is sound WIT.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Language, Parser } from 'web-tree-sitter';

interface Snippet {
  readonly prefix: string;
  readonly body: string | readonly string[];
  readonly description: string;
}

const root = path.resolve(import.meta.dirname, '../..');
const snippets: Record<string, Snippet> = JSON.parse(readFileSync(path.join(root, 'snippets/wit.json'), 'utf8'));

/** The body as it stands after Tab, Tab, Tab: each placeholder is its own default. */
function expand(body: Snippet['body']): string {
  const text = typeof body === 'string' ? body : body.join('\n');
  const inner = text.replace(/\$\{\d+:([^{}]*)\}/g, '$1').replace(/\$\d+/g, '');
  return inner === text ? text : expand(inner);
}

/** A file with the snippet in its place. */
function place(prefix: string, text: string): string {
  if (/^package$/.test(prefix)) return `${text}\ninterface i {}`;
  if (/^(package-nested|interface|world|use-as)$/.test(prefix)) return `package a:b;\n${text}`;
  if (/^(import|export|include)/.test(prefix)) return `package a:b;\nworld w {\n${text}\n}`;
  if (/^(constructor|static)/.test(prefix)) return `package a:b;\ninterface i {\nresource r {\n${text}\n}\n}`;
  if (/^@/.test(prefix)) return `package a:b;\ninterface i {\n${text}\nf: func();\n}`;
  return `package a:b;\ninterface i {\n${text}\n}`;
}

const parser = { parse: (_: string): string => '' };

beforeAll(async () => {
  const runtime = createRequire(import.meta.url).resolve('web-tree-sitter/web-tree-sitter.wasm');
  await Parser.init({ wasmBinary: readFileSync(runtime) });
  const language = await Language.load(readFileSync(path.join(root, 'grammar/tree-sitter-wit.wasm')));
  const it = new Parser();
  it.setLanguage(language);
  parser.parse = (text) => {
    const tree = it.parse(text);
    const result = tree?.rootNode.hasError === false ? 'sound' : `${tree?.rootNode.toString()}`;
    tree?.delete();
    return result;
  };
});

describe('the check itself', () => {
  it('sees an error', () => {
    expect(parser.parse('package a:b;\ninterface i {\nf: func(\n}')).not.toBe('sound');
  });
});

describe('a snippet', () => {
  it.each(Object.entries(snippets))('%s', (_, snippet) => {
    expect(parser.parse(place(snippet.prefix, expand(snippet.body)))).toBe('sound');
    expect(snippet.description).not.toBe('');
  });

  it('has a prefix of its own', () => {
    const prefixes = Object.values(snippets).map((it) => it.prefix);
    expect(new Set(prefixes).size).toBe(prefixes.length);
  });
});
