// What a policy refuses of a composition: what the whole still imports. What a part imports and another one gives it is nobody's
// business outside.

import type { Code } from '../../check/catalogue.ts';
import type { PlacedRule } from '../../project/projects.ts';
import { targetFaults } from '../../wac/target.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import type { Composition, CompositionProblem } from '../../world/compose.ts';
import { holdsFor, worldViolations } from '../../world/policy.ts';
import { byPolicy, type PolicyContext } from './context.ts';
import { worldCalled } from './target.ts';

export interface PolicyProblem extends CompositionProblem {
  readonly code: Code;
  readonly placed: PlacedRule;
  readonly level: 'error' | 'warning';
}

/** A rule holds when it holds for one of the parts. */
export function compositionPolicy(
  { parts, links, world }: Composition,
  { rules, capabilities, packages }: PolicyContext,
  snapshots: readonly Snapshot[],
): PolicyProblem[] {
  const inside = parts.filter((it) => it.outside !== true);
  const holding = rules.filter(({ rule }) => inside.some((part) => holdsFor(rule.for, part.world)));
  const found: PolicyProblem[] = [];
  for (const placed of holding) {
    const { for: _, ...rule } = placed.rule;
    const base = { kind: 'policy', level: rule.level ?? 'error', placed } as const;
    for (const { code, item, text, direction } of worldViolations(world, [{ rule }], capabilities)) {
      const ports = links.filter(({ wanted }) => wanted.item.key === item.key).map((it) => it.wanted);
      const from = [...new Set(ports.map((it) => `\`${it.part.name}\``))].join(', ');
      const who = from === '' ? '' : ` (from ${from})`;
      const message = `the whole ${direction}s \`${item.key}\`${who}, which ${text} by ${byPolicy(placed)}`;
      found.push({ ...base, code, message, ports });
    }
    if (rule.target === undefined) continue;
    const wanted = worldCalled(snapshots, rule.target, packages);
    const faults = wanted === undefined ? [`\`${rule.target}\` is not found`] : targetFaults(world, wanted);
    for (const it of faults) {
      const message = `the whole does not fit \`${rule.target}\`: ${it}, as asked by ${byPolicy(placed)}`;
      found.push({ ...base, code: 'policy/target', message, ports: [] });
    }
  }
  return found;
}
