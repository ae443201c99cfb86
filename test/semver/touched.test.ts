// Against a commit, packages and items that refer to nothing that differs are not compared at all. Against a directory all
// are. Both must say the same, of `TOUCHED=N` random edits of packages that refer to each other in every way.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Random, seedOf } from '../conformance/random.ts';
import { run } from '../support/command.ts';
import { TestRepository } from './repository.ts';

const COUNT = Number(process.env.TOUCHED ?? 30);
const SEED = Number(process.env.SEED ?? 1);

interface Pack {
  name: string;
  version: string;
  dir: string;
  /** By file: what is at the top, then interfaces and worlds. */
  files: Map<string, { uses: string[]; items: Map<string, string[]> }>;
}

const TYPES = ['u8', 'string', 'list<u8>', 'option<u32>', 'tuple<u8, u8>'];

class Packages {
  readonly all: Pack[] = [];
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
    for (let at = 0; at < 6; at++) this.all.push(this.#pack(at));
  }

  #one(from: readonly string[]): string {
    return this.#random.pick(from) ?? '';
  }

  #pack(at: number): Pack {
    const it: Pack = { name: `a:p${at}`, version: this.#one(['0.1.0', '1.0.0']), dir: `p${at}/wit`, files: new Map() };
    const items = (): Map<string, string[]> => new Map();
    const types = items();
    for (const name of ['i0', 'i1'])
      types.set(name, [`record r { a: ${this.#one(TYPES)} }`, 'resource q { m: func(); }', 'f: func(a: r);']);
    it.files.set('types.wit', { uses: [], items: types });
    const [other, more] = [this.#foreign(at), this.#foreign(at)];
    const own = items();
    own.set('i2', [
      this.#one([`use ${other}.{r};`, 'use i0.{r};', 'use al.{r};', 'use i1.{r, q as z};']),
      'g: func(a: r);',
    ]);
    own.set('i3', [
      `use i2.{r as s};`,
      '@since(version = 0.1.0)\n  h: func() -> s;',
      '@unstable(feature = x)\n  u: func(a: s);',
    ]);
    own.set('i4', ['k: func();']);
    it.files.set('main.wit', { uses: [`use ${more} as al;`], items: own });
    const worlds = items();
    worlds.set('w0', [this.#one(['import i2;', 'import i3;', `import ${other};`, 'import al;']), 'export i4;']);
    worlds.set('w1', [
      'include w0;',
      this.#one([`import l: ${more};`, `import n: interface { use ${more}.{r}; x: func(a: r); }`]),
    ]);
    worlds.set('w2', [
      this.#one([`include ${this.#foreign(at, 'w1')};`, 'export i1;', `use ${other}.{r}; import y: func(a: r);`]),
    ]);
    it.files.set('worlds.wit', { uses: [`use ${more} as al;`], items: worlds });
    return it;
  }

  /** An interface or world of an earlier package: there are no cycles. */
  #foreign(at: number, item = this.#one(['i0', 'i1', 'i2', 'i3'])): string {
    const other = this.all[this.#random.below(at)];
    if (other === undefined) return item.startsWith('w') ? 'w0' : 'i0';
    return `${other.name}/${item}@${other.version}`;
  }

  /** Something in one of them. */
  edit(): string {
    const pack = this.#random.pick(this.all);
    const file = this.#random.pick([...(pack?.files.values() ?? [])]);
    const name = this.#one([...(file?.items.keys() ?? [])]);
    const lines = file?.items.get(name);
    if (pack === undefined || file === undefined || lines === undefined) return 'nothing';
    const at = this.#random.below(lines.length);
    const line = lines[at] ?? '';
    const edits: readonly (() => void)[] = [
      () => lines.push(name.startsWith('w') ? 'import added: func();' : 'added: func();'),
      () => lines.splice(at, 1),
      () => lines.splice(at, 1, line.replace('func(', 'func(more: u8, ').replace(', )', ')')),
      () => lines.splice(at, 1, line.replace(/a: \w+/, 'a: f32')),
      () =>
        lines.splice(
          at,
          1,
          line.replace(/^(?=f:|g:|h:|k:)/, '@deprecated(version = 0.1.0)\n  @since(version = 0.1.0)\n  '),
        ),
      () => lines.splice(at, 1, line.replace(/unstable\(feature = x\)/, 'since(version = 0.1.0)')),
      () => {
        file.items.delete(name);
        file.items.set(`${name}n`, lines);
      },
      () => void file.items.delete(name),
      () => void file.items.set(`${name}c`, [...lines]),
      () => {
        pack.version = pack.version === '1.0.0' ? '1.1.0' : '0.2.0';
      },
      () => file.uses.splice(0, 1, `use ${this.#foreign(this.all.indexOf(pack))} as al;`),
      () => {
        pack.dir = `moved/${pack.dir}`;
      },
      () => void this.all.splice(this.all.indexOf(pack), 1),
      () => lines.splice(0, 0, '// a remark'),
      () => lines.push('}'),
    ];
    const which = this.#random.below(edits.length);
    edits[which]?.();
    return `${which} in ${pack.name}/${name}`;
  }

  /** One of them is vendored, too, by the last. */
  written(vendored: number): Record<string, string> {
    const files: Record<string, string> = {};
    const last = this.all.at(-1);
    for (const [at, it] of this.all.entries())
      for (const [file, { uses, items }] of it.files) {
        const bodies = [...items].map(
          ([name, lines]) =>
            `${name.startsWith('w') ? 'world' : 'interface'} ${name} {\n${lines.map((one) => `  ${one}\n`).join('')}}\n`,
        );
        const text = `package ${it.name}@${it.version};\n${[...uses, ...bodies].join('\n')}`;
        files[`${it.dir}/${file}`] = text;
        if (at === vendored && last !== it) files[`${last?.dir}/deps/v/${file}`] = text;
      }
    return files;
  }
}

interface Answer {
  readonly status: number;
  readonly packages: readonly string[];
}

/** Without where the old text lies. */
async function breaking(cwd: string, against: string): Promise<Answer> {
  const { status, out } = await run(cwd, ['breaking', '.', '--against', against, '--format', 'json']);
  const packages: { changes: object[] }[] = out === '' ? [] : JSON.parse(out).packages;
  const told = packages.map(({ changes, ...it }) => ({
    ...{ ...it, suggestedTag: undefined },
    changes: changes.map((one) => ({ ...one, baseLocation: undefined, fingerprint: undefined })),
  }));
  return { status, packages: told.map((one) => JSON.stringify(one)).sort() };
}

/** Undefined where both say the same. */
async function difference(seed: number, at: number): Promise<{ readonly all: Answer; readonly wrong?: string }> {
  const random = new Random(seedOf(seed, at));
  const made = new Packages(random);
  const vendored = random.below(8);
  const repository = TestRepository.create();
  const old = mkdtempSync(path.join(tmpdir(), 'wit-old-'));
  onTestFinished(() => rmSync(old, { recursive: true, force: true }));
  const before = made.written(vendored);
  new TestRepository(old).write(before);
  repository.commit(before);
  const edits = Array.from({ length: 1 + random.below(3) }, () => made.edit());
  const after = made.written(vendored);
  repository.remove(...Object.keys(before).filter((file) => after[file] === undefined));
  repository.write(after);
  const [some, all] = [await breaking(repository.path, 'HEAD'), await breaking(repository.path, old)];
  if (JSON.stringify(some) === JSON.stringify(all)) return { all };
  const only = (these: Answer, those: Answer): string =>
    these.packages.filter((it) => !those.packages.includes(it)).join('\n');
  const about = `${at}: ${edits.join(' + ')}`;
  return { all, wrong: `${about}\n${some.status} ${only(some, all)}\n--- all: ${all.status} ${only(all, some)}` };
}

it(`leaves out only what cannot differ, in ${COUNT} edits`, { timeout: 600_000 }, async () => {
  const wrong: string[] = [];
  const totals = { packages: 0, changed: 0 };
  for (let at = 0; at < COUNT; at++) {
    const found = await difference(SEED, at);
    totals.packages += found.all.packages.length;
    totals.changed += found.all.packages.filter((it) => !it.includes('"changes":[]')).length;
    if (found.wrong !== undefined) wrong.push(found.wrong);
  }
  console.log(`touched: ${COUNT} edits, ${totals.packages} packages, ${totals.changed} with changes`);
  expect(wrong.slice(0, Number(process.env.SHOWN ?? 3)).join('\n\n')).toBe('');
  // Edits that change nothing would prove nothing.
  expect(totals.changed).toBeGreaterThan(COUNT / 2);
  expect(totals.changed).toBeLessThan(totals.packages / 2);
});

// 14: a package is gone, and nothing else has changed; what it used was not read.
it.each([14])('edit %s of seed 5, which once differed', async (at) => {
  expect((await difference(5, at)).wrong ?? '').toBe('');
});
