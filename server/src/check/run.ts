// Runs the rules over what a file means and turns problems into diagnostics.

import { guarded } from '../base/fault.ts';
import { memo } from '../base/memo.ts';
import { put } from '../base/multimap.ts';
import { overlapsOf } from '../base/overlaps.ts';
import type { Span } from '../base/text.ts';
import type { Encoded } from '../model/encoded.ts';
import { mentions } from '../model/mentions.ts';
import type { Interface, Loc, Package, Problem, World } from '../model/package.ts';
import type { GroupSource } from '../model/source.ts';
import { inlineInterfaces, itemsOf } from '../model/visit.ts';
import { entryOfNode } from '../syntax/cursor.ts';
import { type ItemTree, spanOf } from '../syntax/items.ts';
import { type Code, levelOf } from './catalogue.ts';
import { sourceAt } from './declared-names.ts';
import type { Diagnostic } from './diagnostic.ts';
import { fixesOf } from './fixes.ts';
import type { FixView } from './located-problem.ts';
import {
  ASKED_MENTION_RULES,
  ENCODE_ITEM_RULES,
  ENCODE_RULES,
  FILE_LINT_RULES,
  LINT_ITEM_RULES,
  LINT_RULES,
  MENTION_RULES,
  type MentionRule,
  RESOLVE_ITEM_RULES,
} from './rules/index.ts';
import { deadDocLinks } from './rules/lint/dead-doc-link.ts';
import { redundantPercent } from './rules/lint/redundant-percent.ts';
import { uppercase } from './rules/package/uppercase.ts';
import type { CheckSettings } from './settings.ts';
import { suppress } from './suppress.ts';
import { diagnosticOf, textDiagnostic } from './text-diagnostic.ts';

/** What the rules need of a snapshot. */
export interface CheckView {
  tree(uri: string): ItemTree | undefined;
  settings(uri: string): Pick<CheckSettings, 'levels' | 'features' | 'allFeatures'>;
}

/** What the rules need of an environment. */
export interface CheckEnvironment {
  packagesOf(uri: string): readonly Package[];
  problems(): readonly Problem<Code>[];
  /** Is the file one of `deps/`? */
  isVendored(uri: string): boolean;
  /** Was the package found outside the root and its `deps/`? */
  isOutside(key: string): boolean;
  /** Where the copies of such a package say its name, the one that is taken first. */
  copies(key: string): readonly Loc[];
  /** What is encoded with the root's package. */
  encoded(): Encoded;
  /** The files of all packages that can be seen. */
  readonly groups: readonly GroupSource[];
}

export function checkFile(view: CheckView, environment: CheckEnvironment, uri: string): readonly Diagnostic[] {
  const tree = view.tree(uri);
  if (tree === undefined) return [];
  const packages = environment.packagesOf(uri);
  if (environment.isVendored(uri)) return vendored(view, environment, packages, uri);
  const problems = [
    ...inFile(environment.problems(), uri),
    ...packages.flatMap((it) => [...inFile(it.problems, uri), ...resolveProblems(it, uri), ...encodeProblems(it, uri)]),
  ].filter((it) => !followsFromPackageLine(view, environment, it));
  const { levels, features, allFeatures } = view.settings(uri);
  const fixView: FixView = {
    tree: (it) => view.tree(it),
    groups: environment.groups,
    isActive: (feature) => allFeatures || features.includes(feature),
  };
  const lints = [...lintsAmong(packages, uri, levels), ...outsideReferences(packages, environment, uri)];
  const ofFile = judged(FILE_LINT_RULES, { uri, node: -1 }, uri, tree);
  // What is off is not made ready to be shown. Where comments silence something, it counts that it was there.
  const silences = tree.text.includes('wit-ignore');
  const wanted = [...lints, ...ofFile].filter(({ code }) => silences || levelOf(code, levels) !== 'off');
  const found = [
    ...here(view, [...problems, ...wanted], uri, fixView),
    ...[...redundantPercent(tree), ...deadDocLinks(uri, tree, packages)].map((it) => textDiagnostic(uri, it)),
  ];
  return suppress(tree, found);
}

/** Of a dependency the toolchain resolves everything, and encodes what the package itself needs. */
function vendored(
  view: CheckView,
  environment: CheckEnvironment,
  packages: readonly Package[],
  uri: string,
): Diagnostic[] {
  const resolved = packages.flatMap((it) => [...inFile(it.problems, uri), ...resolveProblems(it, uri)]);
  const found = here(view, [...inFile(environment.problems(), uri), ...resolved], uri);
  const encoded = environment.encoded();
  const { touches, inside } = encodedPlaces(view, encoded, uri);
  // Of much that is vendored, little is encoded.
  const owners = packages.flatMap((it) => encodedItems(it, uri)).filter((it) => touches(placeOf(view, it.item, false)));
  const problems = owners.flatMap((owner) => encodeItem(owner));
  const names = packages.flatMap(uppercase);
  if (problems.length + names.length === 0) return found;
  return [
    ...found,
    ...here(view, problems, uri).filter(({ span }) => inside(span)),
    ...(names.length > 0 && namesPackage(encoded, packages) ? here(view, names, uri) : []),
  ];
}

interface EncodedPlaces {
  /** Is anything of an item encoded? */
  readonly touches: (span: Span) => boolean;
  /** Does a span lie in what is encoded? Items do not overlap: what touches one lies in it. */
  readonly inside: (span: Span) => boolean;
}

/** What is encoded of a file. */
function encodedPlaces(view: CheckView, encoded: Encoded, uri: string): EncodedPlaces {
  const { whole, without } = encodedByFile(encoded);
  const among = (places: ReadonlyMap<string, readonly { readonly loc: Loc }[]>): ((span: Span) => boolean) =>
    overlapsOf((places.get(uri) ?? []).map(({ loc }) => placeOf(view, loc, false)));
  const [isIn, isOut] = [among(whole), among(without)];
  const inside = (span: Span): boolean => {
    const wide = { start: span.start, end: Math.max(span.end, span.start + 1) };
    return isIn(wide) && !isOut(wide);
  };
  return { touches: isIn, inside };
}

const encodedByFile = memo(({ interfaces, used, items }: Encoded) => {
  const place = ({ item }: { readonly item: Loc }): { readonly loc: Loc } => ({ loc: item });
  return {
    whole: byFile([...interfaces, ...used, ...items].map(place)),
    without: byFile([...used].flatMap(({ funcs }) => [...funcs.values()].map(place))),
  };
});

/** Is an interface encoded that is known by its package? An inline interface is known by its label. */
function namesPackage({ interfaces, used }: Encoded, packages: readonly Package[]): boolean {
  const named = new Set(packages.flatMap((it) => [...it.interfaces.values()]));
  return [...interfaces, ...used].some((it) => named.has(it));
}

/**
 * While the `package` line is being typed, nothing that follows from its incomplete text is reported, nor that it is missing
 * while the text has mistakes that may hide it. Files that disagree about it are not held against each other.
 */
function followsFromPackageLine(
  view: CheckView,
  { groups }: CheckEnvironment,
  { code, loc, related = [], head }: Problem<Code>,
): boolean {
  if (code === 'package/missing-declaration' && head === true) return (view.tree(loc.uri)?.problems.length ?? 0) > 0;
  if (code === 'name/duplicate-item' || code === 'package/duplicate')
    return related.some((it) => it.loc.uri !== loc.uri) && mixedFiles(groups).has(loc.uri);
  if (code !== 'gate/needs-version' && code !== 'package/name-mismatch') return false;
  const tree = view.tree(loc.uri);
  const source = tree === undefined ? undefined : sourceAt(groups, loc.uri, spanOf(tree, loc.node).start);
  // A missing line has a diagnostic of its own.
  if (source?.declarations.length === 0 || source?.id.namespace === '' || source?.id.name === '') return true;
  const lines = [
    ...(source?.declarations ?? []),
    ...(code === 'package/name-mismatch' ? [loc, ...related.map((it) => it.loc)] : []),
  ];
  return lines.some(({ uri, node }) => {
    const other = view.tree(uri);
    const line = other === undefined ? undefined : entryOfNode(other, node);
    if (other === undefined || line === undefined) return false;
    return other.problems.some((it) => line.start <= it.start && it.start <= line.start + line.length);
  });
}

/** Files of folders that hold several packages: which of them belong together is unknown. */
const mixedFiles = memo((groups: readonly GroupSource[]): ReadonlySet<string> => {
  const mixed = groups.filter(({ strays }) => strays.length > 0);
  const sources = mixed.flatMap(({ main, strays }) => (main === undefined ? strays : [main, ...strays]));
  return new Set(sources.flatMap(({ parts }) => parts.map(({ uri }) => uri)));
});

function here(view: CheckView, problems: readonly Problem<Code>[], uri: string, fixView?: FixView): Diagnostic[] {
  return problems
    .filter((it) => it.loc.uri === uri)
    .map((it) => {
      const found = toDiagnostic(view, it);
      return fixView === undefined ? found : withFixes(found, () => fixesOf(it, fixView));
    });
}

/** Fixes of most findings are never looked at, so they are made on request. */
function withFixes(found: Diagnostic, make: () => Diagnostic['fixes']): Diagnostic {
  let made: Diagnostic['fixes'] | undefined;
  return {
    ...found,
    get fixes() {
      made ??= guarded(`making the repairs of ${found.code} failed`, make, () => []);
      return made;
    },
  };
}

type Findings = readonly Problem<Code>[];

const RULE_FAILED =
  'a rule could not be checked here because of an internal error; please report it with the file; the log says more';

/** What rules find in something at `loc`. A rule that fails costs its own findings only, and says so. */
function judged<T extends readonly unknown[]>(
  rules: readonly ((...what: T) => Findings)[],
  loc: Loc | undefined,
  ...what: T
): Findings {
  if (loc === undefined) return rules.flatMap((rule) => rule(...what));
  const failed: Findings = [{ code: 'package/not-checked', loc, message: RULE_FAILED }];
  return rules.flatMap((rule) =>
    guarded(
      `the rule ${rule.name} failed in ${loc.uri}`,
      () => rule(...what),
      () => failed,
    ),
  );
}

function placeOfPackage({ declarations, loc }: Package): Loc | undefined {
  return loc ?? declarations[0];
}

const resolveItem = memo((it: Interface | World): Findings => judged(RESOLVE_ITEM_RULES, it.loc, it));
const encodeItem = memo((it: Interface | World): Findings => judged(ENCODE_ITEM_RULES, it.loc, it));
const lintItem = memo((it: Interface | World): Findings => judged(LINT_ITEM_RULES, it.loc, it));
const encodePackage = memo((it: Package): Findings => judged(ENCODE_RULES, placeOfPackage(it), it));
const lintPackage = memo((it: Package): Findings => judged(LINT_RULES, placeOfPackage(it), it));

/** What the reference refuses in a file while it resolves it, beside what `model` finds. */
function resolveProblems(it: Package, uri: string): readonly Problem<Code>[] {
  return itemsIn(it, uri).flatMap((owner) => resolveItem(owner));
}

/** What the reference's next step would refuse in a file. */
function encodeProblems(it: Package, uri: string): readonly Problem<Code>[] {
  return [...encodedItems(it, uri).flatMap((owner) => encodeItem(owner)), ...inFile(encodePackage(it), uri)];
}

function lintsOf(it: Package, uri: string, mentionRules: readonly MentionRule[]): readonly Problem<Code>[] {
  return [
    ...itemsIn(it, uri).flatMap((owner) => [...lintItem(owner), ...judged(mentionRules, owner.loc, owner, it)]),
    ...inFile(lintPackage(it), uri),
  ];
}

/** What a feature gate takes away is not encoded. */
function encodedItems(it: Package, uri: string): (Interface | World)[] {
  const gone = new Set([...it.worlds.values()].filter(({ active }) => !active).flatMap(inlineInterfaces));
  return itemsIn(it, uri).filter((item) => item.active && !(item.kind === 'interface' && gone.has(item)));
}

const itemsByFile = memo((it: Package) => byFile(itemsOf(it)));

/** What is in another file has its findings there. */
function itemsIn(it: Package, uri: string): readonly (Interface | World)[] {
  return itemsByFile(it).get(uri) ?? [];
}

const problemsByFile = memo((problems: Findings) => byFile(problems));

function inFile(problems: readonly Problem<Code>[], uri: string): readonly Problem<Code>[] {
  return problemsByFile(problems).get(uri) ?? [];
}

function byFile<T extends { readonly loc: Loc }>(list: readonly T[]): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const it of list) {
    put(found, it.loc.uri, it);
  }
  return found;
}

/** What the other packages of the file mention is used. */
function lintsAmong(
  packages: readonly Package[],
  uri: string,
  levels: CheckSettings['levels'],
): readonly Problem<Code>[] {
  const asked = ASKED_MENTION_RULES.filter(({ codes }) => codes.some((code) => (levels[code] ?? 'off') !== 'off'));
  const rules = [...MENTION_RULES, ...asked.map(({ rule }) => rule)];
  const lints = packages.flatMap((it) => lintsOf(it, uri, rules));
  if (packages.length < 2 || !lints.some(({ code }) => UNUSED.has(code))) return lints;
  return lints.filter(
    ({ code, loc }) => !UNUSED.has(code) || !packages.some((it) => mentions(it, `${loc.uri}#${loc.node}`)),
  );
}

const UNUSED = new Set(['lint/unused-type', 'lint/unused-interface']);

const outsideKnown = memo((_: CheckEnvironment) => new Map<Package, ReadonlyMap<string, Problem<Code>[]>>());

/** References to packages that `deps/` lacks and the workspace has. */
function outsideReferences(
  packages: readonly Package[],
  environment: CheckEnvironment,
  uri: string,
): readonly Problem<Code>[] {
  const known = outsideKnown(environment);
  return packages.flatMap((it) => {
    const problems = known.get(it) ?? byFile(outsideReferencesOf(it, environment));
    known.set(it, problems);
    return problems.get(uri) ?? [];
  });
}

/** Copies of a package that are listed; the message counts all. */
const MOST_COPIES = 10;

function takenFrom(key: string, copies: readonly Loc[], loc: Loc | undefined): Pick<Problem, 'message' | 'related'> {
  const [taken = loc, ...others] = copies;
  const from = others.length === 0 ? '' : `, from one of ${copies.length} copies`;
  const message = `\`${key}\` is taken from elsewhere in the workspace${from}; the toolchain needs it in \`deps/\``;
  if (taken === undefined) return { message };
  const first = { loc: taken, message: others.length === 0 ? `\`${key}\` is declared here` : 'this copy is taken' };
  const rest = others.slice(0, MOST_COPIES - 1).map((it) => ({ loc: it, message: 'another copy' }));
  return { message, related: [first, ...rest] };
}

function outsideReferencesOf(it: Package, environment: CheckEnvironment): Problem<Code>[] {
  const problems: Problem<Code>[] = [];
  const seen = new Set<string>();
  for (const { loc, role, target } of it.pathRefs) {
    if (role !== 'reference' || target.kind !== 'package' || target.package === undefined) continue;
    const { key } = target.package;
    if (!environment.isOutside(key) || seen.has(`${loc.uri} ${key}`)) continue;
    seen.add(`${loc.uri} ${key}`);
    problems.push({
      code: 'package/resolved-from-workspace',
      loc,
      ...takenFrom(key, environment.copies(key), target.loc),
      data: { kind: 'package', key, known: [key] },
    });
  }
  return problems;
}

function toDiagnostic(view: CheckView, problem: Problem<Code>): Diagnostic {
  const { code, message, loc, until, related = [] } = problem;
  const span = placeOf(view, loc, problem.head ?? false);
  return {
    ...diagnosticOf(code, message, {
      ...span,
      end: until === undefined ? span.end : placeOf(view, until, false).end,
    }),
    related: related.map((place) => ({
      uri: place.loc.uri,
      span: placeOf(view, place.loc, false),
      message: place.message,
    })),
  };
}

function placeOf(view: CheckView, loc: Loc, head: boolean): Span {
  const tree = view.tree(loc.uri);
  if (tree === undefined || loc.node < 0) return { start: 0, end: 0 };
  const span = spanOf(tree, loc.node);
  if (!head) return span;
  const word = /^[\w-]+/.exec(tree.text.slice(span.start, span.start + 64))?.[0] ?? '';
  return { start: span.start, end: span.start + Math.max(1, word.length) };
}
