// No lies: of every name in real packages, definition leads to a name that means it, and the references of that contain
// the place where we began; completion there offers the name; renamed and renamed back, everything is as it was, and in
// between no new error. `NO_LIES=roots` takes every package and a part of
// the completions and renamings, `NO_LIES=all` (`npm run no-lies`) all of them; otherwise it is every fifth package.

import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { applyEdits } from '../server/src/base/text.ts';
import { complete } from '../server/src/features/completion/completion.ts';
import { definition } from '../server/src/features/names/definition.ts';
import { nameOf, namesAt, originalOf, sameEntity } from '../server/src/features/names/name-at.ts';
import { references } from '../server/src/features/names/references.ts';
import { prepareRename, rename } from '../server/src/features/names/rename.ts';
import { nodeHost, pathToUri } from '../server/src/hosts/node.ts';
import { escapeName } from '../server/src/syntax/words.ts';
import type { PlacedRef } from '../server/src/workspace/name-table.ts';
import type { Snapshot } from '../server/src/workspace/snapshot.ts';
import { Workspace } from '../server/src/workspace/workspace.ts';
import { testParser } from './support/parser.ts';

const corpus = fileURLToPath(new URL('../../shared/corpus', import.meta.url));
const all = process.env.NO_LIES === 'all';
/** Which of the roots. */
const every = process.env.NO_LIES === undefined ? 5 : 1;
const FRESH = 'zz-fresh-name';

const counts = { files: 0, names: 0, definitions: 0, references: 0, completions: 0, renamings: 0, refused: 0 };
const lies: string[] = [];

function lie(uri: string, { span }: PlacedRef, text: string, snapshot: Snapshot): void {
  const at = snapshot.lines(uri)?.position(span.start);
  const written = snapshot.tree(uri)?.text.slice(span.start, span.end);
  lies.push(`${uri.slice(uri.indexOf('corpus/') + 7)}:${(at?.line ?? 0) + 1}:${at?.character} \`${written}\`: ${text}`);
}

/** Definition, and references from there; those are asked for once per definition. */
function checkDefinition(
  snapshot: Snapshot,
  uri: string,
  ref: PlacedRef,
  known: Map<string, ReadonlySet<string>>,
): void {
  const found = definition(snapshot, uri, ref.span.start);
  const [target] = found?.targets ?? [];
  const entity = originalOf(ref.target);
  if (target === undefined) {
    // What is not there was reported.
    const missing = entity.kind === 'package' || entity.kind === 'alias' || snapshot.diagnostics(uri).length > 0;
    if (!missing) lie(uri, ref, 'leads nowhere', snapshot);
    return;
  }
  counts.definitions++;
  const there = (found?.targets ?? []).flatMap((it) => namesAt(snapshot, it.uri, it.span.start));
  const names = namesAt(snapshot, uri, ref.span.start).map((it) => originalOf(it.target));
  if (!there.some((it) => names.some((name) => sameEntity(originalOf(it.target), name))))
    lie(uri, ref, `leads to \`${there.map((it) => nameOf(it.target)).join()}\`, which means something else`, snapshot);
  const key = `${target.uri} ${target.span.start}`;
  let places = known.get(key);
  if (places === undefined) {
    const list = references(snapshot, target.uri, target.span.start, true) ?? [];
    places = new Set(list.map((it) => `${it.uri} ${it.span.start}`));
    known.set(key, places);
  }
  counts.references++;
  if (!places.has(`${uri} ${ref.span.start}`)) lie(uri, ref, 'is not among the references of its definition', snapshot);
}

function checkCompletion(snapshot: Snapshot, uri: string, ref: PlacedRef): void {
  const text = snapshot.tree(uri)?.text ?? '';
  const written = text.slice(ref.span.start, ref.span.end);
  // Names that are made here are not known yet.
  if (ref.role === 'definition' || written === '' || ref.target.kind === 'feature') return;
  const name = written.replace(/^%/, '').split(/[:/@]/).at(-1) ?? '';
  const { items } = complete(snapshot, uri, ref.span.end);
  counts.completions++;
  const offered = items.some(({ label }) =>
    [name, written, escapeName(name)].some(
      (it) => label === it || label.startsWith(`${it}@`) || label.endsWith(`:${it}`) || label.startsWith(`${it}/`),
    ),
  );
  if (!offered && !isWrongHere(snapshot, uri, ref)) lie(uri, ref, `is not offered among ${items.length}`, snapshot);
}

/** Is something wrong in the line, or with the package as a whole? */
function isWrongHere(snapshot: Snapshot, uri: string, { span }: PlacedRef): boolean {
  const line = (offset: number): number => snapshot.lines(uri)?.position(offset).line ?? 0;
  return snapshot
    .diagnostics(uri)
    .some(
      (it) =>
        it.code === 'package/name-mismatch' ||
        (line(it.span.start) <= line(span.end) && line(span.start) <= line(it.span.end)),
    );
}

function errors(snapshot: Snapshot, uris: Iterable<string>): string[] {
  return [...uris].flatMap((uri) =>
    snapshot
      .diagnostics(uri)
      .filter((it) => it.severity === 'error')
      .map((it) => it.code),
  );
}

/** To a fresh name and back. */
function checkRename(snapshot: Snapshot, uri: string, ref: PlacedRef): void {
  if (isWrongHere(snapshot, uri, ref)) return;
  const prepared = prepareRename(snapshot, uri, ref.span.start);
  if ('refused' in prepared) {
    counts.refused++;
    return;
  }
  const fresh = ref.target.kind === 'package' ? `zz-fresh:${FRESH}` : FRESH;
  const there = rename(snapshot, uri, ref.span.start, fresh);
  if ('refused' in there) {
    counts.refused++;
    return;
  }
  counts.renamings++;
  const texts = new Map(
    there.files.map((it) => [it.uri, applyEdits(snapshot.tree(it.uri)?.text ?? '', it.edits)] as const),
  );
  const renamed = snapshot.supposing(texts);
  const uris = new Set([uri, ...texts.keys()]);
  if (errors(renamed, uris).sort().join() !== errors(snapshot, uris).sort().join())
    lie(uri, ref, `renamed, brings ${errors(renamed, uris).join()} (were ${errors(snapshot, uris).join()})`, snapshot);
  const moved = there.files.find((it) => it.uri === uri)?.edits ?? [];
  const at =
    ref.span.start +
    moved.filter((it) => it.end <= ref.span.start).reduce((sum, it) => sum + it.text.length - (it.end - it.start), 0);
  const back = rename(renamed, uri, at, prepared.placeholder);
  if ('refused' in back) {
    lie(uri, ref, `cannot be renamed back: ${back.refused}`, snapshot);
    return;
  }
  for (const file of new Set([...texts.keys(), ...back.files.map((it) => it.uri)])) {
    const edits = back.files.find((it) => it.uri === file)?.edits ?? [];
    if (applyEdits(renamed.tree(file)?.text ?? '', edits) !== snapshot.tree(file)?.text) {
      lie(uri, ref, `renamed and back, differs in ${file}`, snapshot);
      return;
    }
  }
}

function roots(): string[] {
  return readFileSync(path.join(corpus, 'VERDICTS.tsv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t')[0] ?? '');
}

describe.skipIf(!existsSync(corpus))('no lies over the corpus', () => {
  it('about definitions, references, completions and renamings', { timeout: 3_600_000 }, async () => {
    const seen = new Set<string>();
    let number = 0;
    for (const root of roots().filter((_, index) => index % every === 0)) {
      const place = path.join(corpus, root);
      const workspace = new Workspace(nodeHost(), await testParser());
      const uri = pathToUri(place);
      const loaded = await (statSync(place).isDirectory() ? workspace.loadDirectory(uri) : workspace.loadFile(uri));
      const snapshot = workspace.snapshot();
      const known = new Map<string, ReadonlySet<string>>();
      const files = [...(loaded?.files ?? []), ...(loaded?.deps ?? []).flatMap((it) => it.files)];
      // Of things that stand twice, nobody can say which is meant.
      const isTwofold = errors(snapshot, files).some(
        (it) => it.startsWith('package/') || it.startsWith('name/duplicate'),
      );
      for (const file of files) {
        const text = snapshot.tree(file)?.text ?? '';
        const own = loaded?.files.includes(file) === true;
        if (seen.has(`${own} ${text}`)) continue;
        seen.add(`${own} ${text}`);
        counts.files++;
        for (const ref of snapshot.semantics.refs(file)) {
          number++;
          counts.names++;
          checkDefinition(snapshot, file, ref, known);
          if (!isTwofold && (all || number % 23 === 0)) checkCompletion(snapshot, file, ref);
          if (own && !isTwofold && ref.role === 'definition' && (all || number % 61 === 0))
            checkRename(snapshot, file, ref);
        }
      }
    }
    expect(lies.slice(0, 40)).toEqual([]);
    expect(counts.definitions).toBeGreaterThan(1000);
  });

  afterAll(() => console.log(`no lies: ${JSON.stringify(counts)}, ${lies.length} lies`));
});
