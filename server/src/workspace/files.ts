// The texts of files and what they say: overlays (what an editor has open) over the disk. Every text is read once, however
// many files hold it; the tree of an open file follows its edits and is freed when it closes.

import { decodeAs, decodeText, isLfsPointer, isMisreadUtf16 } from '../base/encoding.ts';
import { guarded } from '../base/fault.ts';
import { bytesOf } from '../base/file-size.ts';
import type { Task } from '../base/task.ts';
import type { TextEdit } from '../base/text.ts';
import { dirname } from '../base/uri.ts';
import { decodeUtf8, utf8Length } from '../base/utf8.ts';
import { type Decoded, decodeBinary } from '../binary/decode.ts';
import { isWasm } from '../binary/reader.ts';
import { assemble } from '../binary/wat.ts';
import { DEFAULT_SETTINGS } from '../check/settings.ts';
import type { ItemTree } from '../syntax/items.ts';
import type { OpenTree, WitParser } from '../syntax/parser.ts';
import type { Host } from './host.ts';
import type { Identities } from './identity.ts';
import { lfsObjectOf, storedObject } from './lfs.ts';
import { workTreeEncoding } from './text-encoding.ts';

/** One version of one file. Immutable. */
export interface SourceFile {
  readonly uri: string;
  readonly items: ItemTree;
  /** The editor's number of this version; only of open files. */
  readonly version?: number;
  /** The file is there, but its text is not: the tree is empty, or has U+FFFD where bytes were no text. */
  readonly fault?: FileFault;
  /** What the disk has, where that is not `items.text` as UTF-8: equal bytes mean the same, whatever that is. */
  readonly bytes?: Uint8Array;
}

export type FileFault =
  | { readonly kind: 'unreadable' }
  /** By a fault of our own. */
  | { readonly kind: 'failed' }
  /** `limit`: megabytes. */
  | { readonly kind: 'too-large'; readonly limit: number }
  | { readonly kind: 'not-utf8'; readonly at: number }
  /** The text is there, but the toolchain will not read it. */
  | { readonly kind: 'utf-16' }
  /** The same; git's attributes say how it is encoded. */
  | { readonly kind: 'encoded'; readonly encoding: string }
  /** The placeholder of a file that Git LFS has not fetched. */
  | {
      readonly kind: 'lfs-pointer' /** The file itself was found in the local store, and read. */;
      readonly isStored?: true;
    }
  /** A binary that is no WIT package: a component or a core module. */
  | { readonly kind: 'component' | 'core-module' }
  /** A binary with something that is not understood. */
  | { readonly kind: 'broken-binary'; readonly reason: string };

/** What is open and what was read, at one moment. */
export interface FilesView {
  get(uri: string): SourceFile | undefined;
  /** The same object for as long as nothing was read or forgotten. */
  readonly disk: object;
  /** URIs of the open files. */
  readonly open: readonly string[];
}

/** A pointer has three lines. */
const MAX_POINTER = 1024;

/** What encodings leave behind that are ASCII to a reader of UTF-8. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
const CONTROLS = /[\0\x1b]/;

/** Maximum number of files read concurrently. */
const BATCH = 64;

const NOTHING: ItemTree = { text: '', entries: [], order: [], spans: new Int32Array(0), problems: [], conflicts: [] };

interface Overlay {
  readonly file: SourceFile;
  readonly open: OpenTree;
}

/** Open files by their identities. */
type OpenFiles = ReadonlyMap<string, { readonly spelling: string; readonly file: SourceFile }>;

export class Files {
  readonly #host: Host;
  readonly #parser: WitParser;
  readonly #identities: Identities;
  /** By the spelling that the editor opened them with; what was touched last comes last. */
  #overlays: ReadonlyMap<string, Overlay> = new Map();
  #openFiles: { readonly revision: number; readonly files: OpenFiles } = { revision: -1, files: new Map() };
  #disk: ReadonlyMap<string, SourceFile> = new Map();
  readonly #trees: Trees;
  /** Grows when the disk may have changed: what was being read then is read again. */
  #turn = 0;

  /** Binaries of which a component with code is read, too, as the world that it has. */
  readonly components = new Set<string>();

  /** Megabytes that a file may have. */
  #limitOf: (uri: string) => number = () => DEFAULT_SETTINGS.maxFileSize;

  /** Grows with every file that comes, changes or goes. */
  revision = 0;

  constructor(host: Host, parser: WitParser, trees: Trees, identities: Identities) {
    this.#host = host;
    this.#parser = parser;
    this.#trees = trees;
    this.#identities = identities;
  }

  /** What this says stays true; what happens later does not change it. */
  view(): FilesView {
    const open = this.#open;
    const disk = this.#disk;
    return { get: (uri) => open.get(uri)?.file ?? disk.get(uri), disk, open: [...open.keys()] };
  }

  get(uri: string): SourceFile | undefined {
    return this.#open.get(uri)?.file ?? this.#disk.get(uri);
  }

  /** URIs of the open files. */
  get overlays(): readonly string[] {
    return [...this.#open.keys()];
  }

  /** How the editor spells a file that it has open. */
  spellingOf(uri: string): string | undefined {
    return this.#open.get(uri)?.spelling;
  }

  /** The text that the editor has open under this very spelling. */
  textOf(spelling: string): ItemTree | undefined {
    return this.#overlays.get(spelling)?.file.items;
  }

  /** Of a file that is open under two spellings, the text that was touched last counts. */
  get #open(): OpenFiles {
    if (this.#openFiles.revision === this.revision) return this.#openFiles.files;
    const files = new Map<string, { spelling: string; file: SourceFile }>();
    for (const [spelling, { file }] of this.#overlays) {
      const uri = this.#identities.known(spelling);
      files.set(uri, { spelling, file: uri === spelling ? file : { ...file, uri } });
    }
    this.#openFiles = { revision: this.revision, files };
    return files;
  }

  open(uri: string, text: string, version: number): void {
    const before = this.#overlays.get(uri);
    if (before !== undefined) this.#parser.close(before.open);
    this.#setOverlay(uri, this.#parser.open(text), version);
  }

  /** Edits apply one after another, each in the coordinates that the one before left. */
  change(uri: string, edits: readonly TextEdit[], version: number): void {
    const before = this.#overlays.get(uri);
    if (before === undefined) return;
    this.#setOverlay(uri, this.#parser.update(before.open, edits), version);
  }

  close(uri: string): void {
    const before = this.#overlays.get(uri);
    if (before === undefined) return;
    this.#parser.close(before.open);
    const overlays = new Map(this.#overlays);
    overlays.delete(uri);
    this.#overlays = overlays;
    this.revision++;
  }

  #setOverlay(uri: string, open: OpenTree, version: number): void {
    const large = utf8Length(open.items.text) > bytesOf(this.#limitOf(uri));
    const fault = large ? this.#tooLarge(uri) : faultOfText(open.items.text);
    const file =
      fault === undefined ? { uri, items: open.items, version } : { ...withoutItems(uri, open), version, fault };
    const overlays = new Map(this.#overlays);
    overlays.delete(uri);
    this.#overlays = overlays.set(uri, { file, open });
    this.revision++;
  }

  /** What another limit is asked for is read again. */
  limit(limitOf: (uri: string) => number): void {
    this.#limitOf = limitOf;
    const wrong = ({ uri, items, fault }: SourceFile): boolean =>
      (fault?.kind === 'too-large' && fault.limit !== limitOf(uri)) || utf8Length(items.text) > bytesOf(limitOf(uri));
    const changed = [...this.#disk.values()].filter(wrong);
    if (changed.length > 0) this.forget(changed.map((it) => it.uri));
    for (const [uri, { file, open }] of this.#overlays) if (wrong(file)) this.#setOverlay(uri, open, file.version ?? 0);
  }

  /** Reads files that were not read yet; those that are open need no disk. False when given up. */
  async load(uris: readonly string[], task: Task): Promise<boolean> {
    const open = this.#open;
    const missing = [...new Set(uris)].filter((uri) => !open.has(uri) && !this.#disk.has(uri));
    for (let at = 0; at < missing.length; at += BATCH) {
      if (!(await this.#loadBatch(missing.slice(at, at + BATCH), task))) return false;
    }
    return true;
  }

  async #loadBatch(uris: readonly string[], task: Task): Promise<boolean> {
    for (;;) {
      const turn = this.#turn;
      const contents = await Promise.all(uris.map((uri) => this.#contentOf(uri)));
      const large = await this.#largeAmong(uris, contents);
      const stored = await this.#storedAmong(uris, contents);
      const files: SourceFile[] = [];
      for (const [index, uri] of uris.entries()) {
        if (!(await task.yield())) break;
        const fault = large.has(uri) ? this.#tooLarge(uri) : undefined;
        const file =
          fault === undefined ? this.#guarded(uri, contents[index], stored.get(uri)) : this.#faulty(uri, fault);
        files.push(this.#isWithoutCode(file) ? this.#guarded(uri, await this.#wholeOf(uri)) : file);
      }
      for (const [index, file] of files.entries()) files[index] = (await this.#decoded(file, contents[index])) ?? file;
      const overtaken = this.#turn !== turn;
      const disk = new Map(this.#disk);
      for (const file of files) {
        // The file changed meanwhile, or another read was faster.
        if (overtaken || disk.has(file.uri)) this.#trees.release(file.items.text);
        else disk.set(file.uri, file);
      }
      if (overtaken) continue;
      this.#disk = disk;
      this.revision++;
      return files.length === uris.length;
    }
  }

  /** Of a component that is read as its world, the code is of no interest. */
  #contentOf(uri: string): Promise<Uint8Array | undefined> {
    const withoutCode = this.components.has(uri) ? this.#host.readWithoutCode : undefined;
    return withoutCode?.(uri, bytesOf(this.#limitOf(uri))) ?? this.#wholeOf(uri);
  }

  #wholeOf(uri: string): Promise<Uint8Array | undefined> {
    return this.#host.readFile(uri, bytesOf(this.#limitOf(uri)));
  }

  /** What cannot be understood is known by all of its bytes, and by places in them. */
  #isWithoutCode({ uri, bytes }: SourceFile): boolean {
    return bytes !== undefined && this.components.has(uri) && this.#host.readWithoutCode !== undefined;
  }

  /** The file changed on disk, or is no longer needed. */
  forget(uris: readonly string[]): void {
    this.#turn++;
    const disk = new Map(this.#disk);
    for (const uri of uris) {
      const file = disk.get(uri);
      if (file !== undefined) this.#trees.release(file.items.text);
      disk.delete(uri);
    }
    this.#disk = disk;
    this.revision++;
  }

  /** URIs of what was read from the disk. */
  get loaded(): readonly string[] {
    return [...this.#disk.keys()];
  }

  async #largeAmong(
    uris: readonly string[],
    contents: readonly (Uint8Array | undefined)[],
  ): Promise<ReadonlySet<string>> {
    const found = new Set<string>();
    for (const [index, uri] of uris.entries()) {
      const size = contents[index]?.length ?? (await this.#sizeOf(uri));
      if (size > bytesOf(this.#limitOf(uri))) found.add(uri);
    }
    return found;
  }

  /** What pointers of Git LFS stand for, where that is here. */
  async #storedAmong(
    uris: readonly string[],
    contents: readonly (Uint8Array | undefined)[],
  ): Promise<ReadonlyMap<string, Uint8Array>> {
    const found = new Map<string, Uint8Array>();
    for (const [index, uri] of uris.entries()) {
      const bytes = contents[index];
      if (bytes === undefined || bytes.length > MAX_POINTER) continue;
      const { text } = decodeUtf8(bytes);
      const object = isLfsPointer(text) ? lfsObjectOf(text) : undefined;
      const content = object === undefined ? undefined : await this.#lfsObject(uri, object);
      if (content !== undefined && content.length <= bytesOf(this.#limitOf(uri))) found.set(uri, content);
    }
    return found;
  }

  /** A file that makes no sense as UTF-8, read as git's attributes say. */
  async #decoded({ uri, items, fault }: SourceFile, bytes: Uint8Array | undefined): Promise<SourceFile | undefined> {
    const isStrange = fault?.kind === 'not-utf8' || (items.problems.length > 0 && CONTROLS.test(items.text));
    if (!isStrange || bytes === undefined) return undefined;
    const encoding = await workTreeEncoding(this.#host, uri);
    const text = encoding === undefined ? undefined : decodeAs(encoding, bytes);
    if (encoding === undefined || text === undefined) return undefined;
    this.#trees.release(items.text);
    return { uri, items: this.#trees.take(text), fault: { kind: 'encoded', encoding }, bytes };
  }

  #lfsObject(uri: string, object: string): Promise<Uint8Array | undefined> {
    const host = this.#host;
    return host.lfsObject?.(uri, object) ?? storedObject(host, dirname(uri), object);
  }

  async #sizeOf(uri: string): Promise<number> {
    const stat = await this.#host.stat(uri);
    return stat?.kind === 'file' ? stat.size : 0;
  }

  #tooLarge(uri: string): FileFault {
    return { kind: 'too-large', limit: this.#limitOf(uri) };
  }

  #faulty(uri: string, fault: FileFault): SourceFile {
    return { uri, items: this.#trees.take(''), fault };
  }

  /** As `#fromDisk`, whatever happens. */
  #guarded(uri: string, bytes: Uint8Array | undefined, stored?: Uint8Array): SourceFile {
    return guarded<SourceFile>(
      `reading ${uri} failed`,
      () => this.#fromDisk(uri, bytes, stored),
      () => ({ uri, items: NOTHING, fault: { kind: 'failed' } }),
    );
  }

  #fromDisk(uri: string, bytes: Uint8Array | undefined, stored?: Uint8Array): SourceFile {
    if (bytes === undefined) return this.#faulty(uri, { kind: 'unreadable' });
    const file = this.#read(uri, bytes);
    const content = stored === undefined ? undefined : this.#read(uri, stored);
    // The toolchain still finds the pointer.
    if (content !== undefined && content.fault === undefined)
      return { ...content, fault: { kind: 'lfs-pointer', isStored: true }, bytes };
    return file.fault === undefined ? file : { ...file, bytes };
  }

  #read(uri: string, bytes: Uint8Array): SourceFile {
    if (isWasm(bytes)) return this.#fromBinary(uri, bytes);
    if (uri.endsWith('.wat') && !isLfsPointer(decodeUtf8(bytes.subarray(0, 64)).text))
      return this.#fromText(uri, bytes);
    const { text, invalidAt, encoding } = decodeText(bytes);
    if (isLfsPointer(text)) return { uri, items: this.#trees.take(''), fault: { kind: 'lfs-pointer' } };
    const items = this.#trees.take(text);
    if (encoding === 'utf-16') return { uri, items, fault: { kind: 'utf-16' } };
    return invalidAt === undefined ? { uri, items } : { uri, items, fault: { kind: 'not-utf8', at: invalidAt } };
  }

  /** A package as the toolchain ships it: read as the WIT text that it encodes. Of others, their world, where it is asked for. */
  #fromBinary(uri: string, bytes: Uint8Array): SourceFile {
    const decoded = decodeBinary(bytes, (part) => decodeUtf8(part).text);
    if (decoded.kind === 'package' || ('text' in decoded && this.components.has(uri)))
      return { uri, items: this.#trees.take(decoded.text) };
    return { uri, items: this.#trees.take(''), fault: faultOf(decoded) };
  }

  /** A binary as text. */
  #fromText(uri: string, bytes: Uint8Array): SourceFile {
    const assembled = assemble(decodeUtf8(bytes).text);
    if (assembled instanceof Uint8Array) return this.#fromBinary(uri, assembled);
    return { uri, items: this.#trees.take(''), fault: { kind: 'broken-binary', reason: assembled.fault } };
  }
}

function faultOf(decoded: Exclude<Decoded, { readonly kind: 'package' }>): FileFault {
  if (decoded.kind !== 'unreadable') return { kind: decoded.kind };
  if (decoded.fault !== undefined) return { kind: 'broken-binary', reason: decoded.fault };
  return { kind: decoded.of };
}

/** An editor that opens as text what is none. */
function faultOfText(text: string): FileFault | undefined {
  if (text.startsWith('\0asm')) return { kind: 'broken-binary', reason: 'it is open as text' };
  if (isLfsPointer(text)) return { kind: 'lfs-pointer' };
  return isMisreadUtf16(text) ? { kind: 'utf-16' } : undefined;
}

function withoutItems(uri: string, { items: { text } }: OpenTree): SourceFile {
  return { uri, items: { ...NOTHING, text } };
}

/** One tree per text, with the number of files that hold it. */
export class Trees {
  readonly #parser: WitParser;
  readonly #known = new Map<string, { readonly items: ItemTree; users: number }>();

  constructor(parser: WitParser) {
    this.#parser = parser;
  }

  take(text: string): ItemTree {
    const known = this.#known.get(text);
    if (known !== undefined) {
      known.users++;
      return known.items;
    }
    const items = this.#parser.read(text);
    this.#known.set(text, { items, users: 1 });
    return items;
  }

  release(text: string): void {
    const known = this.#known.get(text);
    if (known !== undefined && --known.users === 0) this.#known.delete(text);
  }
}
