// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { readFileSync } from 'fs';
import {
  address,
  allRows,
  cellIndex,
  notebook,
  openLab,
  picture,
  readRoadmap,
  row,
  setCourse,
  setDefaults,
  setLanguage,
  setTheme,
  sourceCell
} from './course';

const PROBLEMS =
  'assignments/01-foundations/linear-algebra/vectors-and-matrices.ipynb';

test.beforeEach(setDefaults);

test.afterAll(() => setLanguage('default'));

/** What JupyterLab gives away in tests. */
interface ILab {
  jupyterapp: {
    commands: {
      execute(id: string, args?: object): Promise<unknown>;
      isEnabled(id: string): boolean;
      readonly keyBindings: readonly {
        readonly command: string;
        readonly keys: readonly string[];
      }[];
    };
    shell: {
      currentWidget: {
        content: {
          activeCellIndex: number;
          widgets: {
            model: {
              id: string;
              sharedModel: { setSource(text: string): void };
            };
          }[];
        };
        context: { sessionContext: ISession };
        sessionContext: ISession;
      };
    };
  };
}

interface ISession {
  shutdown(): Promise<void>;
  session: { kernel: { status: string } };
}

function execute(page: Page, id: string, args: object = {}): Promise<void> {
  return page.evaluate(
    async ([command, options]) => {
      const { commands } = (window as unknown as ILab).jupyterapp;
      await commands.execute(command as string, options as object);
    },
    [id, args]
  );
}

const menuEntry = (page: Page, name: string) =>
  page.locator('.lm-Menu-itemLabel').getByText(name, { exact: true });

function openMenu(page: Page, name: string): Promise<void> {
  return page
    .locator('.lm-MenuBar-item')
    .filter({ hasText: new RegExp(`^${name}$`) })
    .click();
}

const toast = (page: Page) => page.locator('.Toastify__toast');
const status = (page: Page) => page.locator('.mlcourse-Status button');
const tour = (page: Page) => page.locator('.mlcourse-Tour');

test('every command is in the menu and in the palette', async ({ page }) => {
  await openLab(page);
  await openMenu(page, 'Course');
  const entries = page.locator('.lm-Menu-item[data-type="command"]');
  await expect(entries.locator('.lm-Menu-itemLabel')).toHaveText([
    'Continue the Course',
    'Open What Comes Next',
    'Show the Course',
    'Search the Roadmap',
    'Follow Another Roadmap…',
    'Course Map',
    'Progress',
    'Run All Checks',
    'Grade My Work',
    'Stop Grading',
    'Show My Graded Work',
    'Export Progress',
    'Import Progress…',
    'Take the Tour'
  ]);
  // There is no notebook to run the checks of.
  await expect(entries.filter({ hasText: 'Run All Checks' })).toHaveClass(
    /lm-mod-disabled/
  );
  await picture(page, 'menu');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Shift+C');
  await page.locator('.lm-CommandPalette-input').fill('Take the Tour');
  await page.keyboard.press('Enter');
  await expect(tour(page)).toBeVisible();
});

test('the shortcuts collide with none of JupyterLab’s', async ({ page }) => {
  const panel = await openLab(page);
  const bindings = await page.evaluate(() => {
    const { keyBindings } = (window as unknown as ILab).jupyterapp.commands;
    return keyBindings.map(({ command, keys }) => [command, keys.join(' ')]);
  });
  const ours = bindings.filter(([command]) => command.startsWith('mlcourse:'));
  expect(ours.length).toBe(6);
  for (const [command, keys] of ours) {
    const same = bindings.filter(([, other]) => other === keys);
    expect(same, keys).toEqual([[command, keys]]);
  }
  await page.keyboard.press('Alt+Shift+F');
  await expect(panel.locator('.mlcourse-Search-input')).toBeFocused();
});

test('“Follow Another Roadmap” shows the choice', async ({ page }) => {
  const panel = await openLab(page);
  await execute(page, 'mlcourse:pick-roadmap');
  await expect(panel.getByRole('listbox')).toBeVisible();
  await page.keyboard.press('Escape');
  await execute(page, 'mlcourse:pick-roadmap', { id: 'deep-learning' });
  await expect(panel.locator('.mlcourse-Picker-current')).toHaveText(
    'Deep learning'
  );
});

test('settings take effect at once', async ({ page }) => {
  const panel = await openLab(page);
  await expect(status(page)).toBeVisible();
  await execute(page, 'settingeditor:open', { query: 'Course' });
  const form = page.locator('.jp-SettingsForm');
  const box = (name: string) => form.getByRole('checkbox', { name });
  await box('Show points in the status bar').uncheck();
  await expect(status(page)).toBeHidden();
  await box('Show points in the status bar').check();
  await expect(status(page)).toBeVisible();
  const planned = allRows((await readRoadmap()).rows).find(
    ({ row: each, above }) =>
      above.length === 0 &&
      each.planned &&
      !allRows([each]).some(({ row: inner }) => inner.target)
  );
  if (planned) {
    const module = row(panel, planned.row.key);
    await expect(module).toBeVisible();
    await box('Show what is planned').uncheck();
    await expect(module).toBeHidden();
    await box('Show what is planned').check();
    await expect(module).toBeVisible();
  }
  await picture(page, 'settings');
  await form.locator('select').selectOption({ label: 'The nine parts' });
  await expect(panel.locator('.mlcourse-Picker-current')).toHaveText(
    'The nine parts'
  );
  await form
    .locator('select')
    .selectOption({ label: 'The course’s own choice' });
  await expect(panel.locator('.mlcourse-Picker-current')).toHaveText(
    'The fifteen modules'
  );
});

test('the course keeps out of the way where the settings say so', async ({
  page
}) => {
  setCourse({ offerTour: true, openAtFirstVisit: false });
  const asked: string[] = [];
  page.on('request', request => {
    if (request.url().includes('/mlcourse/')) {
      asked.push(request.url());
    }
  });
  await page.goto(`${address('lab')}&reset`);
  await expect(page.locator('.jp-Launcher')).toBeVisible({ timeout: 60_000 });
  await page.waitForTimeout(4000);
  await expect(page.locator('#mlcourse-roadmap')).toBeHidden();
  await expect(status(page)).toBeHidden();
  await expect(tour(page)).toBeHidden();
  expect(asked).toEqual([]);
});

test('outside a workspace there is nothing to press', async ({ page }) => {
  setCourse({ offerTour: true });
  await page.route('**/mlcourse/roadmap*', route =>
    route.fulfill({
      json: {
        workspace: false,
        message: 'This folder is no course workspace.',
        title: 'Machine learning',
        roadmaps: [],
        roadmap: '',
        rows: [],
        progress: null,
        checks: {},
        topics: {}
      }
    })
  );
  await page.goto(`${address('lab')}&reset`);
  await expect(page.locator('.jp-Launcher')).toBeVisible({ timeout: 60_000 });
  await execute(page, 'mlcourse:open-roadmap');
  await expect(page.locator('#mlcourse-roadmap')).toContainText(
    'This folder is no course workspace.'
  );
  await expect(
    page.locator('.jp-LauncherCard', { hasText: /the Course|Course Map/ })
  ).toHaveCount(0);
  await expect(status(page)).toBeHidden();
  const enabled = await page.evaluate(() => {
    const { commands } = (window as unknown as ILab).jupyterapp;
    return ['continue', 'next', 'search', 'export-progress', 'tour'].filter(
      name => commands.isEnabled(`mlcourse:${name}`)
    );
  });
  expect(enabled).toEqual([]);
  await page.waitForTimeout(2000);
  await expect(tour(page)).toBeHidden();
});

test('the launcher’s cards and the status bar lead on', async ({ page }) => {
  const panel = await openLab(page);
  const card = (name: string) =>
    page.locator('.jp-LauncherCard').filter({ hasText: name });
  await expect(card('Course Map')).toBeVisible();
  await picture(page, 'launcher');
  await execute(page, 'mlcourse:next');
  await expect(notebook(page)).toBeVisible();
  const { last } = (await readRoadmap()).progress ?? {};
  await page.locator('.jp-NotebookPanel').first().waitFor();
  await execute(page, 'application:close-all');
  await expect(card('Continue the Course')).toHaveAttribute(
    'title',
    new RegExp(last?.title ?? '.')
  );
  await card('Continue the Course').click();
  await expect(notebook(page)).toBeVisible();
  await expect(status(page)).toHaveText(/^Course: \d+ of \d+ points$/);
  await expect(status(page)).toHaveAttribute('title', /topics mastered/);
  await status(page).click();
  await expect(page.getByRole('tab', { name: 'Progress' })).toBeVisible();
  await expect(panel.getByRole('button', { name: 'Course Map' })).toBeVisible();
});

test.describe('all checks', () => {
  let exercises: { name: string; check: string }[];

  test.beforeAll(async () => {
    const { checks } = await readRoadmap();
    exercises = Object.entries(checks[PROBLEMS]).map(([check, id]) => ({
      check,
      name: id.split('#')[1]
    }));
  });

  const button = (page: Page) =>
    page.locator('.jp-Toolbar [data-command="mlcourse:run-checks"]:visible');

  /** Open the problem set with one right answer, one wrong one and stubs. */
  async function openProblems(page: Page): Promise<Locator> {
    const panel = await openLab(page);
    await execute(page, 'docmanager:open', { path: PROBLEMS });
    await expect(button(page)).toBeVisible();
    const texts = exercises.map(({ name }, index) =>
      index === 1
        ? sourceCell(PROBLEMS, `reject="${name}"`)
        : index === 0
          ? sourceCell(PROBLEMS, `exercise="${name}"`)
          : stub(sourceCell(PROBLEMS, `exercise="${name}"`))
    );
    for (const [index, { name }] of exercises.entries()) {
      await setSource(page, name, texts[index]);
    }
    return panel;
  }

  /** What a learner starts from. */
  function stub(text: string): string {
    return text.replace(
      /( *)### BEGIN SOLUTION[\s\S]*### END SOLUTION/,
      '$1raise NotImplementedError'
    );
  }

  function setSource(page: Page, id: string, text: string): Promise<void> {
    return page.evaluate(
      ([cell, source]) => {
        const { shell } = (window as unknown as ILab).jupyterapp;
        shell.currentWidget.content.widgets
          .find(({ model }) => model.id === cell)
          ?.model.sharedModel.setSource(source);
      },
      [id, text]
    );
  }

  test('are run in order, past one that fails, and told of once', async ({
    page
  }) => {
    const panel = await openProblems(page);
    const checked: object[] = [];
    page.on('request', request => {
      if (request.url().includes('/mlcourse/events')) {
        const { events } = request.postDataJSON() as {
          events: { kind: string; exercise: string; passed: boolean }[];
        };
        checked.push(...events.filter(({ kind }) => kind === 'checked'));
      }
    });
    await button(page).click();
    await expect(button(page)).toContainText(`of ${exercises.length}`);
    await picture(page, 'checks-running');
    await expect(toast(page)).toHaveText(
      `Of ${exercises.length} checks: 1 passed, 1 tried, ${exercises.length - 2} not begun.`,
      { timeout: 60_000 }
    );
    await expect(button(page)).toContainText('Checks');
    const [right, wrong] = exercises;
    await expect
      .poll(() =>
        page.evaluate(() => {
          const { shell } = (window as unknown as ILab).jupyterapp;
          return shell.currentWidget.content.activeCellIndex;
        })
      )
      .toBe(await cellIndex(PROBLEMS, wrong.name));
    await expect(async () => {
      const answer = notebook(page).locator('.jp-Cell.jp-mod-active');
      for (let look = 0; look < 4; look++) {
        await expect(answer).toBeInViewport({ ratio: 0.2, timeout: 1000 });
        await page.waitForTimeout(250);
      }
    }).toPass({ timeout: 15_000 });
    await picture(page, 'checks-done');
    expect(checked.map(event => JSON.stringify(event)).sort()).toEqual(
      [
        {
          kind: 'checked',
          exercise: `linear-algebra#${right.name}`,
          passed: true
        },
        {
          kind: 'checked',
          exercise: `linear-algebra#${wrong.name}`,
          passed: false
        }
      ]
        .map(event => JSON.stringify(event))
        .sort()
    );
    // The tests before this one may have passed more; the sidebar says what the server knows by now.
    const roadmap = await readRoadmap();
    const index = allRows(roadmap.rows).findIndex(
      ({ row }) => row.target?.exercise === `linear-algebra#${right.name}`
    );
    const [state] = roadmap.progress?.rows[index] ?? [];
    expect(state, 'practised, or mastered').toBeGreaterThanOrEqual(3);
    const [passed, all] = roadmap.progress?.totals.exercises ?? [];
    await expect(
      panel.getByText(`${passed} of ${all} exercises passed`, { exact: true })
    ).toBeVisible();
  });

  test('can be stopped, and run from the row’s menu', async ({ page }) => {
    const panel = await openProblems(page);
    await setSource(page, exercises[0].name, 'import time\ntime.sleep(90)');
    await panel.locator('.mlcourse-Search-input').fill('linear algebra');
    await panel
      .locator('.mlcourse-mod-problem-set:visible .mlcourse-Tree-title')
      .first()
      .click({ button: 'right' });
    await menuEntry(page, 'Run All Checks').click();
    await expect(toast(page)).toContainText(`0 of ${exercises.length}`);
    await page.waitForTimeout(1500);
    await toast(page)
      .getByRole('button', { name: 'Stop', exact: true })
      .click();
    await expect(toast(page)).toContainText(
      `Stopped. Of ${exercises.length} checks`
    );
  });

  test('say what is wrong with the kernel', async ({ page }) => {
    await openProblems(page);
    await setSource(page, exercises[0].name, 'import os\nos._exit(1)');
    await button(page).click();
    await expect(toast(page)).toContainText('The kernel has stopped.', {
      timeout: 60_000
    });
    // JupyterLab has its own word to say about it.
    await page.getByRole('button', { name: 'Ok', exact: true }).click();
    await toast(page).getByRole('button', { name: /Hide/ }).click();
    await page.evaluate(() => {
      const { shell } = (window as unknown as ILab).jupyterapp;
      return shell.currentWidget.sessionContext.shutdown();
    });
    await button(page).click();
    await expect(
      toast(page).getByText('This notebook has no kernel.')
    ).toBeVisible();
  });

  test('have a button in Notebook 7, and none beside other notebooks', async ({
    page
  }) => {
    await page.goto(address(`notebooks/${PROBLEMS}`));
    await expect(button(page)).toBeVisible({ timeout: 60_000 });
    await openMenu(page, 'Course');
    await expect(menuEntry(page, 'Run All Checks')).toBeVisible();
    await picture(page, 'notebook7-menu');
    await page.keyboard.press('Escape');
    const { topics } = await readRoadmap();
    await page.goto(address(`notebooks/${Object.keys(topics)[0]}`));
    await expect(notebook(page).locator('.jp-Cell').first()).toBeVisible();
    await expect(button(page)).toHaveCount(0);
  });
});

test('progress is exported and imported', async ({ page }) => {
  await openLab(page);
  await execute(page, 'mlcourse:next');
  await expect(notebook(page)).toBeVisible();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    execute(page, 'mlcourse:export-progress')
  ]);
  expect(file.suggestedFilename()).toBe('mlcourse-progress.jsonl');
  const saved = await file.path();
  const lines = readFileSync(saved, 'utf8').trim().split('\n');
  expect(JSON.parse(lines[0])).toHaveProperty('kind');
  const chooser = page.waitForEvent('filechooser');
  const imported = execute(page, 'mlcourse:import-progress');
  await (await chooser).setFiles(saved);
  await imported;
  await expect(toast(page)).toContainText('0 entries were added.');
  await expect(toast(page)).toContainText('known already');
});

test('the tour is taken by keyboard, once', async ({ page }) => {
  setCourse({ offerTour: true });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openLab(page);
  const title = tour(page).locator('h2');
  await expect(title).toHaveText('Your roadmap');
  await expect(title).toBeFocused();
  expect(
    await tour(page).evaluate(node => getComputedStyle(node).transitionDuration)
  ).toBe('0s');
  const { violations } = await new AxeBuilder({ page })
    .include('.mlcourse-Tour')
    .analyze();
  expect(violations).toEqual([]);
  await picture(page, 'tour');
  for (const next of [
    'Lessons and exercises',
    'Search',
    'The map',
    'Your progress'
  ]) {
    // From the title the keys lead through the buttons, the last of which goes on.
    await tour(page).getByRole('button', { name: /Next/ }).focus();
    await page.keyboard.press('Enter');
    await expect(title).toHaveText(next);
    await expect(title).toBeFocused();
    await expect(page.locator('.mlcourse-mod-toured')).toHaveCount(1);
  }
  await page.keyboard.press('Escape');
  await expect(tour(page)).toBeHidden();
  await expect(page.locator('.mlcourse-mod-toured')).toHaveCount(0);
  await openLab(page);
  await page.waitForTimeout(3000);
  await expect(tour(page)).toBeHidden();
  await execute(page, 'mlcourse:tour');
  await expect(title).toHaveText('Your roadmap');
  await expect(title).toBeFocused();
  await tour(page).getByRole('button', { name: 'Skip' }).click();
  await expect(tour(page)).toBeHidden();
});

for (const theme of [
  'JupyterLab Dark',
  'JupyterLab Dark High Contrast'
] as const) {
  test(`the tour can be read in ${theme}`, async ({ page }) => {
    setTheme(theme);
    setCourse({ offerTour: true });
    await openLab(page);
    await expect(tour(page)).toBeVisible();
    const { violations } = await new AxeBuilder({ page })
      .include('.mlcourse-Tour')
      .analyze();
    expect(violations).toEqual([]);
    await picture(page, `tour-${theme}`);
  });
}

test('in German all of it is German', async ({ page }) => {
  setLanguage('de_DE');
  setCourse({ offerTour: true });
  const panel = await openLab(page);
  await expect(tour(page).locator('h2')).toHaveText('Ihr Lernpfad');
  await picture(page, 'german-tour');
  // JupyterLab has nothing to say about changed menus.
  await expect(page.locator('.jp-Dialog')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(panel.getByRole('searchbox')).toHaveAttribute(
    'aria-label',
    'Lernpfad durchsuchen'
  );
  await expect(status(page)).toHaveText(/^Kurs: \d+ von \d+ Punkten$/);
  await openMenu(page, 'Kurs');
  await expect(menuEntry(page, 'Alle Tests ausführen')).toBeVisible();
  await expect(menuEntry(page, 'Kurskarte')).toBeVisible();
  await picture(page, 'german');
  await page.keyboard.press('Escape');
  await execute(page, 'settingeditor:open', { query: 'Kurs' });
  await expect(
    page
      .locator('.jp-SettingsForm')
      .getByRole('checkbox', { name: 'Den Rundgang anbieten' })
  ).toBeVisible();
  await picture(page, 'german-settings');
});
