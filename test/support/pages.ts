// The pages of the diagnostics, taken apart: what they are called, and their examples. Blocks ```wit bad``` must raise the
// page's code and no other, blocks ```wit good``` nothing. Words after that say how a block is meant:
// `bytes` (hex digits, not text), `features=a,b`, `resolve=toolchain`.

import { readdirSync, readFileSync } from 'node:fs';
import type { CheckSettings } from '../../server/src/check/settings.ts';

const PAGES = new URL('../../docs/diagnostics/', import.meta.url);

export interface Page {
  readonly code: string;
  readonly title: string;
  /** `` `code` · severity · level `` */
  readonly facts: string;
  readonly blocks: readonly Block[];
  readonly text: string;
}

export interface Block {
  readonly kind: 'bad' | 'good';
  /** Of the file that it begins with. */
  readonly name: string;
  readonly text: string;
  readonly bytes: boolean;
  readonly settings: Partial<CheckSettings>;
}

/** Every page, by its code. */
export function readPages(): ReadonlyMap<string, Page> {
  const pages = new Map<string, Page>();
  for (const family of readdirSync(PAGES, { withFileTypes: true })) {
    if (!family.isDirectory()) continue;
    for (const name of readdirSync(new URL(`${family.name}/`, PAGES))) {
      const code = `${family.name}/${name.replace(/\.md$/, '')}`;
      pages.set(code, parsePage(code, readFileSync(new URL(`${code}.md`, PAGES), 'utf8')));
    }
  }
  return pages;
}

function parsePage(code: string, text: string): Page {
  const [, title = '', facts = ''] = /^# (.*)\n\n(.*)\n/.exec(text) ?? [];
  const blocks = [...text.matchAll(/^```(wit|wac|json) (bad|good)(.*)\n([\s\S]*?)^```$/gm)].map(
    ([, language, kind, words = '', content = '']): Block => ({
      name: language === 'json' ? 'wit-language-server.json' : 'wit/example.wit',
      kind: kind === 'good' ? 'good' : 'bad',
      text: content,
      bytes: / bytes\b/.test(words),
      settings: settingsOf(words),
    }),
  );
  return { code, title, facts, blocks, text };
}

function settingsOf(words: string): Partial<CheckSettings> {
  const features = / features=(\S+)/.exec(words)?.[1]?.split(',');
  const toolchain = / resolve=toolchain\b/.test(words);
  return { ...(features === undefined ? {} : { features }), ...(toolchain ? { resolve: 'toolchain' } : {}) };
}
