// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import type { IRoadmap } from '../../labextension/src/api';
import {
  address,
  allRows,
  cellIndex,
  click,
  exerciseName,
  expectAtTop,
  findProblemSet,
  firstNotebook,
  findRow,
  type IFound,
  notebook,
  openLab,
  picture,
  readCells,
  readProgress,
  readRoadmap,
  reveal,
  row,
  run,
  setCourse,
  setDefaults,
  setTheme,
  setWindowing,
  sourceCell,
  THEMES,
  WINDOWING_MODES,
  writeAndRun
} from './course';
import { layoutSaved } from './palette';

const LESSON = 'vectors-and-matrices';

let roadmap: IRoadmap;
let module: IFound;
let lesson: IFound;
let topics: readonly IFound[];
let topic: IFound;
let problemSet: IFound;
let first: IFound;
let exercises: readonly IFound[];
let problems: string;

test.beforeAll(async () => {
  roadmap = await readRoadmap();
  module = findRow(roadmap, ({ key }) => key === '01-foundations');
  lesson = findRow(
    roadmap,
    ({ kind, target }) => kind === 'lesson' && target?.lesson === LESSON
  );
  topics = inside(lesson);
  topic = topics.find(
    ({ row: each }) => each.title === 'Dot product'
  ) as IFound;
  problemSet = findProblemSet(roadmap, 'linear-algebra');
  first = firstNotebook(problemSet);
  exercises = inside(first);
  problems = first.row.target?.path ?? '';
});

test.beforeEach(setDefaults);

test('the panel is there at a first visit, and afterwards the layout decides', async ({
  page
}) => {
  const panel = await openLab(page);
  await expect(row(panel, module.row.key)).toHaveAttribute(
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

test('everything is within reach of the keyboard, and the tree is worked by it', async ({
  page
}) => {
  const panel = await openLab(page);
  const focused = panel.locator('[role="treeitem"]:focus');
  const press = (key: string) => page.keyboard.press(key);
  const picker = panel.getByRole('combobox', { name: 'Roadmap' });
  await picker.focus();
  await press('Tab');
  await expect(
    panel.getByRole('button', { name: /^(Continue|Next): / }).first()
  ).toBeFocused();
  await panel.getByRole('searchbox').focus();
  await press('Tab');
  await expect(panel.getByRole('button', { name: 'Filters' })).toBeFocused();
  await press('Tab');
  await expect(focused).toHaveAttribute('data-key', module.row.key);
  await press('ArrowRight');
  await expect(focused).toHaveAttribute('data-key', module.row.children[0].key);
  await expect(focused).toHaveAttribute('aria-level', '2');
  await expect(focused).toHaveAttribute('aria-posinset', '1');
  await expect(focused).toHaveAttribute(
    'aria-setsize',
    `${module.row.children.length}`
  );
  await press('Home');
  await press('ArrowLeft');
  await expect(focused).toHaveAttribute('aria-expanded', 'false');
  await press('*');
  await expect(focused).toHaveAttribute('aria-expanded', 'true');
  await press('End');
  await expect(focused).not.toHaveAttribute('data-key', module.row.key);
  await press('Home');
  await page.keyboard.type('Assign', { delay: 30 });
  await expect(focused).toHaveAttribute('data-key', problemSet.above[1].key);
  await press('Space');
  await page.keyboard.type('Linear a', { delay: 30 });
  await expect(focused).toHaveAttribute('data-key', problemSet.row.key);
  await press('ArrowRight');
  await press('ArrowRight');
  await expect(focused).toHaveAttribute(
    'data-key',
    problemSet.row.children[0].key
  );
  await press('ArrowLeft');
  await press('ArrowLeft');
  await expect(focused).toHaveAttribute('aria-expanded', 'false');
  await panel.getByRole('searchbox').focus();
  await page.keyboard.type(topic.row.title);
  await press('ArrowDown');
  await expect(focused).toHaveAttribute('data-key', topic.row.key);
  await press('Enter');
  await expectAtTop(page, topic.row.title);
});

test('another roadmap is picked by keyboard, and is there at the next visit', async ({
  page
}) => {
  let panel = await openLab(page);
  const picker = panel.getByRole('combobox', { name: 'Roadmap' });
  await picker.focus();
  await page.keyboard.press('Enter');
  const options = panel.getByRole('option');
  await expect(options).toHaveCount(roadmap.roadmaps.length);
  for (const [index, each] of roadmap.roadmaps.entries()) {
    const { name, intent, taught } = each;
    const option = options.nth(index);
    await expect(option).toContainText(name);
    await expect(option).toContainText(intent);
    await expect(option).toContainText(`${taught} of `);
  }
  await picture(page, 'roadmaps');
  await page.keyboard.press('Escape');
  await expect(options.first()).toBeHidden();
  const other = roadmap.roadmaps[1];
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(picker).toHaveText(other.name);
  const { rows } = await readRoadmap(other.id);
  await expect(row(panel, rows[0].key)).toBeVisible();
  await layoutSaved(page);
  await page.goto(address('lab'));
  panel = page.locator('#mlcourse-roadmap');
  await expect(panel.getByRole('combobox', { name: 'Roadmap' })).toHaveText(
    other.name
  );
  await expect(row(panel, rows[0].key)).toBeVisible();
});

test('a search shows what matches and the way to it; filters are remembered', async ({
  page
}) => {
  let panel = await openLab(page);
  const search = panel.getByRole('searchbox', { name: 'Search the roadmap' });
  const visible = panel.locator('[role="treeitem"]:visible');
  const before = await visible.count();
  await search.fill('GRAM schmídt');
  await expect(panel.locator('[role="treeitem"]:visible mark')).not.toHaveCount(
    0
  );
  await expect(
    panel.getByRole('status').filter({ hasText: /match/ })
  ).toHaveCount(1);
  const marked = exercises.find(({ row: each }) =>
    each.title.includes('Schmidt')
  ) as IFound;
  await expect(row(panel, marked.row.key)).toBeVisible();
  await expect(row(panel, topic.row.key)).toBeHidden();
  await picture(page, 'search');
  await search.press('Escape');
  await expect(visible).toHaveCount(before);
  await search.fill('no such thing at all');
  await expect(panel.getByText('Nothing matches.').first()).toBeVisible();
  await panel.getByRole('button', { name: 'Show everything' }).click();
  await expect(visible).toHaveCount(before);

  await panel.getByRole('button', { name: 'Filters' }).click();
  await panel.getByText('show what is planned').click();
  const planned = allRows(roadmap.rows).find(
    ({ row: each, above }) => above.length === 0 && each.planned && !each.target
  );
  if (planned) {
    const taught = allRows([planned.row]).some(({ row: each }) => each.target);
    await expect(row(panel, planned.row.key)).toBeVisible({ visible: taught });
  }
  await panel.locator('#mlcourse-filters').getByText('expert').click();
  await expect(row(panel, module.row.key)).toBeHidden();
  await expect(
    panel.getByRole('button', { name: 'Filters (2 are on)' })
  ).toBeVisible();
  await picture(page, 'filters');
  await layoutSaved(page);
  await page.goto(address('lab'));
  panel = page.locator('#mlcourse-roadmap');
  await expect(
    panel.getByRole('button', { name: 'Filters (2 are on)' })
  ).toBeVisible();
  await panel.getByRole('button', { name: 'Show everything' }).click();
  await expect(row(panel, module.row.key)).toBeVisible();
});

for (const mode of WINDOWING_MODES) {
  test(`a click on a topic lands on its heading (${mode})`, async ({
    page
  }) => {
    setWindowing(mode);
    const panel = await openLab(page);
    await reveal(panel, lesson);
    await click(panel, topic.row.key);
    await expectAtTop(page, topic.row.title);
    const last = topics[topics.length - 1].row;
    await click(panel, last.key);
    await expect(
      notebook(page).getByRole('heading', { name: last.title })
    ).toBeInViewport();
    await click(panel, topics[1].row.key);
    await expectAtTop(page, topics[1].row.title);
    if (mode === 'full') {
      await picture(page, 'topic');
    }
  });
}

test('the tree follows the reader, and the keyboard stays where it is', async ({
  page
}) => {
  const panel = await openLab(page);
  const here = panel.locator('[aria-current]');
  await reveal(panel, lesson);
  await click(panel, topic.row.key);
  await expect(here).toHaveAttribute('data-key', topic.row.key);
  await expectAtTop(page, topic.row.title);
  // Somewhere else by scrolling alone.
  const view = notebook(page).locator('.jp-WindowedPanel-outer');
  await view.hover();
  for (let turn = 0; turn < 60; turn++) {
    await page.mouse.wheel(0, 300);
    await page.waitForTimeout(300);
    if ((await here.getAttribute('data-key')) !== topic.row.key) {
      break;
    }
  }
  await expect(here).toHaveCount(1);
  await expect(here).not.toHaveAttribute('data-key', topic.row.key);
  await expect(here).toBeInViewport();
  const focused = await page.evaluate(
    () => document.activeElement?.closest('#mlcourse-roadmap') !== null
  );
  expect(focused).toBe(false);
  // By the active cell.
  const norms = topics.find(({ row: each }) => each.title === 'Norms')?.row;
  await page.evaluate(
    async index => {
      const { shell } = (window as any).jupyterapp;
      const { content } = shell.currentWidget;
      content.activeCellIndex = index;
      await content.scrollToItem(index, 'center');
    },
    await cellIndex(lesson.row.target?.path ?? '', norms?.target?.cell ?? '')
  );
  await expect(here).toHaveAttribute('data-key', norms?.key ?? '');
  // In another notebook, in a row that was closed.
  await reveal(panel, { ...problemSet, row: problemSet.above[1] });
  await expect(row(panel, exercises[0].row.key)).toHaveCount(0);
  await click(panel, problemSet.row.key);
  await row(panel, problemSet.row.key).locator('.mlcourse-Tree-caret').click();
  await runPlainCells(page);
  await run(page, await cellIndex(problems, checkOf(exercises[1])));
  await expect(here).toHaveAttribute('data-key', exercises[1].row.key);
});

test('reading a topic for half a minute counts, where reading is recorded', async ({
  page
}) => {
  const state = async () => {
    const rows = allRows(roadmap.rows);
    const index = rows.findIndex(
      ({ row: each }) => each.key === topics[2].row.key
    );
    return (await readProgress(roadmap.roadmap)).rows[index][0];
  };
  await page.clock.install();
  const panel = await openLab(page);
  await reveal(panel, lesson);
  await click(panel, topics[2].row.key);
  await expectAtTop(page, topics[2].row.title);
  for (let look = 0; look < 8; look++) {
    await page.mouse.move(700 + look, 400);
    await page.clock.runFor(5000);
  }
  await expect.poll(state).toBeGreaterThanOrEqual(2);
});

test('one goes on where one left off, and to what comes next', async ({
  page
}) => {
  const panel = await openLab(page);
  await reveal(panel, lesson);
  await click(panel, topic.row.key);
  await expectAtTop(page, topic.row.title);
  await page.getByRole('tab', { name: /vectors-and-matrices/ }).press('Delete');
  await page.reload();
  const again = panel.getByRole('button', {
    name: `Continue: ${topic.row.title}`
  });
  await again.click();
  await expectAtTop(page, topic.row.title);
  const { next } = await readProgress(roadmap.roadmap);
  const goOn = panel.getByRole('button', { name: `Next: ${next?.title}` });
  await goOn.click();
  await expectAtTop(page, next?.title ?? '');
});

test('a right answer is practised and stays so; a wrong one is not', async ({
  page
}) => {
  const [right, wrong] = exercises;
  let panel = await openLab(page);
  await reveal(panel, first);
  await click(panel, problemSet.row.key);
  await expect(notebook(page)).toBeVisible();
  await expectState(page, right, 'new');

  await runPlainCells(page);
  await solve(page, right, 'exercise');
  await expectState(page, right, 'practised');

  // The check of an answer that is not there yet is no attempt.
  await click(panel, wrong.row.key);
  await expectAtTop(page, wrong.row.title);
  await check(page, wrong);
  await page.waitForTimeout(1500);
  await expectState(page, wrong, 'opened');
  await solve(page, wrong, 'reject');
  await expectState(page, wrong, 'in progress');
  await expect(panel.getByText(/^1 of \d+ exercises passed$/)).toBeVisible();
  await picture(page, 'exercises-light');

  await page.reload();
  panel = page.locator('#mlcourse-roadmap');
  await expectState(page, right, 'practised');
  await expectState(page, wrong, 'in progress');
  await click(panel, right.row.key);
  await expectAtTop(page, right.row.title);

  // A wrong answer later does not take away what was shown once.
  await solve(page, right, 'reject');
  await page.waitForTimeout(1500);
  await expectState(page, right, 'practised');
});

test('an answer in a quiz is recorded as soon as it is given', async ({
  page
}) => {
  const sent: string[] = [];
  page.on('request', request => {
    if (request.url().includes('/mlcourse/events')) {
      sent.push(request.postData() ?? '');
    }
  });
  const panel = await openLab(page);
  const quiz = findRow(
    roadmap,
    ({ kind, target }) => kind === 'quiz' && target?.lesson === LESSON
  );
  await reveal(panel, quiz);
  await click(panel, quiz.row.key);
  const { path = '', cell } = quiz.row.target ?? {};
  await expect(page.locator('#jp-main-statusbar')).toContainText('| Idle');
  const heading = await cellIndex(path, cell ?? '');
  const cells = (await readCells(path)).slice(heading);
  await run(
    page,
    heading + cells.findIndex(({ cell_type }) => cell_type === 'code')
  );
  const question = notebook(page).locator('.mlcourse-question').first();
  await question.locator('input').first().check({ timeout: 60_000 });
  await question.getByRole('button').first().click();
  await expect
    .poll(() => sent.join())
    .toContain(`"kind":"answered","question":"${LESSON}/`);
});

test('two windows are in step, without asking again and again', async ({
  page,
  context
}) => {
  const other = await context.newPage();
  await openLab(other);
  await reveal(other.locator('#mlcourse-roadmap'), first);
  const asked: string[] = [];
  other.on('request', request => {
    if (request.url().includes('/mlcourse/')) {
      asked.push(new URL(request.url()).pathname);
    }
  });
  const panel = await openLab(page);
  await reveal(panel, first);
  await other.waitForTimeout(2000);
  expect(asked).toEqual([]);
  const target = exercises[exercises.length - 1];
  await expectState(other, target, 'new');
  await click(panel, target.row.key);
  await expectState(other, target, 'opened');
  expect(asked).toEqual(['/mlcourse/progress']);
});

test('when the server cannot be reached the tree stays, and results are sent later', async ({
  page
}) => {
  const [one, two, exercise] = exercises;
  const panel = await openLab(page);
  await reveal(panel, first);
  await click(panel, problemSet.row.key);
  await runPlainCells(page);
  // Exercises build on those before them.
  await answer(page, one, 'exercise');
  await answer(page, two, 'exercise');
  await page.route('**/mlcourse/**', route => route.abort());
  await solve(page, exercise, 'exercise');
  await expect(panel.getByText('One result is not saved yet.')).toBeVisible();
  await expect(row(panel, exercise.row.key)).toBeVisible();
  await picture(page, 'server-away');
  await page.unroute('**/mlcourse/**');
  await panel.getByRole('button', { name: 'Try again' }).click();
  await expectState(page, exercise, 'practised');
  await expect(panel.getByText('One result is not saved yet.')).toBeHidden();
});

for (const [theme, name] of THEMES) {
  test(`the panel has no accessibility fault (${name})`, async ({ page }) => {
    setTheme(theme);
    const panel = await openLab(page);
    await expect(page.locator('body')).toHaveAttribute(
      'data-jp-theme-name',
      theme
    );
    const check = async () => {
      const { violations } = await new AxeBuilder({ page })
        .include('#mlcourse-roadmap')
        .analyze();
      expect(violations).toEqual([]);
    };
    await reveal(panel, lesson);
    await reveal(panel, first);
    await click(panel, topic.row.key);
    await expectAtTop(page, topic.row.title);
    await panel.getByRole('button', { name: 'Filters' }).click();
    await panel.getByText('in progress', { exact: true }).click();
    await panel.getByText('in progress', { exact: true }).click();
    await picture(page, `panel-${name}`);
    await check();
    await panel.getByRole('searchbox').fill('vector');
    await check();
    await panel.getByRole('combobox', { name: 'Roadmap' }).click();
    await check();
  });
}

test('in Notebook 7 topics open in one tab per lesson, land, and are followed', async ({
  page
}) => {
  await page.goto(address('tree'));
  await showInNotebook(page);
  const panel = page.locator('#mlcourse-roadmap');
  await reveal(panel, lesson);
  await picture(page, 'notebook-7-files');
  const opened = page.waitForEvent('popup');
  await click(panel, topic.row.key);
  const lessonPage = await opened;
  await expectAtTop(lessonPage, topic.row.title);
  await picture(lessonPage, 'notebook-7-lesson');
  const other = topics[1].row;
  await click(panel, other.key);
  await expectAtTop(lessonPage, other.title);
  expect(page.context().pages()).toHaveLength(2);

  // The page of the lesson has a panel too, which opens where the reader of that page is, and follows.
  await showInNotebook(lessonPage);
  const beside = lessonPage.locator('#mlcourse-roadmap');
  const here = beside.locator('[aria-current]');
  await expect(here).toHaveAttribute('data-key', other.key);
  await expect(here).toBeVisible();
  await click(beside, topic.row.key);
  await expectAtTop(lessonPage, topic.row.title);
  await expect(here).toHaveAttribute('data-key', topic.row.key);
  await picture(lessonPage, 'notebook-7-panel');
});

test('what is not to be recorded is not', async ({ page }) => {
  setCourse({ offerTour: false, recordReading: false });
  const sent: string[] = [];
  page.on('request', request => {
    if (request.url().includes('/mlcourse/events')) {
      sent.push(request.postData() ?? '');
    }
  });
  const panel = await openLab(page);
  await reveal(panel, lesson);
  await click(panel, topic.row.key);
  await expectAtTop(page, topic.row.title);
  expect(sent).toEqual([]);
});

/** The rows right inside a row. */
function inside({ row: outer, above }: IFound): readonly IFound[] {
  return outer.children.map(child => ({
    row: child,
    above: [...above, outer]
  }));
}

/** The id of the cell that checks an exercise. */
function checkOf(exercise: IFound): string {
  const checks = Object.entries(roadmap.checks[problems]);
  const found = checks.find(([, id]) => id === exercise.row.target?.exercise);
  return found?.[0] ?? '';
}

/** Show the panel in Notebook 7, where panels are out of sight at first. */
async function showInNotebook(page: Page): Promise<void> {
  await page.getByRole('menuitem', { name: 'View' }).click();
  await page.getByText('Left Sidebar').hover();
  await page.getByText('Show Course').click();
  await expect(
    page.locator('#mlcourse-roadmap').getByRole('tree')
  ).toBeVisible();
}

async function expectState(
  page: Page,
  { row: { key } }: IFound,
  state: string
): Promise<void> {
  const item = row(page.locator('#mlcourse-roadmap'), key);
  await expect(item.locator('.mlcourse-Tree-state')).toHaveAttribute(
    'data-word',
    state
  );
  await expect(item).toHaveAttribute('aria-label', new RegExp(`, ${state}, `));
}

/** Write an answer from the source, the reference or the first wrong one, and run it. */
async function answer(
  page: Page,
  exercise: IFound,
  kind: 'exercise' | 'reject'
): Promise<void> {
  const name = exerciseName(exercise.row);
  const text = sourceCell(problems, `${kind}="${name}"`);
  await click(page.locator('#mlcourse-roadmap'), exercise.row.key);
  await expectAtTop(page, exercise.row.title);
  await writeAndRun(page, await cellIndex(problems, name), text);
}

/** Answer an exercise and run its check. */
async function solve(
  page: Page,
  exercise: IFound,
  kind: 'exercise' | 'reject'
): Promise<void> {
  await answer(page, exercise, kind);
  await check(page, exercise);
}

async function check(page: Page, exercise: IFound): Promise<void> {
  await run(page, await cellIndex(problems, checkOf(exercise)));
}

/** Run the code cells before the first exercise: imports. */
async function runPlainCells(page: Page): Promise<void> {
  await expect(page.locator('#jp-main-statusbar')).toContainText('| Idle');
  const end = await cellIndex(problems, exerciseName(exercises[0].row));
  const cells = await readCells(problems);
  for (const [index, cell] of cells.slice(0, end).entries()) {
    if (cell.cell_type === 'code') {
      await run(page, index);
    }
  }
}
