// Compositions of generated components: we and the reference accept the same ones. `WORLDS=N` takes N; the number is the seed.

import { expect, it } from 'vitest';
import { interfaceKey } from '../../server/src/model/names.ts';
import type { ElaboratedItem } from '../../server/src/model/package.ts';
import { type Composition, compose } from '../../server/src/world/compose.ts';
import { pathText } from '../../server/src/world/print.ts';
import { loadText } from './compare.ts';
import { generateParts } from './generate.ts';
import { type Host, type PlugPart, plugged } from './plug.ts';

const count = Number(process.env.WORLDS ?? 120) || 120;
const GEN = { namespace: 'gen', name: 'main', version: '1.2.0' };

it('accepts the compositions that the reference accepts', { timeout: 3_600_000 }, async () => {
  const differences: string[] = [];
  const seen = { good: 0, bad: 0, invalid: 0, skipped: 0, satisfied: 0 };
  for (let seed = 0; seed < count; seed++) {
    const parts = await loadParts(seed);
    if (parts === undefined) {
      seen.invalid++;
      continue;
    }
    const composition = compose(parts.map((it) => it.part));
    const host = hostFor(composition, parts);
    if (host === undefined) {
      seen.skipped++;
      continue;
    }
    const ours = complaints(composition);
    const theirs = await plugged(composition, parts, () => host);
    seen.satisfied += composition.links.filter((it) => it.outcome.kind === 'satisfied').length;
    if ('value' in theirs && ours.length === 0) seen.good++;
    else if ('problem' in theirs && ours.length > 0) seen.bad++;
    else
      differences.push(
        `seed ${seed}\nours: ${ours.join('; ') || 'good'}\nreference: ${'problem' in theirs ? theirs.problem : 'good'}\n` +
          `${composition.links.map((it) => `${it.wanted.part.name} ${it.wanted.item.key} ${it.outcome.kind} ${'given' in it.outcome ? it.outcome.given.part.name : ''}`).join('\n')}\n` +
          parts.map((it) => `--- ${it.part.name}\n${it.text}`).join('\n'),
      );
  }
  console.log(`compositions: ${JSON.stringify(seen)}, ${differences.length} differ`);
  expect(differences.slice(0, 9)).toEqual([]);
  expect(seen.good).toBeGreaterThan(count / 10);
  expect(seen.bad).toBeGreaterThan(0);
});

async function loadParts(seed: number): Promise<PlugPart[] | undefined> {
  const { texts, worlds } = generateParts(seed);
  const parts: PlugPart[] = [];
  for (const [index, name] of worlds.entries()) {
    const text = texts[index] ?? '';
    const loaded = await loadText(text);
    const world = loaded.worlds.find((it) => it.name === name);
    if (world === undefined || loaded.errors.length > 0) return undefined;
    parts.push({ part: { name, world }, text });
  }
  return parts;
}

function complaints(composition: Composition): string[] {
  const mismatches = composition.links.flatMap(({ wanted, outcome }) =>
    outcome.kind === 'mismatch'
      ? [`${wanted.item.key}: ${outcome.differences[0]?.path}: ${outcome.differences[0]?.message}`]
      : [],
  );
  const hidden = composition.problems.filter((it) => it.kind === 'hidden');
  return [...mismatches, ...hidden.map((it) => it.message)];
}

/** A world that exports what is left, out of a package that means the same by it as all who import it. */
function hostFor(composition: Composition, parts: readonly PlugPart[]): Host | undefined {
  const items = [...composition.world.imports.values()].filter((it) => it.item.kind !== 'type');
  const left = items.flatMap((item) =>
    item.item.kind === 'interface' && item.item.interface ? [item.item.interface] : [],
  );
  const importing = parts.filter(({ part }) => composition.links.some((it) => it.wanted.part === part));
  const source = parts.find(({ text }) =>
    left.every((it) => importing.every((other) => block(other.text, it.name ?? '') === block(text, it.name ?? ''))),
  );
  if (source === undefined) return undefined;
  const lines = items.map((item) => {
    const target = item.item.kind === 'interface' ? item.item.interface : undefined;
    return target === undefined ? `export ${item.key}: func(a: ${paramOf(item)});` : `export ${pathText(target, GEN)};`;
  });
  const world = `world host { ${lines.join(' ')} }\n`;
  const text = source.text.replace(/^package dep:x/m, `${world}package dep:x`);
  return { text, world: 'host', interfaces: left.map(interfaceKey) };
}

function block(text: string, name: string): string {
  return new RegExp(`^interface ${name} \\{\\n(?:  .*\\n)*\\}`, 'm').exec(text)?.[0] ?? '';
}

function paramOf(item: ElaboratedItem): string {
  const type = item.item.kind === 'func' ? item.item.func.params[0]?.type : undefined;
  return type?.kind === 'primitive' ? type.name : 'u8';
}
