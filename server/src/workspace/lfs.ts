// Files of Git LFS: what stands in the work tree or in a commit is a pointer, and the file itself may lie in the local store.
// https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md

import { dirname, joinUri } from '../base/uri.ts';
import { decodeUtf8 } from '../base/utf8.ts';
import type { Host } from './host.ts';

/** The SHA-256 that a pointer names, in hexadecimal. */
export function lfsObjectOf(pointer: string): string | undefined {
  return /^oid sha256:([0-9a-f]{64})$/m.exec(pointer)?.[1];
}

/** A file out of the store of the repository around a directory, if it was fetched. */
export async function storedObject(
  host: Pick<Host, 'readFile' | 'stat'>,
  directory: string,
  object: string,
): Promise<Uint8Array | undefined> {
  const git = await gitDirectory(host, directory);
  if (git === undefined) return undefined;
  return host.readFile(joinUri(git, 'lfs', 'objects', object.slice(0, 2), object.slice(2, 4), object));
}

/** Where the repository around a directory keeps what its worktrees share. */
export async function gitDirectory(
  host: Pick<Host, 'readFile' | 'stat'>,
  directory: string,
): Promise<string | undefined> {
  for (let at = directory; ; at = dirname(at)) {
    const place = joinUri(at, '.git');
    const stat = await host.stat(place);
    if (stat?.kind === 'directory') return place;
    // A worktree or a submodule says where its own is.
    const named = stat === undefined ? undefined : /^gitdir: (.+?)\s*$/.exec(await textAt(host, place))?.[1];
    if (named !== undefined) {
      const own = resolved(at, named);
      const common = (await textAt(host, joinUri(own, 'commondir'))).trim();
      return common === '' ? own : resolved(own, common);
    }
    if (dirname(at) === at) return undefined;
  }
}

async function textAt(host: Pick<Host, 'readFile'>, uri: string): Promise<string> {
  const bytes = await host.readFile(uri);
  return bytes === undefined ? '' : decodeUtf8(bytes).text;
}

function resolved(directory: string, path: string): string {
  return path.startsWith('/') ? joinUri('file:///', path) : joinUri(directory, path);
}
