// The settings of a user: the keys below `wit.` (see package.json) as the server uses them. Whatever has the wrong shape
// counts as not set.

import { homepage } from '../../../package.json';
import { FILE_SIZES } from '../base/file-size.ts';
import { type CheckSettings, DEFAULT_SETTINGS as DEFAULT_CHECK, isLevel, type Level } from '../check/settings.ts';
import { type CodeLensSettings, DEFAULT_CODE_LENS } from '../features/code-lens.ts';
import type { ContractSettings } from '../features/contracts/report.ts';
import { DEFAULT_INLAY_HINTS, type InlayHintSettings } from '../features/inlay-hints.ts';
import type { Project } from '../project/projects.ts';
import type { WorldRole } from '../semver/levels.ts';
import type { BumpPolicy } from '../semver/verdict.ts';
import type { CustomCapabilities } from '../world/capabilities.ts';

export interface SemverSettings extends ContractSettings {
  /** `auto`, a git revision, a directory or a file, or `off`. */
  readonly base: string;
  /** `auto`, a git revision, or `none`. */
  readonly releaseBase: string;
  readonly role: WorldRole;
  readonly bumpPolicy: BumpPolicy;
}

export type RegistryCheck = 'off' | 'on command' | 'on open';

export interface Settings {
  readonly check: CheckSettings;
  readonly semver: SemverSettings;
  /** The column at which the formatter wraps. */
  readonly formatWidth: number;
  readonly inlayHints: InlayHintSettings;
  readonly codeLens: CodeLensSettings;
  /** What packages and interfaces let a component do, beside those that everyone knows. */
  readonly capabilities: CustomCapabilities;
  /** Where `docs/` is published, without a final slash. */
  readonly docsBaseUrl: string | undefined;
  /** Where the site of the project is that `docs` writes, without a final slash. */
  readonly docsSite: string | undefined;
  /** When registries are asked. */
  readonly registryCheck: RegistryCheck;
  /** The project file whose values hold for what is not set. */
  readonly project: Project | undefined;
}

const DEFAULT_SEMVER: SemverSettings = {
  base: 'auto',
  releaseBase: 'auto',
  role: 'strict',
  bumpPolicy: 'at-release',
  severity: 'warning',
};

export const DEFAULT_SETTINGS: Settings = {
  check: DEFAULT_CHECK,
  semver: DEFAULT_SEMVER,
  formatWidth: 100,
  inlayHints: DEFAULT_INLAY_HINTS,
  codeLens: DEFAULT_CODE_LENS,
  capabilities: {},
  docsBaseUrl: docsBelow(homepage),
  docsSite: undefined,
  registryCheck: 'on command',
  project: undefined,
};

/** Reads the value of the section `wit`; `defaults` holds for what it does not say. */
export function readSettings(value: unknown, defaults: Settings): Settings {
  const {
    features,
    allFeatures,
    resolve,
    maxFileSize,
    diagnostics,
    semver,
    format,
    inlayHints,
    codeLens,
    world,
    docs,
    registry,
  } = objectOf(value);
  const { check } = defaults;
  const { width } = objectOf(format);
  return {
    check: {
      features: Array.isArray(features) ? features.filter((it) => typeof it === 'string') : check.features,
      allFeatures: typeof allFeatures === 'boolean' ? allFeatures : check.allFeatures,
      resolve: resolve === 'toolchain' || resolve === 'workspace' ? resolve : check.resolve,
      maxFileSize: isSize(maxFileSize) ? maxFileSize : check.maxFileSize,
      levels: { ...check.levels, ...levelsOf(objectOf(diagnostics).levels) },
    },
    semver: semverOf(objectOf(semver), defaults.semver),
    formatWidth: typeof width === 'number' && width >= 20 && width <= 400 ? width : defaults.formatWidth,
    inlayHints: switchesOf(objectOf(inlayHints), defaults.inlayHints),
    codeLens: switchesOf(objectOf(codeLens), defaults.codeLens),
    capabilities: { ...defaults.capabilities, ...capabilitiesIn(objectOf(objectOf(world).capabilities)) },
    docsBaseUrl: addressOf(objectOf(docs).baseUrl) ?? defaults.docsBaseUrl,
    docsSite: addressOf(objectOf(docs).site) ?? defaults.docsSite,
    registryCheck: registryCheckOf(objectOf(registry).check) ?? defaults.registryCheck,
    project: defaults.project,
  };
}

/** What a project file says, for what a client does not. */
export function projectDefaults(project: Project | undefined, defaults: Settings): Settings {
  if (project === undefined) return defaults;
  const { check, semver } = defaults;
  const { levels, features, allFeatures, resolve, base, release, role, bumpPolicy, format, capabilities, site } =
    project.values;
  return {
    ...defaults,
    check: {
      features: features ?? check.features,
      allFeatures: allFeatures ?? check.allFeatures,
      resolve: resolve ?? check.resolve,
      maxFileSize: check.maxFileSize,
      levels: { ...check.levels, ...levels },
    },
    semver: {
      ...semver,
      base: base ?? semver.base,
      releaseBase: release ?? semver.releaseBase,
      role: role ?? semver.role,
      bumpPolicy: bumpPolicy ?? semver.bumpPolicy,
    },
    formatWidth: format?.width ?? defaults.formatWidth,
    capabilities: { ...defaults.capabilities, ...capabilities },
    docsSite: addressOf(site) ?? defaults.docsSite,
    project,
  };
}

function registryCheckOf(value: unknown): RegistryCheck | undefined {
  return value === 'off' || value === 'on command' || value === 'on open' ? value : undefined;
}

function isSize(value: unknown): value is number {
  return typeof value === 'number' && value >= FILE_SIZES.least && value <= FILE_SIZES.most;
}

/** A web address that can exist: nothing is ever at `.invalid` (RFC 2606). */
function addressOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const match = /^https?:\/\/([^/:?#\s]+)[^?#\s]*$/.exec(value.trim());
  return match === null || match[1]?.endsWith('.invalid') === true ? undefined : value.trim().replace(/\/+$/, '');
}

/** Where `docs/` is published, by the project's own address; undefined while it has none. */
export function docsBelow(home: string): string | undefined {
  const address = addressOf(home.replace(/#.*$/s, ''));
  return address === undefined ? undefined : `${address}/docs`;
}

/** Settings that are on or off. */
function switchesOf<T extends { readonly [K in keyof T]: boolean }>(
  value: Readonly<Record<string, unknown>>,
  defaults: T,
): T {
  const set = Object.entries(value).filter(([key, it]) => key in defaults && typeof it === 'boolean');
  return { ...defaults, ...Object.fromEntries(set) };
}

function semverOf(value: Readonly<Record<string, unknown>>, defaults: SemverSettings): SemverSettings {
  const { base, releaseBase, role, bumpPolicy, severity } = value;
  const text = (it: unknown, or: string): string => (typeof it === 'string' && it.trim() !== '' ? it.trim() : or);
  return {
    base: text(base, defaults.base),
    releaseBase: text(releaseBase, defaults.releaseBase),
    role: role === 'strict' || role === 'platform' || role === 'component' ? role : defaults.role,
    bumpPolicy: bumpPolicy === 'at-release' || bumpPolicy === 'at-change' ? bumpPolicy : defaults.bumpPolicy,
    severity: isLevel(severity) ? severity : defaults.severity,
  };
}

function levelsOf(value: unknown): Record<string, Level> {
  const levels: Record<string, Level> = {};
  for (const [code, level] of Object.entries(objectOf(value))) if (isLevel(level)) levels[code] = level;
  return levels;
}

function capabilitiesIn(value: Readonly<Record<string, unknown>>): CustomCapabilities {
  const found: Record<string, CustomCapabilities[string]> = {};
  for (const [path, it] of Object.entries(value)) {
    const { title, sentence } = objectOf(it);
    if (typeof it === 'string') found[path] = it;
    else if (typeof title === 'string' && typeof sentence === 'string') found[path] = { title, sentence };
  }
  return found;
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** Options and notifications come with the section's name around the settings, or without. */
export function sectionOf(value: unknown): unknown {
  const { wit } = objectOf(value);
  return wit ?? value;
}

/** What a client that tells its user's own settings from those of the workspace says of the former. */
export function userSection(value: unknown): unknown {
  return objectOf(value).user;
}

/** The settings of a client, and of its folders that have their own. */
export interface FolderSettings {
  readonly settings: Settings;
  readonly folderSettings: ReadonlyMap<string, Settings>;
}

/** The settings that hold for a file. */
export function settingsFor(session: FolderSettings, uri: string): Settings {
  let best: Settings = session.settings;
  let length = -1;
  for (const [folder, settings] of session.folderSettings) {
    if (folder.length > length && (uri === folder || uri.startsWith(`${folder}/`))) {
      best = settings;
      length = folder.length;
    }
  }
  return best;
}
