// Which value of a setting holds for a file, and where it comes from: what "WIT: Status" shows.

import type { Project } from '../project/projects.ts';
import type { Settings } from './settings.ts';
import { userSection } from './settings.ts';

export interface SettingRow {
  /** Without `wit.`. */
  readonly key: string;
  readonly value: unknown;
  /** `settings`, `user settings`, `default`, or the URI of a project file. */
  readonly from: string;
}

/** What both a client and a project file can say: the key of the one, that of the other, and the value. */
const KEYS: readonly (readonly [key: string, inProject: string, value: (it: Settings) => unknown])[] = [
  ['features', 'features', (it) => it.check.features],
  ['allFeatures', 'allFeatures', (it) => it.check.allFeatures],
  ['resolve', 'resolve', (it) => it.check.resolve],
  ['semver.base', 'base', (it) => it.semver.base],
  ['semver.releaseBase', 'release', (it) => it.semver.releaseBase],
  ['semver.role', 'role', (it) => it.semver.role],
  ['semver.bumpPolicy', 'bumpPolicy', (it) => it.semver.bumpPolicy],
  ['format.width', 'format.width', (it) => it.formatWidth],
  ['docs.site', 'site', (it) => it.docsSite],
];

/** `said`: values of the client, the strongest last. */
export function settingRows(settings: Settings, said: readonly unknown[]): readonly SettingRow[] {
  const { project } = settings;
  const row = (key: string, inProject: string, value: unknown): SettingRow => {
    return { key, value, from: originOf(key, project?.origins.get(inProject), said) };
  };
  return [
    ...KEYS.map(([key, inProject, value]) => row(key, inProject, value(settings))),
    ...Object.entries(settings.check.levels).map(([code, level]) =>
      row(`diagnostics.levels.${code}`, `levels.${code}`, level),
    ),
    ...Object.entries(settings.capabilities).map(([path, value]) =>
      row(`world.capabilities.${path}`, `capabilities.${path}`, value),
    ),
    ...ruleRows(project),
  ];
}

function ruleRows(project: Project | undefined): SettingRow[] {
  return (project?.policy ?? []).map(({ rule, uri }, index) => ({
    key: `policy ${rule.name ?? index + 1}`,
    value: rule,
    from: uri,
  }));
}

function originOf(key: string, file: string | undefined, said: readonly unknown[]): string {
  if (said.some((it) => has(it, key))) return 'settings';
  if (file !== undefined) return file;
  return said.some((it) => has(userSection(it), key)) ? 'user settings' : 'default';
}

/** Codes and paths have dots of their own, but only in the last part of a key. */
function has(value: unknown, key: string): boolean {
  const [first = '', second, ...rest] = key.split('.');
  const inner = member(value, first);
  if (second === undefined) return inner !== undefined;
  return rest.length === 0
    ? member(inner, second) !== undefined
    : member(member(inner, second), rest.join('.')) !== undefined;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
