// `check --locked`: is what lies in `deps/` what the lock files say?

import { Task } from '../base/task.ts';
import { LineIndex, type Range } from '../base/text.ts';
import type { Diagnostic } from '../check/diagnostic.ts';
import { DEFAULT_SETTINGS } from '../check/settings.ts';
import { dependencyStatus, type ManifestText } from '../features/dependencies/status.ts';
import type { WitParser } from '../syntax/parser.ts';
import type { Host } from '../workspace/host.ts';
import type { PackageRoot } from '../workspace/package-folders.ts';
import { Workspace } from '../workspace/workspace.ts';

interface LockedFinding {
  readonly uri: string;
  readonly range: Range;
  readonly diagnostic: Diagnostic;
  readonly related: readonly never[];
  readonly lines: LineIndex;
}

/** Every difference as an error at its place: in a lock file, a manifest or a package. */
export async function lockedFindings(
  { host, parser }: { readonly host: Host; readonly parser: WitParser },
  targets: readonly Pick<PackageRoot, 'uri' | 'kind'>[],
): Promise<readonly LockedFinding[]> {
  const task = new Task(host.clock);
  const workspace = new Workspace(host, parser);
  // Packages that `wkg` keeps for a whole workspace lie beside none of its members.
  workspace.setSettings({ ...DEFAULT_SETTINGS, resolve: 'workspace' });
  const governed = new Map<string, PackageRoot[]>();
  const checked: { readonly root: PackageRoot; readonly manifests: readonly ManifestText[] }[] = [];
  for (const { uri, kind } of targets) {
    const root = kind === 'file' ? undefined : await workspace.loadDirectory(uri, task);
    if (root === undefined) continue;
    const manifests = await workspace.manifestsOf(root);
    const [first] = manifests;
    if (first === undefined) continue;
    governed.set(first.uri, [...(governed.get(first.uri) ?? []), root]);
    checked.push({ root, manifests });
  }
  const snapshot = workspace.snapshot();
  return checked.flatMap(({ root, manifests }) => {
    const together = governed.get(manifests[0]?.uri ?? '');
    return dependencyStatus(snapshot, root, manifests, together).findings.map(({ message, place }): LockedFinding => {
      const manifest = manifests.find((it) => it.uri === place.uri);
      const lines =
        manifest === undefined ? (snapshot.lines(place.uri) ?? new LineIndex('')) : new LineIndex(manifest.text);
      return {
        uri: place.uri,
        range: lines.range(place.span),
        diagnostic: {
          code: 'package/not-locked',
          severity: 'error',
          message,
          span: place.span,
          related: [],
          fixes: [],
        },
        related: [],
        lines,
      };
    });
  });
}
