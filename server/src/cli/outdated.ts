// `outdated [PATH]`: the dependencies of packages beside what is published of them.

import { createColors } from 'picocolors';
import type { CheckSettings } from '../check/settings.ts';
import { contractsOf } from '../contract/package-contracts.ts';
import { PublishedVersions } from '../contract/published-base.ts';
import { dependencyFacts } from '../contract/published-facts.ts';
import {
  type NamedDependency,
  type Newer,
  namedDependencies,
  newerVersions,
  type Outdated,
  outdatedOf,
} from '../features/published/outdated.ts';
import { packageKey } from '../model/names.ts';
import { isRegistryFailure } from '../registry/failure.ts';
import type { Registry } from '../registry/registry.ts';
import type { TreePackage } from '../semver/package-pairs.ts';
import { nameOf } from '../semver/package-pairs.ts';
import { Trees } from '../workspace/files.ts';
import { Workspace } from '../workspace/workspace.ts';
import { command, type Values } from './command.ts';
import { fail, type Io, isFailure } from './io.ts';
import { givenSettings, packageOptions } from './package-options.ts';
import { type OpenPackage, openPackages } from './packages.ts';
import { ProjectSettings } from './project.ts';
import { finish, publishedFinding, REPORT_OPTIONS } from './published-findings.ts';
import { openRegistry, REGISTRY_OPTIONS } from './registry-options.ts';
import type { Finding } from './report.ts';
import { shownPath } from './shown-path.ts';

const OPTIONS = { ...REGISTRY_OPTIONS, ...packageOptions('workspace'), ...REPORT_OPTIONS };

export const outdated = command({
  name: 'outdated',
  usage: ['[PATH…] [options]'],
  summary: 'dependencies beside what is published of them',
  about: [
    'Lists what the packages at PATH (by default the current directory) refer to: the version that is wanted, locked and in `deps/`, the newest published one of the same track and of all, and whether it would break the package: only what the package imports, implements or uses counts.',
  ],
  options: OPTIONS,
  positionals: {},
  exit: '0 every version that is wanted is published, 1 one is not, 2 it could not be found out.',
  run: (io, values, paths) => runOutdated(io, values, paths.length === 0 ? ['.'] : paths),
});

interface Row {
  readonly at: OpenPackage;
  /** The package that refers to it. */
  readonly name: string;
  readonly it: Outdated;
}

async function runOutdated(io: Io, values: Values<typeof OPTIONS>, paths: readonly string[]): Promise<number> {
  const projects = new ProjectSettings(io, givenSettings(values, 'workspace'));
  const opened = await openPackages(io, paths, projects, true);
  if (isFailure(opened)) return fail(io, opened);
  const { packages } = opened;
  if (packages.length === 0) return fail(io, { failures: paths.map((it) => `no WIT files in ${it}`) });
  const registry = await openRegistry(io, values)();
  if (isRegistryFailure(registry)) return fail(io, { failures: [registry.message] });
  const parser = await io.parser();
  const trees = new PublishedVersions(io.host, { parser, trees: new Trees(parser) });
  const rows: Row[] = [];
  for (const at of packages) {
    const manifests = await new Workspace(io.host, parser).manifestsOf(at.root);
    const dependencies = namedDependencies(at.snapshot, at.root, manifests);
    const facts = await dependencyFacts(
      registry,
      dependencies.map((it) => it.id),
    );
    const own = contractsOf(at.snapshot, at.root, '');
    const [first] = own;
    for (const [index, dependency] of dependencies.entries()) {
      const known = facts[index];
      if (known === undefined) continue;
      const newer = await readNewer(registry, trees, dependency, known.versions, projects.settings());
      const users = own.map((it) => it.stable);
      rows.push({ at, name: first?.stable.key ?? at.shown, it: outdatedOf(users, dependency, known, newer) });
    }
  }
  return told(io, values, rows, packages);
}

/** Contracts by version: of the newer ones, and of the one that is wanted where `deps/` does not have it. */
async function readNewer(
  registry: Registry,
  trees: PublishedVersions,
  { id, resolved }: NamedDependency,
  versions: readonly string[],
  settings: CheckSettings,
): Promise<ReadonlyMap<string, TreePackage>> {
  const { inTrack, newest } = newerVersions(id.version, versions);
  const wanted =
    resolved === undefined && id.version !== undefined && versions.includes(id.version) ? id.version : undefined;
  const found = new Map<string, TreePackage>();
  const name = `${id.namespace}:${id.name}`;
  const place = await registry.place(name);
  for (const version of [wanted, inTrack, newest]) {
    if (version === undefined || isRegistryFailure(place)) continue;
    const tree = await trees.at(registry, place, version, settings);
    const own = isRegistryFailure(tree) ? undefined : tree.packages.find((it) => nameOf(it) === name);
    if (own !== undefined) found.set(version, own);
  }
  return found;
}

function told(
  io: Io,
  values: Values<typeof OPTIONS>,
  rows: readonly Row[],
  packages: readonly OpenPackage[],
): Promise<number> {
  const findings = rows.flatMap((row) => findingsOf(row, io.cwd));
  const unread = rows.flatMap(({ it: { dependency, failure } }) =>
    failure === undefined ? [] : [{ name: packageKey(dependency.id), message: `cannot be looked up: ${failure}` }],
  );
  const files = packages.flatMap((it) => it.root.files).length;
  const clean = findings.length === 0 ? packages.map((it) => it.shown) : [];
  return finish(
    io,
    values,
    { findings, unread, files, clean },
    { json: () => outdatedJson(rows, io.cwd), pretty: (color) => outdatedTable(rows, color) },
  );
}

function findingsOf({ at, it: { dependency, isPublished, inTrack, newest } }: Row, cwd: string): Finding[] {
  const key = packageKey(dependency.id);
  const make = (code: string, severity: 'error' | 'information', message: string): Finding =>
    publishedFinding({ code, severity, message, place: dependency.place }, at.snapshot, key, at.root.uri, cwd);
  const newer = (it: Newer | undefined, where: string): Finding[] =>
    it === undefined
      ? []
      : [
          make(
            'published/newer-version',
            'information',
            `${it.version} of \`${key}\` is published${where}: ${verdictOf(it)}`,
          ),
        ];
  return [
    ...(isPublished === false ? [make('published/unknown-version', 'error', `\`${key}\` is not published`)] : []),
    ...newer(inTrack, ', in the same track'),
    ...newer(newest, ''),
  ];
}

function verdictOf({ effects }: Newer): string {
  if (effects === undefined) return 'it cannot be compared';
  const [first] = effects;
  if (first === undefined) return 'nothing that is used here changes';
  const more = effects.length === 1 ? '' : `, and ${effects.length - 1} more`;
  return `breaks ${first.who.join(', ')}: ${first.change.message}${more}`;
}

function outdatedJson(rows: readonly Row[], cwd: string): string {
  const newer = (it: Newer | undefined) =>
    it === undefined
      ? null
      : {
          version: it.version,
          breaking: it.effects === undefined ? null : it.effects.length > 0,
          effects: (it.effects ?? []).map(({ who, side, how, change, needed }) => ({
            ...{ who, side, how, needed },
            ...{ kind: change.kind, item: change.item, message: change.message },
          })),
        };
  const dependencies = rows.map(({ at, name, it }) => ({
    package: name,
    path: shownPath(at.root.uri, cwd),
    name: `${it.dependency.id.namespace}:${it.dependency.id.name}`,
    wanted: it.dependency.id.version ?? null,
    locked: it.dependency.locked,
    vendored: it.dependency.resolved === undefined ? null : (it.dependency.resolved.id.version ?? null),
    published: it.isPublished ?? null,
    inTrack: newer(it.inTrack),
    newest: newer(it.newest),
    failure: it.failure ?? null,
  }));
  return `${JSON.stringify({ version: 1, dependencies })}\n`;
}

function outdatedTable(rows: readonly Row[], color: boolean): string {
  const colors = createColors(color);
  if (rows.length === 0) return 'no dependencies\n';
  const newer = (it: Newer | undefined): string =>
    it === undefined ? '-' : `${it.version}${it.effects === undefined ? '' : it.effects.length > 0 ? ' breaks' : ''}`;
  const cells = rows.map(({ it }) => {
    const { id, locked, resolved } = it.dependency;
    return [
      `${id.namespace}:${id.name}`,
      `${id.version ?? 'any'}${it.isPublished === false ? ' (not published)' : ''}`,
      locked.length === 0 ? '-' : locked.join(' '),
      resolved === undefined ? '-' : (resolved.id.version ?? 'no version'),
      it.failure === undefined ? newer(it.inTrack) : '?',
      it.failure === undefined ? newer(it.newest ?? it.inTrack) : '?',
    ];
  });
  const table = [['dependency', 'wanted', 'locked', 'deps/', 'in track', 'newest'], ...cells];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const [head = [], ...rest] = table;
  const why = rows.flatMap(({ name, it }) =>
    [it.inTrack, it.newest].flatMap((newer) =>
      newer?.effects === undefined || newer.effects.length === 0
        ? []
        : newer.effects.map(
            ({ change, who, how, needed }) =>
              `${packageKey(it.dependency.id)} → ${newer.version} breaks ${who.join(', ')} of ${name} (${how}): ${change.message}; ${needed}`,
          ),
    ),
  );
  return `${colors.bold(line(head))}\n${rest.map((row) => `${line(row)}\n`).join('')}${why.length === 0 ? '' : `\n${why.join('\n')}\n`}`;
}
