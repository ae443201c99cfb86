// WIT in the fenced blocks of Markdown, over a grammar that stands in for VS Code's own Markdown grammar.
import { describe, expect, it } from 'vitest';
import { loadGrammar, tokenize } from './tokens.ts';

async function scopesOf(text: string, word: string): Promise<readonly string[]> {
  const others = { 'text.html.markdown': 'test/tmgrammar/markdown.tmLanguage.json' };
  const grammar = await loadGrammar('text.html.markdown', others);
  return tokenize(grammar, text).find((it) => it.text === word)?.scopes ?? [];
}

describe('a fenced block', () => {
  it.each([
    ['of backquotes', '```wit\ninterface i {}\n```'],
    ['of tildes', '~~~wit\ninterface i {}\n~~~'],
    ['in capitals, with attributes', '```WIT title="x"\ninterface i {}\n```'],
    ['inside a list', '- item\n  ```wit\n  interface i {}\n  ```'],
  ])('%s', async (_, text) => {
    const scopes = await scopesOf(text, 'interface');
    expect(scopes).toContain('meta.embedded.block.wit');
    expect(scopes.at(-1)).toBe('storage.type.interface.wit');
  });

  it('ends at its fence', async () => {
    expect(await scopesOf('```wit\ninterface i {\n```\nuse', 'use')).toEqual([
      'text.html.markdown',
      'text.word.markdown',
    ]);
  });

  it('of another language is left alone', async () => {
    expect(await scopesOf('```with\nuse\n```', 'use')).toEqual(['text.html.markdown', 'text.word.markdown']);
  });
});
