// What a policy refuses in the packages of a root, as diagnostics at the statements that bring it, with the chain behind them.

import { LineIndex } from '../../base/text.ts';
import type { Diagnostic, RelatedPlace } from '../../check/diagnostic.ts';
import { diagnosticOf } from '../../check/text-diagnostic.ts';
import type { World } from '../../model/package.ts';
import type { PlacedRule } from '../../project/projects.ts';
import type { PackageRoot } from '../../workspace/package-folders.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { holdsFor, type WorldViolation, worldViolations } from '../../world/policy.ts';
import { reasonSteps } from '../../world/reasons.ts';
import { placeOf } from '../names/name-at.ts';
import { worldsOfRoot } from '../worlds/preview.ts';
import { byPolicy, type PolicyContext, type PolicyFinding } from './context.ts';
import { packageFindings } from './packages.ts';
import { targetFindings } from './target.ts';

/** By file; only files of the root itself. */
export function policyFindings(
  snapshot: Snapshot,
  root: PackageRoot,
  context: PolicyContext,
): ReadonlyMap<string, readonly Diagnostic[]> {
  if (context.rules.length === 0) return new Map();
  const own = new Set(root.files);
  const all = [
    ...worldsOfRoot(snapshot, root).flatMap((world) => worldFindings(snapshot, world, context)),
    ...packageFindings(snapshot, root, context),
  ];
  return byFile(
    snapshot,
    all.filter((it) => own.has(it.loc.uri)),
  );
}

/** The same of one world. */
export function policyOfWorld(
  snapshot: Snapshot,
  world: World,
  context: PolicyContext,
): ReadonlyMap<string, readonly Diagnostic[]> {
  return byFile(snapshot, worldFindings(snapshot, world, context));
}

function byFile(snapshot: Snapshot, findings: readonly PolicyFinding[]): ReadonlyMap<string, readonly Diagnostic[]> {
  const found = new Map<string, Diagnostic[]>();
  for (const it of findings) {
    const diagnostic = placed(snapshot, it);
    const list = found.get(it.loc.uri) ?? [];
    list.push(diagnostic);
    found.set(it.loc.uri, list);
  }
  for (const list of found.values()) list.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  return found;
}

/** What of a world is refused. */
function worldFindings(snapshot: Snapshot, world: World, context: PolicyContext): PolicyFinding[] {
  if (!world.active) return [];
  const rules = context.rules.filter(({ rule }) => holdsFor(rule.for, world));
  const grouped = new Map<string, WorldViolation<PlacedRule>[]>();
  for (const it of worldViolations(world, rules, context.capabilities)) {
    const [first] = reasonSteps(world, it.item, it.direction);
    const loc = first?.loc ?? world.loc;
    const key = JSON.stringify([loc, rules.indexOf(it.rule), it.code, it.about, it.text]);
    grouped.set(key, [...(grouped.get(key) ?? []), it]);
  }
  return [
    ...[...grouped.values()].flatMap((it) => findingOf(world, it)),
    ...targetFindings(snapshot, world, { ...context, rules }),
  ];
}

/** More names than these are counted. */
const MOST_NAMES = 3;

function findingOf(world: World, violations: readonly WorldViolation<PlacedRule>[]): PolicyFinding[] {
  const [first] = violations;
  if (first === undefined) return [];
  const steps = reasonSteps(world, first.item, first.direction);
  const [own] = steps;
  const names = violations.map((it) => `\`${it.item.key}\``);
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  const subject = `${names.slice(0, MOST_NAMES).join(', ')}${more}`;
  const text = names.length > 1 ? first.text.replace(/^gives/, 'give').replace(/^has/, 'have') : first.text;
  const brings = own !== undefined && own.kind !== 'statement' ? `\`${own.text}\` brings ${subject}, which` : subject;
  return [
    {
      code: first.code,
      loc: own?.loc ?? world.loc,
      message: `${brings} ${text} by ${byPolicy(first.rule)}`,
      rule: first.rule,
      steps: steps.slice(1).map(({ loc, text: step, within }) => ({ loc, text: `\`${step}\` in \`${within}\`` })),
    },
  ];
}

function placed(snapshot: Snapshot, { code, loc, message, rule, steps = [] }: PolicyFinding): Diagnostic {
  const span = placeOf(snapshot, loc)?.span ?? { start: 0, end: 0 };
  const related = steps.flatMap((it): RelatedPlace[] => {
    const place = placeOf(snapshot, it.loc);
    return place === undefined ? [] : [{ ...place, message: it.text }];
  });
  related.push({ uri: rule.uri, span: rule.span, message: 'the rule of the policy', lines: new LineIndex(rule.text) });
  return { ...diagnosticOf(code, message, span), severity: rule.rule.level ?? 'error', related };
}
