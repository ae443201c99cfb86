// What people write who come from other languages: each of `test/spellings/` gives one finding with a quick fix that makes it
// WIT, in the first and the last item, whatever the line ends.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../server/src/base/text.ts';
import type { Diagnostic } from '../server/src/check/diagnostic.ts';
import { MemoryHost } from '../server/src/hosts/memory.ts';
import type { Snapshot } from '../server/src/workspace/snapshot.ts';
import { Workspace } from '../server/src/workspace/workspace.ts';
import { testParser } from './support/parser.ts';

const FOLDER = path.join(import.meta.dirname, 'spellings');
const URI = 'file:///w/demo/wit/a.wit';
const parser = await testParser();

interface Spelling {
  readonly name: string;
  /** As it is written, then after each repair. */
  readonly texts: readonly string[];
}

/** Entries are parted by `---`: a name, then the text before and after each repair, parted by `=>`. */
function spellingsIn(file: string): Spelling[] {
  const entries = readFileSync(path.join(FOLDER, file), 'utf8').trimEnd().split('\n---\n');
  return entries.map((entry) => {
    const [name = '', ...lines] = entry.split('\n');
    return { name, texts: lines.join('\n').split(/\n=>\n/) };
  });
}

/** What is around it, before and after other items. */
const PLACES: Readonly<Record<string, readonly ((text: string) => string)[]>> = {
  'interface.txt': [
    (text: string) => `interface i {\n${text}\n\n  other: func();\n}\n`,
    (text: string) => `interface i {\n  other: func(); // not last\n\n${text}\n}\n`,
  ].map(
    (inside) => (text) =>
      `package acme:demo@1.0.0;\n\ninterface types {\n  type id = u32;\n  record pair { x: u8 }\n}\n\n${inside(text)}`,
  ),
  'resource.txt': [
    (text) => `package acme:demo;\n\ninterface i {\n  resource r {\n${text}\n    other: func();\n  }\n}\n`,
    (text) => `package acme:demo;\n\ninterface i {\n  resource r {\n    other: func();\n${text}\n  }\n}\n`,
  ],
  'world.txt': [
    (text) => `package acme:demo;\n\nworld w {\n${text}\n  import other: func();\n}\n`,
    (text) => `package acme:demo;\n\nworld w {\n  import other: func();\n\n${text}\n}\n`,
  ],
  'file.txt': [(text) => `${text}\n`],
};

async function load(text: string): Promise<Snapshot> {
  const workspace = new Workspace(new MemoryHost({ [URI]: text }), parser);
  workspace.setFolders(['file:///w']);
  await workspace.load(URI);
  return workspace.snapshot();
}

function errorsOf(snapshot: Snapshot): readonly Diagnostic[] {
  return snapshot.diagnostics(URI).filter((it) => it.severity === 'error');
}

/** The findings of a text, and every text that a quick fix of the first makes of it. */
async function repaired(text: string): Promise<{ readonly errors: readonly string[]; readonly after: string[] }> {
  const errors = errorsOf(await load(text));
  const after = (errors[0]?.fixes ?? []).flatMap((fix) => fix.edits.map((file) => applyEdits(text, file.edits)));
  return { errors: errors.map((it) => `${it.code}: ${it.message}`), after };
}

for (const file of readdirSync(FOLDER).sort()) {
  describe(file, () => {
    const places = PLACES[file] ?? [];
    it.each(spellingsIn(file).map((it) => [it.name, it] as const))('%s', async (_, { texts }) => {
      for (const [index, place] of places.entries()) {
        for (const newline of ['\n', '\r\n']) {
          const steps = texts.map((text) => place(text).replaceAll('\n', newline));
          for (const [step, text] of steps.entries()) {
            const { errors, after } = await repaired(text);
            const next = steps[step + 1];
            const where = `place ${index}, step ${step}, ${JSON.stringify(newline)}\n${text}`;
            // Steps before the last repair have the mistakes of the later ones, too.
            const expected = next === undefined ? 0 : steps.length - 1 - step;
            expect(errors, `${where}${errors.join('\n')}`).toHaveLength(expected);
            if (next !== undefined) expect(after, where).toContain(next);
          }
        }
      }
    });
  });
}
