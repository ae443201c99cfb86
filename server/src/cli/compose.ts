// `compose PATH…`: components put together, what is satisfied and what is left.

import path from 'node:path';
import { jsonText, visible } from '../base/escape.ts';
import { LineIndex } from '../base/text.ts';
import { joinUri } from '../base/uri.ts';
import { decodeUtf8 } from '../base/utf8.ts';
import { compositionPolicy } from '../features/policy/composition.ts';
import type { PolicyContext } from '../features/policy/context.ts';
import { depsPlaces } from '../features/wac/places.ts';
import { composeWorlds, compositionOf, packagesIn, wacPackages } from '../features/worlds/compose.ts';
import { worldsOfRoot } from '../features/worlds/preview.ts';
import { pathOfUri, pathToUri } from '../hosts/node.ts';
import { type PackageId, packageKey } from '../model/names.ts';
import type { World } from '../model/package.ts';
import type { Project } from '../project/projects.ts';
import { readWac } from '../wac/reader.ts';
import { composeWac } from '../wac/resolve.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { Composition } from '../world/compose.ts';
import { compositionChart, drawComposition } from '../world/composition-picture.ts';
import { type CompositionPreview, compositionText, isSound } from '../world/composition-preview.ts';
import { svgOf } from '../world/svg.ts';
import type { Wire } from '../world/wiring.ts';
import { choice, command, type Refused, several, text } from './command.ts';
import { type Fit, fitOf, fitText, targetOf, wacOf, writeWiring } from './compose-build.ts';
import { CLEAN, type Failure, FOUND, fail, type Io, isFailure, note } from './io.ts';
import { type GivenSettings, givenSettings, POLICY_OPTION, packageOptions } from './package-options.ts';
import { openPackages, warnOfErrors } from './packages.ts';
import { ProjectSettings } from './project.ts';
import { shownPath } from './shown-path.ts';
import { chooseWorld } from './world.ts';

const FORMATS = ['pretty', 'json', 'wit', 'wac', 'mermaid', 'svg'] as const;

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
    format: choice('FORMAT', FORMATS, 'pretty', 'pretty (default), json, wit, wac, mermaid or svg'),
    output: text('FILE.wac', 'write the wiring as a `.wac` file that `wac compose` builds'),
    targets: text(
      'PATH[#WORLD]',
      'a world that the whole must fit, as `wac targets` asks: a path, or `namespace:package/world`',
    ),
    ...packageOptions('toolchain'),
    ...POLICY_OPTION,
  },
  positionals: { needs: 'the paths of packages, or of one `.wac` file' },
  conflicts({ output, format }, [first = '']) {
    if (first.endsWith('.wac') && (output !== undefined || format === 'wac'))
      return ['a `.wac` file is a wiring already: it takes no `--output` and no `--format wac`'];
    return output?.endsWith('.wac') === false ? [`\`--output\` writes a \`.wac\` file, not \`${output}\``] : [];
  },
  exit: '0 all agrees, 1 something does not, the target is not fitted, the policy denies something or a package has errors, 2 the paths could not be read.',
  run: (io, values, paths) =>
    runCompose(io, {
      paths,
      wires: values.wire,
      deps: values.dep,
      format: values.format,
      output: values.output,
      targets: values.targets,
      given: givenSettings(values, 'toolchain'),
    }),
});

interface ComposeArguments {
  readonly paths: readonly string[];
  readonly wires: readonly Wire[];
  readonly deps: readonly Dep[];
  readonly format: (typeof FORMATS)[number];
  readonly output: string | undefined;
  readonly targets: string | undefined;
  readonly given: GivenSettings;
}

interface Composed {
  readonly composition: Composition;
  readonly snapshots: readonly Snapshot[];
  /** What the whole is judged with. */
  readonly policy: PolicyContext;
  /** Were there errors in what it is made of? They are on the error stream already. */
  readonly broken: boolean;
}

async function runCompose(io: Io, parsed: ComposeArguments): Promise<number> {
  const [first = ''] = parsed.paths;
  const composed = first.endsWith('.wac') ? await composeFile(io, first, parsed) : await composePaths(io, parsed);
  if (isFailure(composed)) return fail(io, composed);
  const { snapshots } = composed;
  const refused = compositionPolicy(composed.composition, composed.policy, snapshots);
  for (const it of refused) io.err(`${it.level}: ${visible(it.message)} [${it.code}]\n`);
  const problems = [...composed.composition.problems, ...refused.filter((it) => it.level === 'error')];
  const composition = { ...composed.composition, problems };
  const preview = compositionOf(composition, snapshots, (uri, span, lines) => ({
    path: shownPath(uri, io.cwd),
    range: lines.range(span),
  }));
  const target = parsed.targets === undefined ? undefined : await targetOf(io, parsed.targets, composed, parsed.given);
  if (target !== undefined && isFailure(target)) return fail(io, target);
  const fit = target === undefined ? undefined : fitOf(composition, target);
  const isFine = isSound(preview) && !composed.broken;
  const { format, output } = parsed;
  const wac = (): string => wacOf(io, composition, { output, sound: isFine });
  io.out(format === 'wac' ? wac() : render(preview, format, fit));
  if (output !== undefined) {
    const failure = await writeWiring(io, output, isFine ? wac() : undefined);
    if (failure !== undefined) return fail(io, failure);
  }
  return isFine && fit?.fits !== false ? CLEAN : FOUND;
}

type FileRange = { readonly path: string; readonly range: ReturnType<LineIndex['range']> };

function render(
  preview: CompositionPreview<FileRange>,
  format: Exclude<ComposeArguments['format'], 'wac'>,
  fit: Fit | undefined,
): string {
  switch (format) {
    case 'pretty': {
      const shown = withPlaces(preview, ({ path: file, range }) => `${file}:${range.start.line + 1}`);
      return `${fitText(fit)}${compositionText(shown)}`;
    }
    case 'json':
      return `${jsonText({ version: 1, composition: preview, ...(fit === undefined ? {} : { targets: fit }) }, 2)}\n`;
    case 'wit':
      return preview.wit;
    case 'mermaid':
      return compositionChart(preview);
    case 'svg':
      return svgOf(drawComposition(preview), 'Composition');
  }
}

function withPlaces(
  preview: CompositionPreview<FileRange>,
  shown: (place: FileRange) => string,
): CompositionPreview<string> {
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

async function composePaths(io: Io, { paths, wires, given }: ComposeArguments): Promise<Composed | Failure> {
  const chosen = paths.map((it) => {
    const at = it.lastIndexOf('#');
    return at < 0 ? { path: it, name: undefined } : { path: it.slice(0, at), name: it.slice(at + 1) };
  });
  const opened = await openPackages(
    io,
    chosen.map((it) => it.path),
    new ProjectSettings(io, given),
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
  return {
    composition: composeWorlds(worlds, { wires }),
    snapshots: opened.packages.map((it) => it.snapshot),
    policy: together(opened.packages.map((it) => it.policy)),
    broken,
  };
}

function hint(message: string, shown: string): string {
  return message.includes('several worlds') ? `${message}, as in \`${shown}#NAME\`` : message;
}

const UNREAD: ReadonlySet<string | undefined> = new Set(['component', 'broken-binary']);

async function composeFile(
  io: Io,
  file: string,
  { paths, given: options, deps }: ComposeArguments,
): Promise<Composed | Failure> {
  if (paths.length > 1) return { failures: ['a `.wac` file says itself what is put together: it is the only path'] };
  const bytes = await io.host.readFile(pathToUri(path.resolve(io.cwd, file)));
  if (bytes === undefined) return { failures: [`cannot read ${file}`] };
  const { text } = decodeUtf8(bytes);
  const wac = readWac(text);
  const directory = path.dirname(file);
  const projects = new ProjectSettings(io, options);
  const near = pathToUri(path.resolve(io.cwd, directory));
  const refused = await projects.load([near]);
  if (refused !== undefined) return refused;
  const named = new Map([...projectDeps(projects.project(near)), ...deps].map((it) => [packageKey(it.id), it]));
  const given = new Map([...named].map(([key, it]) => [key, pathToUri(path.resolve(io.cwd, it.path))]));
  const places = new Map<string, PackageId>([...named.values()].map((it) => [it.path, it.id]));
  for (const { namespace, name, version } of packagesIn(wac)) {
    const id = { namespace, name, ...(version === undefined ? {} : { version }) };
    if (!given.has(packageKey(id))) for (const place of await existing(io, directory, id)) places.set(place, id);
  }
  const opened = await openPackages(io, [...places.keys()], projects);
  if (isFailure(opened)) return opened;
  const faulty = (is: (fault: string | undefined) => boolean): PackageId[] =>
    opened.packages.flatMap(({ snapshot, root, shown }) => {
      const isFaulty = root.files.some((uri) => is(snapshot.file(uri)?.fault?.kind));
      return isFaulty ? (places.get(shown) ?? []) : [];
    });
  const unread = faulty((it) => UNREAD.has(it));
  const modules = faulty((it) => it === 'core-module');
  const snapshots = [...opened.packages.map((it) => it.snapshot), ...(await below(io, options))];
  // A link in `deps/` leads to a package elsewhere.
  const found = new Map(opened.packages.map(({ shown, root }) => [pathToUri(path.resolve(io.cwd, shown)), root.uri]));
  const { composition, problems } = composeWac(
    wac,
    wacPackages(snapshots, { near: joinUri(near, 'deps'), unread, modules, given, places: found }),
  );
  for (const id of unread) note(io, `\`${packageKey(id)}\` is a binary whose world cannot be read`);
  const lines = new LineIndex(text);
  for (const { code, message, span } of problems) {
    const { line, character } = lines.position(span.start);
    io.err(`${visible(file)}:${line + 1}:${character + 1}: ${visible(message)} [${code}]\n`);
  }
  const { capabilities = {} } = projects.project(near)?.values ?? {};
  const policy = { rules: projects.policy(near), capabilities, packages: { given, places: found } };
  return { composition, snapshots, policy, broken: problems.length > 0 };
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
async function below(io: Io, given: GivenSettings): Promise<Snapshot[]> {
  const opened = await openPackages(io, ['.'], new ProjectSettings(io, { ...given, resolve: 'workspace' }), true);
  return isFailure(opened) ? [] : opened.packages.map((it) => it.snapshot);
}

/** The rules of all packages, each once. */
function together(contexts: readonly PolicyContext[]): PolicyContext {
  const rules = new Map(contexts.flatMap((it) => it.rules).map((it) => [`${it.uri} ${it.span.start}`, it]));
  const capabilities = Object.assign({}, ...contexts.map((it) => it.capabilities));
  const [packages] = contexts.flatMap((it) => it.packages ?? []);
  return { rules: [...rules.values()], capabilities, ...(packages === undefined ? {} : { packages }) };
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

/** What the project file says of the packages of `.wac` files. */
function projectDeps(project: Project | undefined): Dep[] {
  return Object.entries(project?.values.dependencies ?? {}).flatMap(([key, uri]) => {
    const [id] = [/^([^:]+):([^@]+)(?:@(.+))?$/.exec(key)];
    const place = pathOfUri(uri);
    if (id === null || id === undefined || place === undefined) return [];
    const [, namespace = '', name = '', version] = id;
    return [{ id: { namespace, name, ...(version === undefined ? {} : { version }) }, path: place }];
  });
}

function readDep(text: string): Dep | Refused {
  const match = /^([^=@]+):([^=:@]+)(?:@([^=]+))?=(.+)$/.exec(text);
  if (match === null) return { refused: `must be NS:NAME=PATH, not \`${text}\`` };
  const [, namespace = '', name = '', version, place = ''] = match;
  return { id: { namespace, name, ...(version === undefined ? {} : { version }) }, path: place };
}
