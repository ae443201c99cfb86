// `docs PATH…`: documentation of packages as a site of static files.

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Task } from '../base/task.ts';
import { dirname, relativeUri } from '../base/uri.ts';
import { parseBaseUri } from '../contract/commit-host.ts';
import { isGitFailure, Repository } from '../contract/git.ts';
import { folderHistory, type HistoryStep, type PackagesAt, releaseHistory } from '../contract/history.ts';
import type { Reading } from '../contract/old-version.ts';
import { type PublishedHistory, publishedHistory } from '../contract/published-history.ts';
import type { PolicyContext } from '../features/policy/context.ts';
import { pathToUri } from '../hosts/node.ts';
import { isRegistryFailure, type RegistryFailure } from '../registry/failure.ts';
import { nameOf } from '../semver/package-pairs.ts';
import { catalogOf, nameIn } from '../site/catalog.ts';
import type { Catalog, CatalogSource, CatalogVersion, Guide } from '../site/site.ts';
import { Trees } from '../workspace/files.ts';
import { findRoots } from '../workspace/find-roots.ts';
import type { PackageRoot } from '../workspace/package-folders.ts';
import { Workspace } from '../workspace/workspace.ts';
import { command, flag, text } from './command.ts';
import { type Target, targetsAt } from './engine.ts';
import { CLEAN, FAILED, type Failure, fail, type Io, isFailure, note } from './io.ts';
import { type GivenSettings, givenSettings, POLICY_OPTION, packageOptions } from './package-options.ts';
import { policyOf } from './policy.ts';
import { ProjectSettings, projectDirectory } from './project.ts';
import { openRegistry, REGISTRY_OPTIONS } from './registry-options.ts';
import { shownPath } from './shown-path.ts';
import { writeSite } from './site-writer.ts';

export const docs = command({
  name: 'docs',
  usage: ['PATH… --out DIRECTORY [options]', '--registry GLOB --out DIRECTORY [options]'],
  summary: 'documentation of packages as a site of static files',
  about: [
    'Writes a site about the packages at PATHs: a page for each interface and world with everything linked, what worlds really import and why, what they let a component do, who uses what, how contracts changed, and what is missing. The files need no server and no script, and ask for nothing elsewhere; files that have not changed are not written again.',
  ],
  options: {
    out: text('DIRECTORY', 'where the site is written; needed'),
    title: text('TEXT', 'the name of the site; by default `WIT packages`'),
    registry: text(
      'GLOB',
      'add every version of published packages, and what changed between them: a name, or a pattern such as `acme:*`, which needs a registry that lists its packages',
    ),
    history: text('REV', 'add the versions and changes of all release tags before this revision, such as HEAD'),
    source: text(
      'URL',
      'the address of a line of source, with {path}, {line}, {revision} and {version} in it: `https://example.com/repo/blob/{revision}/{path}#L{line}`',
    ),
    url: text('URL', 'where the site will be, for feeds'),
    guides: text('DIRECTORY', 'Markdown files that become pages of the site, too'),
    quiet: flag('print nothing but errors'),
    ...REGISTRY_OPTIONS,
    ...packageOptions('workspace'),
    ...POLICY_OPTION,
  },
  positionals: {},
  exit: '0 written, 2 a path, the history or a published package cannot be read, or the site cannot be written.',
  conflicts: ({ out, source, url, registry }, paths) => [
    ...(paths.length === 0 && registry === undefined
      ? ['`docs` needs the path of a `.wit` file or of a directory, for example `wit`, or --registry GLOB']
      : []),
    ...(out === undefined ? ['`docs` needs a directory to write to: --out DIRECTORY'] : []),
    ...addressProblems('--source', source),
    ...addressProblems('--url', url),
  ],
  async run(
    io,
    {
      out = '',
      title = 'WIT packages',
      history,
      registry,
      offline,
      source,
      url,
      guides: guideFolder,
      quiet,
      ...values
    },
    paths,
  ) {
    setFlagsFromString(SMALL_HEAP);
    const wanted = { paths, history, registry, offline };
    const gathered = await gather(io, wanted, givenSettings(values, 'workspace'));
    if (isFailure(gathered)) return fail(io, gathered);
    collectGarbage();
    const { tops, catalog, unread } = gathered;
    const guides = guideFolder === undefined ? [] : await guidesIn(path.resolve(io.cwd, guideFolder));
    if (guides === undefined) return fail(io, { failures: [`cannot read the directory ${guideFolder}`] });
    const base = url === undefined ? '' : `${url.replace(/\/+$/, '')}/`;
    const sourceOf = (version: CatalogVersion, uri: string, line: number): string | undefined =>
      // What a registry has is no line of a repository.
      source === undefined || (version.at !== undefined && version.at.commit === undefined)
        ? undefined
        : sourceAddress(source, version, placeOf(uri, tops, io.cwd), line);
    // No other command needs what makes pages.
    const [{ siteFiles }, assets] = await Promise.all([import('../site/site.ts'), io.siteAssets()]);
    try {
      const files = siteFiles({ catalog, title, base, sourceOf, assets, guides });
      const { files: all, written, removed } = await writeSite(path.resolve(io.cwd, out), files);
      if (!quiet) io.err(`${all} files, ${written} written${removed === 0 ? '' : `, ${removed} removed`}\n`);
      for (const it of unread) note(io, it);
      return unread.length === 0 ? CLEAN : FAILED;
    } catch (error) {
      fail(io, { failures: [`the site cannot be written: ${error instanceof Error ? error.message : String(error)}`] });
      return FAILED;
    }
  },
});

/**
 * Most of what makes a page is garbage a moment later, and V8 lets the heap grow to more than twice of what is alive before
 * it looks: a thousand packages would take 500 MB and not 300.
 */
const SMALL_HEAP = '--heap-growing-percent=20';

/** What was read is let go here, and V8 would let the heap stay as large as it was with it. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
}

/** The Markdown files of a directory; undefined when it cannot be read. */
async function guidesIn(folder: string): Promise<Guide[] | undefined> {
  try {
    const names = await readdir(folder, { recursive: true });
    const wanted = names.map((it) => it.replaceAll(path.sep, '/')).filter((it) => it.endsWith('.md'));
    return await Promise.all(
      wanted.map(async (it) => ({ path: it, text: await readFile(path.join(folder, it), 'utf8') })),
    );
  } catch {
    return undefined;
  }
}

function addressProblems(option: string, address: string | undefined): string[] {
  if (address === undefined || /^https?:\/\/[^\s"<>]+$/i.test(address)) return [];
  return [`\`${option}\` must be an address that begins with https:// or http://, not \`${address}\``];
}

/** Without the snapshots that it was made from: they go with the function that read them. */
interface Gathered {
  readonly catalog: Catalog;
  /** Published packages that could not be read, in words. */
  readonly unread: readonly string[];
  /** The tops of the repositories. */
  readonly tops: readonly string[];
}

interface Wanted {
  readonly paths: readonly string[];
  readonly history: string | undefined;
  readonly registry: string | undefined;
  readonly offline: boolean;
}

async function gather(
  io: Io,
  { paths, history, registry, offline }: Wanted,
  given: GivenSettings,
): Promise<Gathered | Failure> {
  const { host } = io;
  const task = new Task(host.clock);
  const parser = await io.parser();
  const trees = new Trees(parser);
  const found = await Promise.all(
    paths.map(async (shown) => {
      const uri = pathToUri(path.resolve(io.cwd, shown));
      const isDirectory = (await host.stat(uri))?.kind === 'directory';
      const real = (await host.realPath(uri)) ?? uri;
      return { targets: await targetsAt(host, uri, shown, task), directory: isDirectory ? real : dirname(real) };
    }),
  );
  const failures = found.flatMap(({ targets }) => (typeof targets === 'string' ? [targets] : []));
  if (failures.length > 0) return { failures };
  const projects = new ProjectSettings(io, given);
  const targets = found.flatMap((it) => (typeof it.targets === 'string' ? [] : it.targets));
  const refused = await projects.load([...found.map((it) => it.directory), ...targets.map(projectDirectory)]);
  if (refused !== undefined) return refused;
  const steps: HistoryStep[] = [];
  const tops = new Set<string>();
  const repositories = new Set<string>();
  const places = new Set<string>();
  for (const { directory } of found) {
    const repository = await Repository.at(host, directory);
    if (isGitFailure(repository)) {
      if (history !== undefined) return { failures: [repository.message] };
      tops.add(directory);
      continue;
    }
    tops.add(repository.top);
    repositories.add(repository.top);
    const place = repository.pathOf(directory) ?? '';
    try {
      if (history === undefined || places.has(`${repository.top} ${place}`)) continue;
      places.add(`${repository.top} ${place}`);
      const range = { to: history, work: true };
      const more = await releaseHistory(repository, range, place, {
        host,
        parser,
        trees,
        settings: projects.settings(directory),
      });
      if (isGitFailure(more)) return { failures: [more.message] };
      steps.push(...more);
    } finally {
      repository.close();
    }
  }
  const { now, policies } = await packagesAt(targets, [...tops], { host, parser, trees, projects }, task);
  const published = await publishedIn(io, { registry, offline }, { parser, trees }, projects.settings());
  if (isRegistryFailure(published)) return { failures: [published.message] };
  const { moments, steps: more, failures: unread } = published;
  const beside = await folderHistory(host, now.snapshot, now.roots, (root) => topOf(root.uri, [...tops]));
  const { capabilities = {} } = projects.project()?.values ?? {};
  for (const name of moments.flatMap((it) => it.packages.map(nameOf)))
    if (!policies.has(name)) policies.set(name, { rules: projects.policy(), capabilities });
  const catalog = catalogOf({
    now,
    policies,
    releases: [...releasesIn(steps), ...moments.flatMap(publishedSources)],
    steps: firstTold(steps, more, beside),
  });
  return { catalog, tops: [...repositories], unread: unread.map(({ message }) => message) };
}

/** The packages at paths, among all that they may refer to. */
async function packagesAt(
  targets: readonly Target[],
  tops: readonly string[],
  { host, parser, trees, projects }: Omit<Reading, 'settings'> & { readonly projects: ProjectSettings },
  task: Task,
): Promise<{ readonly now: CatalogSource; readonly policies: Map<string, PolicyContext> }> {
  const workspace = new Workspace(host, parser, trees, 'none');
  workspace.setSettings(projects.settings(), projects.folders);
  workspace.setFolders(tops);
  if (projects.settings().resolve === 'workspace')
    for (const top of tops)
      for (const uri of (await findRoots(top, host, task)) ?? []) await workspace.loadDirectory(uri, task);
  const roots = new Map<string, PackageRoot>();
  for (const { uri, kind } of targets) {
    const root = await (kind === 'file' ? workspace.loadAt(uri, task) : workspace.loadDirectory(uri, task));
    if (root !== undefined) roots.set(root.uri, root);
  }
  const contexts = new Map<PackageRoot, PolicyContext>();
  for (const root of roots.values()) contexts.set(root, await policyOf(projects, workspace, root));
  const snapshot = workspace.snapshot();
  const policies = new Map<string, PolicyContext>();
  for (const [root, context] of contexts)
    for (const it of snapshot.semantics.everything(root).ownPackages()) policies.set(nameIn(it), context);
  return { now: { snapshot, roots: [...roots.values()] }, policies };
}

/** The repository or directory that was given and holds a place. */
function topOf(uri: string, tops: readonly string[]): string {
  return tops.find((top) => relativeUri(top, uri) !== undefined) ?? uri;
}

/** Where tags tell the history of a package, the registry repeats it, and where either does, so do folders. */
function firstTold(tags: readonly HistoryStep[], ...others: readonly (readonly HistoryStep[])[]): HistoryStep[] {
  const told = once(tags);
  for (const steps of others) {
    const known = new Set(told.map((it) => it.report.name));
    told.push(...steps.filter((it) => !known.has(it.report.name)));
  }
  return told;
}

/** Paths may lie in one another: a step is told once. */
function once(steps: readonly HistoryStep[]): HistoryStep[] {
  const keyOf = ({ at, report }: HistoryStep): string =>
    [report.name, at.commit, report.before?.stable.key, report.after?.stable.key, report.after?.root].join(' ');
  return [...new Map(steps.map((it) => [keyOf(it), it])).values()];
}

/** The versions that a history went through, the newest first. */
function releasesIn(steps: readonly HistoryStep[]): CatalogSource[] {
  return steps
    .flatMap(({ after }): CatalogSource[] => {
      if (after === undefined || after.at.commit === undefined) return [];
      const root = after.snapshot.rootOf(after.package.all.files[0] ?? '');
      return root === undefined ? [] : [{ snapshot: after.snapshot, roots: [root], at: after.at }];
    })
    .reverse();
}

async function publishedIn(
  io: Io,
  { registry: pattern, offline }: Pick<Wanted, 'registry' | 'offline'>,
  reading: Pick<Reading, 'parser' | 'trees'>,
  check: Reading['settings'],
): Promise<PublishedHistory | RegistryFailure> {
  if (pattern === undefined) return { moments: [], steps: [], failures: [] };
  const registry = await openRegistry(io, { offline })();
  return isRegistryFailure(registry)
    ? registry
    : publishedHistory({ host: io.host, ...reading }, registry, pattern, check);
}

function publishedSources({ at, snapshot, packages }: PackagesAt): CatalogSource[] {
  const roots = packages.map((it) => snapshot.rootOf(it.all.files[0] ?? '')).filter((it) => it !== undefined);
  return roots.length === 0 ? [] : [{ snapshot, roots: [...new Set(roots)], at }];
}

/** From the top of the repository. */
function placeOf(uri: string, tops: readonly string[], cwd: string): string {
  const old = parseBaseUri(uri);
  if (old !== undefined) return old.path;
  const [place] = tops.flatMap((top) => relativeUri(top, uri) ?? []);
  return place ?? shownPath(uri, cwd);
}

function sourceAddress(pattern: string, { package: { id }, at }: CatalogVersion, place: string, line: number): string {
  const values: Readonly<Record<string, string>> = {
    path: place.split('/').map(encodeURIComponent).join('/'),
    line: String(line),
    revision: encodeURIComponent(at?.commit ?? 'HEAD'),
    version: encodeURIComponent(id.version ?? ''),
  };
  return pattern.replaceAll(/\{(path|line|revision|version)\}/g, (_, name: string) => values[name] ?? '');
}
