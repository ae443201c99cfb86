// The texts of files and what they say: overlays (what an editor has open) over the disk. Every text is read once, however
// many files hold it; the tree of an open file follows its edits and is freed when it closes.

import { decodeText, isLfsPointer, isMisreadUtf16 } from '../base/encoding.ts';
import type { Task } from '../base/task.ts';
import type { TextEdit } from '../base/text.ts';
import { decodeUtf8 } from '../base/utf8.ts';
import { type Decoded, decodeBinary } from '../binary/decode.ts';
import { isWasm } from '../binary/reader.ts';
import { assemble } from '../binary/wat.ts';
import type { ItemTree } from '../syntax/items.ts';
import type { OpenTree, WitParser } from '../syntax/parser.ts';
import type { Host } from './host.ts';
import type { Identities } from './identity.ts';

/** One version of one file. Immutable. */
export interface SourceFile {
  readonly uri: string;
  readonly items: ItemTree;
  /** The editor's number of this version; only of open files. */
  readonly version?: number;
  /** The file is there, but its text is not: the tree is empty, or has U+FFFD where bytes were no text. */
  readonly fault?: FileFault;
}

export type FileFault =
  | { readonly kind: 'unreadable' | 'too-large' }
  | { readonly kind: 'not-utf8'; readonly at: number }
  /** The text is there, but the toolchain will not read it. */
  | { readonly kind: 'utf-16' }
  /** What stands in for a file that Git LFS has not brought. */
  | { readonly kind: 'lfs-pointer' }
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

/** Maximum number of files read concurrently. */
const BATCH = 64;

/** Larger files are not read: real ones are a thousand times smaller. */
const MAX_BYTES = 16 * 1024 * 1024;

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
    const fault = faultOfText(open.items.text);
    const file =
      fault === undefined ? { uri, items: open.items, version } : { ...withoutItems(uri, open), version, fault };
    const overlays = new Map(this.#overlays);
    overlays.delete(uri);
    this.#overlays = overlays.set(uri, { file, open });
    this.revision++;
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
      const contents = await Promise.all(uris.map((uri) => this.#host.readFile(uri, MAX_BYTES)));
      const large = await this.#tooLarge(uris, contents);
      const files: SourceFile[] = [];
      for (const [index, uri] of uris.entries()) {
        if (!(await task.yield())) break;
        files.push(large.has(uri) ? this.#faulty(uri, 'too-large') : this.#fromDisk(uri, contents[index]));
      }
      const overtaken = this.#turn !== turn;
      const disk = new Map(this.#disk);
      for (const file of files) {
        // Overtaken by a change of the disk, or somebody else was faster.
        if (overtaken || disk.has(file.uri)) this.#trees.release(file.items.text);
        else disk.set(file.uri, file);
      }
      if (overtaken) continue;
      this.#disk = disk;
      this.revision++;
      return files.length === uris.length;
    }
  }

  /** What is on the disk has changed, or nobody needs it any more. */
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

  async #tooLarge(uris: readonly string[], contents: readonly unknown[]): Promise<ReadonlySet<string>> {
    const found = new Set<string>();
    for (const [index, uri] of uris.entries()) {
      if (contents[index] !== undefined) continue;
      const stat = await this.#host.stat(uri);
      if (stat?.kind === 'file' && stat.size > MAX_BYTES) found.add(uri);
    }
    return found;
  }

  #faulty(uri: string, kind: 'unreadable' | 'too-large'): SourceFile {
    return { uri, items: this.#trees.take(''), fault: { kind } };
  }

  #fromDisk(uri: string, bytes: Uint8Array | undefined): SourceFile {
    if (bytes === undefined) return this.#faulty(uri, 'unreadable');
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
  return { uri, items: { text, entries: [], order: [], spans: new Int32Array(0), problems: [], conflicts: [] } };
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
