// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { expect, type Locator, type Page, test } from '@playwright/test';
import { execFileSync } from 'child_process';
import {
  address,
  cellIndex,
  findRow,
  headers,
  notebook,
  picture,
  readCells,
  readProgress,
  readRoadmap,
  run,
  setDefaults,
  url
} from './course';

const LESSON = 'vectors-and-matrices';
const ANSWERS = 'application/vnd.mlcourse.answers+json';

interface IOutputCell {
  readonly outputs?: readonly { readonly data?: Record<string, unknown> }[];
}

test.beforeEach(setDefaults);

test('the verdicts of a quiz are saved under it, and nothing but the quiz is seen', async ({
  page
}) => {
  const { row } = findRow(
    await readRoadmap(),
    ({ kind, target }) => kind === 'quiz' && target?.lesson === LESSON
  );
  const path = row.target?.path ?? '';
  const cells = await readCells(path);
  const heading = await cellIndex(path, row.target?.cell ?? '');
  const code = cells.findIndex(
    ({ cell_type }, index) => index > heading && cell_type === 'code'
  );
  await page.goto(address(`lab/tree/${path}`));
  await expect(notebook(page).locator('.jp-Cell').first()).toBeVisible({
    timeout: 60_000
  });
  await expect(page.locator('#jp-main-statusbar')).toContainText('| Idle');
  await run(page, code);
  const quiz = notebook(page).locator('.mlcourse-live');
  const outputs = notebook(page)
    .locator('.jp-Cell.jp-mod-active')
    .locator('.jp-OutputArea-child');
  await expect(quiz).toBeVisible({ timeout: 60_000 });
  // Whatever happens to the outputs from now on: which of them can be seen, and whether the quiz is the same.
  await quiz.evaluate(live => {
    const area = live.closest('.jp-OutputArea') as HTMLElement;
    const seen = ((window as unknown as { seen: string[] }).seen = []);
    new MutationObserver(() => {
      const children = area.querySelectorAll<HTMLElement>(
        '.jp-OutputArea-child'
      );
      const visible = [...children].filter(each => each.offsetHeight > 0);
      seen.push(`${visible.length} ${live.isConnected}` as never);
    }).observe(area, { childList: true, subtree: true });
  });
  const questions = quiz.locator('.mlcourse-question');
  const first = questions.first();
  await first.getByRole('radio').first().check();
  await first.getByRole('button', { name: 'Check question 1' }).click();
  await expect(first.locator('.mlcourse-feedback')).toContainText('Not right');
  await expect(outputs.first()).toContainText('Your last answers: 1 of');
  await expect(outputs.first()).toBeHidden();
  const seen = await page.evaluate(
    () => (window as unknown as { seen: string[] }).seen
  );
  expect([...new Set(seen)]).toEqual(['1 true']);

  // Jupyter Server takes a notebook that is read while it is written for a broken one, and puts the former back.
  const saved = page.waitForResponse(
    response =>
      response.request().method() === 'PUT' &&
      response.url().includes('/api/contents/')
  );
  await notebook(page)
    .locator('[data-jp-item-name="save"]')
    .locator('jp-button, button')
    .first()
    .click();
  await saved;
  const cell = (await readCells(path))[code] as IOutputCell;
  expect(cell.outputs?.map(({ data }) => data?.[ANSWERS])).toContainEqual({
    lesson: LESSON,
    answers: { 'target-shapes': false }
  });
  await expect(async () => {
    const { last } = await readProgress('');
    expect(last?.kind).toBe('quiz');
  }).toPass({ timeout: 20_000 });
});

const EXPLORERS = execFileSync(
  process.env.MLCOURSE_PYTHON ?? 'python3',
  ['-c', 'from mlcourse import widgets; print(*widgets.__all__)'],
  { encoding: 'utf8' }
)
  .trim()
  .split(' ');
const NOTEBOOK = 'explorers.ipynb';

// anywidget says this of a widget that was not ready within two seconds, as happens on a machine that is busy with
// other things. Whether an explorer suffers from it is what these tests look at.
const SLOW = '[anywidget] Failed to initialize model.';

// A figure comes first, as in lessons.
const FIGURE = `from mlcourse import widgets
from mlcourse.plots import theme
theme.figure(theme.line([0, 1], [0, 1], "y"), alt="A straight line.")`;

/** Write a notebook with a figure and one cell for each explorer. */
async function makeNotebook(): Promise<void> {
  const sources = [FIGURE, ...EXPLORERS.map(name => `widgets.${name}()`)];
  const cells = sources.map((source, at) => ({
    cell_type: 'code',
    execution_count: null,
    id: `cell-${at}`,
    metadata: {},
    outputs: [],
    source
  }));
  const kernelspec = { name: 'mlcourse', display_name: 'ML Course' };
  const content = {
    cells,
    metadata: { kernelspec },
    nbformat: 4,
    nbformat_minor: 5
  };
  const response = await fetch(`${url}/api/contents/${NOTEBOOK}`, {
    method: 'PUT',
    headers,
    body: JSON.stringify({ type: 'notebook', format: 'json', content })
  });
  expect(response.ok).toBe(true);
}

async function openNotebook(page: Page): Promise<void> {
  await page.goto(`${address(`lab/tree/${NOTEBOOK}`)}&reset`);
  await expect(notebook(page).locator('.jp-Cell').first()).toBeVisible({
    timeout: 60_000
  });
}

async function execute(page: Page, command: string, args = {}): Promise<void> {
  await page.evaluate(
    async ([id, options]) => {
      const { jupyterapp } = window as unknown as {
        jupyterapp: {
          commands: { execute(id: string, args: object): Promise<void> };
          shell: { currentWidget: { sessionContext: { ready: unknown } } };
        };
      };
      await jupyterapp.shell.currentWidget.sessionContext.ready;
      await jupyterapp.commands.execute(id, options);
    },
    [command, args] as const
  );
}

/** Scroll to the cell of an explorer; the cells out of sight are not drawn. */
async function cellOf(page: Page, name: string): Promise<Locator> {
  const at = EXPLORERS.indexOf(name) + 1;
  await page.evaluate(async index => {
    const { jupyterapp } = window as unknown as {
      jupyterapp: {
        shell: {
          currentWidget: {
            content: {
              activeCellIndex: number;
              scrollToItem(index: number, align: string): Promise<void>;
            };
          };
        };
      };
    };
    const { content } = jupyterapp.shell.currentWidget;
    content.activeCellIndex = index;
    await content.scrollToItem(index, 'start');
  }, at);
  return notebook(page).locator(`.jp-Cell[data-windowed-list-index="${at}"]`);
}

/** The figure of a live explorer: one image with a description. */
function figureOf(explorer: Locator): Locator {
  return explorer.getByRole('img', { name: /\w+ \w+/ });
}

/** Move each control by one key: the last first, for those before may show and hide those after them. */
async function press(page: Page, controls: Locator): Promise<void> {
  for (let at = (await controls.count()) - 1; at >= 0; at--) {
    const control = controls.nth(at);
    await control.focus({ timeout: 10_000 });
    const key = await control.evaluate(node => {
      if (node instanceof HTMLSelectElement) {
        const last = node.selectedIndex === node.options.length - 1;
        return last ? 'ArrowUp' : 'ArrowDown';
      }
      const input = node as HTMLInputElement;
      const end = Number(input.value) >= Number(input.max);
      return input.type === 'checkbox' ? 'Space' : end ? 'Home' : 'End';
    });
    await page.keyboard.press(key);
  }
}

/** The contrast of a text with what is behind it, from 1 to 21. */
async function contrast(text: Locator): Promise<number> {
  return text.evaluate(node => {
    const parts = (color: string) =>
      (color.match(/[\d.]+/g) ?? []).map(Number) as number[];
    const luminance = (color: string) =>
      parts(color)
        .slice(0, 3)
        .map(each => each / 255)
        .map(each =>
          each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4
        )
        .reduce(
          (sum, each, at) => sum + each * [0.2126, 0.7152, 0.0722][at],
          0
        );
    let behind: Element | null = node;
    while (behind && parts(getComputedStyle(behind).backgroundColor)[3] === 0) {
      behind = behind.parentElement;
    }
    const [light, dark] = [
      luminance(getComputedStyle(node).color),
      luminance(getComputedStyle(behind ?? document.body).backgroundColor)
    ].sort((one, other) => other - one);
    return (light + 0.05) / (dark + 0.05);
  });
}

test.describe('the explorers', () => {
  test.describe.configure({ mode: 'serial' });
  let page: Page;
  const errors: string[] = [];

  test.beforeAll(async ({ browser }) => {
    setDefaults();
    await makeNotebook();
    page = await browser.newPage();
    page.on('pageerror', ({ message }) => errors.push(message));
    page.on('console', message => {
      if (message.type() === 'error') {
        errors.push(message.text());
      }
    });
    await openNotebook(page);
  });

  test.afterAll(async () => {
    await page.close();
  });

  test('each shows its figure, names its controls and follows the keyboard', async () => {
    test.setTimeout(240_000);
    await execute(page, 'notebook:run-cell');
    await expect(
      notebook(page).locator('.js-plotly-plot .main-svg').first()
    ).toBeVisible({ timeout: 60_000 });
    for (const name of EXPLORERS) {
      await test.step(name, async () => {
        const explorer = (await cellOf(page, name)).locator('.mlcourse-live');
        await execute(page, 'notebook:run-cell');
        const figure = figureOf(explorer);
        const report = explorer.getByRole('status');
        const controls = explorer.locator('select:visible, input:visible');
        await expect(figure).toHaveCount(1, { timeout: 60_000 });
        await expect(controls.first()).toBeVisible();
        for (const control of await controls.all()) {
          await expect(control).toHaveAccessibleName(/\S/);
        }
        const look = async () => ({
          figure: await figure.getAttribute('aria-label'),
          report: await report.innerHTML()
        });
        const before = await look();
        const box = await figure.boundingBox();
        await press(page, controls);
        await expect
          .poll(async () => (await look()).figure)
          .not.toBe(before.figure);
        await expect
          .poll(async () => (await look()).report)
          .not.toBe(before.report);
        // The focus is where it was, and the figure was drawn in its place.
        await expect(explorer.locator(':focus')).toHaveCount(1);
        expect((await figure.boundingBox())?.height).toBe(box?.height);
        const overflow = await explorer.evaluate(
          node => node.scrollWidth - node.clientWidth
        );
        expect(overflow).toBeLessThanOrEqual(0);
      });
    }
    expect(errors.filter(each => !each.includes(SLOW))).toEqual([]);
  });

  test('a report is read out when the controls have come to rest', async () => {
    const explorer = (await cellOf(page, 'distributions')).locator(
      '.mlcourse-live'
    );
    const report = explorer.getByRole('status');
    await expect(report).toHaveAttribute('aria-live', 'polite');
    // How often the report changed while screen readers listened.
    await report.evaluate(region => {
      const told = window as unknown as { told: string[] };
      told.told = [];
      new MutationObserver(() => {
        if (region.getAttribute('aria-busy') !== 'true') {
          told.told.push(region.textContent ?? '');
        }
      }).observe(region, { childList: true, subtree: true });
    });
    const slider = explorer.getByRole('slider', { name: 'σ' });
    await slider.focus();
    for (let step = 0; step < 4; step++) {
      await page.keyboard.press('ArrowLeft'); // it stands at its end
    }
    const told = () =>
      page.evaluate(() => (window as unknown as { told: string[] }).told);
    await expect.poll(told).toHaveLength(1);
    const value = Number(await slider.inputValue());
    expect(await told()).toEqual([
      expect.stringContaining(
        `Variance ${Number((value ** 2).toPrecision(3))}.`
      )
    ]);
  });

  test('they can be read on a dark page', async () => {
    await execute(page, 'apputils:change-theme', { theme: 'JupyterLab Dark' });
    await expect(page.locator('body')).toHaveAttribute(
      'data-jp-theme-light',
      'false'
    );
    const explorer = (await cellOf(page, 'distributions')).locator(
      '.mlcourse-live'
    );
    const texts = [
      explorer.locator('p').first(),
      explorer.locator('label:visible').first(),
      explorer.getByRole('combobox').first(),
      explorer.locator('.mlcourse-slider-value:visible').first(),
      explorer.getByRole('status').locator('p').first()
    ];
    for (const text of texts) {
      expect(await contrast(text)).toBeGreaterThan(4.5);
    }
    const paper = explorer.locator('.main-svg').first();
    await expect(paper).toHaveCSS('background-color', 'rgba(0, 0, 0, 0)');
    await picture(page, 'explorer-dark');
    await execute(page, 'apputils:change-theme', { theme: 'JupyterLab Light' });
  });

  test('opened again, and printed, they are pictures with their message', async () => {
    const name = 'distributions';
    const report = 'Variance 1.';
    await execute(page, 'docmanager:save');
    const sessions = (await (
      await fetch(`${url}/api/sessions`, { headers })
    ).json()) as { id: string; path: string }[];
    for (const { id } of sessions.filter(({ path }) => path === NOTEBOOK)) {
      const page = `${url}/api/sessions/${id}`;
      expect((await fetch(page, { method: 'DELETE', headers })).ok).toBe(true);
    }
    await openNotebook(page);
    const outputs = (await cellOf(page, name)).locator('.jp-OutputArea');
    // Plotly's renderer shows the saved picture, or draws the figure.
    await expect(outputs.locator('img, .main-svg').first()).toBeVisible();
    await expect(outputs.locator('.mlcourse-static')).toContainText(
      'Question.'
    );
    await expect(outputs.locator('.mlcourse-static')).toContainText(report);
    await expect(outputs.locator('.mlcourse-figure-description')).toHaveText(
      /^Figure: A normal distribution/
    );
    // Nothing is said of the widget that is gone.
    const gone = outputs.locator('.jupyter-widgets');
    await expect(gone).toHaveText(/model not found|Loading widget/);
    await expect(gone).toBeHidden();
    await picture(page, 'explorer-reopened');

    // This is the page that JupyterLab prints.
    await page.emulateMedia({ media: 'print' });
    await page.goto(address(`nbconvert/html/${NOTEBOOK}`));
    const printed = page
      .locator('.jp-CodeCell')
      .filter({ has: page.locator('.mlcourse-static') });
    await expect(printed).toHaveCount(EXPLORERS.length);
    for (const cell of await printed.all()) {
      const shown = cell.locator('img');
      await expect(shown).toBeVisible();
      const width = await shown.evaluate(
        node => (node as HTMLImageElement).naturalWidth
      );
      expect(width).toBeGreaterThan(300);
      await expect(cell.locator('.mlcourse-static')).toContainText('Question.');
    }
    await picture(page, 'explorer-printed');
  });
});
