// `world PATH [NAME]`: a world with everything that its includes and uses bring.

import { jsonText } from '../base/escape.ts';
import type { LineIndex, Span } from '../base/text.ts';
import { policyOfWorld } from '../features/policy/findings.ts';
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
import { givenSettings, POLICY_OPTION, packageOptions } from './package-options.ts';
import { type OpenPackage, openPackages, warnOfErrors } from './packages.ts';
import { policyJson, tellPolicy } from './policy.ts';
import { ProjectSettings } from './project.ts';
import { shownPath } from './shown-path.ts';

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
    ...POLICY_OPTION,
  },
  positionals: { needs: 'the path of a `.wit` file or of a directory, for example `wit`', most: 2 },
  exit: '0 shown, 1 shown but the package has errors or the policy denies something, 2 could not be shown.',
  run: (io, values, [path = '', name]) =>
    runWorld(io, {
      path,
      name,
      format: values.format,
      reasons: !values['no-reasons'],
      projects: new ProjectSettings(io, givenSettings(values, 'toolchain')),
    }),
});

interface WorldArguments {
  readonly path: string;
  readonly name: string | undefined;
  readonly format: (typeof FORMATS)[number];
  readonly reasons: boolean;
  readonly projects: ProjectSettings;
}

async function runWorld(io: Io, parsed: WorldArguments): Promise<number> {
  const opened = await openPackages(io, [parsed.path], parsed.projects);
  if (isFailure(opened)) return fail(io, opened);
  const [it] = opened.packages;
  if (it === undefined) return fail(io, { failures: [`cannot read ${parsed.path}`] });
  const world = chooseWorld(worldsOfRoot(it.snapshot, it.root), parsed.name, it.shown);
  if ('failures' in world) return fail(io, world);
  const refused = policyOfWorld(it.snapshot, world, it.policy);
  io.out(render(it, world, parsed, { cwd: io.cwd, refused }));
  const denied = tellPolicy(io, it.snapshot, refused);
  return warnOfErrors(io, it) || denied ? FOUND : CLEAN;
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

function render(
  { snapshot, policy: { capabilities, rules } }: OpenPackage,
  world: World,
  { format, reasons }: WorldArguments,
  { cwd, refused }: { readonly cwd: string; readonly refused: ReturnType<typeof policyOfWorld> },
): string {
  const shown = (uri: string): string => shownPath(uri, cwd);
  if (format === 'wit')
    return reasons ? explainedText(snapshot, world, shown, capabilities) : plainText(snapshot, world);
  const toPlace = (uri: string, span: Span, lines: LineIndex) => ({ path: shown(uri), range: lines.range(span) });
  const preview = previewOf(snapshot, world, toPlace, capabilities);
  switch (format) {
    case 'json':
      return `${jsonText({ version: 1, world: preview, ...(rules.length === 0 ? {} : { policy: policyJson(snapshot, refused, shown) }) }, 2)}\n`;
    case 'mermaid':
      return mermaidText(preview);
    case 'svg':
      return svgText(preview);
  }
}
