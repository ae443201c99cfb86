// `world PATH [NAME]`: a world with everything that its includes and uses bring.

import { parseArgs } from 'node:util';
import type { CheckSettings } from '../check/settings.ts';
import {
  explainedText,
  isCalled,
  mermaidText,
  plainText,
  previewOf,
  svgText,
  worldsOfRoot,
} from '../features/worlds/preview.ts';
import type { World } from '../model/package.ts';
import { featureList, firstSentence, oneOf, RESOLVE } from './args.ts';
import { CLEAN, FAILED, type Failure, FOUND, fail, type Io, isFailure } from './io.ts';
import { type OpenPackage, openPackages, warnOfErrors } from './packages.ts';
import { shownPath } from './report.ts';

export const WORLD_HELP = `Usage: wit-language-server world PATH [NAME] [options]

Shows a world of the package at PATH as it really is: includes merged, implicit
imports there, and for each import and export why it is. NAME is needed when the
package has several worlds: \`name\` or \`namespace:package/name\`.

Options:
  --format FORMAT     wit (default), json, mermaid or svg
  --no-reasons        WIT without the comments that say why
  --features A,B      feature gates that are active (none by default)
  --all-features      every feature gate is active
  --resolve WHERE     toolchain (default): only \`deps/\` holds dependencies;
                      workspace: packages elsewhere below the current directory do, too
  -h, --help          this text

Exit status: 0 shown, 1 shown but the package has errors, 2 could not be shown.
`;

const FORMATS = ['wit', 'json', 'mermaid', 'svg'] as const;

interface WorldArguments {
  readonly path: string;
  readonly name: string | undefined;
  readonly format: (typeof FORMATS)[number];
  readonly reasons: boolean;
  readonly settings: CheckSettings;
  readonly help: boolean;
}

export async function runWorld(args: readonly string[], io: Io): Promise<number> {
  const parsed = worldArguments(args);
  if (isFailure(parsed)) {
    fail(io, parsed);
    io.err('Try `wit-language-server world --help`.\n');
    return FAILED;
  }
  if (parsed.help) {
    io.out(WORLD_HELP);
    return CLEAN;
  }
  const opened = await openPackages(io, [parsed.path], parsed.settings);
  if (isFailure(opened)) return fail(io, opened);
  const [it] = opened.packages;
  if (it === undefined) return fail(io, { failures: [`cannot read ${parsed.path}`] });
  const world = chooseWorld(worldsOfRoot(it.snapshot, it.root), parsed.name, it.shown);
  if ('failures' in world) return fail(io, world);
  io.out(render(it, world, parsed, io.cwd));
  return warnOfErrors(io, it) ? FOUND : CLEAN;
}

/** The world of that name; without one, the only one. */
export function chooseWorld(worlds: readonly World[], name: string | undefined, shown: string): World | Failure {
  if (worlds.length === 0) return { failures: [`there is no world in ${shown}`] };
  const found = name === undefined ? worlds : worlds.filter((it) => isCalled(it, name));
  const [world, second] = found;
  if (world !== undefined && second === undefined) return world;
  const names = [...new Set(worlds.map((it) => it.name))].join(', ');
  if (world === undefined) return { failures: [`there is no world \`${name ?? ''}\` in ${shown}; there is ${names}`] };
  return { failures: [`there are several worlds in ${shown}; name one of ${names}`] };
}

function render({ snapshot }: OpenPackage, world: World, { format, reasons }: WorldArguments, cwd: string): string {
  const shown = (uri: string): string => shownPath(uri, cwd);
  if (format === 'wit') return reasons ? explainedText(snapshot, world, shown) : plainText(snapshot, world);
  const preview = previewOf(snapshot, world, (uri, span, lines) => ({ path: shown(uri), range: lines.range(span) }));
  switch (format) {
    case 'json':
      return `${JSON.stringify({ version: 1, world: preview }, undefined, 2)}\n`;
    case 'mermaid':
      return mermaidText(preview);
    case 'svg':
      return svgText(preview);
  }
}

function worldArguments(args: readonly string[]): WorldArguments | Failure {
  const parsed = parse(args);
  if (typeof parsed === 'string') return { failures: [parsed] };
  const { values, positionals } = parsed;
  const [path, name, ...rest] = positionals;
  const format = oneOf('--format', FORMATS, values.format ?? 'wit');
  const resolve = oneOf('--resolve', RESOLVE, values.resolve ?? 'toolchain');
  const failures = [format, resolve].filter((it) => typeof it === 'object').map((it) => it.problem);
  if (path === undefined && values.help !== true)
    failures.push('`world` needs the path of a `.wit` file or of a directory, for example `wit`');
  if (rest.length > 0) failures.push('`world` shows one world: a path and a name are all it takes');
  if (failures.length > 0 || typeof format === 'object' || typeof resolve === 'object') return { failures };
  const { features, 'all-features': allFeatures = false, 'no-reasons': bare = false, help = false } = values;
  const settings: CheckSettings = { features: featureList(features), allFeatures, resolve, levels: {} };
  return { path: path ?? '', name, format, reasons: !bare, settings, help };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: 'string' },
        'no-reasons': { type: 'boolean' },
        features: { type: 'string', multiple: true },
        'all-features': { type: 'boolean' },
        resolve: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    return error instanceof Error ? firstSentence(error.message) : String(error);
  }
}
