// HTML in documentation is text, as on a site, for a renderer that takes it for HTML: its brackets are hidden on the way.

/** A character of the private plane, which means nothing to Markdown. */
const MARK = '\u{10fff0}';

/** Every `<` but that of a link. */
export function hidden(markdown: string): string {
  return markdown.replaceAll(/(?<!\]\()<(?!(?:https?|mailto):)/gi, MARK);
}

export function shown(text: string): string {
  return text.replaceAll(MARK, '<');
}
