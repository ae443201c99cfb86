// `compose PATH…`: components put together, what is satisfied and what is left.

import path from 'node:path';
import { LineIndex } from '../base/text.ts';
import { decodeUtf8 } from '../base/utf8.ts';
import type { CheckSettings } from '../check/settings.ts';
import { depsPlaces } from '../features/wac/places.ts';
import { composeWorlds, compositionOf, packagesIn, wacPackages } from '../features/worlds/compose.ts';
import { worldsOfRoot } from '../features/worlds/preview.ts';
import { pathToUri } from '../hosts/node.ts';
import { type PackageId, packageKey } from '../model/names.ts';
import type { World } from '../model/package.ts';
import { readWac } from '../wac/reader.ts';
import { composeWac } from '../wac/resolve.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { Composition } from '../world/compose.ts';
import { compositionChart, drawComposition } from '../world/composition-picture.ts';
import { type CompositionPreview, compositionText, isSound } from '../world/composition-preview.ts';
import { svgOf } from '../world/svg.ts';
import type { Wire } from '../world/wiring.ts';
import { choice, command, type Refused, several } from './command.ts';
import { CLEAN, type Failure, FOUND, fail, type Io, isFailure } from './io.ts';
import { packageOptions, packageSettings } from './package-options.ts';
import { openPackages, warnOfErrors } from './packages.ts';
import { shownPath } from './report.ts';
import { visible } from './visible.ts';
import { chooseWorld } from './world.ts';

const FORMATS = ['pretty', 'json', 'wit', 'mermaid', 'svg'] as const;

export const compose = command({
  name: 'compose',
  usage: ['PATH[#WORLD]… [options]', 'FILE.wac [options]'],
  summary: 'put components together: what is satisfied, what is left',
  about: [
    'PATH is a WIT file, a package directory, or a binary with a component or a package.',
    'Puts components together, each known by its world: who satisfies each import, whether the types agree, what is left. Imports are tied to exports of their name, or of another version of the same compatibility track; the components that give nothing to others export for the whole. A `.wac` file says itself how its components are tied; their packages are those in its `deps/` and those below the current directory.',
  ],
  options: {
    dep: several(
      'NS:NAME[@VERSION]=PATH',
      'where a package of a `.wac` file is: a binary, a WIT file or a directory',
      readDep,
    ),
    wire: several('A.IMPORT=B.EXPORT', 'tie an import of component A to an export of B', readWire),
    format: choice('FORMAT', FORMATS, 'pretty', 'pretty (default), json, wit, mermaid or svg'),
    ...packageOptions('toolchain'),
  },
  positionals: { needs: 'the paths of packages, or of one `.wac` file' },
  exit: '0 all agrees, 1 something does not or a package has errors, 2 the paths could not be read.',
  run: (io, values, paths) =>
    runCompose(io, {
      paths,
      wires: values.wire,
      deps: values.dep,
      format: values.format,
      settings: packageSettings(values),
    }),
});

interface ComposeArguments {
  readonly paths: readonly string[];
  readonly wires: readonly Wire[];
  readonly deps: readonly Dep[];
  readonly format: (typeof FORMATS)[number];
  readonly settings: CheckSettings;
}

interface Composed {
  readonly composition: Composition;
  readonly snapshots: readonly Snapshot[];
  /** Were there errors in what it is made of? They are on the error stream already. */
  readonly broken: boolean;
}

async function runCompose(io: Io, parsed: ComposeArguments): Promise<number> {
  const [first = ''] = parsed.paths;
  const composed = first.endsWith('.wac') ? await composeFile(io, first, parsed) : await composePaths(io, parsed);
  if (isFailure(composed)) return fail(io, composed);
  const { composition, snapshots } = composed;
  const preview = compositionOf(composition, snapshots, (uri, span, lines) => ({
    path: shownPath(uri, io.cwd),
    range: lines.range(span),
  }));
  io.out(render(preview, parsed.format));
  return isSound(preview) && !composed.broken ? CLEAN : FOUND;
}

type Place = { readonly path: string; readonly range: ReturnType<LineIndex['range']> };

function render(preview: CompositionPreview<Place>, format: ComposeArguments['format']): string {
  switch (format) {
    case 'pretty':
      return compositionText(withPlaces(preview, ({ path: file, range }) => `${file}:${range.start.line + 1}`));
    case 'json':
      return `${JSON.stringify({ version: 1, composition: preview }, undefined, 2)}\n`;
    case 'wit':
      return preview.wit;
    case 'mermaid':
      return compositionChart(preview);
    case 'svg':
      return svgOf(drawComposition(preview), 'Composition');
  }
}

function withPlaces(preview: CompositionPreview<Place>, shown: (place: Place) => string): CompositionPreview<string> {
  return {
    ...preview,
    parts: preview.parts.map((part) => ({
      ...part,
      place: shown(part.place),
      imports: part.imports.map(({ place, wanted, given, ...link }) => ({
        ...link,
        place: shown(place),
        ...(wanted === undefined ? {} : { wanted: shown(wanted) }),
        ...(given === undefined ? {} : { given: shown(given) }),
      })),
    })),
  };
}

async function composePaths(io: Io, { paths, wires, settings }: ComposeArguments): Promise<Composed | Failure> {
  const chosen = paths.map((it) => {
    const at = it.lastIndexOf('#');
    return at < 0 ? { path: it, name: undefined } : { path: it.slice(0, at), name: it.slice(at + 1) };
  });
  const opened = await openPackages(
    io,
    chosen.map((it) => it.path),
    settings,
  );
  if (isFailure(opened)) return opened;
  const worlds: World[] = [];
  const failures: string[] = [];
  for (const [index, it] of opened.packages.entries()) {
    const world = chooseWorld(worldsOfRoot(it.snapshot, it.root), chosen[index]?.name, it.shown);
    if ('failures' in world) failures.push(...world.failures.map((message) => hint(message, it.shown)));
    else worlds.push(world);
  }
  if (failures.length > 0) return { failures };
  const broken = opened.packages.map((it) => warnOfErrors(io, it)).includes(true);
  return { composition: composeWorlds(worlds, { wires }), snapshots: opened.packages.map((it) => it.snapshot), broken };
}

function hint(message: string, shown: string): string {
  return message.includes('several worlds') ? `${message}, as in \`${shown}#NAME\`` : message;
}

const UNREAD: ReadonlySet<string | undefined> = new Set(['component', 'core-module', 'broken-binary']);

async function composeFile(
  io: Io,
  file: string,
  { paths, settings, deps }: ComposeArguments,
): Promise<Composed | Failure> {
  if (paths.length > 1) return { failures: ['a `.wac` file says itself what is put together: it is the only path'] };
  const bytes = await io.host.readFile(pathToUri(path.resolve(io.cwd, file)));
  if (bytes === undefined) return { failures: [`cannot read ${file}`] };
  const { text } = decodeUtf8(bytes);
  const wac = readWac(text);
  const directory = path.dirname(file);
  const given = new Map(deps.map((it) => [packageKey(it.id), pathToUri(path.resolve(io.cwd, it.path))]));
  const places = new Map<string, PackageId>(deps.map((it) => [it.path, it.id]));
  for (const { namespace, name, version } of packagesIn(wac)) {
    const id = { namespace, name, ...(version === undefined ? {} : { version }) };
    if (!given.has(packageKey(id))) for (const place of await existing(io, directory, id)) places.set(place, id);
  }
  const opened = await openPackages(io, [...places.keys()], settings);
  if (isFailure(opened)) return opened;
  const unread = opened.packages.flatMap(({ snapshot, root, shown }) => {
    const isUnread = root.files.some((uri) => UNREAD.has(snapshot.file(uri)?.fault?.kind));
    return isUnread ? (places.get(shown) ?? []) : [];
  });
  const snapshots = [...opened.packages.map((it) => it.snapshot), ...(await below(io, settings))];
  // A link in `deps/` leads to a package elsewhere.
  const found = new Map(opened.packages.map(({ shown, root }) => [pathToUri(path.resolve(io.cwd, shown)), root.uri]));
  const near = pathToUri(path.resolve(io.cwd, directory, 'deps'));
  const { composition, problems } = composeWac(wac, wacPackages(snapshots, { near, unread, given, places: found }));
  for (const id of unread)
    io.err(`wit-language-server: \`${packageKey(id)}\` is a binary whose world cannot be read\n`);
  const lines = new LineIndex(text);
  for (const { code, message, span } of problems) {
    const { line, character } = lines.position(span.start);
    io.err(`${visible(file)}:${line + 1}:${character + 1}: ${visible(message)} [${code}]\n`);
  }
  return { composition, snapshots, broken: problems.length > 0 };
}

/** Where a package lies in the `deps/` of a `.wac` file. A directory that holds only versions is no package. */
async function existing(io: Io, directory: string, id: PackageId): Promise<string[]> {
  const found: string[] = [];
  for (const place of depsPlaces(id)) {
    const candidate = path.join(directory, 'deps', place);
    const uri = pathToUri(path.resolve(io.cwd, candidate));
    const stat = await io.host.stat(uri);
    if (stat === undefined) continue;
    const isPackage =
      stat.kind !== 'directory' || (await io.host.readDirectory(uri))?.some((it) => it.name.endsWith('.wit')) === true;
    if (isPackage) found.push(candidate);
  }
  return found;
}

/** Packages below the current directory. */
async function below(io: Io, settings: CheckSettings): Promise<Snapshot[]> {
  const opened = await openPackages(io, ['.'], { ...settings, resolve: 'workspace' }, true);
  return isFailure(opened) ? [] : opened.packages.map((it) => it.snapshot);
}

function readWire(text: string): Wire | Refused {
  const match = /^([^.=]+)\.([^=]+)=([^.=]+)\.(.+)$/.exec(text);
  if (match === null) return { refused: `must be A.IMPORT=B.EXPORT, not \`${text}\`` };
  const [, part = '', wanted = '', from = '', given = ''] = match;
  return { part, import: wanted, from, export: given };
}

interface Dep {
  readonly id: PackageId;
  readonly path: string;
}

function readDep(text: string): Dep | Refused {
  const match = /^([^=@]+):([^=:@]+)(?:@([^=]+))?=(.+)$/.exec(text);
  if (match === null) return { refused: `must be NS:NAME=PATH, not \`${text}\`` };
  const [, namespace = '', name = '', version, place = ''] = match;
  return { id: { namespace, name, ...(version === undefined ? {} : { version }) }, path: place };
}
