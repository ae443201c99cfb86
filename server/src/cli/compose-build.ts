// The way from a composition to its build: does it fit a world, and its wiring as a `.wac` file.

import path from 'node:path';
import { visible } from '../base/escape.ts';
import type { PolicyContext } from '../features/policy/context.ts';
import { worldCalled } from '../features/policy/target.ts';
import { worldsOfRoot } from '../features/worlds/preview.ts';
import { pathOfUri, pathToUri } from '../hosts/node.ts';
import type { World } from '../model/package.ts';
import { buildText } from '../wac/build-text.ts';
import { inexactKeys, targetFaults } from '../wac/target.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { Composition } from '../world/compose.ts';
import { worldPath } from '../world/reasons.ts';
import type { Failure, Io } from './io.ts';
import { isFailure } from './io.ts';
import type { GivenSettings } from './package-options.ts';
import { openPackages } from './packages.ts';
import { ProjectSettings } from './project.ts';
import { chooseWorld } from './world.ts';
import { replaceFile, writeNew } from './write-file.ts';

/** Whether a whole fits a world. */
export interface Fit {
  readonly world: string;
  readonly fits: boolean;
  readonly faults: readonly string[];
  /** Keys that fit by their compatibility track only. */
  readonly inexact: readonly string[];
}

/** `PATH[#WORLD]`, or `namespace:package/world` among the packages that were read. */
export async function targetOf(
  io: Io,
  wanted: string,
  { snapshots, policy }: { readonly snapshots: readonly Snapshot[]; readonly policy: PolicyContext },
  given: GivenSettings,
): Promise<World | Failure> {
  const at = wanted.lastIndexOf('#');
  const [place, name] = at < 0 ? [wanted, undefined] : [wanted.slice(0, at), wanted.slice(at + 1)];
  const isThere = (await io.host.stat(pathToUri(path.resolve(io.cwd, place)))) !== undefined;
  if (!isThere) {
    const found = worldCalled(snapshots, wanted, policy.packages);
    return found ?? { failures: [`there is no file, directory or world \`${wanted}\``] };
  }
  const opened = await openPackages(io, [place], new ProjectSettings(io, given));
  if (isFailure(opened)) return opened;
  const [it] = opened.packages;
  if (it === undefined) return { failures: [`cannot read ${place}`] };
  return chooseWorld(worldsOfRoot(it.snapshot, it.root), name, it.shown);
}

export function fitOf({ world }: Composition, target: World): Fit {
  const faults = targetFaults(world, target);
  return { world: worldPath(target), fits: faults.length === 0, faults, inexact: inexactKeys(world, target) };
}

/** Lines before the composition; nothing without a target. */
export function fitText(fit: Fit | undefined): string {
  if (fit === undefined) return '';
  const { world, fits, faults, inexact } = fit;
  const lines = [
    fits ? `✓ the whole fits ${world}` : `✗ the whole does not fit ${world}`,
    ...faults.map((it) => `  ✗ ${it}`),
  ];
  if (inexact.length > 0)
    lines.push(
      `  ! \`wasm-tools component targets\` takes exact versions only: it refuses ${inexact.map((it) => `\`${it}\``).join(', ')}`,
    );
  return `${lines.map(visible).join('\n')}\n\n`;
}

/** The wiring, with the command that builds it. Paths in it begin where the command is run. */
export function wacOf(
  io: Io,
  composition: Composition,
  { output, sound }: { output: string | undefined; sound: boolean },
): string {
  const place = (uri: string): string => path.relative(io.cwd, pathOfUri(uri) ?? uri).replaceAll(path.sep, '/');
  return buildText(composition, { file: output ?? 'whole.wac', place, sound });
}

/** `text`: undefined when the composition is not sound, and nothing may be built from it. */
export async function writeWiring(io: Io, shown: string, text: string | undefined): Promise<Failure | undefined> {
  if (text === undefined) {
    io.err(`wit-language-server: ${visible(shown)} is not written: the parts do not fit together\n`);
    return undefined;
  }
  const file = path.resolve(io.cwd, shown);
  const isThere = (await io.host.stat(pathToUri(file))) !== undefined;
  return (isThere ? replaceFile(file, text) : writeNew(file, text)).then(
    () => undefined,
    (error: unknown) => ({ failures: [`cannot write ${shown}: ${error instanceof Error ? error.message : error}`] }),
  );
}
