// Who breaks if a package is published: each consumer with the version that it uses, what of the change reaches it, and how.

import { COMPONENT, compareVersions, packageName } from '../../model/names.ts';
import type { TreePackage } from '../../semver/package-pairs.ts';
import { nameOf } from '../../semver/package-pairs.ts';
import { canonicalTrack } from '../../semver/version.ts';
import { type Effect, effectsOf } from './effects.ts';

/** Packages that belong together: a root of the workspace, or one published version. */
export interface Consumer {
  /** `ns:name@version`, or the path of a component that does not say its name. */
  readonly name: string;
  readonly kind: 'package' | 'component';
  /** The registry, or the path. */
  readonly where: string;
  /** Its own packages, and those whose text it carries. */
  readonly packages: readonly TreePackage[];
}

export interface Impact {
  readonly consumer: Omit<Consumer, 'packages'>;
  /** The version of the package that it uses; undefined where it names none. */
  readonly uses: string | undefined;
  /** Will toolchains take the new version for the one that it uses? Otherwise it breaks only when it moves. */
  readonly sameTrack: boolean;
  readonly effects: readonly Effect[];
  /** Why nothing could be said. */
  readonly unread?: string;
}

/** `target`: the package as it would be published. Empty for a consumer that does not use it. */
export function impactOn(consumer: Consumer, target: TreePackage): readonly Impact[] {
  const name = nameOf(target);
  const { packages, ...shown } = consumer;
  const users = packages.filter((it) => nameOf(it) !== name);
  return usedVersions(packages, users, name).map((used): Impact => {
    const version = used.stable.id.version;
    const sameTrack =
      version === target.stable.id.version || canonicalTrack(version) === canonicalTrack(target.stable.id.version);
    const { report, effects } = effectsOf(
      users.map((it) => it.stable),
      used,
      target,
    );
    const unread = report?.unread;
    return {
      consumer: shown,
      uses: version,
      sameTrack,
      effects: effects.map((it) => named(it, consumer.name)),
      ...(unread === undefined ? {} : { unread }),
    };
  });
}

/** The world of a component has no name of its own. */
function named(it: Effect, consumer: string): Effect {
  return { ...it, who: it.who.map((who) => (who.startsWith(`${COMPONENT}/`) ? consumer : who)) };
}

/** The package in every version that the users refer to: as their own file carries it, or as it was resolved for them. */
function usedVersions(
  packages: readonly TreePackage[],
  users: readonly TreePackage[],
  name: string,
): readonly TreePackage[] {
  const found = new Map<string, TreePackage>();
  const add = (it: TreePackage): void => void found.set(it.stable.key, found.get(it.stable.key) ?? it);
  for (const it of packages) if (nameOf(it) === name) add(it);
  const resolved = users.flatMap((it) => [...it.stable.dependencies.values()]);
  for (const it of resolved)
    if (it !== undefined && packageName(it.id) === name) add({ stable: it, all: it, root: '' });
  return [...found.values()].sort((a, b) => compareVersions(a.stable.id.version ?? '', b.stable.id.version ?? ''));
}

/** Is anybody broken without having moved to another version? */
export function breaks({ sameTrack, effects }: Impact): boolean {
  return sameTrack && effects.length > 0;
}
