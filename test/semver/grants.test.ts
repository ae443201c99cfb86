// A world that can reach more of its host than before says so, in every form of `breaking`.

import { expect, it } from 'vitest';
import { directoryWith, run } from '../support/command.ts';

const text = (imports: string) => `package my:app@1.0.0;
world app { ${imports} export run: func(); }
package wasi:http@0.2.0 { interface outgoing-handler { handle: func(); } }
package wasi:random@0.2.0 { interface random { get: func() -> u64; } }
`;
const HTTP = 'import wasi:http/outgoing-handler@0.2.0;';
const RANDOM = 'import wasi:random/random@0.2.0;';

it('tells which capabilities a world gains and loses', async () => {
  const cwd = directoryWith({ 'old/a.wit': text(RANDOM), 'new/a.wit': text(HTTP) });
  const shown = async (...args: string[]) => (await run(cwd, ['breaking', 'new', '--against', 'old', ...args])).out;
  expect(await shown()).toContain('world app gains: outgoing HTTP; loses: randomness\n');
  expect(await shown('--format', 'markdown')).toContain('- world `app` gains: outgoing HTTP; loses: randomness\n');
  const [own] = JSON.parse(await shown('--format', 'json')).packages;
  expect(own.capabilities).toEqual([
    {
      world: 'app',
      gains: [{ id: 'http-outgoing', title: 'outgoing HTTP', sentence: 'can send HTTP requests' }],
      losses: [{ id: 'random', title: 'randomness', sentence: 'can draw random numbers' }],
    },
  ]);
});

it('tells of a function that the host must provide', async () => {
  const cwd = directoryWith({ 'old/a.wit': text(HTTP), 'new/a.wit': text(`${HTTP} import tick: func();`) });
  expect((await run(cwd, ['breaking', 'new', '--against', 'old'])).out).toContain('gains: host-defined: tick\n');
});

it('says nothing of worlds that can do what they could', async () => {
  const cwd = directoryWith({ 'old/a.wit': text(HTTP), 'new/a.wit': text(`${HTTP} export tick: func();`) });
  expect((await run(cwd, ['breaking', 'new', '--against', 'old'])).out).not.toContain('gains:');
});
