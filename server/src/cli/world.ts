// `world PATH [NAME]`: a world with everything that its includes and uses bring.

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
import { choice, command, flag } from './command.ts';
import { CLEAN, type Failure, FOUND, fail, type Io, isFailure } from './io.ts';
import { packageOptions, packageSettings } from './package-options.ts';
import { type OpenPackage, openPackages, warnOfErrors } from './packages.ts';
import { shownPath } from './report.ts';

const FORMATS = ['wit', 'json', 'mermaid', 'svg'] as const;

export const world = command({
  name: 'world',
  usage: ['PATH [NAME] [options]'],
  summary: 'show a world with everything that its includes and uses bring',
  about: [
    'Shows a world of the package at PATH as it really is: includes merged, implicit imports added, and for each import and export why it is there. NAME is needed when the package has several worlds: `name` or `namespace:package/name`.',
  ],
  options: {
    format: choice('FORMAT', FORMATS, 'wit', 'wit (default), json, mermaid or svg'),
    'no-reasons': flag('WIT without the comments that say why'),
    ...packageOptions('toolchain'),
  },
  positionals: { needs: 'the path of a `.wit` file or of a directory, for example `wit`', most: 2 },
  exit: '0 shown, 1 shown but the package has errors, 2 could not be shown.',
  run: (io, values, [path = '', name]) =>
    runWorld(io, {
      path,
      name,
      format: values.format,
      reasons: !values['no-reasons'],
      settings: packageSettings(values),
    }),
});

interface WorldArguments {
  readonly path: string;
  readonly name: string | undefined;
  readonly format: (typeof FORMATS)[number];
  readonly reasons: boolean;
  readonly settings: CheckSettings;
}

async function runWorld(io: Io, parsed: WorldArguments): Promise<number> {
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
