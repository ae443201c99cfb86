// Repairs of contract changes: the version that they need, the old text back, a way to keep both sides working, a gate, a
// comment that says it is meant.

import type { Span, TextEdit } from '../../base/text.ts';
import type { Fix } from '../../check/diagnostic.ts';
import type { Bases } from '../../contract/bases.ts';
import type { Loc } from '../../model/package.ts';
import type { Change } from '../../semver/changes.ts';
import type { RuleId } from '../../semver/table.ts';
import type { PackageReport } from '../../semver/verdict.ts';
import { entryOfNode } from '../../syntax/cursor.ts';
import { type ItemTree, spanOf } from '../../syntax/items.ts';
import { escapeName } from '../../syntax/words.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { renamePackage } from '../names/rename-package.ts';
import { type ContractFinding, isRemoval } from './findings.ts';
import { findingsIn, findingsTouching, type RootFindings } from './report.ts';
import { indentAt, reorderMembers, restoreItem, restoreMember, restoreWhole, textOf, withComments } from './restore.ts';

export interface ContractRepair {
  readonly finding: ContractFinding;
  readonly fix: Fix;
}

interface Repairing {
  readonly snapshot: Snapshot;
  readonly all: RootFindings;
  readonly finding: ContractFinding;
  readonly change: Change;
  /** The file the finding is in. */
  readonly uri: string;
  readonly span: Span;
  readonly tree: ItemTree;
  readonly oldTree: ItemTree | undefined;
}

/** The repairs of contract changes where the span touches; `shown` are the findings that are in the list of problems. */
export function contractFixes(snapshot: Snapshot, bases: Bases, uri: string, span: Span): readonly ContractRepair[] {
  const all = findingsIn(snapshot, bases, uri);
  const tree = snapshot.tree(uri);
  if (all === undefined || all.stale || tree === undefined) return [];
  const bumped = new Set<PackageReport>();
  return findingsTouching(all, uri, span).flatMap((finding) => {
    const [change] = finding.changes;
    if (change === undefined || finding.place === undefined) return [];
    const old = change.baseLoc?.uri;
    const oldTree = old === undefined ? undefined : all.base.snapshot.tree(old);
    const it = { snapshot, all, finding, change, uri, span: finding.place.span, tree, oldTree };
    // One new version makes room for all changes of its package.
    const version = bumped.has(finding.report) ? [] : bump(it);
    if (version.length > 0) bumped.add(finding.report);
    return repairsOf(it, version).map((fix) => ({ finding, fix }));
  });
}

function repairsOf(it: Repairing, version: readonly Fix[]): Fix[] {
  const own = OWN[it.change.kind]?.(it);
  const fixes = [...version, ...(own === undefined ? [] : [own].flat()), ...restore(it), ...gate(it), ...ignore(it)];
  return fixes.filter((fix) => fix.edits.some((file) => file.edits.length > 0));
}

function fix(title: string, uri: string, edits: readonly (TextEdit | undefined)[], preferred = false): Fix {
  const present = edits.filter((edit) => edit !== undefined);
  return { title, edits: [{ uri, edits: present }], ...(preferred ? { preferred } : {}) };
}

/** The version in all files that have it. */
function bump({ snapshot, finding: { report }, change }: Repairing): Fix[] {
  const { required, covered, after } = report;
  const loc = after?.stable.loc;
  if (required === undefined || covered || after === undefined || loc === undefined) return [];
  if (change.level === 'none' && change.kind !== 'bump-missing') return [];
  const { id } = after.stable;
  const name = `${id.namespace}:${id.name}`;
  const renamed = renamePackage(snapshot, { kind: 'package', id, package: after.stable, loc }, `${name}@${required}`);
  if ('refused' in renamed) return [];
  const title = `Change the version of \`${name}\` to ${required} everywhere`;
  return [{ title, edits: renamed.files, preferred: change.kind.startsWith('bump-') }];
}

const MEMBERS: ReadonlySet<RuleId> = new Set([
  'record-field-removed',
  'variant-case-removed',
  'enum-case-removed',
  'flag-removed',
]);

/** What is gone comes back, what changed says what it said. */
function restore(it: Repairing): Fix[] {
  const { change, finding, tree, oldTree, uri, all } = it;
  if (oldTree === undefined || change.baseLoc === undefined) return [];
  const from = `from ${all.base.label}`;
  if (MEMBERS.has(change.kind)) {
    const { whole, baseWhole } = change;
    if (whole === undefined || baseWhole === undefined) return [];
    const gone = finding.changes.filter((one) => MEMBERS.has(one.kind));
    const edits = gone.map((one) =>
      one.baseLoc === undefined ? undefined : restoreMember(oldTree, baseWhole, one.baseLoc, tree, whole),
    );
    return [fix(`Restore ${names(gone)} ${from}`, uri, edits)];
  }
  const { whole, baseWhole } = change;
  if (whole !== undefined || !isRemoval(change.kind)) {
    if (whole === undefined || baseWhole === undefined || whole.uri !== uri || baseWhole.uri !== change.baseLoc.uri)
      return [];
    if (change.before === change.after || !sameHome(oldTree, baseWhole, tree, whole)) return [];
    const edit = restoreWhole(oldTree, baseWhole, tree, whole);
    // What changed is something that it mentions.
    if (edit.text === textOf(tree, edit)) return [];
    return [fix(`Restore the declaration ${from}`, uri, [edit])];
  }
  if (change.kind.startsWith('world-') && change.kind !== 'world-removed') return restoreStatements(it, from);
  const edits = finding.changes.map((one) => {
    const source = one.baseLoc === undefined ? undefined : all.base.snapshot.tree(one.baseLoc.uri);
    if (one.baseWhole === undefined || source === undefined) return undefined;
    return restoreItem(source, one.baseWhole, tree, change.loc);
  });
  return [fix(`Restore ${names(finding.changes)} ${from}`, uri, edits)];
}

/** A function of an interface says something else inside of a resource. */
function sameHome(oldTree: ItemTree, old: Loc, tree: ItemTree, now: Loc): boolean {
  const kinds = [entryOfNode(oldTree, old.node), entryOfNode(tree, now.node)].map((it) => it?.chunk.decl.kind);
  return kinds[0] === kinds[1] || !kinds.includes('resource') || !kinds.includes('func');
}

/** Imports and exports that a world itself had. */
function restoreStatements({ finding, tree, uri, all, change }: Repairing, from: string): Fix[] {
  const seen = new Set<number>();
  const edits = finding.changes.map((one) => {
    const source = one.baseWhole === undefined ? undefined : all.base.snapshot.tree(one.baseWhole.uri);
    if (one.baseWhole === undefined || source === undefined || seen.has(one.baseWhole.node)) return undefined;
    const entry = entryOfNode(source, one.baseWhole.node);
    // What came with something else comes back with it.
    if (entry === undefined || entry.context !== 'world') return undefined;
    seen.add(one.baseWhole.node);
    return restoreItem(source, one.baseWhole, tree, change.loc);
  });
  return edits.every((edit) => edit === undefined)
    ? []
    : [fix(`Restore ${names(finding.changes)} ${from}`, uri, edits)];
}

const SHOWN = 3;

function names(changes: readonly Change[]): string {
  const all = changes.map((it) => `\`${it.item.split('.').at(-1) ?? it.item}\``);
  return all.length > SHOWN ? `${all.length} items` : all.join(', ');
}

/** Repairs of single kinds of change. */
const OWN: Partial<Record<RuleId, (it: Repairing) => Fix | Fix[]>> = {
  'type-renamed': keepOldType,
  'func-renamed': keepOldFunc,
  'record-field-reordered': reorder,
  'variant-case-reordered': reorder,
  'enum-case-reordered': reorder,
  'flag-reordered': reorder,
  'record-field-added': secondType,
  'record-field-type-changed': secondType,
  'variant-case-added': (it) => [reorderAdded(it), secondType(it)].flat(),
  'variant-payload-changed': secondType,
  'enum-case-added': (it) => [reorderAdded(it), secondType(it)].flat(),
  'flag-added': (it) => [reorderAdded(it), secondType(it)].flat(),
  'type-moved': useAgain,
  'since-missing': addSince,
  'since-backdated': (it) => replaceSince(it, it.finding.report.after?.stable.id.version),
  'since-raised': (it) => replaceSince(it, /version = ([^)]+)\)/.exec(it.change.before ?? '')?.[1]),
};

function keepOldType({ change, tree, uri, oldTree }: Repairing): Fix[] {
  const { whole, baseLoc } = change;
  if (whole === undefined || baseLoc === undefined || oldTree === undefined) return [];
  const old = textOf(oldTree, spanOf(oldTree, baseLoc.node));
  const span = spanOf(tree, whole.node);
  const name = escapeName(change.item.split('.').at(-1) ?? '');
  const text = `\n${indentAt(tree.text, span.start)}type ${old} = ${name};`;
  return [fix(`Keep the old name: \`type ${old} = ${name};\``, uri, [{ start: span.end, end: span.end, text }], true)];
}

/** The old function beside the new one, to go with the next major version. */
function keepOldFunc({ change, tree, uri, oldTree, finding }: Repairing): Fix[] {
  const { whole, baseWhole } = change;
  if (whole === undefined || baseWhole === undefined || oldTree === undefined) return [];
  const span = spanOf(tree, whole.node);
  const indent = indentAt(tree.text, span.start);
  const base = finding.report.before?.stable.id.version;
  const version = finding.report.after?.stable.id.version;
  const old = textOf(oldTree, spanOf(oldTree, baseWhole.node));
  const bare = old.replace(/^(?:@[\w-]+\([^)]*\)\s*)+/, '');
  const since =
    /@since\(version = [^)]+\)/.exec(old)?.[0] ?? (base === undefined ? undefined : `@since(version = ${base})`);
  const gates =
    since === undefined || version === undefined
      ? ''
      : `${since}\n${indent}@deprecated(version = ${version})\n${indent}`;
  const edit = { start: span.end, end: span.end, text: `\n${indent}${gates}${bare}` };
  return [fix('Keep the old function, deprecated', uri, [edit])];
}

function reorder({ change, tree, uri, oldTree, all }: Repairing): Fix[] {
  const { whole, baseWhole } = change;
  if (whole === undefined || baseWhole === undefined || oldTree === undefined) return [];
  const edits = reorderMembers(oldTree, baseWhole, tree, whole);
  return [fix(`Restore the order of ${all.base.label}`, uri, edits, true)];
}

/** Something new before something old shifts the numbers of what follows. */
function reorderAdded(it: Repairing): Fix[] {
  const fixes = reorder(it).filter((one) => one.edits.some((file) => file.edits.length > 0));
  return fixes.map(({ title: _title, preferred: _preferred, ...rest }) => ({
    ...rest,
    title: 'Move added items to the end',
  }));
}

/** The route that WIT.md describes: the old type stays, a new one stands beside it. */
function secondType({ change, tree, uri, oldTree, all }: Repairing): Fix[] {
  const { whole, baseWhole } = change;
  if (whole === undefined || baseWhole === undefined || oldTree === undefined) return [];
  const entry = entryOfNode(tree, whole.node);
  const decl = entry?.chunk.decl;
  if (entry === undefined || decl === undefined || !('name' in decl) || !('text' in decl.name)) return [];
  const { text: name, node } = decl.name;
  const nameSpan = spanOf(tree, entry.base + node);
  const span = spanOf(tree, whole.node);
  const indent = indentAt(tree.text, span.start);
  const old = textOf(oldTree, spanOf(oldTree, baseWhole.node));
  return [
    fix(`Keep \`${name}\` as in ${all.base.label}, and call the new one \`${name}2\``, uri, [
      { start: span.start, end: span.start, text: `${old}\n\n${indent}` },
      { ...nameSpan, text: `${name}2` },
    ]),
  ];
}

function useAgain({ change, tree, uri }: Repairing): Fix[] {
  const [moved] = change.related ?? [];
  const container = change.loc === undefined ? undefined : entryOfNode(tree, change.loc.node);
  const owner = /is in `([^`]+)` now/.exec(change.message)?.[1];
  if (moved === undefined || container === undefined || owner === undefined) return [];
  const name = escapeName(change.item.split('.').at(-1) ?? '');
  const at = container.start + container.length;
  const text = `\n${indentAt(tree.text, container.start)}  use ${owner}.{${name}};`;
  return [fix(`Use it from its new place: \`use ${owner}.{${name}};\``, uri, [{ start: at, end: at, text }], true)];
}

/** The item that holds a name: a function of a resource, or a whole declaration. */
function itemAround({ tree, change, span }: Repairing): Span | undefined {
  if (change.whole !== undefined && change.whole.uri === change.loc?.uri) return spanOf(tree, change.whole.node);
  const entry = change.loc === undefined ? undefined : entryOfNode(tree, change.loc.node);
  if (entry === undefined) return undefined;
  const { decl } = entry.chunk;
  if (decl.kind === 'resource') {
    const func = decl.funcs
      .map((it) => spanOf(tree, entry.base + it.node))
      .find((it) => it.start <= span.start && span.end <= it.end);
    if (func !== undefined) return func;
  }
  return { start: entry.start, end: entry.end };
}

function addAttribute(it: Repairing, attribute: string): TextEdit | undefined {
  const item = itemAround(it);
  if (item === undefined) return undefined;
  return { start: item.start, end: item.start, text: `${attribute}\n${indentAt(it.tree.text, item.start)}` };
}

/** New since the release whose version the package still has: that version does not have it. */
function isSinceRelease({ report: { before, after } }: ContractFinding, label: string): boolean {
  const version = after?.stable.id.version;
  return version !== undefined && before?.stable.id.version === version && label.endsWith(version);
}

/** Where items begin that are new since the last release: what `@since` they need is not known before the next version is. */
export function newSinceRelease(snapshot: Snapshot, bases: Bases, uri: string): ReadonlySet<number> {
  const all = findingsIn(snapshot, bases, uri);
  const found = all?.findings.filter(
    (it) =>
      it.changes.some(({ kind }) => kind.endsWith('-added')) &&
      it.place?.uri === uri &&
      isSinceRelease(it, all.base.label),
  );
  return new Set(found?.flatMap((it) => it.place?.span.start ?? []));
}

function addSince(it: Repairing): Fix[] {
  const version = it.finding.report.after?.stable.id.version;
  if (version === undefined || isSinceRelease(it.finding, it.all.base.label)) return [];
  const attribute = `@since(version = ${version})`;
  return [fix(`Add \`${attribute}\``, it.uri, [addAttribute(it, attribute)], true)];
}

function replaceSince(it: Repairing, version: string | undefined): Fix[] {
  const item = itemAround(it);
  if (item === undefined || version === undefined) return [];
  const match = /(@since\s*\(\s*version\s*=\s*)([^)\s]+)/.exec(it.tree.text.slice(item.start, item.end));
  if (match === null) return [];
  const start = item.start + match.index + (match[1]?.length ?? 0);
  const edit = { start, end: start + (match[2]?.length ?? 0), text: version };
  return [fix(`Change to \`@since(version = ${version})\``, it.uri, [edit], true)];
}

const GATED: ReadonlySet<RuleId> = new Set([
  'func-added',
  'method-added',
  'static-added',
  'getter-added',
  'setter-added',
  'world-import-added',
  'world-export-added',
]);

/** A new item that breaks users can be gated by a feature. */
function gate(it: Repairing): Fix[] {
  const { change, finding } = it;
  if (!GATED.has(change.kind) || change.level !== 'major' || finding.report.covered) return [];
  const { id } = finding.report.after?.stable ?? {};
  const item = itemAround(it);
  if (id === undefined || item === undefined || it.tree.text.startsWith('@', item.start)) return [];
  const last = (change.item.split('.').at(-1) ?? '').replace(/@.*$/, '').replace(/^.*\//, '');
  const attribute = `@unstable(feature = ${id.name}-${last})`;
  return [fix(`Gate with \`${attribute}\``, it.uri, [addAttribute(it, attribute)])];
}

/** The comment that says that it is meant. */
function ignore(it: Repairing): Fix[] {
  const { finding, tree, uri, change } = it;
  if (finding.severity === 'hint' || change.loc === undefined) return [];
  const item = isRemoval(change.kind) ? around(tree, change.loc) : itemAround(it);
  if (item === undefined) return [];
  const { start } = withComments(tree, item);
  const until =
    finding.report.required === undefined || finding.report.covered ? '' : ` until=${finding.report.required}`;
  const text = `// wit-ignore: ${finding.code}${until} reason\n${indentAt(tree.text, start)}`;
  return [fix(`Ignore \`${finding.code}\` here`, uri, [{ start, end: start, text }])];
}

function around(tree: ItemTree, loc: Loc): Span | undefined {
  const entry = entryOfNode(tree, loc.node);
  return entry === undefined ? undefined : { start: entry.start, end: entry.end };
}
