// A pull request in review: what is compared with, and what is marked in the diff editors of other extensions.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { until } from '../../vscode-window.mjs';
import { installStandIn } from './stand-in.mjs';
import { command, git, openFile } from './steps.mjs';

const ONE = 'package a:orders@0.1.0;\n\ninterface orders {\n  pay: func(id: u32);\n}\n';
const TWO = ONE.replace('\n}', '\n  refund: func(id: u32);\n}');
const NOW = TWO.replace('pay: func(id: u32)', 'pay: func(id: u64)');

/** `feature` goes to `release-1`, which is ahead of `main`. */
function prepare(directory) {
  const file = path.join(directory, 'orders.wit');
  writeFileSync(file, ONE);
  git(directory, 'init');
  git(directory, 'add', '.');
  git(directory, 'commit', '-m', 'one');
  git(directory, 'remote', 'add', 'origin', 'https://hub.test/acme/orders.git');
  git(directory, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
  git(directory, 'switch', '-c', 'release-1');
  writeFileSync(file, TWO);
  git(directory, 'commit', '-a', '-m', 'two');
  git(directory, 'update-ref', 'refs/remotes/origin/release-1', 'HEAD');
  git(directory, 'switch', '-c', 'feature');
  writeFileSync(file, NOW);
  git(directory, 'commit', '-a', '-m', 'three');
  return directory;
}

/** Records the base of a pull request with git's extension, as the real one does, and shows both sides under its schemes. */
const PULL_REQUESTS = `
  const { commands, extensions, Uri, workspace } = require('vscode');
  const texts = ${JSON.stringify({ base: TWO, head: NOW })};
  const provideTextDocumentContent = ({ query }) => texts[query].replaceAll('\\n', '\\r\\n');
  const file = () => Uri.joinPath(workspace.workspaceFolders[0].uri, 'orders.wit');
  exports.activate = ({ subscriptions }) => {
    for (const it of ['pr', 'gitlens'])
      subscriptions.push(workspace.registerTextDocumentContentProvider(it, { provideTextDocumentContent }));
    subscriptions.push(commands.registerCommand('pr.checkout', async () => {
      const api = (await extensions.getExtension('vscode.git').activate()).getAPI(1);
      const repository = await api.openRepository(workspace.workspaceFolders[0].uri);
      await (repository ?? api.repositories[0]).setConfig('branch.feature.github-pr-base-branch', 'acme#orders#release-1');
    }));
    for (const scheme of ['pr', 'gitlens']) subscriptions.push(commands.registerCommand(scheme + '.review', () => {
      const [base, head] = ['base', 'head'].map((query) => file().with({ scheme, query, authority: scheme }));
      return commands.executeCommand('vscode.diff', base, head, scheme + ' review');
    }));
  };`;

function adapt(profile, serverRoot) {
  const titles = {
    'pr.checkout': 'Check Out Pull Request',
    'pr.review': 'Review',
    'gitlens.review': 'Compare Revisions',
  };
  const manifest = {
    name: 'vscode-pull-request-github',
    publisher: 'GitHub',
    activationEvents: ['onStartupFinished'],
    contributes: { commands: Object.entries(titles).map(([command, title]) => ({ command, title: `Fake: ${title}` })) },
  };
  installStandIn(profile, serverRoot, manifest, PULL_REQUESTS);
}

const marksIn = (page, side) => page.locator(`.monaco-diff-editor .editor.${side} .cgmr`);

export const reviewCases = {
  "a pull request's own base is the base, and both sides of its diff editors are marked": {
    prepare,
    adapt,
    settings: { 'git.enabled': true, 'git.openRepositoryInParentFolders': 'never' },
    async look(page) {
      await openFile(page, 'orders.wit');
      await command(page, 'WIT: Show Contract Changes');
      const tree = page.locator('.pane', { hasText: 'WIT Contract Changes' });
      const title = (text) => tree.locator('.pane-header .description', { hasText: text }).waitFor({ timeout: 60_000 });
      await title('since origin/main');
      await tree.locator('.monaco-list-row', { hasText: 'refund' }).waitFor({ timeout: 30_000 });
      await command(page, 'Fake: Check Out Pull Request');
      await title('since origin/release-1');
      await tree.locator('.monaco-list-row', { hasText: 'refund' }).waitFor({ state: 'detached', timeout: 30_000 });
      for (const name of ['Fake: Review', 'Fake: Compare Revisions']) {
        await command(page, name);
        for (const side of ['original', 'modified'])
          await until(
            `the mark on the ${side} side of ${name}`,
            30_000,
            async () => (await marksIn(page, side).count()) === 1,
          );
        const line = page.locator('.monaco-diff-editor .editor.original .view-line', { hasText: 'pay' });
        const hover = page.locator('.monaco-hover', { hasText: 'breaking:' }).first();
        await until(`the hover of ${name}`, 30_000, async () => {
          for (const word of ['u32', 'id', 'pay']) {
            await line.locator('span span', { hasText: word }).first().hover();
            await page.waitForTimeout(1200);
            if (await hover.isVisible()) return true;
          }
          return false;
        });
        await command(page, 'View: Close Editor');
      }
      // The list says what is chosen, and what would be.
      await openFile(page, 'orders.wit');
      const row = (text) => page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
      await command(page, 'WIT: Choose');
      await row('As the Setting Says').locator('.codicon-check').waitFor({ timeout: 30_000 });
      await row('wit.semver.base: auto · now origin/release-1').waitFor({ timeout: 30_000 });
      await row('HEAD').click();
      await title('since HEAD');
      await command(page, 'WIT: Choose');
      await row('HEAD').locator('.codicon-check').waitFor({ timeout: 30_000 });
      await row('now origin/release-1').waitFor({ timeout: 30_000 });
      await page.keyboard.press('Escape');
    },
  },
};
