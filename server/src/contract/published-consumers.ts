// Published packages and components that name a package: found in what registries list, each read just long enough to be
// looked at, so that a thousand of them need no more memory than a few.

import type { CheckSettings } from '../check/settings.ts';
import { isRegistryFailure, type RegistryFailure } from '../registry/failure.ts';
import { publishedText } from '../registry/published-text.ts';
import type { ListedPackage, Registry } from '../registry/registry.ts';
import { trackOf } from '../registry/versions.ts';
import type { WitParser } from '../syntax/parser.ts';
import { Trees } from '../workspace/files.ts';
import { matchesGlob, parseGlob } from '../workspace/glob.ts';
import type { Host } from '../workspace/host.ts';
import { type PublishedTree, PublishedVersions } from './published-base.ts';

export interface PublishedConsumer {
  /** `ns:name@version`. */
  readonly name: string;
  readonly registry: string;
  readonly tree: PublishedTree;
}

export interface ConsumerSearch {
  /** The package that consumers name, `ns:name`. */
  readonly target: string;
  /** Which packages are looked at: a name, or a pattern such as `acme:*`. */
  readonly pattern: string;
  readonly check: CheckSettings;
}

/** Packages that are read at the same time. */
const AT_ONCE = 8;

/** Calls `found` for the newest version of each track of each package that names the target. Gives what could not be read. */
export async function publishedConsumers(
  { host, parser }: { readonly host: Host; readonly parser: WitParser },
  registry: Registry,
  search: ConsumerSearch,
  found: (consumer: PublishedConsumer) => void,
  progress: (done: number, all: number) => void = () => {},
): Promise<readonly RegistryFailure[]> {
  const { packages, failures } = await matchingPackages(registry, search.pattern);
  const waiting = packages.filter((it) => it.name !== search.target);
  const all = waiting.length;
  const failed = [...failures];
  const work = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const problem = await lookAt({ host, parser }, registry, next, search, found);
      if (problem !== undefined) failed.push(problem);
      progress(all - waiting.length, all);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return failed;
}

/** The packages that a name or a pattern means; a pattern needs a registry that lists its packages. */
export async function matchingPackages(
  registry: Registry,
  pattern: string,
): Promise<{ readonly packages: ListedPackage[]; readonly failures: readonly RegistryFailure[] }> {
  if (!/[*?[{]/.test(pattern)) {
    const place = await registry.place(pattern);
    return isRegistryFailure(place)
      ? { packages: [], failures: [place] }
      : { packages: [{ name: pattern, place }], failures: [] };
  }
  const glob = parseGlob(`/${pattern.replace(':', '/')}`);
  const { packages, failures } = await registry.everything();
  const matching = packages.filter(
    (it) => pattern === '*' || (glob !== undefined && matchesGlob(glob, it.name.replace(':', '/'))),
  );
  return { packages: matching, failures };
}

async function lookAt(
  { host, parser }: { readonly host: Host; readonly parser: WitParser },
  registry: Registry,
  { name, place }: ListedPackage,
  { target, check }: ConsumerSearch,
  found: (consumer: PublishedConsumer) => void,
): Promise<RegistryFailure | undefined> {
  const published = await registry.versionsAt(place);
  if (isRegistryFailure(published)) return published;
  for (const version of new Map(published.versions.map((it) => [trackOf(it), it])).values()) {
    const release = await registry.release(place, version);
    if (isRegistryFailure(release)) return release;
    const read = await publishedText(registry, place, release);
    if (isRegistryFailure(read)) return read;
    // Most packages have nothing to do with it.
    if (!read.text.includes(target)) continue;
    const tree = await new PublishedVersions(host, { parser, trees: new Trees(parser) }).at(
      registry,
      place,
      version,
      check,
    );
    if (isRegistryFailure(tree)) return tree;
    found({ name: `${name}@${version}`, registry: place.registry, tree });
  }
  return undefined;
}
