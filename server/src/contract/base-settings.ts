// What a person has chosen for the comparison, and which words for a base are paths.

import { joinUri } from '../base/uri.ts';
import type { CheckSettings } from '../check/settings.ts';
import { publishedReference } from '../registry/reference.ts';
import type { WorldRole } from '../semver/levels.ts';
import type { BumpPolicy } from '../semver/verdict.ts';
import type { Ci } from './ci.ts';

/** What a person has chosen for the comparison. */
export interface BaseSettings {
  /**
   * `auto`, a git revision, a directory, a `.wit` file or a `.wasm` package, or a published version (`registry/reference.ts`);
   * `off` compares nothing.
   */
  readonly against: string;
  /** `auto`, a git revision, or `none`. */
  readonly releaseBase: string;
  readonly role: WorldRole;
  readonly policy: BumpPolicy;
  readonly check: CheckSettings;
  /** The environment of a CI job; absent in an editor. */
  readonly ci?: Ci | undefined;
  /** Only what this revision accepts too is accepted; `base` stands for what is compared with. */
  readonly trustedIgnores?: string | undefined;
  /** Relative paths start here. */
  readonly directory: string;
  /** The directory that a directory to compare with is the old version of. */
  readonly mirror: string;
  /** The package that the root is about, `ns:name`, and the version that it declares. */
  readonly declared?: { readonly name: string; readonly version: string | undefined } | undefined;
  /** Why no registry may be asked here. */
  readonly registryRefusal?: string | undefined;
}

/** Where the directory or file is that is compared with. */
export function pathUri({ against, directory }: BaseSettings): string {
  const slashed = against.includes('/') ? against : against.replaceAll('\\', '/');
  if (/^[a-zA-Z]:\//.test(slashed)) return joinUri('file:///', `/${slashed}`);
  return slashed.startsWith('/') ? joinUri('file:///', slashed) : joinUri(directory, slashed);
}

/** Paths that git could not take for a revision; any other name may be either. */
export function looksLikePath(text: string): boolean {
  return publishedReference(text) === undefined && isPathText(text);
}

function isPathText(text: string): boolean {
  return /^(?:\.{1,2}(?:[/\\]|$)|[/\\]|[a-zA-Z]:[/\\])/.test(text) || /\.(?:wit|wasm)$/.test(text);
}
