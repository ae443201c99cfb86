// Where the packages of a composition lie beside its file, as `wac` 0.12 looks for them: `deps/NAMESPACE/NAME` is a directory
// of WIT or a binary without a version, `deps/NAMESPACE/NAME/VERSION` one with that version.

import { joinUri } from '../../base/uri.ts';
import type { PackageId } from '../../model/names.ts';

/** Below `deps/`, in the order in which they are looked for. */
export function depsPlaces({ namespace, name, version }: PackageId): readonly string[] {
  const unversioned = [...namespace.split(':'), name].join('/');
  const base = version === undefined ? unversioned : `${unversioned}/${version}`;
  return [base, `${base}.wit`, `${base}.wat`, `${base}.wasm`];
}

/** The same as URIs; `deps`: the directory. */
export function depsUris(deps: string, id: PackageId): readonly string[] {
  return depsPlaces(id).map((it) => joinUri(deps, ...it.split('/')));
}
