// How a command names a file: relative to the current directory, with `/` between names; what was published, by its address.

import path from 'node:path';
import { pathOfUri } from '../hosts/node.ts';
import { parsePublishedUri } from '../registry/published-host.ts';

export function shownPath(uri: string, cwd: string): string {
  const file = pathOfUri(uri);
  if (file === undefined) {
    const published = parsePublishedUri(uri);
    return published === undefined ? uri : `oci://${published.host}/${published.repository}:${published.version}`;
  }
  const relative = path.relative(cwd, file);
  return (relative === '' ? '.' : relative).replaceAll(path.sep, '/');
}
