// What is fuzzed. A target makes an input from a seed and says what is wrong with what we do with it: a throw, or a promise
// that is not kept.

import { applyEdits } from '../../server/src/base/text.ts';
import { decodeUtf8 } from '../../server/src/base/utf8.ts';
import { decodeBinary } from '../../server/src/binary/decode.ts';
import { assemble } from '../../server/src/binary/wat.ts';
import { DEFAULT_SETTINGS } from '../../server/src/check/settings.ts';
import { contractsOf } from '../../server/src/contract/package-contracts.ts';
import { formatDocument } from '../../server/src/features/format.ts';
import { composed, wacDocument, wacFindings } from '../../server/src/features/wac/wac.ts';
import { composeWorlds, compositionOf } from '../../server/src/features/worlds/compose.ts';
import {
  explainedText,
  mermaidText,
  plainText,
  previewOf,
  svgText,
  worldsOfRoot,
} from '../../server/src/features/worlds/preview.ts';
import { DEFAULT_FORMAT } from '../../server/src/format/options.ts';
import { MemoryHost } from '../../server/src/hosts/memory.ts';
import { compareTrees } from '../../server/src/semver/verdict.ts';
import type { WitParser } from '../../server/src/syntax/parser.ts';
import type { PackageRoot } from '../../server/src/workspace/package-folders.ts';
import type { Snapshot } from '../../server/src/workspace/snapshot.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { compositionText } from '../../server/src/world/composition-preview.ts';
import type { Random } from '../conformance/random.ts';
import { binaryBytes, mutatedBytes, mutatedText, packageTexts, wacText, watText } from './seeds.ts';

/** Texts; binaries as latin-1, so that all inputs are shrunk alike. */
export type Input = readonly string[];

export interface Target {
  readonly name: string;
  /** How often it comes, of all. */
  readonly weight: number;
  readonly input: (random: Random) => Input;
  /** What is wrong; undefined when nothing is. May throw, which is wrong, too. */
  readonly wrong: (input: Input, parser: WitParser) => string | undefined | Promise<string | undefined>;
}

const ROOT = 'file:///w/wit';

async function opened(
  texts: Input,
  parser: WitParser,
): Promise<{ readonly snapshot: Snapshot; readonly root: PackageRoot }> {
  const host = new MemoryHost();
  for (const [at, text] of texts.entries()) host.write(at === 0 ? `${ROOT}/a.wit` : `${ROOT}/deps/d${at}/a.wit`, text);
  const workspace = new Workspace(host, parser);
  workspace.setFolders(['file:///w']);
  workspace.setSettings({ ...DEFAULT_SETTINGS, resolve: 'toolchain', allFeatures: true });
  const root = await workspace.loadDirectory(ROOT);
  if (root === undefined) throw new Error('the root was not loaded');
  return { snapshot: workspace.snapshot(), root };
}

function mutatedPackage(random: Random): string[] {
  const texts = packageTexts(random);
  const at = random.below(texts.length);
  return texts.map((text, index) => (index === at ? mutatedText(text, random) : text));
}

/** Without white space and commas, which are all that formatting changes. */
function substance(text: string): string {
  return text.replace(/[\s,\ufeff]+/g, '');
}

export const TARGETS: readonly Target[] = [
  {
    name: 'reader',
    weight: 60,
    input: (random) => [mutatedText(packageTexts(random)[0] ?? '', random)],
    wrong([text = ''], parser) {
      const { text: kept, problems, order, spans } = parser.read(text);
      if (kept !== text) return 'the text is another';
      for (const { start, end, code } of problems) {
        if (code === 'syntax/reader-failed') return 'the reader failed';
        if (!(0 <= start && start <= end && end <= text.length))
          return `a problem at ${start}-${end} of ${text.length}`;
      }
      for (const at of spans) if (at < 0 || at > text.length) return `a span at ${at} of ${text.length}`;
      return order.length < 0 ? 'never' : undefined;
    },
  },
  {
    name: 'format',
    weight: 20,
    input: (random) => [mutatedText(packageTexts(random)[0] ?? '', random)],
    wrong([text = ''], parser) {
      const { edits, bug } = formatDocument(parser.read(text), DEFAULT_FORMAT);
      if (bug !== undefined) return `a bug: ${bug.slice(0, 60)}`;
      const once = applyEdits(text, edits);
      if (substance(once) !== substance(text)) return 'something was lost';
      const again = formatDocument(parser.read(once), DEFAULT_FORMAT);
      return applyEdits(once, again.edits) === once ? undefined : 'formatting twice is something else';
    },
  },
  {
    name: 'model',
    weight: 8,
    input: mutatedPackage,
    async wrong(texts, parser) {
      const { snapshot, root } = await opened(texts, parser);
      for (const found of snapshot.check(root).values())
        for (const it of found) {
          if (it.code === 'package/not-checked' || it.code === 'syntax/reader-failed')
            return `${it.code}: ${it.message}`;
          it.fixes.map((fix) => fix.title);
        }
      return undefined;
    },
  },
  {
    name: 'semver',
    weight: 8,
    input(random) {
      const texts = packageTexts(random);
      return [texts[0] ?? '', mutatedText(texts[0] ?? '', random)];
    },
    async wrong([before = '', after = ''], parser) {
      const [old, now] = [await opened([before], parser), await opened([after], parser)];
      const [a, b] = [old, now].map(({ snapshot, root }) => contractsOf(snapshot, root, ROOT));
      const options = { role: 'strict', policy: 'at-change' } as const;
      compareTrees(a ?? [], b ?? [], options);
      const same = compareTrees(b ?? [], b ?? [], options).flatMap((it) => (it.unread === undefined ? it.changes : []));
      return same.length === 0 ? undefined : `the same is ${same[0]?.kind}`;
    },
  },
  {
    name: 'world',
    weight: 3,
    input: mutatedPackage,
    async wrong(texts, parser) {
      const { snapshot, root } = await opened(texts, parser);
      for (const world of worldsOfRoot(snapshot, root)) {
        explainedText(snapshot, world, (uri) => uri);
        plainText(snapshot, world);
        const preview = previewOf(snapshot, world, (uri) => uri);
        svgText(preview);
        mermaidText(preview);
      }
      return undefined;
    },
  },
  {
    name: 'compose',
    weight: 2,
    input: (random) => [...mutatedPackage(random).slice(0, 1), ...mutatedPackage(random).slice(0, 1)],
    async wrong(texts, parser) {
      const all = await Promise.all(texts.map((text) => opened([text], parser)));
      const worlds = all.flatMap(({ snapshot, root }) => worldsOfRoot(snapshot, root).slice(0, 2));
      const composition = composeWorlds(worlds);
      compositionText(
        compositionOf(
          composition,
          all.map((it) => it.snapshot),
          (uri) => uri,
        ),
      );
      return undefined;
    },
  },
  {
    name: 'wac',
    weight: 2,
    input: (random) => [mutatedText(wacText(random), random), packageTexts(random)[0] ?? ''],
    async wrong([text = '', wit = ''], parser) {
      const { snapshot } = await opened([wit], parser);
      const document = wacDocument('file:///w/a.wac', text, { unread: [], places: new Map(), present: [] });
      composed(snapshot, document);
      for (const { span } of wacFindings(snapshot, document))
        if (!(0 <= span.start && span.start <= span.end && span.end <= text.length))
          return `a problem at ${span.start}-${span.end}`;
      return undefined;
    },
  },
  {
    name: 'binary',
    weight: 5,
    input: (random) => [latin(mutatedBytes(binaryBytes(random), random))],
    wrong([text = ''], parser) {
      const decoded = decodeBinary(bytesOf(text), (part) => decodeUtf8(part).text);
      if ('text' in decoded) parser.read(decoded.text);
      return undefined;
    },
  },
  {
    name: 'wat',
    weight: 1,
    input: (random) => [mutatedText(watText(random), random)],
    wrong([text = '']) {
      assemble(text);
      return undefined;
    },
  },
];

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'latin1'));
}

/** The target of a number, by weight. */
export function targetOf(random: Random): Target {
  let left = random.below(TARGETS.reduce((sum, it) => sum + it.weight, 0));
  for (const it of TARGETS) {
    left -= it.weight;
    if (left < 0) return it;
  }
  throw new Error('no target');
}
