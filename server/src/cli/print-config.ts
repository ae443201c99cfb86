// `check --print-config`: the settings that hold for a path, and where each of them comes from.

import path from 'node:path';
import { jsonText } from '../base/escape.ts';
import { dirname } from '../base/uri.ts';
import { pathOfUri, pathToUri } from '../hosts/node.ts';
import type { Failure, Io } from './io.ts';
import type { ProjectSettings } from './project.ts';
import { shownPath } from './shown-path.ts';

/** JSON: `files` of the project, and for each setting its value and what it comes from. */
export async function configText(io: Io, projects: ProjectSettings, shown: string): Promise<string | Failure> {
  const uri = pathToUri(path.resolve(io.cwd, shown));
  const stat = await io.host.stat(uri);
  if (stat === undefined) return { failures: [`no such file or directory: ${shown}`] };
  const directory = stat.kind === 'directory' ? uri : dirname(uri);
  const refused = await projects.load([directory]);
  if (refused !== undefined) return refused;
  const project = projects.project(directory);
  const place = (it: string): string => shownPath(it, io.cwd);
  const { features, allFeatures, resolve, levels } = projects.settings(directory);
  const { given } = projects;
  const from = (key: string, onCommandLine: boolean): string => {
    const origin = project?.origins.get(key);
    return onCommandLine ? 'command line' : origin === undefined ? 'default' : place(origin);
  };
  const settings: Record<string, { readonly value: unknown; readonly from: string }> = {
    features: { value: features, from: from('features', given.features !== undefined) },
    allFeatures: { value: allFeatures, from: from('allFeatures', given.allFeatures) },
    resolve: { value: resolve, from: from('resolve', given.resolve !== undefined) },
  };
  for (const [code, value] of Object.entries(levels))
    settings[`levels.${code}`] = { value, from: from(`levels.${code}`, !project?.origins.has(`levels.${code}`)) };
  for (const [key, origin] of project?.origins ?? []) {
    const [name = '', ...entry] = key.split('.');
    if (key in settings) continue;
    const values: Readonly<Record<string, unknown>> = { ...project?.values };
    const map = values[name] as Readonly<Record<string, unknown>> | undefined;
    const value = entry.length === 0 ? values[name] : map?.[entry.join('.')];
    const isPlace = name === 'dependencies' && typeof value === 'string';
    settings[key] = { value: isPlace ? (pathOfUri(value) ?? value) : value, from: place(origin) };
  }
  const policy = (project?.policy ?? []).map((it) => ({ value: it.rule, from: place(it.uri) }));
  const files = (project?.files ?? []).map((it) => place(it.uri)).reverse();
  return `${jsonText({ version: 1, files, settings, policy }, 2)}\n`;
}
