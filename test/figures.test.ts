// Figures of README and docs are those of a run of the benchmark, written by `node scripts/figures.mjs`; none is written by hand.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';

interface Figures {
  readonly [kind: string]: { readonly machine: string; readonly rows: readonly (readonly string[])[] };
}

const root = fileURLToPath(new URL('..', import.meta.url));
const script: {
  readonly PAGES: readonly string[];
  readonly BLOCK: RegExp;
  withFigures(text: string, figures: Figures): string;
  readFigures(): Figures;
} = await import(pathToFileURL(path.join(root, 'scripts/figures.mjs')).href);
const { PAGES, BLOCK, withFigures } = script;
const figures = script.readFigures();
const pages = PAGES.map((page) => [page, readFileSync(path.join(root, page), 'utf8')] as const);

describe('the marked places', () => {
  it.each(pages)('of %s hold what was measured', (_, text) => {
    expect(withFigures(text, figures)).toBe(text);
  });

  it('are in the README and in the docs', () => {
    const marked = pages.filter(([, text]) => text.match(BLOCK) !== null).map(([page]) => page);
    expect(marked).toEqual(['README.md', 'docs/format.md', 'docs/reliability.md']);
    // Each that begins ends.
    for (const [, text] of pages)
      expect(text.match(/<!-- figures: /g)?.length).toBe(text.match(/<!-- end of figures -->/g)?.length);
  });

  it('follow another run, and refuse a row that nobody measured', () => {
    const text = '<!-- figures: bench; a, p95 -->\nold\n<!-- end of figures -->\nrest\n';
    const run = {
      bench: {
        machine: 'Node 1',
        rows: [
          ['a, p95', '2 ms', 'under 3 ms'],
          ['b', '1 ms', ''],
        ],
      },
    };
    const written = withFigures(text, run);
    expect(written).toBe(
      '<!-- figures: bench; a, p95 -->\n\nNode 1:\n\n| | measured | aim |\n|---|---|---|\n| a, p95 | 2 ms | under 3 ms |\n\n<!-- end of figures -->\nrest\n',
    );
    expect(withFigures(written, run)).toBe(written);
    expect(() => withFigures(text.replace('p95', 'p50'), run)).toThrow('`bench` has no row `a, p50`');
    expect(() => withFigures(text.replace('bench', 'other'), run)).toThrow('no figures of `other`');
  });
});

/** A time, a size or a part with its number. */
const FIGURE = /(?<![\w.@:-])\d[\d.,]*\s?(?:ms|µs|s|seconds?|minutes?|hours?|kB|MB|GB|MB\/s|%)(?![\w-])/g;

/** Limits that the code has, and runs of other programs, each said with the command that repeats it. */
const NOT_MEASURED: Readonly<Record<string, readonly string[]>> = {
  'docs/published-contracts.md': ['1 GB'],
  'docs/reliability.md': ['16 MB', '5 seconds'],
};

it('no figure stands elsewhere', () => {
  const found = pages.flatMap(([page, text]) => {
    const rest = text
      .replace(BLOCK, '')
      .replace(/^```[\s\S]*?^```/gm, '')
      // Runs with their seeds: the table says how each is repeated.
      .replace(/^## Runs\n[\s\S]*?(?=^## )/m, '')
      // Counts of the conformance run, which checks them.
      .replace(/^## Where its first error stands\n[\s\S]*?(?=^## )/m, '');
    return [...rest.matchAll(FIGURE)]
      .map(([it]) => it)
      .filter((it) => NOT_MEASURED[page]?.includes(it) !== true)
      .map((it) => `${page}: ${it}`);
  });
  expect(found).toEqual([]);
});
