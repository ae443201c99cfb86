// Pages about what is open in an editor: those that a site of it would have, each made when it is asked for.

import { memo, memoByName } from '../base/memo.ts';
import { put } from '../base/multimap.ts';
import type { PolicyContext } from '../features/policy/context.ts';
import { packageKey, UNNAMED } from '../model/names.ts';
import type { Package, World } from '../model/package.ts';
import { docsSource } from '../workspace/docs.ts';
import type { PackageRoot } from '../workspace/package-folders.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import { Addresses, nameDirectory, versionDirectory } from './addresses.ts';
import { type CatalogPackage, type CatalogVersion, nameIn, packageOf } from './catalog.ts';
import type { Page } from './page.ts';
import { indexPage, pageAt } from './pages.ts';
import { type PolicyVerdict, policyVerdict } from './policy.ts';
import { UsedBy, usesOf } from './used-by.ts';

export interface LiveView {
  readonly snapshot: Snapshot;
  /** The file that is looked at: of several copies of a package, the one that it sees is shown. */
  readonly uri: string;
  readonly policyOf: (uri: string) => PolicyContext | undefined;
  /** A line of a file, as a link. */
  readonly sourceOf: (uri: string, line: number) => string;
}

const TOP = 'index.html';

/** The page at an address without its anchor: `acme/shop/1.0.0/interface.orders.html`. */
export function livePage(view: LiveView, path: string): Page | undefined {
  const { snapshot, uri } = view;
  const root = snapshot.rootOf(uri);
  if (root === undefined) return undefined;
  const seen = siteOf(snapshot, root.uri, root);
  if (path === TOP) return indexPage({ packages: catalog(seen, view) }, 'Packages', () => undefined);
  const found = seen.packages.find(({ package: { id } }) => isOf(path, id));
  if (found === undefined) return undefined;
  // The package with every gate open, which its own root has.
  const site = siteOf(snapshot, found.root.uri, found.root);
  const name = nameIn(found.package);
  const [shown] = catalog({ packages: site.packages.filter((it) => nameIn(it.package) === name) }, view);
  const context = {
    addresses: site.addresses,
    usedBy: site.usedBy,
    sourceOf: (_: CatalogVersion, file: string, line: number) => view.sourceOf(file, line),
  };
  return shown && pageAt(path, shown, context);
}

function isOf(path: string, id: Package['id']): boolean {
  return path.startsWith(`${versionDirectory(id)}/`) || path === `${nameDirectory(id)}/${TOP}`;
}

interface Placed {
  readonly root: PackageRoot;
  readonly package: Package;
  readonly vendored: boolean;
}

interface LiveSite {
  readonly packages: readonly Placed[];
  readonly addresses: Addresses;
  readonly usedBy: UsedBy;
}

/** All packages of the work: those of a root first, with every gate open, then what is worked on, then copies. */
const siteOf = memoByName((snapshot: Snapshot, _: string, root: PackageRoot): LiveSite => {
  const { semantics } = snapshot;
  const placed = (at: PackageRoot, it: Package): Placed => ({
    root: at,
    package: it,
    vendored: it.files.every((file) => semantics.environment(at).isVendored(file)),
  });
  const open = semantics.everything(root).packages();
  const others = [...semantics.allPackages(snapshot.rootsSeenFrom(root.uri))].map((it) => placed(it.root, it.package));
  const all = [
    ...open.map((it) => placed(root, it)),
    ...others.filter((it) => !it.vendored),
    ...others.filter((it) => it.vendored),
  ];
  const byKey = new Map<string, Placed>();
  for (const it of all) {
    const key = packageKey(it.package.id);
    if (it.package.key !== UNNAMED && !byKey.has(key)) byKey.set(key, it);
  }
  const packages = [...byKey.values()];
  const own = packages.map((it) => it.package);
  return { packages, addresses: new Addresses(own), usedBy: new UsedBy(own, usesIn) };
});

/** A package lives on while nothing that it says changes. */
const usesIn = memo((it: Package) => [...usesOf(it, new Addresses([it]))]);

function catalog({ packages }: Pick<LiveSite, 'packages'>, view: LiveView): CatalogPackage[] {
  const byName = new Map<string, CatalogVersion[]>();
  for (const it of packages) put(byName, nameIn(it.package), versionOf(it, view));
  const sorted = [...byName].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([name, versions]) => packageOf(name, versions, []));
}

function versionOf({ package: it, vendored }: Placed, { snapshot, policyOf }: LiveView): CatalogVersion {
  const policy = vendored ? undefined : policyOf(it.files[0] ?? '');
  return {
    package: it,
    files: snapshot,
    docs: docsSource(snapshot).package(it.declarations),
    verdicts: policy === undefined ? new Map() : verdictsOf(it, policy, snapshot),
    capabilities: policy?.capabilities ?? {},
    vendored,
    at: undefined,
  };
}

function verdictsOf(it: Package, policy: PolicyContext, snapshot: Snapshot): Map<World, PolicyVerdict> {
  const found = new Map<World, PolicyVerdict>();
  for (const world of it.worlds.values()) {
    const verdict = policyVerdict(snapshot, world, policy, false);
    if (verdict !== undefined) found.set(world, verdict);
  }
  return found;
}
