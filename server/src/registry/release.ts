// What a registry says of one version: the image manifest, and the configuration that it names. Layout as wkg 0.16.1 writes it
// (measured): an OCI image manifest without `artifactType`, a configuration `application/vnd.wasm.config.v0+json` with the time
// and the names of imports and exports, one layer `application/wasm` whose digest is what `wkg.lock` holds.

import { shown } from './failure.ts';
import { isTable, listAt, type Table, tableAt, textAt, textsIn } from './json.ts';

export const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json';
const CONFIG_TYPE = 'application/vnd.wasm.config.v0+json';
const LAYER_TYPE = 'application/wasm';

/** Maximum sizes in bytes. */
export const MANIFEST_LIMIT = 4 << 20;
const CONFIG_LIMIT = 4 << 20;
const CONTENT_LIMIT = 256 << 20;

export interface Blob {
  /** `sha256:…`, 64 digits. */
  readonly digest: string;
  readonly size: number;
}

export interface Release {
  readonly version: string;
  readonly content: Blob;
  readonly manifest: string;
  /** When it was published, as an ISO date and time; undefined when the registry does not say. */
  readonly created: string | undefined;
  /** `ns:name/interface@version` as components name them; of a WIT package, its interfaces and worlds. */
  readonly imports: readonly string[];
  readonly exports: readonly string[];
  /** The annotations of the image specification that wkg writes, cut to what can be shown. */
  readonly description: string | undefined;
  readonly licenses: string | undefined;
  readonly source: string | undefined;
}

export interface Manifest {
  readonly config: Blob;
  readonly content: Blob;
  readonly annotations: Table | undefined;
}

/** The manifest, or what is wrong with it. */
export function readManifest(table: Table | undefined, type: string | undefined): Manifest | string {
  if (table === undefined) return 'its manifest is no JSON';
  const own = textAt(table, 'mediaType') ?? type?.split(';')[0]?.trim();
  if (own !== MANIFEST_TYPE)
    return `it is \`${shown(own ?? 'of no media type')}\`, not the image manifest of one package`;
  const config = blobOf(table.config, CONFIG_TYPE, CONFIG_LIMIT);
  if (typeof config === 'string') return `its configuration ${config}`;
  const layers = listAt(table, 'layers') ?? [];
  if (layers.length !== 1) return `it has ${layers.length} layers, and a package has one`;
  const content = blobOf(layers[0], LAYER_TYPE, CONTENT_LIMIT);
  if (typeof content === 'string') return `its layer ${content}`;
  return { config, content, annotations: tableAt(table, 'annotations') };
}

function blobOf(value: unknown, type: string, limit: number): Blob | string {
  if (!isTable(value)) return 'is missing';
  const own = textAt(value, 'mediaType');
  if (own !== type) return `is \`${shown(own ?? 'of no media type')}\`, not \`${type}\``;
  const digest = textAt(value, 'digest') ?? '';
  if (!/^sha256:[0-9a-f]{64}$/.test(digest)) return `has the digest \`${shown(digest)}\`, which is no SHA-256`;
  const { size } = value;
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) return 'has no size';
  return size > limit ? `is ${size} bytes, more than the ${limit} that are read` : { digest, size };
}

export function releaseOf(version: string, digest: string, manifest: Manifest, config: Table | undefined): Release {
  const component = tableAt(config, 'component');
  const created = textAt(config, 'created') ?? '';
  const annotation = (name: string): string | undefined => {
    const text = textAt(manifest.annotations, `org.opencontainers.image.${name}`);
    return text === undefined ? undefined : shown(text);
  };
  return {
    version,
    content: manifest.content,
    manifest: digest,
    created: /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(created) ? created : undefined,
    imports: namesIn(component, 'imports'),
    exports: namesIn(component, 'exports'),
    description: annotation('description'),
    licenses: annotation('licenses'),
    source: annotation('source'),
  };
}

const MOST_NAMES = 10_000;

function namesIn(component: Table | undefined, list: string): string[] {
  return textsIn(listAt(component, list)).slice(0, MOST_NAMES).map(shown);
}
