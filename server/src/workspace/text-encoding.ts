// The encoding of a file in the work tree, as the attribute `working-tree-encoding` says: git itself keeps such a file as UTF-8.
// https://git-scm.com/docs/gitattributes. Git is never run: its files are read.

import { dirname, joinUri, relativeUri } from '../base/uri.ts';
import { decodeUtf8 } from '../base/utf8.ts';
import type { Host } from './host.ts';
import { readIgnoreRules } from './ignore-rules.ts';
import { gitDirectory } from './lfs.ts';

type Disk = Pick<Host, 'readFile' | 'stat'>;

/** The name of the encoding, such as `ISO-8859-1`; undefined where no attribute names one. */
export async function workTreeEncoding(host: Disk, uri: string): Promise<string | undefined> {
  const git = await gitDirectory(host, dirname(uri));
  if (git === undefined) return undefined;
  // The strongest first: what is said for this clone alone, then what is said nearest to the file.
  const files: [file: string, directory: string][] = [];
  for (let at = dirname(uri); ; at = dirname(at)) {
    files.push([joinUri(at, '.gitattributes'), at]);
    if ((await host.stat(joinUri(at, '.git'))) !== undefined || dirname(at) === at) {
      files.unshift([joinUri(git, 'info', 'attributes'), at]);
      break;
    }
  }
  for (const [file, directory] of files) {
    const bytes = await host.readFile(file);
    const said =
      bytes === undefined ? undefined : encodingIn(decodeUtf8(bytes).text, relativeUri(directory, uri) ?? '');
    if (said !== undefined) return said === '' ? undefined : said;
  }
  return undefined;
}

const NAME = 'working-tree-encoding';

/** What the last line about a path says; empty where the attribute is taken back, undefined where nothing is said. */
function encodingIn(text: string, path: string): string | undefined {
  let said: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    const [pattern = '', ...attributes] = line.trim().split(/[ \t]+/);
    const own = attributes.findLast((it) => it.replace(/^[-!]/, '').split('=', 1)[0] === NAME);
    if (own === undefined || pattern.startsWith('!')) continue;
    if (readIgnoreRules(pattern, false)?.verdict(path, false) !== 'ignored') continue;
    said = own.startsWith(`${NAME}=`) ? own.slice(NAME.length + 1) : '';
  }
  return said;
}
