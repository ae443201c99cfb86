// Runs the rules over what a file means and turns problems into diagnostics.

import type { Span } from '../base/text.ts';
import type { Loc, Package } from '../model/package.ts';
import type { Problem } from '../model/problems.ts';
import { type ItemTree, spanOf } from '../syntax/items.ts';
import { ruleOf } from './catalogue.ts';
import type { Diagnostic } from './diagnostic.ts';
import { PACKAGE_RULES } from './rules/index.ts';

/** What the rules need of a snapshot. */
export interface CheckView {
  tree(uri: string): ItemTree | undefined;
}

/** What the rules need of an environment. */
export interface CheckEnvironment {
  packagesOf(uri: string): readonly Package[];
  problems(): readonly Problem[];
}

export function checkFile(view: CheckView, environment: CheckEnvironment, uri: string): readonly Diagnostic[] {
  const problems = [...environment.problems(), ...environment.packagesOf(uri).flatMap(problemsOf)];
  return problems.filter((it) => it.loc.uri === uri).map((it) => toDiagnostic(view, it));
}

const checked = new WeakMap<Package, readonly Problem[]>();

/** Everything that is wrong with a package: what its resolution found and what the rules find in the result. */
export function problemsOf(it: Package): readonly Problem[] {
  const known = checked.get(it);
  if (known !== undefined) return known;
  const problems = [...it.problems, ...PACKAGE_RULES.flatMap((rule) => rule(it))];
  checked.set(it, problems);
  return problems;
}

function toDiagnostic(view: CheckView, problem: Problem): Diagnostic {
  const { code, message, loc, related = [] } = problem;
  const rule = ruleOf(code);
  return {
    code,
    severity: rule?.severity ?? 'error',
    message,
    span: placeOf(view, loc, problem.head ?? false),
    related: related.map((place) => ({
      uri: place.loc.uri,
      span: placeOf(view, place.loc, false),
      message: place.message,
    })),
    fixes: [],
    ...(rule?.tags === undefined ? {} : { tags: rule.tags }),
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
