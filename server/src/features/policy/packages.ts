// What a policy asks of packages: where their dependencies come from, documentation, and since when an item is there.

import { docs } from '../../check/rules/lint/docs.ts';
import { type PackageId, packageKey, versionTrack } from '../../model/names.ts';
import type { Gate, Loc, Package } from '../../model/package.ts';
import { funcsOf, ownTypes } from '../../model/visit.ts';
import type { PlacedRule } from '../../project/projects.ts';
import type { PackageRoot } from '../../workspace/package-folders.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { matches, type Subject } from '../../world/pattern.ts';
import { verdictOf } from '../../world/policy.ts';
import type { DependencyRule } from '../../world/policy-rule.ts';
import { byPolicy, type PolicyContext, type PolicyFinding } from './context.ts';

export function packageFindings(snapshot: Snapshot, root: PackageRoot, { rules }: PolicyContext): PolicyFinding[] {
  const environment = snapshot.semantics.environment(root);
  // What a component was built from is not here.
  const packages = root.uri.endsWith('.wasm') ? [] : environment.ownPackages();
  return packages.flatMap((it) =>
    rules
      .filter(({ rule }) => rule.for === undefined || rule.for.some((pattern) => holdsForPackage(pattern, it.id)))
      .flatMap((placed): PolicyFinding[] => [
        ...dependencyFindings(it, placed, (key) => environment.isOutside(key)),
        ...(placed.rule.docs === true ? docFindings(snapshot, it, placed) : []),
        ...(placed.rule.since === true ? sinceFindings(it, placed) : []),
      ]),
  );
}

/** A pattern of worlds holds for the package that has them. */
function holdsForPackage(pattern: string, { namespace, name, version }: PackageId): boolean {
  const [path = '', of] = pattern.split('@');
  const [from = ''] = path.split('/');
  return matches(of === undefined ? from : `${from}@${of}`, { package: `${namespace}:${name}`, version });
}

function dependencyFindings(it: Package, placed: PlacedRule, isOutside: (key: string) => boolean): PolicyFinding[] {
  const rule = placed.rule.dependencies;
  if (rule === undefined) return [];
  return dependenciesOf(it).flatMap(({ found, through, loc }) => {
    const text = refusal(found.id, rule, isOutside(found.key));
    if (text === undefined) return [];
    const chain = through.length === 0 ? '' : ` (through ${through.map((key) => `\`${key}\``).join(' → ')})`;
    const message = `the dependency \`${found.key}\`${chain} ${text} by ${byPolicy(placed)}`;
    return [{ code: 'policy/dependency', loc, message, rule: placed } as const];
  });
}

interface Reached {
  readonly found: Package;
  /** The packages in between, the nearest to `it` first. */
  readonly through: readonly string[];
  /** Where `it` names the first of them. */
  readonly loc: Loc;
}

/** Every package that one depends on, each by its shortest way. */
function dependenciesOf(it: Package): Reached[] {
  const places = new Map<string, Loc>();
  for (const { loc, role, target } of it.pathRefs) {
    const key = target.kind === 'package' && role === 'reference' ? target.package?.key : undefined;
    if (key !== undefined && !places.has(key)) places.set(key, loc);
  }
  const seen = new Set([it.key]);
  const reached: Reached[] = [];
  const add = (found: Package | undefined, through: readonly string[], loc: Loc): void => {
    if (found === undefined || seen.has(found.key)) return;
    seen.add(found.key);
    reached.push({ found, through, loc });
  };
  for (const found of it.dependencies.values()) {
    const loc = found === undefined ? undefined : (places.get(found.key) ?? it.loc);
    if (loc !== undefined) add(found, [], loc);
  }
  for (let at = 0; at < reached.length; at++) {
    const { found, through, loc } = reached[at] as Reached;
    for (const next of found.dependencies.values()) add(next, [...through, found.key].slice(-10), loc);
  }
  return reached;
}

/** As the middle of a sentence; undefined when the package is allowed. */
function refusal(id: PackageId, rule: DependencyRule, outside: boolean): string | undefined {
  const subject: Subject = { package: packageKey({ namespace: id.namespace, name: id.name }), version: id.version };
  const verdict = verdictOf(rule, (pattern) => matches(pattern, subject));
  if (verdict !== undefined) return `is ${verdict}`;
  const source = outside ? 'workspace' : 'deps';
  if (rule.sources?.includes(source) === false)
    return `comes from ${outside ? 'elsewhere in the workspace' : '`deps/`'}, which is not among the sources allowed`;
  for (const [pattern, tracks] of Object.entries(rule.tracks ?? {})) {
    if (!matches(pattern, subject)) continue;
    const track = id.version === undefined ? undefined : versionTrack(id.version);
    if (track === undefined || !(tracks.includes(track) || tracks.includes(id.version ?? '')))
      return `is of the track ${track === undefined ? '(none)' : `\`${track}\``}, not of ${tracks.map((one) => `\`${one}\``).join(' or ')}, which are allowed`;
  }
  return undefined;
}

function docFindings(snapshot: Snapshot, it: Package, placed: PlacedRule): PolicyFinding[] {
  return it.files.flatMap((uri) => {
    const tree = snapshot.tree(uri);
    const lacking = tree === undefined ? [] : docs(uri, tree).filter(({ code }) => code === 'lint/missing-docs');
    const message = `this has no documentation, as asked by ${byPolicy(placed)}`;
    return lacking.map(({ loc }) => ({ code: 'policy/docs', loc, message, rule: placed }) as const);
  });
}

function sinceFindings(it: Package, placed: PlacedRule): PolicyFinding[] {
  if (it.id.version === undefined) return [];
  const owners = [...it.interfaces.values(), ...it.worlds.values()];
  const items = owners.flatMap((owner): { readonly name: string; readonly gate: Gate; readonly loc: Loc }[] => [
    { name: owner.name ?? '', gate: owner.gate, loc: owner.loc },
    ...ownTypes(owner),
    ...(owner.kind === 'interface' ? funcsOf(owner).map((func) => ({ ...func, name: func.label })) : []),
  ]);
  return items
    .filter(({ gate }) => gate.since === undefined && gate.unstable === undefined)
    .map(({ name, loc }) => ({
      code: 'policy/since' as const,
      loc,
      rule: placed,
      message: `\`${name}\` has no \`@since\`, as asked by ${byPolicy(placed)}`,
    }));
}
