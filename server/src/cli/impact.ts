// `impact NS:NAME`: who breaks if the package is published as it is here.

import { createColors } from 'picocolors';
import { counted } from '../base/words.ts';
import { contractsOf } from '../contract/package-contracts.ts';
import { publishedConsumers } from '../contract/published-consumers.ts';
import { placeIn } from '../features/contracts/findings.ts';
import { declarationOf } from '../features/published/candidate.ts';
import { breaks, type Consumer, type Impact, impactOn } from '../features/published/impact.ts';
import { compareVersions, packageKey } from '../model/names.ts';
import { isRegistryFailure } from '../registry/failure.ts';
import { readPackageName } from '../registry/reference.ts';
import { nameOf, type TreePackage } from '../semver/package-pairs.ts';
import { progressLine } from './check.ts';
import { command, text, type Values } from './command.ts';
import { type Failure, fail, type Io, isFailure } from './io.ts';
import { givenSettings, packageOptions } from './package-options.ts';
import { type OpenPackage, openPackages } from './packages.ts';
import { ProjectSettings } from './project.ts';
import { finish, publishedFinding, REPORT_OPTIONS } from './published-findings.ts';
import { openRegistry, REGISTRY_OPTIONS } from './registry-options.ts';
import type { Finding } from './report.ts';
import { shownPath } from './shown-path.ts';

const OPTIONS = {
  registry: text(
    'GLOB',
    'published packages that are looked at: a name, or a pattern such as `acme:*`; without PATH, `*`. A pattern needs a registry that lists its packages',
  ),
  candidate: text(
    'PATH',
    'the package that would be published; by default the one of this name at PATH or below the current directory',
  ),
  ...REGISTRY_OPTIONS,
  ...packageOptions('workspace'),
  ...REPORT_OPTIONS,
};

export const impact = command({
  name: 'impact',
  usage: ['NS:NAME [PATH…] [options]'],
  summary: 'who breaks if a package is published',
  about: [
    'Compares the package NS:NAME, as it is in the working tree, with the version that each package and component uses: those in registries and those at PATH. Reports who breaks, which of their worlds, how, and what they have to do. Consumers of another version track are listed, and do not count: they break only when they move.',
  ],
  options: OPTIONS,
  positionals: { needs: 'the name of a package: ns:name' },
  exit: '0 nobody breaks, 1 somebody does, 2 it could not be found out.',
  conflicts: (_, [name = '']) =>
    readPackageName(name) === undefined ? [`\`${name}\` is not the name of a package, \`ns:name\``] : [],
  run: (io, values, [name = '', ...paths]) => runImpact(io, values, name.split('@', 1)[0] ?? name, paths),
});

interface Found extends Impact {
  /** Of the working tree; undefined for what is published. */
  readonly at?: OpenPackage;
}

async function runImpact(
  io: Io,
  values: Values<typeof OPTIONS>,
  name: string,
  paths: readonly string[],
): Promise<number> {
  const projects = new ProjectSettings(io, givenSettings(values, 'workspace'));
  const here = await openPackages(io, paths.length === 0 ? ['.'] : paths, projects, true);
  if (isFailure(here)) return fail(io, here);
  const chosen = await candidateFrom(io, { values, projects, name }, here.packages);
  if (isFailure(chosen)) return fail(io, chosen);
  const { target, at } = chosen;
  const found: Found[] = here.packages
    .filter((it) => it.root.uri !== at.root.uri)
    .flatMap((it) => impactOn(localConsumer(it, io.cwd), target).map((one) => ({ ...one, at: it })));
  const failures: { name: string; message: string }[] = [];
  if (values.registry !== undefined || paths.length === 0) {
    const registry = await openRegistry(io, values)();
    if (isRegistryFailure(registry)) return fail(io, { failures: [registry.message] });
    const progress = progressLine(io);
    const search = { target: name, pattern: values.registry ?? '*', check: projects.settings() };
    const around = { host: io.host, parser: await io.parser() };
    const problems = await publishedConsumers(
      around,
      registry,
      search,
      ({ name: consumer, registry: where, tree }) => {
        const kind = tree.kind;
        found.push(...impactOn({ name: consumer, kind, where, packages: tree.packages }, target));
      },
      progress.show,
    );
    progress.clear();
    failures.push(...problems.map((it) => ({ name: 'registry', message: it.message })));
  }
  found.sort((a, b) => order(a, b));
  return told(io, values, { target, at, found, failures });
}

function order(a: Found, b: Found): number {
  const [x, y] = [a.consumer.name, b.consumer.name];
  return (
    Number(breaks(b)) - Number(breaks(a)) || (x < y ? -1 : x > y ? 1 : compareVersions(a.uses ?? '', b.uses ?? ''))
  );
}

interface Wanted {
  readonly values: Values<typeof OPTIONS>;
  readonly projects: ProjectSettings;
  readonly name: string;
}

async function candidateFrom(
  io: Io,
  { values, projects, name }: Wanted,
  here: readonly OpenPackage[],
): Promise<{ readonly target: TreePackage; readonly at: OpenPackage } | Failure> {
  const named = values.candidate;
  const opened = named === undefined ? undefined : await openPackages(io, [named], projects);
  if (opened !== undefined && isFailure(opened)) return opened;
  const packages = opened?.packages ?? here;
  const own = packages.flatMap((at) => contractsOf(at.snapshot, at.root, '').map((target) => ({ target, at })));
  const fitting = own.filter(({ target }) => nameOf(target) === name && !target.stable.nested);
  const [first] = fitting;
  if (first === undefined) {
    const elsewhere =
      named === undefined && here.length === 0 ? await openPackages(io, ['.'], projects, true) : undefined;
    const found = elsewhere === undefined || isFailure(elsewhere) ? [] : elsewhere.packages;
    if (found.length > 0) return candidateFrom(io, { values, projects, name }, found);
    return {
      failures: [
        `there is no package \`${name}\` ${named === undefined ? 'here: name it with `--candidate PATH`' : `at ${named}`}`,
      ],
    };
  }
  if (fitting.length > 1)
    return { failures: [`there are several packages \`${name}\`: name one with \`--candidate PATH\``] };
  const { broken, damaged } = first.target;
  const unread = broken ?? damaged;
  return unread === undefined ? first : { failures: [`\`${name}\` cannot be compared: ${unread}`] };
}

function localConsumer({ snapshot, root, shown }: OpenPackage, cwd: string): Consumer {
  const packages = contractsOf(snapshot, root, '');
  const declared = declarationOf(snapshot, root);
  const isComponent = root.uri.endsWith('.wasm');
  const where = shownPath(root.uri, cwd);
  const name = declared === undefined || declared.id.namespace === 'root' ? where : packageKey(declared.id);
  return { name: name === '' ? shown : name, kind: isComponent ? 'component' : 'package', where, packages };
}

interface Told {
  readonly target: TreePackage;
  readonly at: OpenPackage;
  readonly found: readonly Found[];
  readonly failures: readonly { readonly name: string; readonly message: string }[];
}

function told(io: Io, values: Values<typeof OPTIONS>, it: Told): Promise<number> {
  const unread = [
    ...it.failures,
    ...it.found.flatMap(({ consumer, unread: why }) =>
      why === undefined ? [] : [{ name: consumer.name, message: `cannot be compared: ${why}` }],
    ),
  ];
  const findings = it.found.filter(breaks).flatMap((one) => findingsOf(one, it, io.cwd));
  const clean = it.found.filter((one) => !breaks(one)).map(({ consumer }) => consumer.name);
  return finish(
    io,
    values,
    { findings, unread, clean, files: it.found.length },
    { json: () => impactJson(it), pretty: (color) => impactText(it, color) },
  );
}

/** Where the package changes, since its consumers may be anywhere. */
function findingsOf({ consumer, effects, uses }: Found, { at }: Told, cwd: string): Finding[] {
  return effects.map(({ change, who, how, needed }) => {
    const place = placeIn({ after: at.snapshot }, change);
    const message = `breaks \`${consumer.name}\` (${consumer.where}), which uses ${uses ?? 'it'}: ${who.join(', ')}: ${change.message} (${how}); it has to ${needed}`;
    const found = { code: 'published/breaks-consumer', severity: 'error', message, place } as const;
    return publishedFinding(found, at.snapshot, consumer.name, at.root.uri, cwd);
  });
}

function impactJson({ target, found }: Told): string {
  const consumers = found.map((it) => ({
    name: it.consumer.name,
    kind: it.consumer.kind,
    where: it.consumer.where,
    uses: it.uses ?? null,
    sameTrack: it.sameTrack,
    breaks: breaks(it),
    unread: it.unread ?? null,
    effects: it.effects.map(({ who, side, how, needed, change }) => ({
      ...{ who, side, how, needed },
      ...{ kind: change.kind, item: change.item, message: change.message },
      before: change.before ?? null,
      after: change.after ?? null,
    })),
  }));
  return `${JSON.stringify({ version: 1, package: nameOf(target), candidate: target.stable.id.version ?? null, consumers })}\n`;
}

function impactText({ target, found }: Told, color: boolean): string {
  const colors = createColors(color);
  const broken = found.filter(breaks);
  const moved = found.filter((it) => !it.sameTrack && it.effects.length > 0);
  const lines = [...broken, ...moved].flatMap((it) => {
    const head = `${it.consumer.name}  ${it.consumer.kind}  ${it.consumer.where}  uses ${it.uses ?? 'no version'}`;
    const note = it.sameTrack ? '' : '  (another track: only when it moves)';
    const rows = it.effects.flatMap(({ who, side, how, change, needed }) => [
      `  ${colors.red(how)}  ${who.join(', ')} ${side} ${change.item}: ${change.message}`,
      `    has to ${needed}`,
    ]);
    return [colors.bold(head + note), ...rows, ''];
  });
  const summary = `${target.stable.key}: ${counted(found.length, 'consumer')}, ${broken.length} ${broken.length === 1 ? 'breaks' : 'break'}`;
  return `${lines.map((it) => `${it}\n`).join('')}${summary}${moved.length === 0 ? '' : `, ${moved.length} when they move to its track`}\n`;
}
