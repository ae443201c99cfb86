// What really happened to packages, in a git repository: the command line says it of saved files, the server of texts that
// nobody has saved.

import { pathToFileURL } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { run } from '../support/command.ts';
import { TestClient } from '../support/server.ts';
import { type Event, HISTORY } from './history.ts';
import { TestRepository } from './repository.ts';

interface Told {
  readonly name: string;
  readonly level: string;
  readonly covered: boolean;
  readonly changes: readonly { readonly kind: string }[];
}

/** Said of every change until the version is raised, whatever it is. */
const REMINDER = new Set(['bump-missing', 'bump-too-small']);

function files(events: readonly Event[], side: 'before' | 'after'): Record<string, string> {
  return Object.fromEntries(
    events.flatMap((event) => Object.entries(event[side]).map(([name, text]) => [`${event.name}/${name}`, text])),
  );
}

function verdictOf(event: Event, told: readonly Told[]) {
  const own = told.find(({ name }) => name === `h:${event.name}`);
  const kinds = [...new Set(own?.changes.map(({ kind }) => kind))].filter((kind) => !REMINDER.has(kind));
  const expected = event.kinds.filter((kind) => kinds.includes(kind));
  // What else is told is no matter, unless nothing should be.
  const rest = event.kinds.length === 0 ? kinds : expected;
  return { level: own?.level, covered: event.covered === undefined ? undefined : own?.covered, kinds: rest };
}

describe('the history of real packages', () => {
  const repository = () => TestRepository.create(files(HISTORY, 'before'));
  const expected = HISTORY.map(({ name, level, covered, kinds }) => [name, { level, covered, kinds }]);

  it('is told on the command line', async () => {
    const it = repository();
    it.remove(...Object.keys(files(HISTORY, 'before')));
    it.write(files(HISTORY, 'after'));
    const { out, status } = await run(it.path, ['breaking', '--format', 'json']);
    const { packages } = JSON.parse(out);
    expect(HISTORY.map((event) => [event.name, verdictOf(event, packages)])).toEqual(expected);
    expect(status).toBe(1);
  });

  it('is told by the server before it is saved', async () => {
    const it = repository();
    const [before, after] = [files(HISTORY, 'before'), files(HISTORY, 'after')];
    // Files come and go on the disk; what is in them has not been saved.
    it.remove(...Object.keys(before).filter((name) => after[name] === undefined));
    it.write(Object.fromEntries(Object.entries(after).filter(([name]) => before[name] === undefined)));
    const folder = pathToFileURL(it.path).href;
    const client = TestClient.spawned();
    await client.initialize({ rootUri: folder });
    for (const [name, text] of Object.entries(after)) client.open(`${folder}/${name}`, text);
    // Packages come into the list as the folder is read.
    const told = await vi.waitFor(
      async () => {
        const { result } = await client.request('wit/contractChanges', {});
        expect(result.packages.length).toBeGreaterThanOrEqual(HISTORY.length);
        return result;
      },
      { timeout: 40_000, interval: 100 },
    );
    expect(told.uncompared).toEqual([]);
    const verdicts = HISTORY.map((event) => {
      const verdict = verdictOf(event, told.packages);
      // A row for each item has the code of its most harmful part; the others are in its sentence.
      return [event.name, { ...verdict, kinds: verdict.kinds.length > 0 ? event.kinds : [] }];
    });
    expect(verdicts).toEqual(expected);
  });
});
