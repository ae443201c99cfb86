// What of an old version is not here, although it may have changed: submodules that are not checked out, and what a sparse
// checkout leaves out.

import type { RootBase } from './bases.ts';
import type { Absent, PackageLocation } from './old-version.ts';

/** What this means for packages in these places: nothing can be said of them, or others could not be compared. */
export function absentFor(
  absent: readonly Absent[],
  places: readonly PackageLocation[],
  note: string | undefined,
): Pick<RootBase, 'absent' | 'note'> {
  if (absent.length === 0) return {};
  const own = absent.find(({ path }) => places.some((it) => isPartOf(it, path)));
  if (own !== undefined) return { absent: own.message };
  const others = `not compared: ${absent.map(({ message }) => message).join('; ')}`;
  return { note: note === undefined ? others : `${note}; ${others}` };
}

/** Is a file, or a submodule, one of a package or of its `deps/`? */
function isPartOf({ path, kind }: PackageLocation, file: string): boolean {
  if (kind === 'file') return file === path;
  if (path !== '' && !file.startsWith(`${path}/`)) return false;
  const inside = path === '' ? file : file.slice(path.length + 1);
  return inside === 'deps' || inside.startsWith('deps/') || (!inside.includes('/') && inside.endsWith('.wit'));
}
