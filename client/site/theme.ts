// Light or dark: what the system says, until somebody chooses. Runs before the page is drawn.

const KEY = 'wit-site-theme';
const THEMES = ['system', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

function chosen(): Theme {
  try {
    return THEMES.find((it) => it === localStorage.getItem(KEY)) ?? 'system';
  } catch {
    // Storage may be forbidden.
    return 'system';
  }
}

function apply(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

apply(chosen());
document.addEventListener('DOMContentLoaded', () => {
  const button = document.querySelector<HTMLButtonElement>('.theme');
  if (button === null) return;
  let theme = chosen();
  const label = (): void => {
    button.textContent = { system: '◐', light: '☀', dark: '☾' }[theme];
    button.setAttribute('aria-label', `Theme: ${theme}`);
  };
  label();
  button.hidden = false;
  button.addEventListener('click', () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
    apply(theme);
    label();
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // Then it holds for this page.
    }
  });
});
