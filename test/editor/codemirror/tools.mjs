// What the steps of both pages do: a cursor, a text, what is underlined.

export const visible = 'main > div:not([hidden])';

export const same = (found, expected) => {
  const [a, b] = [found, expected].map((it) => JSON.stringify(it));
  if (a !== b) throw new Error(`expected ${b}, found ${a}`);
};

/** Waits until `probe` gives something, and gives that. */
export const until = async (what, probe) => {
  const end = Date.now() + 30_000;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited 30 s for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

/** For a page that has `show` and `client` as globals. */
export function tools(page) {
  /** Puts the cursor `by` characters behind the first place of a text, in a file that it shows. */
  const cursor = (uri, text, by) =>
    page.evaluate(
      ([file, part, offset]) => {
        const view = globalThis.show(file, false);
        const at = view.state.doc.toString().indexOf(part);
        if (at < 0) throw new Error(`there is no ${part}`);
        view.dispatch({ selection: { anchor: at + offset } });
      },
      [uri, text, by],
    );
  const textOf = (uri) => page.evaluate((it) => globalThis.client.workspace.getFile(it)?.text.toString(), uri);
  /** What the editor in front underlines as an error. */
  const underlined = () => page.locator(`${visible} .cm-lintRange-error`).allTextContents();
  const finding = (...expected) =>
    until(`the findings ${expected}`, async () => `${await underlined()}` === `${expected}`);
  /** Chooses what completion offers. */
  const accept = async (name) => {
    const options = page.locator(`${visible} .cm-tooltip-autocomplete li[aria-selected]`);
    await until(`the completion ${name}`, async () =>
      (await options.allTextContents()).some((it) => it.includes(name)),
    );
    // By the mouse: keys are ignored while a list is new.
    await options.filter({ hasText: name }).first().click();
  };
  return { cursor, textOf, underlined, finding, accept };
}
