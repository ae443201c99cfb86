// The accepted packages of the corpus.

import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const corpus = fileURLToPath(new URL('../../../shared/corpus', import.meta.url));

export interface CorpusRoot {
  readonly path: string;
  readonly kind: 'directory' | 'file';
}

/** Every so many-th. */
export function roots(every: number): CorpusRoot[] {
  const table = path.join(corpus, 'VERDICTS.tsv');
  if (!existsSync(table)) return [];
  const rows = readFileSync(table, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'));
  return rows
    .filter(([, resolve, validate]) => resolve === 'accept' && validate === 'accept')
    .map(([root]) => root ?? '')
    .filter((_, index) => index % every === 0)
    .map((root) => ({
      path: root,
      kind: statSync(path.join(corpus, root)).isDirectory() ? 'directory' : 'file',
    }));
}
