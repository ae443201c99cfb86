// What `.editorconfig` files say about the layout of a file (https://spec.editorconfig.org): the editor and the
// command line give a file the same layout.

import { dirname, joinUri, relativeUri } from '../base/uri.ts';
import { decodeUtf8 } from '../base/utf8.ts';
import { type FormatOptions, MOST_COLUMNS } from '../format/options.ts';
import { type Glob, matchesGlob, parseGlob } from './glob.ts';
import type { Host } from './host.ts';

interface Section {
  readonly glob: Glob;
  readonly properties: ReadonlyMap<string, string>;
}

interface EditorConfig {
  /** Is nothing above it looked at? */
  readonly root: boolean;
  readonly sections: readonly Section[];
}

/** Reads every `.editorconfig` once. */
export class EditorConfigs {
  readonly #host: Host;
  readonly #read = new Map<string, Promise<EditorConfig | undefined>>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** `base`, changed by what the files above `uri` say about it; the nearest has the last word. */
  async options(uri: string, base: FormatOptions): Promise<FormatOptions> {
    const properties = new Map<string, string>();
    const above: { readonly directory: string; readonly config: EditorConfig }[] = [];
    for (let directory = dirname(uri); ; directory = dirname(directory)) {
      const config = await this.#at(directory);
      if (config !== undefined) above.push({ directory, config });
      if (config?.root === true || dirname(directory) === directory) break;
    }
    for (const { directory, config } of above.reverse()) {
      const path = relativeUri(directory, uri) ?? '';
      for (const section of config.sections) {
        if (matchesGlob(section.glob, path)) for (const [key, value] of section.properties) properties.set(key, value);
      }
    }
    return optionsOf(properties, base);
  }

  #at(directory: string): Promise<EditorConfig | undefined> {
    const known = this.#read.get(directory);
    if (known !== undefined) return known;
    const read = this.#host
      .readFile(joinUri(directory, '.editorconfig'))
      .then((bytes) => (bytes === undefined ? undefined : parse(decodeUtf8(bytes).text)));
    this.#read.set(directory, read);
    return read;
  }
}

function parse(text: string): EditorConfig {
  let root = false;
  const sections: Section[] = [];
  let properties: Map<string, string> | undefined;
  for (const raw of text.replace(/^\ufeff/, '').split(/\r?\n/)) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    if (line.startsWith('[') && line.endsWith(']')) {
      const glob = parseGlob(line.slice(1, -1));
      properties = new Map();
      if (glob !== undefined) sections.push({ glob, properties });
      continue;
    }
    const equals = line.indexOf('=');
    if (equals === -1) continue;
    const key = line.slice(0, equals).trim().toLowerCase();
    const value = line
      .slice(equals + 1)
      .replace(/\s[#;].*$/, '')
      .trim()
      .toLowerCase();
    if (properties === undefined) root ||= key === 'root' && value === 'true';
    else properties.set(key, value);
  }
  return { root, sections };
}

function optionsOf(properties: ReadonlyMap<string, string>, base: FormatOptions): FormatOptions {
  const style = properties.get('indent_style');
  const size = properties.get('indent_size');
  const wide = properties.get('tab_width');
  const length = properties.get('max_line_length');
  const end = properties.get('end_of_line');
  const insertSpaces = style === 'tab' ? false : style === 'space' ? true : base.insertSpaces;
  const columns = insertSpaces ? number(size === 'tab' ? wide : size) : (number(wide) ?? number(size));
  return {
    ...base,
    insertSpaces,
    tabSize: Math.min(columns ?? base.tabSize, MOST_COLUMNS),
    width: length === 'off' ? Number.MAX_SAFE_INTEGER : (number(length) ?? base.width),
    ...(end === 'lf' ? { newline: '\n' } : end === 'crlf' ? { newline: '\r\n' } : {}),
  };
}

function number(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : undefined;
}
