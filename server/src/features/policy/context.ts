// What a policy is judged with.

import type { Code } from '../../check/catalogue.ts';
import type { Loc } from '../../model/package.ts';
import type { PlacedRule } from '../../project/projects.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { CustomCapabilities } from '../../world/capabilities.ts';
import type { WacPlaces } from '../worlds/compose.ts';

export interface PolicyContext {
  readonly rules: readonly PlacedRule[];
  readonly capabilities: CustomCapabilities;
  /** Where target worlds may be, beside the packages that are there. */
  readonly packages?: WacPlaces;
}

/** Something that a policy refuses, where the text is that causes it. */
export interface PolicyFinding {
  readonly code: Code;
  readonly loc: Loc;
  readonly message: string;
  readonly rule: PlacedRule;
  readonly steps?: readonly { readonly loc: Loc; readonly text: string }[];
}

/** `the policy`, by its name and with its reason. */
export function byPolicy({ rule }: PlacedRule): string {
  const name = rule.name === undefined ? 'the policy' : `the policy \`${rule.name}\``;
  return rule.reason === undefined ? name : `${name}: ${rule.reason}`;
}

/** Brings the packages of target worlds into memory that the project file names. */
export async function withTargets(
  workspace: Workspace,
  context: PolicyContext,
  dependencies: Readonly<Record<string, string>>,
): Promise<PolicyContext> {
  if (!context.rules.some(({ rule }) => rule.target !== undefined)) return context;
  const places = new Map<string, string>();
  for (const uri of Object.values(dependencies)) {
    const root = await workspace.visit(uri);
    if (root !== undefined) places.set(uri, root.uri);
  }
  return { ...context, packages: { given: new Map(Object.entries(dependencies)), places } };
}
