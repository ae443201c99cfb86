// `publish-check [PATH]`: what will keep a package from being published, or break others once it is.

import type { CheckSettings } from '../check/settings.ts';
import { PublishedVersions } from '../contract/published-base.ts';
import { publishFacts } from '../contract/published-facts.ts';
import { candidateOf } from '../features/published/candidate.ts';
import {
  type Candidate,
  type PublishFinding,
  publishFindings,
  versionFinding,
} from '../features/published/publish-check.ts';
import { type PackageId, packageKey } from '../model/names.ts';
import { isRegistryFailure, type RegistryFailure } from '../registry/failure.ts';
import { readPackageName } from '../registry/reference.ts';
import type { Registry } from '../registry/registry.ts';
import { Trees } from '../workspace/files.ts';
import { wkgMetadata } from '../workspace/manifests.ts';
import { Workspace } from '../workspace/workspace.ts';
import { command, text, type Values } from './command.ts';
import { locate } from './engine.ts';
import { type Failure, fail, type Io, isFailure } from './io.ts';
import { givenSettings, packageOptions } from './package-options.ts';
import { type OpenPackage, openPackages } from './packages.ts';
import { ProjectSettings } from './project.ts';
import { finish, publishedFinding, REPORT_OPTIONS } from './published-findings.ts';
import { openRegistry, REGISTRY_OPTIONS } from './registry-options.ts';
import { createReport, type Finding } from './report.ts';

const OPTIONS = {
  package: text('NAME', 'the name and version of a component, `ns:name@version`, which does not say them itself'),
  ...REGISTRY_OPTIONS,
  ...packageOptions('workspace'),
  ...REPORT_OPTIONS,
};

export const publishCheck = command({
  name: 'publish-check',
  usage: ['[PATH…] [options]'],
  summary: 'what will keep a package from being published, or break others',
  about: [
    'Checks the packages at PATH (by default the current directory) as they would be published: is the version free, is it above what is published, does it make room for what changed since the versions beside it, are its dependencies published, is it documented, and what will `wkg publish` say. Nothing is published. Registries are found as `wkg` finds them.',
  ],
  options: OPTIONS,
  positionals: {},
  exit: '0 it can be published, 1 something keeps it from that, 2 it could not be found out.',
  conflicts: (values) =>
    values.package === undefined || idOf(values.package) !== undefined
      ? []
      : [`\`--package\` must be \`ns:name@version\`, not \`${values.package}\``],
  run: (io, values, paths) => runPublishCheck(io, values, paths.length === 0 ? ['.'] : paths),
});

function idOf(text: string): PackageId | undefined {
  const { name = '', version } = readPackageName(text) ?? {};
  const [namespace = '', own = ''] = name.split(':');
  return version === undefined ? undefined : { namespace, name: own, version };
}

async function runPublishCheck(io: Io, values: Values<typeof OPTIONS>, paths: readonly string[]): Promise<number> {
  // Documentation is part of what is published.
  const projects = new ProjectSettings(io, givenSettings(values, 'workspace'), (it) => ({
    ...it,
    levels: { 'lint/missing-docs': 'information', ...it.levels },
  }));
  const opened = await openPackages(io, paths, projects, true);
  if (isFailure(opened)) return fail(io, opened);
  const { packages } = opened;
  if (packages.length === 0) return fail(io, { failures: paths.map((it) => `no WIT files in ${it}`) });
  const given = values.package === undefined ? undefined : idOf(values.package);
  if (given !== undefined && packages.length > 1)
    return fail(io, { failures: ['`--package` names one package, and there are several'] });
  const parser = await io.parser();
  const trees = new PublishedVersions(io.host, { parser, trees: new Trees(parser) });
  const open = openRegistry(io, values);
  const findings: Finding[] = [];
  const unread: { name: string; message: string }[] = [];
  const clean: string[] = [];
  for (const it of packages) {
    const candidate = await candidateAt(io, it, given);
    if (isFailure(candidate)) return fail(io, candidate);
    const name = packageKey(candidate.id);
    const before = findings.length;
    const found = await findingsFor(candidate, open, (registry) =>
      factsFor(registry, trees, candidate, projects.settings()),
    );
    if (isRegistryFailure(found)) unread.push({ name, message: `cannot be checked: ${found.message}` });
    else for (const one of found) findings.push(publishedFinding(one, it.snapshot, name, it.root.uri, io.cwd));
    findings.push(...ownFindings(it, io.cwd));
    if (findings.length === before) clean.push(name);
  }
  return finish(io, values, { findings, unread, clean, files: packages.flatMap((it) => it.root.files).length });
}

async function findingsFor(
  candidate: Candidate,
  open: () => Promise<Registry | RegistryFailure>,
  facts: (registry: Registry) => ReturnType<typeof publishFacts>,
): Promise<readonly PublishFinding[] | RegistryFailure> {
  const wrong = versionFinding(candidate);
  if (wrong !== undefined) return [wrong];
  const registry = await open();
  if (isRegistryFailure(registry)) return registry;
  const known = await facts(registry);
  return isRegistryFailure(known) ? known : publishFindings(candidate, known);
}

function factsFor(
  registry: Registry,
  trees: PublishedVersions,
  { id, dependencies }: Candidate,
  settings: CheckSettings,
): ReturnType<typeof publishFacts> {
  const own = {
    name: `${id.namespace}:${id.name}`,
    version: id.version ?? '',
    dependencies: dependencies.map((it) => it.id),
  };
  return publishFacts(registry, trees, own, settings);
}

async function candidateAt(
  io: Io,
  { snapshot, root, shown }: OpenPackage,
  given: PackageId | undefined,
): Promise<Candidate | Failure> {
  const manifests = await new Workspace(io.host, await io.parser()).manifestsOf(root);
  const wkg = manifests.find((it) => it.uri.endsWith('/wkg.toml'));
  const metadata = wkg === undefined ? undefined : wkgMetadata(wkg.text);
  const candidate = candidateOf(snapshot, root, given, manifests, metadata);
  if (candidate !== undefined) return candidate;
  return { failures: [`${shown} does not say which package it is: \`--package ns:name@version\``] };
}

/** What `check` says of the package itself: its errors, and what is not documented. */
function ownFindings({ snapshot, root }: OpenPackage, cwd: string): readonly Finding[] {
  const found = [...locate(snapshot, root)].filter(
    ({ diagnostic: it, uri }) =>
      it.severity === 'error' || (it.code === 'lint/missing-docs' && root.files.includes(uri) && uri.endsWith('.wit')),
  );
  return createReport({ files: 0, found, fixed: [] }, cwd, []).findings;
}
