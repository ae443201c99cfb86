// What people write who do not know WIT yet, or not today's: every file of `test/mistakes/` has many mistakes, and all of
// them are told at once, each once, in words that help. The findings stand under the text that they are about.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Finding, readCarets, renderFindings } from './support/carets.ts';
import { FIXTURE, fixture } from './support/fixture.ts';

const FOLDER = path.join(import.meta.dirname, 'mistakes');
const names = readdirSync(FOLDER).sort();

/** The files of a fixture without their marks, and the same with the marks of what is found. */
async function findings(marked: string): Promise<{ readonly shown: string; readonly count: number }> {
  const { text } = readCarets(marked);
  const { snapshot, texts } = await fixture(text, { resolve: 'toolchain' });
  let count = 0;
  const parts = [...texts].map(([uri, file]) => {
    const found: Finding[] = snapshot.diagnostics(uri).map(({ span, code, message }) => ({ ...span, code, message }));
    count += found.length;
    return `//- ${uri.slice(FIXTURE.length + 1)}\n${renderFindings(file, found)}`;
  });
  return { shown: parts.join(''), count };
}

describe('mistakes', () => {
  for (const name of names) {
    it(`are all told at once: ${name}`, async () => {
      const marked = readFileSync(path.join(FOLDER, name), 'utf8');
      expect((await findings(marked)).shown).toBe(marked);
    });
  }

  it('are more than ninety', async () => {
    let total = 0;
    for (const name of names) total += (await findings(readFileSync(path.join(FOLDER, name), 'utf8'))).count;
    expect(total).toBeGreaterThanOrEqual(90);
  });
});
