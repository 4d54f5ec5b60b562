// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page, test } from '@playwright/test';
import type {
  IExercise,
  IExerciseNotebook,
  ILesson,
  IModule,
  IProblemSet,
  ITopic
} from '../../labextension/src/api';
import {
  address,
  cellIndex,
  click,
  declineNews,
  expectAtTop,
  notebook,
  openLab,
  picture,
  readCells,
  readRoadmap,
  row,
  run,
  setTheme,
  setWindowing,
  sourceCell,
  type Theme,
  WINDOWING_MODES,
  writeAndRun
} from './course';

let module: IModule;
let lesson: ILesson;
let topic: ITopic;
let problemSet: IProblemSet;
let problems: IExerciseNotebook;

test.beforeAll(async () => {
  const { modules } = await readRoadmap();
  module = modules.find(({ id }) => id === '01-foundations') as IModule;
  lesson = module.lessons.find(
    ({ id }) => id === 'vectors-and-matrices'
  ) as ILesson;
  topic = lesson.topics.find(({ title }) => title === 'Dot product') as ITopic;
  problemSet = module.problem_sets.find(
    ({ id }) => id === 'linear-algebra'
  ) as IProblemSet;
  [problems] = problemSet.notebooks;
});

test.beforeEach(() => {
  declineNews();
  setTheme('JupyterLab Light');
  setWindowing('full');
});

test('the panel is there at a first visit, and afterwards the layout decides', async ({
  page
}) => {
  const panel = await openLab(page);
  await expect(row(panel, `module:${module.id}`)).toHaveAttribute(
    'aria-expanded',
    'true'
  );
  await picture(page, 'first-visit');
  await page.getByRole('tab', { name: /File Browser/ }).click();
  await expect(panel).toBeHidden();
  await layoutSaved(page);
  await page.goto(address('lab'));
  await expect(page.locator('#filebrowser')).toBeVisible();
  await expect(panel).toBeHidden();
});

test('nothing is asked of the server while the panel is out of sight', async ({
  page
}) => {
  await openLab(page);
  await page.getByRole('tab', { name: /File Browser/ }).click();
  await layoutSaved(page);
  const asked: string[] = [];
  page.on('request', request => {
    if (request.url().includes('/mlcourse/')) {
      asked.push(request.url());
    }
  });
  await page.goto(address('lab'));
  await expect(page.locator('#filebrowser')).toBeVisible();
  await page.waitForTimeout(2000);
  expect(asked).toEqual([]);
  await page.keyboard.press('Control+Shift+C');
  await page.locator('.lm-CommandPalette-input').fill('Show the Course');
  await page.keyboard.press('Enter');
  await expect(
    page.locator('#mlcourse-roadmap').getByRole('tree')
  ).toBeVisible();
  expect(asked.length).toBe(1);
});

test('the tree is worked by keyboard alone', async ({ page }) => {
  const panel = await openLab(page);
  const focused = panel.locator('[role="treeitem"]:focus');
  const press = (key: string) => page.keyboard.press(key);
  await panel.getByRole('button', { name: 'Refresh the course' }).focus();
  await press('Tab');
  await expect(focused).toHaveAttribute('data-key', `module:${module.id}`);
  await press('ArrowRight');
  await expect(focused).toHaveAttribute(
    'data-key',
    `lesson:${module.lessons[0].id}`
  );
  await press('Home');
  await page.keyboard.type(problemSet.title.slice(0, 3), { delay: 30 });
  await expect(focused).toHaveAttribute(
    'data-key',
    `problem-set:${problemSet.id}`
  );
  await expect(focused).toHaveAttribute('aria-expanded', 'false');
  await press('Space');
  await expect(focused).toHaveAttribute('aria-expanded', 'true');
  await press('ArrowDown');
  await expect(focused).toHaveAttribute(
    'data-key',
    `exercise:${problems.exercises[0].id}`
  );
  await expect(focused).toHaveAttribute('aria-level', '3');
  await expect(focused).toHaveAttribute('aria-posinset', '1');
  await expect(focused).toHaveAttribute(
    'aria-setsize',
    `${problems.exercises.length}`
  );
  await press('ArrowLeft');
  await press('ArrowLeft');
  await expect(focused).toHaveAttribute('aria-expanded', 'false');
  await press('End');
  await press('Home');
  await page.keyboard.type(lesson.title.slice(0, 4), { delay: 30 });
  await press('ArrowRight');
  await page.keyboard.type(topic.title.slice(0, 4), { delay: 30 });
  await expect(focused).toHaveAttribute('data-key', `topic:${topic.id}`);
  await press('Enter');
  await expectAtTop(page, topic.title);
});

for (const mode of WINDOWING_MODES) {
  test(`a click on a topic lands on its heading (${mode})`, async ({
    page
  }) => {
    setWindowing(mode);
    const panel = await openLab(page);
    await open(panel, `lesson:${lesson.id}`);
    await click(panel, `topic:${topic.id}`);
    await expectAtTop(page, topic.title);
    const last = lesson.topics[lesson.topics.length - 1];
    await click(panel, `topic:${last.id}`);
    await expect(
      notebook(page).getByRole('heading', { name: last.title })
    ).toBeInViewport();
    await click(panel, `topic:${lesson.topics[1].id}`);
    await expectAtTop(page, lesson.topics[1].title);
    if (mode === 'full') {
      await picture(page, 'topic');
    }
  });
}

test('a right answer passes and stays passed; a wrong one does not', async ({
  page
}) => {
  const [right, wrong] = problems.exercises;
  let panel = await openLab(page);
  await click(panel, `problem-set:${problemSet.id}`);
  await expect(notebook(page)).toBeVisible();
  await expectState(page, right, 'new');

  await runPlainCells(page);
  await solve(page, right, 'exercise');
  await expectState(page, right, 'passed');

  // The check of an answer that is not there yet is no attempt.
  await click(panel, `exercise:${wrong.id}`);
  await expectAtTop(page, wrong.title);
  await check(page, wrong);
  await page.waitForTimeout(1500);
  await expectState(page, wrong, 'new');
  await solve(page, wrong, 'reject');
  await expectState(page, wrong, 'tried');
  await expect(panel.getByText(/^1 of \d+ exercises passed$/)).toBeVisible();
  await picture(page, 'exercises-light');

  await page.reload();
  panel = page.locator('#mlcourse-roadmap');
  await expectState(page, right, 'passed');
  await expectState(page, wrong, 'tried');
  await click(panel, `exercise:${right.id}`);
  await expectAtTop(page, right.title);

  // A wrong answer later does not take away what was shown once.
  await solve(page, right, 'reject');
  await page.waitForTimeout(1500);
  await expectState(page, right, 'passed');
});

test('when the server cannot be reached the tree stays, and results are sent later', async ({
  page
}) => {
  const [first, second, exercise] = problems.exercises;
  const panel = await openLab(page);
  await click(panel, `problem-set:${problemSet.id}`);
  await runPlainCells(page);
  // Exercises build on those before them.
  await answer(page, first, 'exercise');
  await answer(page, second, 'exercise');
  await page.route('**/mlcourse/**', route => route.abort());
  await solve(page, exercise, 'exercise');
  await expect(panel.getByText('One result is not saved yet.')).toBeVisible();
  await expect(row(panel, `exercise:${exercise.id}`)).toBeVisible();
  await picture(page, 'server-away');
  await page.unroute('**/mlcourse/**');
  await panel.getByRole('button', { name: 'Try again' }).click();
  await expectState(page, exercise, 'passed');
  await expect(panel.getByText('One result is not saved yet.')).toBeHidden();
});

for (const [theme, name] of [
  ['JupyterLab Light', 'light'],
  ['JupyterLab Dark', 'dark'],
  ['JupyterLab Dark High Contrast', 'high-contrast']
] as [Theme, string][]) {
  test(`the panel has no accessibility fault (${name})`, async ({ page }) => {
    setTheme(theme);
    const panel = await openLab(page);
    await expect(page.locator('body')).toHaveAttribute(
      'data-jp-theme-name',
      theme
    );
    for (const key of [`lesson:${lesson.id}`, `problem-set:${problemSet.id}`]) {
      await open(panel, key);
    }
    await click(panel, `topic:${topic.id}`);
    await expectAtTop(page, topic.title);
    await picture(page, `panel-${name}`);
    const { violations } = await new AxeBuilder({ page })
      .include('#mlcourse-roadmap')
      .analyze();
    expect(violations).toEqual([]);
  });
}

test('in Notebook 7 topics open in one tab per lesson, and land', async ({
  page
}) => {
  await page.goto(address('tree'));
  await page.getByRole('menuitem', { name: 'View' }).click();
  await page.getByText('Left Sidebar').hover();
  await page.getByText('Show Course').click();
  const panel = page.locator('#mlcourse-roadmap');
  await open(panel, `lesson:${lesson.id}`);
  await picture(page, 'notebook-7-files');
  const opened = page.waitForEvent('popup');
  await click(panel, `topic:${topic.id}`);
  const lessonPage = await opened;
  await expectAtTop(lessonPage, topic.title);
  await picture(lessonPage, 'notebook-7-lesson');
  const [, other] = lesson.topics;
  await click(panel, `topic:${other.id}`);
  await expectAtTop(lessonPage, other.title);
  expect(page.context().pages()).toHaveLength(2);
});

/** Open a row by its arrow, without going to its notebook. */
async function open(panel: Locator, key: string): Promise<void> {
  await row(panel, key)
    .locator('> .mlcourse-Tree-row .mlcourse-Tree-caret')
    .click();
}

/** Wait until JupyterLab has stored its layout. */
async function layoutSaved(page: Page): Promise<void> {
  await page.waitForResponse(
    response =>
      response.url().includes('/api/workspaces') &&
      response.request().method() === 'PUT'
  );
}

async function expectState(
  page: Page,
  exercise: IExercise,
  state: string
): Promise<void> {
  const item = row(
    page.locator('#mlcourse-roadmap'),
    `exercise:${exercise.id}`
  );
  await expect(item.locator('.mlcourse-Tree-note')).toHaveText(state);
  await expect(item).toHaveAttribute('aria-label', new RegExp(`, ${state}, `));
}

/** Write an answer from the source, the reference or the first wrong one, and run it. */
async function answer(
  page: Page,
  exercise: IExercise,
  kind: 'exercise' | 'reject'
): Promise<void> {
  const name = exercise.id.split('#')[1];
  const text = sourceCell(problems.path, `${kind}="${name}"`);
  await click(page.locator('#mlcourse-roadmap'), `exercise:${exercise.id}`);
  await expectAtTop(page, exercise.title);
  await writeAndRun(page, await cellIndex(problems.path, name), text);
}

/** Answer an exercise and run its check. */
async function solve(
  page: Page,
  exercise: IExercise,
  kind: 'exercise' | 'reject'
): Promise<void> {
  await answer(page, exercise, kind);
  await check(page, exercise);
}

async function check(page: Page, exercise: IExercise): Promise<void> {
  await run(page, await cellIndex(problems.path, exercise.check));
}

/** Run the code cells before the first exercise: imports. */
async function runPlainCells(page: Page): Promise<void> {
  await expect(page.locator('#jp-main-statusbar')).toContainText('| Idle');
  const first = problems.exercises[0].id.split('#')[1];
  const end = await cellIndex(problems.path, first);
  const cells = await readCells(problems.path);
  for (const [index, cell] of cells.slice(0, end).entries()) {
    if (cell.cell_type === 'code') {
      await run(page, index);
    }
  }
}
