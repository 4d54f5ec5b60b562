// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { expect, type Locator, type Page } from '@playwright/test';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import path from 'path';
import type { IProgress, IRoadmap, IRowData } from '../../labextension/src/api';
import type { ISettings } from '../../labextension/src/shell/settings';

// The folder with course/ and assignments/: the same rule as the course's own.
const CONTENT =
  process.env.MLCOURSE_CONTENT ?? path.resolve(__dirname, '../..');

export const url = process.env.MLCOURSE_TEST_URL ?? '';
const token = process.env.MLCOURSE_TEST_TOKEN ?? '';
export const headers = { Authorization: `token ${token}` };

/** The address of a page of the server, signed in. */
export function address(page: string): string {
  return `${url}/${page}?token=${token}`;
}

/** What the server tells of a roadmap; of the first without an id. */
export async function readRoadmap(id = ''): Promise<IRoadmap> {
  const query = id ? `?id=${id}` : '';
  const response = await fetch(`${url}/mlcourse/roadmap${query}`, { headers });
  return (await response.json()) as IRoadmap;
}

/** How far the server takes the learner to be. */
export async function readProgress(roadmap: string): Promise<IProgress> {
  const page = `${url}/mlcourse/progress?roadmap=${roadmap}`;
  return (await (await fetch(page, { headers })).json()) as IProgress;
}

/** A row of a roadmap, with the rows around it from the outermost to the innermost. */
export interface IFound {
  readonly row: IRowData;
  readonly above: readonly IRowData[];
}

/** All rows of a roadmap from top to bottom. */
export function allRows(
  rows: readonly IRowData[],
  above: readonly IRowData[] = []
): readonly IFound[] {
  return rows.flatMap(each => [
    { row: each, above },
    ...allRows(each.children, [...above, each])
  ]);
}

/** The first row of a roadmap that is as wanted. */
export function findRow(
  { rows }: IRoadmap,
  wanted: (row: IRowData) => boolean
): IFound {
  const found = allRows(rows).find(({ row: each }) => wanted(each));
  expect(found, 'the roadmap has such a row').toBeDefined();
  return found as IFound;
}

/** The row of a problem set. */
export function findProblemSet(roadmap: IRoadmap, id: string): IFound {
  return findRow(
    roadmap,
    ({ kind, key }) => kind === 'problem-set' && key.endsWith(`/${id}`)
  );
}

/** The row with the exercises of a problem set's first notebook: the set's own, where it has no other. */
export function firstNotebook(problemSet: IFound): IFound {
  const [first] = problemSet.row.children;
  return first.kind === 'notebook'
    ? { row: first, above: [...problemSet.above, problemSet.row] }
    : problemSet;
}

/** The name of an exercise in its notebook. */
export function exerciseName({ target }: IRowData): string {
  return target?.exercise.split('#')[1] ?? '';
}

interface ICell {
  readonly id: string;
  readonly cell_type: string;
}

/** The cells of a notebook, as it is saved. */
export async function readCells(path: string): Promise<readonly ICell[]> {
  const response = await fetch(`${url}/api/contents/${path}`, { headers });
  const { content } = (await response.json()) as {
    content: { cells: ICell[] };
  };
  return content.cells;
}

/** The position in a notebook of the cell with that id. */
export async function cellIndex(path: string, id: string): Promise<number> {
  const cells = await readCells(path);
  const index = cells.findIndex(cell => cell.id === id);
  expect(index, `${path} has a cell ${id}`).toBeGreaterThanOrEqual(0);
  return index;
}

/**
 * A cell of a problem set's source, as its author wrote it.
 *
 * @param notebook - path of the built notebook; the source stands at the same place
 * @param header - how the cell is marked: `exercise="dot"`, or `reject="dot"` for the first of them
 */
export function sourceCell(notebook: string, header: string): string {
  const file = path.join(CONTENT, notebook.replace(/\.ipynb$/, '.py'));
  const cells = readFileSync(file, 'utf8').split(/^# %%/m);
  const cell = cells.find(text => text.split('\n', 1)[0].includes(header));
  expect(cell, `${file} has a cell ${header}`).toBeDefined();
  return (cell as string).split('\n').slice(1).join('\n').trim();
}

/** Set one of JupyterLab's settings, for the pages that are opened from now on. */
export function setSetting(plugin: string, settings: object): void {
  const [name, file] = plugin.split(':');
  const folder = path.join(
    process.env.MLCOURSE_TEST_CONFIG ?? '',
    'lab/user-settings',
    name
  );
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    path.join(folder, `${file}.jupyterlab-settings`),
    JSON.stringify(settings)
  );
}

export type Theme =
  'JupyterLab Light' | 'JupyterLab Dark' | 'JupyterLab Dark High Contrast';

/** The themes that everything must be readable in, with a short name for each. */
export const THEMES: readonly (readonly [Theme, string])[] = [
  ['JupyterLab Light', 'light'],
  ['JupyterLab Dark', 'dark'],
  ['JupyterLab Dark High Contrast', 'high-contrast']
];

export function setTheme(theme: Theme): void {
  setSetting('@jupyterlab/apputils-extension:themes', { theme });
}

/** How notebooks draw their cells. */
export const WINDOWING_MODES = [
  'full',
  'defer',
  'contentVisibility',
  'none'
] as const;

export function setWindowing(windowingMode: string): void {
  setSetting('@jupyterlab/notebook-extension:tracker', { windowingMode });
}

/** Keep JupyterLab's question about its news and the course's tour out of the way. */
export function declineNews(): void {
  setSetting('@jupyterlab/apputils-extension:notification', {
    fetchNews: 'false'
  });
  setCourse({ offerTour: false });
}

/** Set the course's own settings; those not named have their defaults. */
export function setCourse(settings: Partial<ISettings>): void {
  setSetting('@mlcourse/labextension:settings', settings);
}

export function setLanguage(locale: string): void {
  setSetting('@jupyterlab/translation-extension:plugin', { locale });
}

/** Forget the answers to quizzes that earlier tests gave: a quiz shows them again. */
export function forgetAnswers(): void {
  const config = process.env.MLCOURSE_TEST_CONFIG ?? '';
  rmSync(path.join(config, '../workspace/.mlcourse/quizzes'), {
    recursive: true,
    force: true
  });
}

/** Set what a test begins with. */
export function setDefaults(): void {
  declineNews();
  forgetAnswers();
  setTheme('JupyterLab Light');
  setWindowing('full');
  setLanguage('default');
}

/** Open JupyterLab with an empty layout, as on a first visit. */
export async function openLab(page: Page): Promise<Locator> {
  await page.goto(`${address('lab')}&reset`);
  const panel = page.locator('#mlcourse-roadmap');
  await expect(panel.getByRole('tree')).toBeVisible({ timeout: 60_000 });
  // JupyterLab's launcher takes the focus when it has been drawn, and not before.
  await expect(page.locator('.jp-Launcher')).toBeVisible();
  await page.waitForTimeout(1000);
  return panel;
}

/** The row of the tree with that key. */
export function row(panel: Locator, key: string): Locator {
  return panel.locator(`[role="treeitem"][data-key="${key}"]`);
}

/** Click a row, and not the arrow that opens and closes it. */
export async function click(panel: Locator, key: string): Promise<void> {
  await row(panel, key).locator('.mlcourse-Tree-title').click();
}

/**
 * Open the rows around a row, and the row itself if it has others inside. Beside an open notebook the panel
 * opens rows too, and a click may come just after that and close what was to be opened: look again.
 */
export async function reveal(
  panel: Locator,
  { row: wanted, above }: IFound
): Promise<void> {
  for (const { key } of [...above, wanted]) {
    const item = row(panel, key);
    await expect(async () => {
      if ((await item.getAttribute('aria-expanded')) === 'false') {
        await item.locator('.mlcourse-Tree-caret').click();
      }
      await expect(item).not.toHaveAttribute('aria-expanded', 'false', {
        timeout: 500
      });
    }).toPass();
  }
  await expect(row(panel, wanted.key)).toBeVisible();
}

/** The notebook in sight. */
export function notebook(page: Page): Locator {
  return page.locator('.jp-NotebookPanel:visible');
}

/** Wait until a heading's cell is at the top of the notebook in sight, and stays there. */
export async function expectAtTop(page: Page, heading: string): Promise<void> {
  const distance = async () => {
    const cell = notebook(page)
      .locator('.jp-MarkdownCell')
      .filter({ has: page.getByRole('heading', { name: heading }) });
    const view = notebook(page).locator('.jp-WindowedPanel-outer');
    const [inner, outer] = await Promise.all([
      cell
        .first()
        .boundingBox({ timeout: 1000 })
        .catch(() => null),
      view.boundingBox({ timeout: 1000 }).catch(() => null)
    ]);
    return inner && outer ? Math.abs(inner.y - outer.y) : Infinity;
  };
  // The padding of a notebook's page and of its first cell is above a cell at the top. While formulas
  // arrive the cell is moved and brought back: what counts is where it comes to rest.
  await expect(async () => {
    for (let look = 0; look < 8; look++) {
      expect(await distance()).toBeLessThan(30);
      await page.waitForTimeout(250);
    }
  }).toPass({ timeout: 20_000 });
}

/** Write into a code cell and run it. */
export async function writeAndRun(
  page: Page,
  index: number,
  text: string
): Promise<void> {
  const editor = await showCell(page, index);
  await editor.fill(text);
  await page.keyboard.press('Control+Enter');
}

/** Run a code cell as it is. */
export async function run(page: Page, index: number): Promise<void> {
  const editor = await showCell(page, index);
  await editor.click();
  await page.keyboard.press('Control+Enter');
}

/** Make a cell the active one, wherever it is: not every windowing mode draws those out of sight. */
async function showCell(page: Page, index: number): Promise<Locator> {
  const cell = notebook(page).locator('.jp-Cell.jp-mod-active');
  // A notebook that has just been opened may still be choosing its first active cell.
  await expect(async () => {
    await page.evaluate(async at => {
      const { shell } = (window as unknown as ExposedApp).jupyterapp;
      const { content } = shell.currentWidget;
      content.activeCellIndex = at;
      await content.scrollToItem(at, 'center');
    }, index);
    await expect(cell).toHaveAttribute('data-windowed-list-index', `${index}`, {
      timeout: 2000
    });
  }).toPass({ timeout: 20_000 });
  return cell.locator('.cm-content');
}

/** Write into the cell with that id of the notebook in sight, without running or saving it. */
export async function setSource(
  page: Page,
  id: string,
  text: string
): Promise<void> {
  await page.evaluate(
    ([cell, source]) => {
      const { shell } = (window as unknown as ExposedApp).jupyterapp;
      shell.currentWidget.content.widgets
        .find(({ model }) => model.id === cell)
        ?.model.sharedModel.setSource(source);
    },
    [id, text]
  );
}

/** What JupyterLab gives away in tests. */
interface ExposedApp {
  jupyterapp: {
    shell: {
      currentWidget: {
        content: {
          activeCellIndex: number;
          scrollToItem(index: number, align: string): Promise<void>;
          widgets: {
            model: {
              id: string;
              sharedModel: { setSource(text: string): void };
            };
          }[];
        };
      };
    };
  };
}

/** Keep a picture for people to look at, where MLCOURSE_SCREENSHOTS says. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.MLCOURSE_SCREENSHOTS;
  if (folder) {
    await page.screenshot({ path: path.join(folder, `${name}.png`) });
  }
}
