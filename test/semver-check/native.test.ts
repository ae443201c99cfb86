// The table of contract changes against the wasm-tools program itself: every fixture of one interface, imported and exported,
// forth and back, and both versions in one component. Runs where the program is (`WASM_TOOLS`, or in the PATH) and is 1.263 or
// later; elsewhere it says that it was skipped. `NATIVE=required` fails instead.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { toolVerdicts } from '../../server/src/features/contracts/as-tool.ts';
import type { Change } from '../../server/src/semver/changes.ts';
import { Random, seedOf } from '../conformance/random.ts';
import { NativeReference } from '../oracle/native.ts';
import { compareArchive, readArchive } from '../semver/fixture.ts';
import { comparisonOf, mainOf, Tally, versionOf } from './compare.ts';
import { editText } from './edits.ts';
import { type Answer, AVAILABLE, ask, bothWays, inDirectory } from './native.ts';
import { type Files, fixturePairs, generated } from './starts.ts';
import { worldVersions } from './world-edits.ts';

const EDITS = Number(process.env.NATIVE_EDITS ?? 20);
/** The first of them: a long run is made in slices. */
const FROM = Number(process.env.NATIVE_FROM ?? 0);
const SEED = Number(process.env.SEED ?? 1);

const FIXTURES = path.join(import.meta.dirname, '../semver');

/** What stands in `interface api { … }`, where that is all there is but for worlds that say where it is. */
function bodyOf(text: string | undefined): string | undefined {
  const match =
    /^package a:b@1\.\d+\.\d+;\s*interface api \{([\s\S]*?)\n?\}\s*((?:world \w+ \{ (?:import|export) api; \}\s*)*)$/.exec(
      text ?? '',
    );
  // Gates are measured by their views, other packages by their own tests.
  return match?.[1] !== undefined && /[@/]/.test(match[1]) ? undefined : match?.[1];
}

const cases = readdirSync(FIXTURES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => readdirSync(path.join(FIXTURES, name)).map((file) => `${name}/${file}`))
  .flatMap((name) => {
    const archive = readArchive(readFileSync(path.join(FIXTURES, name), 'utf8'));
    const before = bodyOf(archive.files.get('before/a.wit'));
    const after = bodyOf(archive.files.get('after/a.wit'));
    return before === undefined || after === undefined || before === after ? [] : [{ name, before, after }];
  });

function semverCheck(direction: 'import' | 'export', before: string, after: string): Promise<Answer> {
  const world = (name: string, body: string): string => `world ${name} { ${direction} api: interface {${body}\n} }\n`;
  const text = `package a:b@1.0.0;\n${world('prev', before)}${world('next', after)}`;
  return inDirectory({ 'a.wit': text }, (directory) =>
    ask(
      'component',
      'semver-check',
      path.join(directory, 'a.wit'),
      '--prev',
      'prev',
      '--new',
      'next',
      '--all-features',
    ),
  );
}

/** Does a component that imports both versions, one patch apart, build? */
function merges(before: string, after: string): Promise<Answer> {
  const files = {
    'deps/old/a.wit': `package a:b@1.0.0;\ninterface api {${before}\n}\n`,
    'deps/new/a.wit': `package a:b@1.0.1;\ninterface api {${after}\n}\n`,
    'w.wit': 'package x:y;\nworld w { import a:b/api@1.0.0; import a:b/api@1.0.1; }\n',
  };
  return inDirectory(files, (directory) => {
    const module = path.join(directory, 'm.wasm');
    const embedded = ask('component', 'embed', '--dummy', directory, '-w', 'w', '-o', module);
    return embedded.accepts ? ask('component', 'new', module, '-o', path.join(directory, 'c.wasm')) : embedded;
  });
}

async function changesOf(before: string, after: string): Promise<readonly Change[]> {
  const text = (body: string): string =>
    `package a:b@1.0.0;\ninterface api {${body}\n}\nworld guest { import api; }\nworld host { export api; }\n`;
  const archive = readArchive(`# features x\n//- before/a.wit\n${text(before)}//- after/a.wit\n${text(after)}`);
  return (await compareArchive(archive)).reports.flatMap((report) => report.changes);
}

/** semver-check refuses a new name in an exported interface, and sees no type that no function mentions (semver.md 2.6). */
const NEW_NAMES: ReadonlySet<string> = new Set(['type-added', 'alias-introduced', 'resource-aliased']);
const UNUSED = new Set([
  'type-removed',
  'alias-dropped',
  'alias-target-changed',
  'type-kind-changed',
  'deprecated-removed-item',
]);

function explains(changes: readonly Change[], direction: 'import' | 'export', answer: Answer): boolean {
  const side = direction === 'import' ? 'importer' : 'implementer';
  const breaking = changes.filter((it) => it[side] === 'breaks');
  if (answer.accepts) return breaking.every((it) => UNUSED.has(it.kind) || /^(record|variant|enum|flag)/.test(it.kind));
  return (
    direction === 'export' &&
    changes.some((it) => NEW_NAMES.has(it.kind)) &&
    /missing expected export/.test(answer.message)
  );
}

const SHOWN = Number(process.env.SHOWN ?? 3);
const HOURS = { timeout: 3 * 3_600_000 };

/** One file changed below the line that names its package. */
function editedFiles(files: Files, random: Random): { readonly files: Files; readonly done: string } {
  const file = random.pick([...files.keys()]) ?? '';
  const text = files.get(file) ?? '';
  const head = /^[\s\S]*?^\s*package\s[^;{]*;/m.exec(text)?.[0] ?? '';
  const { text: rest, done } = editText(text.slice(head.length), random);
  return { files: new Map([...files, [file, head + rest]]), done: `${file}: ${done.join(', ')}` };
}

/** In both directions, every world: our verdict, and the one that `--as wasm-tools` foretells. */
async function compareNative(
  reference: NativeReference,
  tally: Tally,
  start: Files,
  edited: Files,
  about: string,
): Promise<void> {
  const [before, after] = [await versionOf(start), await versionOf(edited)];
  const [forth, back] = [comparisonOf(before, after), comparisonOf(after, before)];
  const answers = await bothWays(reference, before.all, after.all);
  for (const [at, compared] of [forth, back].entries()) {
    const [was, is] = [compared.before, compared.after].map((it) => mainOf(it.packages, it.files));
    const foretold = was === undefined || is === undefined ? [] : toolVerdicts('wasm-tools', was, is);
    for (const world of compared.worlds) {
      const answer = answers.get(world.name)?.[at];
      // What is no WIT of today has no verdict.
      if (answer === undefined || answer.kind === 'invalid') {
        tally.invalid++;
        continue;
      }
      const isAccepted = answer.kind === 'accept';
      const message = answer.kind === 'reject' ? answer.message : '';
      const which = `${about} ${at === 0 ? 'forth' : 'back'}`;
      await tally.count(compared, world, { isAccepted, message }, which);
      const told = foretold.find((it) => it.world === world.name);
      if (told !== undefined && told.accepts !== isAccepted)
        tally.differ(
          compared,
          `${which}, world ${world.name}: foretold ${told.accepts ? 'fits' : 'breaks'}: ${message}`,
        );
    }
  }
}

it('is there where it has to be', () => {
  expect(AVAILABLE || process.env.NATIVE !== 'required').toBe(true);
  expect(cases.length).toBeGreaterThan(60);
});

describe.skipIf(!AVAILABLE)('native wasm-tools (skipped without 1.263 or later)', () => {
  const explained: string[] = [];

  async function agree(name: string, before: string, after: string): Promise<void> {
    // The runner wants to hear that we are alive.
    await new Promise((done) => setImmediate(done));
    for (const [old, now] of [
      [before, after],
      [after, before],
    ] as const) {
      const changes = await changesOf(old, now);
      for (const direction of ['import', 'export'] as const) {
        const answer = await semverCheck(direction, old, now);
        // What is no WIT of today has no verdict.
        if (!answer.accepts && !answer.message.includes('not semver-compatible')) continue;
        const side = direction === 'import' ? 'importer' : 'implementer';
        const ours = changes.every((it) => it[side] === 'ok');
        const about = `${name} ${direction}: ${answer.message}\n${changes.map((it) => it.kind)}\n${old}\n=>\n${now}`;
        if (ours !== answer.accepts && explains(changes, direction, answer)) explained.push(`${name} ${direction}`);
        else expect(answer.accepts, about).toBe(ours);
      }
    }
  }

  it.each(cases)(
    '$name breaks whom it breaks for semver-check',
    { timeout: 30_000 },
    async ({ name, before, after }) => {
      await agree(name, before, after);
    },
  );

  it('agrees on random edits of whole packages (`NATIVE_EDITS` of them, from `NATIVE_FROM`)', HOURS, async () => {
    const starts = fixturePairs()
      .flatMap(({ before, after }) => [before, after])
      .filter((files) => [...files.keys()].every((name) => !name.includes('/')));
    const reference = NativeReference.find(process.env.WIT_REFERENCE);
    if (reference === undefined) throw new Error('wit-reference is missing: run scripts/rust-tools.sh');
    onTestFinished(() => reference.close());
    const tally = new Tally({ newest: true });
    for (let index = FROM; index < FROM + EDITS; index++) {
      // The runner wants to hear that we are alive.
      await new Promise((done) => setImmediate(done));
      const random = new Random(seedOf(SEED, index));
      const start = index % 2 === 0 ? random.pick(starts) : generated(index).files;
      const edited = start === undefined ? undefined : editedFiles(start, random);
      if (start !== undefined && edited !== undefined)
        await compareNative(reference, tally, start, edited.files, `edit ${index} (${edited.done})`);
    }
    console.log(tally.summary(`native, ${EDITS} edits from ${FROM}`));
    expect(tally.unexplained.slice(0, SHOWN).join('\n=====\n')).toBe('');
    // An oracle that is not asked agrees with everything.
    expect(tally.equal).toBeGreaterThan(EDITS);
    expect(tally.broken).toBeGreaterThan(EDITS / 2);
  });

  it('agrees on random edits of worlds (`NATIVE_EDITS` of them, from `NATIVE_FROM`)', HOURS, async () => {
    const reference = NativeReference.find(process.env.WIT_REFERENCE);
    if (reference === undefined) throw new Error('wit-reference is missing: run scripts/rust-tools.sh');
    onTestFinished(() => reference.close());
    const tally = new Tally({ newest: true });
    for (let index = FROM; index < FROM + EDITS; index++) {
      await new Promise((done) => setImmediate(done));
      const { before, after } = worldVersions(new Random(seedOf(SEED, index)));
      await compareNative(reference, tally, before, after, `edit ${index}`);
    }
    console.log(tally.summary(`native, ${EDITS} edits of worlds from ${FROM}`));
    expect(tally.unexplained.slice(0, SHOWN).join('\n=====\n')).toBe('');
    expect(tally.equal).toBeGreaterThan(EDITS);
    expect(tally.broken).toBeGreaterThan(EDITS / 10);
  });

  it.each(cases)('$name is merged as we say', { timeout: 30_000 }, async ({ before, after }) => {
    const changes = await changesOf(before, after);
    const answer = await merges(before, after);
    const told = changes.map(({ kind, hazard }) => `${kind} ${hazard}`).join(', ');
    // Who says that nothing notices it must be right; and so must who says that the build is refused.
    if (changes.some(({ hazard }) => hazard === 'silent'))
      expect(answer.accepts, `${told}: ${answer.message}`).toBe(true);
    if (changes.some(({ kind }) => kind === 'primitive-respelled' || kind === 'param-recased'))
      expect(answer.accepts, told).toBe(false);
    if (
      changes.length > 0 &&
      changes.every(({ level, kind }) => level === 'minor' || level === 'patch' || kind === 'bump-missing')
    )
      expect(answer.accepts, `${told}: ${answer.message}`).toBe(true);
  });

  it.each(cases)(
    '$name: what we say that it will say is what it says',
    { timeout: 30_000 },
    async ({ before, after }) => {
      for (const [old, now] of [
        [before, after],
        [after, before],
      ] as const) {
        const text = (body: string): string =>
          `package a:b@1.0.0;\ninterface api {${body}\n}\nworld guest { import api; }\nworld host { export api; }\n`;
        const archive = readArchive(`//- before/a.wit\n${text(old)}//- after/a.wit\n${text(now)}`);
        const compared = await compareArchive(archive);
        const [was, is] = [compared.before.packages[0], compared.after.packages[0]];
        if (was === undefined || is === undefined || was.broken !== undefined || is.broken !== undefined) continue;
        for (const { world, accepts, because } of toolVerdicts('wasm-tools', was, is)) {
          const answer = await semverCheck(world === 'guest' ? 'import' : 'export', old, now);
          if (!answer.accepts && !answer.message.includes('not semver-compatible')) continue;
          expect(accepts, `${world}: ${answer.message}\n${because.map((it) => it.kind)}\n${old}\n=>\n${now}`).toBe(
            answer.accepts,
          );
        }
        // The mirror image: the newer version as the old one.
        for (const { world, accepts } of toolVerdicts('wkg', was, is)) {
          const answer = await semverCheck(world === 'guest' ? 'import' : 'export', now, old);
          if (!answer.accepts && !answer.message.includes('not semver-compatible')) continue;
          expect(accepts, `wkg, ${world}: ${answer.message}\n${old}\n=>\n${now}`).toBe(answer.accepts);
        }
      }
    },
  );

  it('leaves few differences to be explained', () => {
    expect(new Set(explained).size).toBeLessThan(cases.length / 2);
  });
});
