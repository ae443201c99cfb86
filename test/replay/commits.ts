// A monorepo and what happens to it, commit by commit, by chance from a seed: every step with the whole tree after it and
// what is known of it without looking at the text.

import { Random, seedOf } from '../conformance/random.ts';
import { type Damage, Names, newFunc, newInterface, newPackage, type Package, type Tree, written } from './model.ts';

export type Expected = 'none' | 'minor' | 'major';

export interface Step {
  /** What was done, in words. */
  readonly what: string;
  readonly tree: Tree;
  /** Tags of this commit. */
  readonly tags: readonly string[];
  /** Every package that is there. */
  readonly packages: readonly Place[];
  /** Packages whose verdict is known: by directory. */
  readonly expected: ReadonlyMap<string, Expected>;
}

export interface Place {
  readonly dir: string;
  readonly name: string;
  readonly version: string;
  /** It says something else than before, or is new. */
  readonly changed: boolean;
  readonly damaged: boolean;
}

interface Done {
  readonly what: string;
  readonly tag?: string;
  /** Of the packages that it was done to. */
  readonly expected?: readonly (readonly [Package, Expected])[];
}

export function* commits(seed: number, count: number): Generator<Step> {
  const repository = new Monorepo(seed);
  // What a package says, wherever it is and however its files are called.
  const said = new Map<Package, string>();
  for (let at = 0; at < count; at++) {
    const done = at === 0 ? [] : repository.change(at);
    const packages = repository.packages.map((it): Place => {
      const { dir, name, version, damage } = it;
      const before = said.get(it);
      const contents = [...written(it).values()].map((one) =>
        Buffer.from(one).toString('latin1').replaceAll('\r\n', '\n'),
      );
      said.set(it, contents.sort().join());
      return { dir, name, version, damaged: damage !== undefined, changed: before !== said.get(it) };
    });
    const expected = new Map(done.flatMap((it) => it.expected ?? []).map(([it, level]) => [it.dir, level] as const));
    const what = done.map((it) => it.what).join(' + ');
    yield { what, tree: repository.tree(), packages, expected, tags: done.flatMap((it) => it.tag ?? []) };
  }
}

const DAMAGES: readonly Damage[] = ['unclosed', 'half-typed', 'conflict', 'bytes'];

class Monorepo {
  packages: Package[] = [];
  readonly #seed: number;
  readonly #names = new Names();
  #random: Random;

  constructor(seed: number) {
    this.#seed = seed;
    this.#random = new Random(seed);
    for (let at = 0; at < 8; at++) this.packages.push(newPackage(this.#random, this.#names));
    for (const it of this.packages.slice(3)) this.#depend(it);
  }

  tree(): Tree {
    return new Map([['.gitignore', Buffer.from('out/\n')], ...this.packages.flatMap((it) => [...written(it)])]);
  }

  /** One or two things, to different packages. */
  change(at: number): Done[] {
    this.#random = new Random(seedOf(this.#seed, at));
    const wanted = this.#random.next() < 0.7 ? 1 : 2;
    const touched = new Set<Package>();
    const done: Done[] = [];
    while (done.length < wanted) {
      const [, act] = this.#random.pick(WEIGHED) ?? [];
      const it = this.#random.pick(this.packages.filter((one) => !touched.has(one)));
      if (it === undefined || act === undefined) continue;
      const result = act.call(this, it);
      if (result === undefined) continue;
      touched.add(it);
      for (const [one] of result.expected ?? []) touched.add(one);
      done.push(result);
    }
    // What somebody else did to what it uses may say more of it.
    const known = (it: Package): boolean => !done.some((one) => one.expected?.some(([other]) => reaches(it, other)));
    return done.map((one) => ({ ...one, expected: one.expected?.filter(([it]) => known(it)) ?? [] }));
  }

  /** Lets an interface use a type of another package. */
  #depend(it: Package): Done | undefined {
    const of = this.#random.pick(this.packages.filter((other) => other !== it && !reaches(other, it)));
    const from = this.#random.pick(of?.interfaces ?? []);
    const [type] = from?.types ?? [];
    const [, , third] = it.interfaces;
    if (of === undefined || from === undefined || type === undefined || third === undefined) return undefined;
    if (third.uses.some((use) => use.type.name === type.name)) return undefined;
    third.uses.push({ of, from, type, version: of.version });
    third.funcs.push({ name: this.#names.fresh(this.#random), params: [['it', type.name]], result: 'bool' });
    return { what: `${it.name} uses ${of.name}` };
  }

  #users(of: Package): Package[] {
    return this.packages.filter(
      (it) => it !== of && it.interfaces.some((one) => one.uses.some((use) => use.of === of)),
    );
  }

  static readonly ACTS: Readonly<
    Record<string, readonly [weight: number, (this: Monorepo, it: Package) => Done | undefined]>
  > = {
    'new function': [
      4,
      function (it) {
        const owner = this.#random.pick(it.interfaces);
        owner?.funcs.push(newFunc(this.#random, this.#names));
        const level = owner !== undefined && it.exports.includes(owner) ? 'major' : 'minor';
        return { what: `new function in ${it.name}`, expected: [[it, level]] };
      },
    ],
    'function gone': [
      3,
      function (it) {
        const owner = this.#random.pick(it.interfaces.filter(({ funcs }) => funcs.length > 1));
        if (owner === undefined) return undefined;
        owner.funcs.shift();
        return { what: `function gone from ${it.name}`, expected: [[it, 'major']] };
      },
    ],
    'function renamed': [
      3,
      function (it) {
        const func = this.#random.pick(this.#random.pick(it.interfaces)?.funcs ?? []);
        if (func === undefined) return undefined;
        func.name = this.#names.fresh(this.#random);
        return { what: `function renamed in ${it.name}`, expected: [[it, 'major']] };
      },
    ],
    'parameter changed': [
      3,
      function (it) {
        const param = this.#random.pick(this.#random.pick(it.interfaces)?.funcs ?? [])?.params[0];
        if (param === undefined) return undefined;
        param[1] = param[1] === 'u16' ? 'u64' : 'u16';
        return { what: `parameter changed in ${it.name}`, expected: [[it, 'major']] };
      },
    ],
    'type changed': [
      3,
      function (it) {
        const type = this.#random.pick(this.#random.pick(it.interfaces)?.types ?? []);
        if (type === undefined) return undefined;
        if (this.#random.next() < 0.5) type.parts.reverse();
        else type.parts.push(this.#names.fresh(this.#random));
        return { what: `type changed in ${it.name}`, expected: [[it, 'major']] };
      },
    ],
    'type renamed': [
      1,
      function (it) {
        const owner = this.#random.pick(it.interfaces);
        const type = this.#random.pick(owner?.types ?? []);
        if (owner === undefined || type === undefined) return undefined;
        const old = type.name;
        type.name = this.#names.fresh(this.#random);
        for (const other of this.packages)
          for (const { uses, funcs } of other.interfaces)
            if (uses.some((use) => use.type === type) || funcs === owner.funcs)
              for (const { params } of funcs) for (const param of params) if (param[1] === old) param[1] = type.name;
        return { what: `type renamed in ${it.name}`, expected: [[it, 'major']] };
      },
    ],
    'interface renamed': [
      1,
      function (it) {
        const owner = this.#random.pick(it.interfaces);
        if (owner === undefined) return undefined;
        owner.name = this.#names.fresh(this.#random);
        return { what: `interface renamed in ${it.name}`, expected: [[it, 'major']] };
      },
    ],
    'new interface': [
      2,
      function (it) {
        it.interfaces.push(newInterface(this.#random, this.#names));
        return { what: `new interface in ${it.name}`, expected: [[it, 'minor']] };
      },
    ],
    'files put together': [
      2,
      function (it) {
        const [a, b] = [this.#random.pick(it.interfaces), this.#random.pick(it.interfaces)];
        if (a === undefined || b === undefined || a.file === b.file || it.damage !== undefined) return undefined;
        a.file = b.file;
        return { what: `files of ${it.name} put together`, expected: [[it, 'none']] };
      },
    ],
    'file renamed': [
      2,
      function (it) {
        const owner = this.#random.pick(it.interfaces);
        if (owner === undefined || it.damage?.file === owner.file) return undefined;
        owner.file = `${this.#names.fresh(this.#random)}.wit`;
        return { what: `file of ${it.name} renamed`, expected: [[it, 'none']] };
      },
    ],
    'a remark': [
      2,
      (it) => {
        it.remarks++;
        return { what: `a remark in ${it.name}`, expected: [[it, 'none']] };
      },
    ],
    'other line ends': [
      1,
      (it) => {
        it.crlf = !it.crlf;
        return { what: `other line ends in ${it.name}`, expected: [[it, 'none']] };
      },
    ],
    'package moved': [
      4,
      function (it) {
        it.dir = `${this.#random.pick(['moved', 'libs', 'services/deep'])}/${this.#names.fresh(this.#random)}/wit`;
        return { what: `${it.name} moved to ${it.dir}`, expected: [[it, 'none']] };
      },
    ],
    'places exchanged': [
      1,
      function (it) {
        const other = this.#random.pick(this.packages.filter((one) => one.name !== it.name));
        if (other === undefined) return undefined;
        [it.dir, other.dir] = [other.dir, it.dir];
        return {
          what: `${it.name} and ${other.name} exchanged`,
          expected: [
            [it, 'none'],
            [other, 'none'],
          ],
        };
      },
    ],
    'package renamed': [
      1,
      function (it) {
        if (this.packages.some((one) => one !== it && one.name === it.name)) return undefined;
        const old = it.name;
        it.name = `shop:${this.#names.fresh(this.#random)}`;
        return { what: `${old} renamed to ${it.name}`, expected: [[it, 'major']] };
      },
    ],
    'package split': [
      2,
      function (it) {
        const moved = it.interfaces.filter((one) => !it.imports.includes(one) && !it.exports.includes(one)).slice(0, 1);
        const [first] = moved;
        if (first === undefined || it.interfaces.length < 3 || it.damage !== undefined) return undefined;
        const part = { ...newPackage(this.#random, this.#names), interfaces: moved, imports: moved, exports: [] };
        it.interfaces = it.interfaces.filter((one) => !moved.includes(one));
        for (const user of this.packages)
          for (const { uses } of user.interfaces)
            for (const use of uses) if (use.from === first) Object.assign(use, { of: part, version: part.version });
        this.packages.push(part);
        return {
          what: `${it.name} split`,
          expected: [
            [it, 'major'],
            [part, 'none'],
          ],
        };
      },
    ],
    'version raised': [
      5,
      function (it) {
        const old = it.version;
        it.version = raised(old, this.#random.below(4));
        for (const user of this.#users(it))
          for (const { uses } of user.interfaces)
            for (const use of uses) if (use.of === it && this.#random.next() < 0.8) use.version = it.version;
        const tag = `${it.name.slice('shop:'.length)}-v${it.version}`;
        const isTagged = this.#random.next() < 0.6;
        return { what: `${it.name} ${old} → ${it.version}`, expected: [[it, 'none']], ...(isTagged ? { tag } : {}) };
      },
    ],
    'new package': [
      2,
      function () {
        const made = newPackage(this.#random, this.#names);
        this.packages.push(made);
        this.#depend(made);
        return { what: `new package ${made.name}`, expected: [[made, 'none']] };
      },
    ],
    'package gone': [
      2,
      function (it) {
        if (this.#users(it).length > 0 || this.packages.length < 6) return undefined;
        this.packages = this.packages.filter((one) => one !== it);
        return { what: `${it.name} in ${it.dir} gone` };
      },
    ],
    'dependency added': [
      2,
      function (it) {
        return this.#depend(it);
      },
    ],
    'version folder': [
      2,
      function (it) {
        if (it.damage !== undefined) return undefined;
        const version = raised(it.version, 1);
        const at = it.dir.replace(/\/(?:since_v[^/]*|wit)$/, '');
        const copy = { ...copied(it), version, dir: `${at}/since_v${version}` };
        if (this.packages.some(({ dir }) => dir === copy.dir)) return undefined;
        this.packages.push(copy);
        return {
          what: `${it.name} ${version} in a folder of its own`,
          expected: [
            [it, 'none'],
            [copy, 'none'],
          ],
        };
      },
    ],
    'generated copy': [
      2,
      function (it) {
        const made = this.packages.filter((one) => one.name === it.name && one.dir.startsWith('gen/'));
        const copy = { ...copied(it), dir: made[0]?.dir ?? `gen/${this.#names.fresh(this.#random)}/wit` };
        if (made.includes(it) || it.damage !== undefined) return undefined;
        // Made anew, it says what the original says now.
        this.packages = [...this.packages.filter((one) => !made.includes(one)), copy];
        return { what: `a copy of ${it.name} in ${copy.dir}` };
      },
    ],
    'file broken': [
      6,
      function (it) {
        const owner = this.#random.pick(it.interfaces);
        const how = this.#random.pick(DAMAGES);
        if (owner === undefined || how === undefined || it.damage !== undefined) return undefined;
        it.damage = { file: owner.file, how };
        return { what: `${it.dir}/${owner.file} broken (${how})` };
      },
    ],
    'file repaired': [
      5,
      function () {
        const it = this.#random.pick(this.packages.filter((one) => one.damage !== undefined));
        if (it === undefined) return undefined;
        it.damage = undefined;
        return { what: `${it.dir} repaired` };
      },
    ],
  };
}

const WEIGHED = Object.entries(Monorepo.ACTS).flatMap(([name, [weight, act]]) =>
  Array.from({ length: weight }, () => [name, act] as const),
);

/** Does a package use another one, by whatever way? */
function reaches(it: Package, other: Package): boolean {
  const seen = new Set([it]);
  for (const one of seen) for (const { uses } of one.interfaces) for (const { of } of uses) seen.add(of);
  seen.delete(it);
  return seen.has(other);
}

function copied(it: Package): Package {
  const copies = new Map(
    it.interfaces.map((one) => [
      one,
      {
        ...one,
        types: one.types.map((type) => ({ ...type, parts: [...type.parts] })),
        funcs: one.funcs.map((func) => ({ ...func, params: func.params.map(([a, b]): [string, string] => [a, b]) })),
        uses: one.uses.map((use) => ({ ...use })),
      },
    ]),
  );
  const of = (all: Package['interfaces']) => all.flatMap((one) => copies.get(one) ?? []);
  return { ...it, interfaces: of(it.interfaces), imports: of(it.imports), exports: of(it.exports) };
}

function raised(version: string, how: number): string {
  const [numbers = '', tail] = version.split('-rc.');
  const [major = 0, minor = 0, patch = 0] = numbers.split('.').map(Number);
  if (tail !== undefined) return how < 2 ? `${numbers}-rc.${Number(tail) + 1}` : numbers;
  if (how === 0) return `${major}.${minor}.${patch + 1}`;
  if (how === 1) return major === 0 ? `0.${minor}.${patch + 1}` : `${major}.${minor + 1}.0`;
  const next = major === 0 ? `0.${minor + 1}.0` : `${major + 1}.0.0`;
  return how === 2 ? next : `${next}-rc.1`;
}
