// The whole workspace at one moment. Immutable; everything derived is computed at most once, when it is asked for.

import { guarded } from '../base/fault.ts';
import { memo } from '../base/memo.ts';
import { overlapsOf } from '../base/overlaps.ts';
import { LineIndex } from '../base/text.ts';
import { dirname } from '../base/uri.ts';
import { type Code, levelOf } from '../check/catalogue.ts';
import type { Diagnostic } from '../check/diagnostic.ts';
import type { CheckSettings } from '../check/settings.ts';
import { diagnosticOf, textDiagnostic } from '../check/text-diagnostic.ts';
import { followsFromConflict } from '../syntax/conflicts.ts';
import type { ItemTree } from '../syntax/items.ts';
import { rootDirectoryOf } from './discover.ts';
import type { FilesView, SourceFile } from './files.ts';
import { withKnownVersion } from './known-versions.ts';
import { filesIn, type PackageRoot } from './package-folders.ts';
import { SemanticCaches, Semantics } from './semantics.ts';

export interface Snapshot {
  /** Grows with every change; equal numbers are the same moment. */
  readonly version: number;
  /** Every package that was loaded, by its URI. */
  readonly roots: ReadonlyMap<string, PackageRoot>;
  /** Those of the work, in the order of their paths: what others see. The rest was only looked at. */
  readonly workRoots: readonly PackageRoot[];
  /** The work, and the package of a file, whatever it is. */
  rootsSeenFrom(uri: string): readonly PackageRoot[];
  /** The settings that apply to this file. */
  settings(uri: string): CheckSettings;
  file(uri: string): SourceFile | undefined;
  tree(uri: string): ItemTree | undefined;
  lines(uri: string): LineIndex | undefined;
  /** The package that a loaded file belongs to. */
  rootOf(uri: string): PackageRoot | undefined;
  /** How a person knows a file: as the editor spells it. */
  spelling(uri: string): string;
  /** What the files mean. */
  readonly semantics: Semantics;
  /** Everything that is wrong in a package and in what is vendored with it, by file. Files without findings are left out. */
  check(root: PackageRoot): ReadonlyMap<string, readonly Diagnostic[]>;
  /** What is wrong in one file. */
  diagnostics(uri: string): readonly Diagnostic[];
  /** What would be if these files had these texts. Shares nothing that was computed. */
  supposing(texts: ReadonlyMap<string, string>): Snapshot;
}

export interface SnapshotState {
  readonly version: number;
  readonly files: FilesView;
  readonly roots: ReadonlyMap<string, PackageRoot>;
  readonly workRoots: readonly PackageRoot[];
  readonly settings: (uri: string) => CheckSettings;
  readonly spelling: (uri: string) => string;
  readonly caches: SemanticCaches;
  /** Reads a text that is no file. */
  readonly read: (text: string) => ItemTree;
}

function rootIn(roots: SnapshotState['roots'], uri: string): PackageRoot | undefined {
  // A vendored package may have been loaded as one of its own, and a file without its neighbours.
  for (const place of [rootDirectoryOf(uri), dirname(uri)]) {
    const root = roots.get(place);
    if (root !== undefined && holds(root, uri)) return root;
  }
  return roots.get(uri) ?? holderOf(roots, uri);
}

export function createSnapshot(state: SnapshotState): Snapshot {
  const checked = new Map<string, readonly Diagnostic[]>();
  const rooted = new Map<string, PackageRoot>();
  let semantics: Semantics | undefined;
  const snapshot: Snapshot = {
    get semantics() {
      semantics ??= new Semantics(snapshot, state.caches, state.files);
      return semantics;
    },
    version: state.version,
    roots: state.roots,
    workRoots: state.workRoots,
    rootsSeenFrom(uri) {
      const own = snapshot.rootOf(uri) ?? state.roots.get(uri);
      return own === undefined || state.workRoots.includes(own) ? state.workRoots : [...state.workRoots, own];
    },
    settings: state.settings,
    spelling: state.spelling,
    file: (uri) => state.files.get(uri),
    tree: (uri) => state.files.get(uri)?.items,
    lines(uri) {
      const tree = snapshot.tree(uri);
      return tree === undefined ? undefined : linesOf(tree);
    },
    rootOf(uri) {
      const root = rooted.get(uri) ?? rootIn(state.roots, uri);
      if (root !== undefined) rooted.set(uri, root);
      return root;
    },
    check(root) {
      const found = filesOf(root).map((uri) => [uri, snapshot.diagnostics(uri)] as const);
      return new Map(found.filter(([, diagnostics]) => diagnostics.length > 0));
    },
    diagnostics(uri) {
      const known = checked.get(uri);
      if (known !== undefined) return known;
      const result = checkedOne(snapshot, uri);
      checked.set(uri, result);
      return result;
    },
    supposing: (texts) => createSnapshot({ ...state, files: supposed(state, texts), caches: new SemanticCaches() }),
  };
  return snapshot;
}

const holders = new WeakMap<SnapshotState['roots'], ReadonlyMap<string, PackageRoot>>();

/** A package that has a file by a link: one of its own before one that has it in `deps/`. */
function holderOf(roots: SnapshotState['roots'], uri: string): PackageRoot | undefined {
  let known = holders.get(roots);
  if (known === undefined) {
    const sorted = [...roots.values()].sort((a, b) => (a.uri < b.uri ? -1 : 1));
    const found = new Map<string, PackageRoot>();
    for (const root of sorted) for (const file of root.files) if (!found.has(file)) found.set(file, root);
    for (const root of sorted)
      for (const { files } of root.deps) for (const file of files) if (!found.has(file)) found.set(file, root);
    known = found;
    holders.set(roots, known);
  }
  return known.get(uri);
}

function supposed(state: SnapshotState, texts: ReadonlyMap<string, string>): FilesView {
  const files = new Map([...texts].map(([uri, text]) => [uri, { uri, items: state.read(text) }]));
  const open = [...new Set([...state.files.open, ...files.keys()])];
  return { get: (uri) => files.get(uri) ?? state.files.get(uri), disk: state.files.disk, open };
}

export const linesOf = memo((tree: ItemTree) => new LineIndex(tree.text));

/** All files of a package and of what is vendored with it. */
export function filesOf(root: PackageRoot): string[] {
  return [...root.files, ...root.deps.flatMap((group) => group.files)];
}

function holds(root: PackageRoot, uri: string): boolean {
  return filesIn(root).all.has(uri);
}

function checkOne(snapshot: Snapshot, uri: string): readonly Diagnostic[] {
  const file = snapshot.file(uri);
  if (file === undefined || snapshot.rootOf(uri) === undefined) return [];
  const { levels } = snapshot.settings(uri);
  const known = (): readonly string[] => snapshot.semantics.environmentOf(uri)?.allKnown() ?? [];
  const text = textDiagnostics(file).map((it) => withKnownVersion(it, file.items.text, known));
  // What a word means is no question while the word itself is wrong.
  const touched = overlapsOf(text.map((it) => it.span));
  const misread = ({ code, span }: Diagnostic): boolean =>
    UNKNOWN.test(code) && touched(code === 'world/include-unknown-name' ? { ...span, end: span.end + 1 } : span);
  // What cannot be read lacks nothing else.
  const unread = file.items.entries.length === 0 && (file.fault !== undefined || isUnread(file));
  const { conflicts } = file.items;
  const told = meaningDiagnostics(snapshot, uri).filter(
    (it) => !misread(it) && !followsFromConflict(conflicts, it.span) && !mayBeUnread(snapshot, uri, it),
  );
  // Members of a package are reported with it.
  const named = new Set(told.filter((it) => it.code === 'name/package-only').map((it) => it.span.end));
  const own = text.filter((it) => it.code !== 'syntax/expected' || !named.has(it.span.start));
  return [...own, ...told.filter((it) => !unread || it.code !== 'package/missing-declaration')]
    .map((finding) => withLevel(finding, levels))
    .filter((finding) => finding !== undefined)
    .sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

/** A file in `deps/` that cannot be read says so itself; until it can be, its package is unknown. */
function mayBeUnread(snapshot: Snapshot, uri: string, { code }: Diagnostic): boolean {
  if (code !== 'package/not-found') return false;
  const deps = snapshot.rootOf(uri)?.deps ?? [];
  return deps.some(({ files }) => files.some((it) => isUnread(snapshot.file(it))));
}

const UNREAD: ReadonlySet<string | undefined> = new Set([
  'lfs-pointer',
  'unreadable',
  'failed',
  'too-large',
  'broken-binary',
]);

function isUnread(file: SourceFile | undefined): boolean {
  return UNREAD.has(file?.fault?.kind) || file?.items.problems[0]?.code === 'syntax/reader-failed';
}

/** What fails costs the findings of this file; all others come. */
function checkedOne(snapshot: Snapshot, uri: string): readonly Diagnostic[] {
  return guarded(
    `checking ${uri} failed`,
    () => checkOne(snapshot, uri),
    () => [NOTHING_CHECKED],
  );
}

/** What the text says on its own is said whatever fails in the meaning. */
function meaningDiagnostics(snapshot: Snapshot, uri: string): readonly Diagnostic[] {
  return guarded(
    `checking ${uri} failed`,
    () => snapshot.semantics.diagnostics(uri),
    () => [NOTHING_CHECKED],
  );
}

export const NOTHING_CHECKED: Diagnostic = {
  code: 'package/not-checked',
  severity: 'error',
  message: 'this file was not checked because of an internal error; please report it with the file; the log says more',
  span: { start: 0, end: 0 },
  related: [],
  fixes: [],
};

const UNKNOWN = /^(?:name\/(?:unknown-|not-in-)|package\/not-found|world\/include-unknown-|lint\/)/;

function withLevel(finding: Diagnostic, levels: CheckSettings['levels']): Diagnostic | undefined {
  const level = levelOf(finding.code, levels);
  if (level === undefined || level === finding.severity) return finding;
  return level === 'off' ? undefined : { ...finding, severity: level };
}

/** What the text of a file says on its own. */
function textDiagnostics(file: SourceFile): Diagnostic[] {
  const found = file.items.problems.map((problem) => textDiagnostic(file.uri, problem));
  const { fault } = file;
  if (fault === undefined) return found;
  const [code, what] = FAULTS[fault.kind];
  const message = what + faultDetail(file.uri, fault);
  const at = fault.kind === 'not-utf8' ? fault.at : 0;
  return [...found, diagnosticOf(code, message, { start: at, end: Math.min(at + 1, file.items.text.length) })];
}

function faultDetail(uri: string, fault: NonNullable<SourceFile['fault']>): string {
  if (fault.kind === 'broken-binary') return `: ${fault.reason}`;
  if (fault.kind === 'encoded') return `: it is ${fault.encoding}`;
  if (fault.kind === 'too-large') return `: it is larger than ${fault.limit} MB`;
  if (fault.kind !== 'component' && fault.kind !== 'core-module') return '';
  return uri.includes('/deps/')
    ? '; `deps/` can only hold packages'
    : '; `wit-language-server world` shows what it imports and exports';
}

const FAULTS: Readonly<Record<NonNullable<SourceFile['fault']>['kind'], readonly [code: Code, message: string]>> = {
  'too-large': ['syntax/too-large', 'this file is not read'],
  unreadable: ['package/unreadable-file', 'this file cannot be read'],
  failed: [
    'syntax/reader-failed',
    'this file could not be read because of an internal error; please report it with the file; the log says more',
  ],
  'not-utf8': ['syntax/invalid-encoding', 'this file is not UTF-8: the bytes here are not text'],
  'utf-16': [
    'syntax/invalid-encoding',
    "this file is UTF-16, as PowerShell's `>` writes it, and WIT is UTF-8: save it as UTF-8, or run `wit-language-server format`",
  ],
  encoded: ['syntax/invalid-encoding', "this file has the encoding that git's attributes say, and WIT is UTF-8"],
  'lfs-pointer': ['package/unreadable-file', 'this file is a Git LFS pointer, not the file itself: run `git lfs pull`'],
  component: ['package/not-a-package', 'this is a component, not a WIT package'],
  'core-module': ['package/not-a-package', 'this is a core module, not a WIT package'],
  'broken-binary': ['package/not-a-package', 'this WebAssembly cannot be read as a WIT package'],
};
