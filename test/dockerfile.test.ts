// The Dockerfile, as far as it can be held without a daemon that builds it (`scripts/docker.sh` does both where there is one): what it
// copies is what the script lays beside it, and what it starts is what it has copied.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { COMMANDS } from '../server/src/cli/main.ts';

const read = (file: string): string => readFileSync(fileURLToPath(new URL(`../${file}`, import.meta.url)), 'utf8');
const lines = read('Dockerfile')
  .replaceAll(/^ *#.*\n/gm, '')
  .replaceAll(/\\\n/g, ' ')
  .split('\n')
  .filter((it) => it.trim() !== '')
  .map((it) => it.trim().split(/\s+/));
const of = (instruction: string): string[][] => lines.filter(([it]) => it === instruction).map(([, ...words]) => words);

it('has instructions that Docker knows, from one image on', () => {
  expect([...new Set(lines.map(([it]) => it))]).toEqual(['FROM', 'RUN', 'COPY', 'WORKDIR', 'ENTRYPOINT', 'CMD']);
  expect(of('FROM')).toHaveLength(1);
});

it('copies what the script lays into its folder, and all of it', () => {
  const copied = of('COPY').flatMap((words) => words.slice(0, -1));
  const script = read('scripts/docker.sh');
  const laid = [...script.matchAll(/^(?:cp|node scripts\/executable\.mjs) (.*)$/gm)].flatMap(([, words = '']) =>
    words.split(/\s+/).filter((it) => !it.startsWith('-')),
  );
  for (const name of copied) expect(laid.some((it) => it.replaceAll('"', '').endsWith(name))).toBe(true);
  expect(copied).toEqual(['wit-language-server', 'THIRD-PARTY-NOTICES.txt', 'LICENSE']);
});

it('starts the command that it has copied, with a command that there is', () => {
  const [program] = JSON.parse(of('ENTRYPOINT')[0]?.join(' ') ?? '[]');
  expect(of('COPY').some((words) => words.at(-1) === `/usr/local/bin/${program}`)).toBe(true);
  const [command] = JSON.parse(of('CMD')[0]?.join(' ') ?? '[]');
  expect(COMMANDS.map(({ name }) => name)).toContain(command);
});
