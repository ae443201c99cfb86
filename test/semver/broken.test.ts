// Contract changes of texts in the middle of an edit: everything that is shown can be asked for, at every word, and fails
// nowhere.

import { expect, it } from 'vitest';
import { contractChanges } from '../../server/src/features/contracts/changes.ts';
import { contractFixes } from '../../server/src/features/contracts/fixes.ts';
import { contractHover } from '../../server/src/features/contracts/hover.ts';
import { contractLenses } from '../../server/src/features/contracts/lens.ts';
import { contractMarkdown } from '../../server/src/features/contracts/markdown.ts';
import { contractDiagnostics } from '../../server/src/features/contracts/report.ts';
import { archives, compared, versionsOf } from './based.ts';

/** Mulberry32: the same texts in every run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** More with `ROUNDS=…`. */
const ROUNDS = Number(process.env.ROUNDS ?? 1);

const PIECES = [
  '',
  '',
  '',
  '{',
  '}',
  ';',
  ',',
  'func',
  'interface x {',
  '@since(version = 1.0.0)',
  '\n',
  '/// a\n',
  '%',
];

function edited(text: string, random: () => number): string {
  const start = Math.floor(random() * text.length);
  const end = Math.min(text.length, start + Math.floor(random() * 12));
  return text.slice(0, start) + (PIECES[Math.floor(random() * PIECES.length)] ?? '') + text.slice(end);
}

function askEverything({ snapshot, bases }: Awaited<ReturnType<typeof compared>>): void {
  contractChanges(snapshot, bases);
  contractMarkdown(snapshot, bases);
  for (const root of snapshot.roots.values()) {
    for (const uri of root.files) {
      const { length } = snapshot.tree(uri)?.text ?? '';
      contractLenses(snapshot, bases, uri);
      for (const { span } of contractDiagnostics(snapshot, bases, uri, { severity: 'warning' }))
        expect(span.start <= span.end && span.end <= length).toBe(true);
      for (let offset = 0; offset <= length; offset += 7) {
        contractHover(snapshot, bases, uri, offset);
        for (const { fix } of contractFixes(snapshot, bases, uri, { start: offset, end: offset }))
          for (const file of fix.edits)
            for (const edit of file.edits)
              expect(edit.start <= edit.end && edit.end <= (snapshot.tree(file.uri)?.text.length ?? 0)).toBe(true);
      }
    }
  }
}

it('answers whatever the text is', { timeout: 120_000 }, async () => {
  const random = generator(20261123);
  for (const archive of archives) {
    const { before, now } = versionsOf(archive);
    if (before.size === 0) continue;
    for (let round = 0; round < ROUNDS; round++) {
      const texts = new Map([...now].map(([name, text]) => [name, edited(text, random)]));
      askEverything(await compared(before, texts));
    }
  }
});

it('names that stand several times are no change of themselves', async () => {
  const text = `package a:b@1.0.0;
interface i {
  enum e { A, A, a }
  record r { x: u8, x: u16 }
  f: func(p: u8, p: u16, P: u8);
}
`;
  const { snapshot, bases } = await compared(new Map([['a.wit', text]]), new Map([['a.wit', `${text}// more\n`]]));
  expect(contractChanges(snapshot, bases).flatMap((it) => it.changes)).toEqual([]);
});
