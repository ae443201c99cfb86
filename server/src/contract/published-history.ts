// The history of published packages: every version that registries have, and what changed from each to the next.

import type { CheckSettings } from '../check/settings.ts';
import { failure, isRegistryFailure, type RegistryFailure } from '../registry/failure.ts';
import type { ListedPackage, Registry } from '../registry/registry.ts';
import { nameOf } from '../semver/package-pairs.ts';
import type { WitParser } from '../syntax/parser.ts';
import type { Trees } from '../workspace/files.ts';
import type { Host } from '../workspace/host.ts';
import { type HistoryStep, type PackagesAt, stepsThrough } from './history.ts';
import { PublishedVersions } from './published-base.ts';
import { matchingPackages } from './published-consumers.ts';

export interface PublishedHistory {
  /** Versions of each package, the oldest first. */
  readonly moments: readonly PackagesAt[];
  readonly steps: readonly HistoryStep[];
  /** What could not be read. */
  readonly failures: readonly RegistryFailure[];
}

interface Reading {
  readonly host: Host;
  readonly parser: WitParser;
  readonly trees: Trees;
}

/** `pattern`: a name, or a pattern such as `acme:*`. */
export async function publishedHistory(
  reading: Reading,
  registry: Registry,
  pattern: string,
  check: CheckSettings,
): Promise<PublishedHistory> {
  const { packages, failures } = await matchingPackages(registry, pattern);
  const failed = [...failures];
  const moments: PackagesAt[] = [];
  const steps: HistoryStep[] = [];
  const sorted = [...packages].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const it of sorted) {
    const versions = await versionsOf(reading, registry, it, check, failed);
    moments.push(...versions);
    steps.push(...stepsThrough(versions));
  }
  if (packages.length === 0 && failed.length === 0)
    failed.push(failure('not-found', `no registry has a package \`${pattern}\``));
  return { moments, steps, failures: failed };
}

async function versionsOf(
  { host, parser, trees }: Reading,
  registry: Registry,
  { name, place }: ListedPackage,
  check: CheckSettings,
  failures: RegistryFailure[],
): Promise<PackagesAt[]> {
  const published = await registry.versionsAt(place);
  if (isRegistryFailure(published)) {
    failures.push(published);
    return [];
  }
  if (published.versions.length === 0) failures.push(failure('not-found', `\`${name}\` was never published`));
  const reader = new PublishedVersions(host, { parser, trees });
  const moments: PackagesAt[] = [];
  for (const version of published.versions) {
    const read = await reader.at(registry, place, version, check);
    if (isRegistryFailure(read)) {
      failures.push(read);
      continue;
    }
    // A component has a world of its own, and copies of what it uses: no contract of this name.
    const packages = read.packages.filter((it) => nameOf(it) === name);
    if (packages.length === 0) continue;
    const date = /^\d{4}-\d{2}-\d{2}/.exec(read.release.created ?? '')?.[0];
    const at = { label: place.registry, ...(date === undefined ? {} : { date }) };
    moments.push({ at, snapshot: read.tree.workspace.snapshot(), packages, ignores: new Map() });
  }
  return moments;
}
