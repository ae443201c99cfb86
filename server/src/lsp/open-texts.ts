// The texts that a client has open and that are no WIT: compositions and the manifests of package tools.

import { LineIndex, type TextEdit } from '../base/text.ts';
import { normalizeUri } from '../base/uri.ts';

export interface OpenText {
  readonly lines: LineIndex;
  readonly version: number;
}

export class OpenTexts {
  protected readonly texts = new Map<string, OpenText>();

  get uris(): readonly string[] {
    return [...this.texts.keys()];
  }

  open(uri: string, text: string, version: number): void {
    this.texts.set(normalizeUri(uri), { lines: new LineIndex(text), version });
  }

  lines(uri: string): LineIndex | undefined {
    return this.texts.get(normalizeUri(uri))?.lines;
  }

  version(uri: string): number | undefined {
    return this.texts.get(normalizeUri(uri))?.version;
  }

  change(uri: string, edits: readonly TextEdit[], version: number): void {
    let text = this.lines(uri)?.text ?? '';
    for (const edit of edits) text = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
    this.open(uri, text, version);
  }

  close(uri: string): void {
    this.texts.delete(normalizeUri(uri));
  }
}
