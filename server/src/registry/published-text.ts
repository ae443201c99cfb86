// What was published, as WIT text: a package, or the world of a component. Made from the bytes once and kept by their digest,
// since the code of a component can be a thousand times as large as its contract.

import { encodeUtf8 } from '../base/encode.ts';
import { decodeUtf8 } from '../base/utf8.ts';
import { decodeBinary } from '../binary/decode.ts';
import type { Store } from '../workspace/network.ts';
import { failure, isRegistryFailure, type RegistryFailure, shown } from './failure.ts';
import { parseTable, textAt } from './json.ts';
import type { PackageAddress } from './places.ts';
import type { Registry } from './registry.ts';
import type { Release } from './release.ts';

export interface PublishedText {
  readonly kind: 'package' | 'component';
  readonly text: string;
}

/** Raised when the same bytes become another text. */
const EDITION = 1;

export async function publishedText(
  registry: Registry,
  place: PackageAddress,
  release: Release,
): Promise<PublishedText | RegistryFailure> {
  const key = `text${EDITION}/${release.content.digest.slice('sha256:'.length)}`;
  const kept = await readKept(registry.store, key);
  if (kept !== undefined) return kept;
  const bytes = await registry.content(place, release);
  if (isRegistryFailure(bytes)) return bytes;
  const name = `${place.site.host}/${place.repository}:${release.version}`;
  const decoded = decodeBinary(bytes, (part) => decodeUtf8(part).text);
  if (decoded.kind === 'unreadable' || decoded.kind === 'core-module') {
    const why = 'fault' in decoded && decoded.fault !== undefined ? `: ${shown(decoded.fault)}` : '';
    return failure('invalid', `${name} cannot be read as a component or WIT package${why}`);
  }
  await registry.store.write(key, encodeUtf8(JSON.stringify({ kind: decoded.kind, text: decoded.text })));
  return { kind: decoded.kind, text: decoded.text };
}

async function readKept(store: Store, key: string): Promise<PublishedText | undefined> {
  const table = parseTable((await store.read(key)) ?? new Uint8Array());
  const [kind, text] = [textAt(table, 'kind'), textAt(table, 'text')];
  return text !== undefined && (kind === 'package' || kind === 'component') ? { kind, text } : undefined;
}
