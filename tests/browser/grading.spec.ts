// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'fs';
import path from 'path';
import {
  address,
  allRows,
  exerciseName,
  expectAtTop,
  findProblemSet,
  firstNotebook,
  headers,
  type IFound,
  notebook,
  openLab,
  picture,
  readCells,
  readRoadmap,
  reveal,
  row,
  setDefaults,
  setLanguage,
  setSource,
  setTheme,
  sourceCell,
  THEMES,
  url
} from './course';
import { runCommand } from './palette';

/** Milliseconds that grading may take where no process is warm yet. */
const GRADING = 180_000;

const EVENTS = path.join(
  process.env.MLCOURSE_TEST_CONFIG ?? '',
  '../workspace/.mlcourse/events.jsonl'
);

/** What the learner had done before these tests. */
let progress: Buffer | null = null;
let problemSet: IFound;
let first: IFound;
let problems: string;
/** The names of the first notebook's exercises, in their order. */
let names: readonly string[];

test.describe.configure({ timeout: 300_000 });

test.beforeAll(async () => {
  progress = existsSync(EVENTS) ? readFileSync(EVENTS) : null;
  const roadmap = await readRoadmap();
  problemSet = findProblemSet(roadmap, 'linear-algebra');
  first = firstNotebook(problemSet);
  problems = first.row.target?.path ?? '';
  names = first.row.children.map(exerciseName);
  await write(usual());
});

test.beforeEach(setDefaults);

test.afterEach(() => write(usual()));

test.afterAll(async () => {
  setLanguage('default');
  // The other tests take the learner for a beginner.
  await write({});
  if (progress === null) {
    rmSync(EVENTS, { force: true });
  } else {
    writeFileSync(EVENTS, progress);
  }
});

/** Put answers into the saved notebook, as another editor would, and blanks into all other exercises. */
async function write(answers: Record<string, string>): Promise<void> {
  const place = `${url}/api/contents/${problems}`;
  const file = (await (await fetch(place, { headers })).json()) as {
    content: {
      cells: { id: string; source: string; outputs?: unknown[] }[];
    };
  };
  for (const cell of file.content.cells) {
    if (names.includes(cell.id)) {
      cell.source =
        answers[cell.id] ?? stub(sourceCell(problems, `exercise="${cell.id}"`));
    }
  }
  const body = JSON.stringify({ type: 'notebook', content: file.content });
  const answer = await fetch(place, {
    method: 'PUT',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body
  });
  expect(answer.ok).toBe(true);
}

/** What a learner starts from; or another body of the function. */
function stub(text: string, body = 'raise NotImplementedError'): string {
  return text.replace(
    /( *)### BEGIN SOLUTION[\s\S]*### END SOLUTION/,
    `$1${body}`
  );
}

/** One right answer and one wrong one; the others are as they were handed out. */
function usual(): Record<string, string> {
  return {
    [names[0]]: sourceCell(problems, `exercise="${names[0]}"`),
    [names[1]]: sourceCell(problems, `reject="${names[1]}"`)
  };
}

/** Answers of which the first is right, and the second one never comes to an end. */
function endless(): Record<string, string> {
  return {
    [names[0]]: sourceCell(problems, `exercise="${names[0]}"`),
    [names[1]]: stub(
      sourceCell(problems, `exercise="${names[1]}"`),
      'while True: pass'
    )
  };
}

const view = (page: Page) =>
  page.getByRole('region', { name: 'My graded work' });
const item = (page: Page, name: string) =>
  view(page).locator(`[data-exercise="linear-algebra#${name}"]`);
const title = (name: string) =>
  first.row.children.find(
    ({ target }) => target?.exercise === `linear-algebra#${name}`
  )?.title ?? '';

/** Grade by the button of the problem set's row. */
async function grade(page: Page): Promise<Locator> {
  const panel = await openLab(page);
  await reveal(panel, problemSet);
  await row(panel, problemSet.row.key)
    .getByRole('button', { name: 'Grade my work' })
    .click();
  await finished(page);
  return panel;
}

/** Grade, in the panel that is there, until the second exercise hangs. */
async function hang(page: Page): Promise<void> {
  await view(page)
    .getByRole('button', { name: /^Grade (again|my work)$/ })
    .click();
  const exercises = allRows([problemSet.row]).filter(
    ({ row: { kind } }) => kind === 'exercise'
  );
  await expect(view(page)).toContainText(
    `Grading your work: 1 of ${exercises.length} exercises`,
    { timeout: GRADING }
  );
}

async function showGraded(page: Page): Promise<void> {
  const panel = await openLab(page);
  await reveal(panel, problemSet);
  await row(panel, problemSet.row.key)
    .locator('.mlcourse-Tree-title')
    .click({ button: 'right' });
  await page
    .locator('.lm-Menu-itemLabel')
    .getByText('Show My Graded Work', { exact: true })
    .click();
}

async function expectNoFault(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .include('.mlcourse-Grading')
    .include('.mlcourse-Tree')
    .analyze();
  expect(violations).toEqual([]);
}

/** Where a process is warm, it is done before one could see it begin. */
async function finished(page: Page): Promise<void> {
  await expect(view(page).getByRole('status')).toContainText('is graded', {
    timeout: GRADING
  });
  await expect(view(page)).toHaveAttribute('aria-busy', 'false');
}

test('a problem set is graded from its row, and the roadmap shows it', async ({
  page
}) => {
  const asked: string[] = [];
  page.on('request', request => {
    if (request.url().includes('/mlcourse/grade')) {
      asked.push(request.method());
    }
  });
  const panel = await openLab(page);
  await reveal(panel, problemSet);
  await row(panel, problemSet.row.key)
    .getByRole('button', { name: 'Grade my work' })
    .click();
  await expect(view(page)).toHaveAttribute('aria-busy', 'true');
  await expect(view(page).getByRole('progressbar')).toBeVisible();
  await picture(page, 'grading-running');
  await expect(view(page)).toHaveAttribute('aria-busy', 'false', {
    timeout: GRADING
  });
  await expect(view(page).getByRole('heading', { level: 2 })).toHaveText(
    problemSet.row.title
  );
  await expect(item(page, names[0])).toHaveAttribute('data-outcome', 'passed');
  await expect(item(page, names[1])).not.toHaveAttribute(
    'data-outcome',
    'passed'
  );
  await expect(item(page, names[1])).toContainText('Read again:');
  await expect(item(page, names[2])).toContainText('not attempted yet');
  await expect(view(page).getByRole('status')).toContainText('is graded');
  // No row was asked for again and again: the server tells how it goes.
  expect(asked).toEqual(['POST', 'GET']);
  const roadmap = await readRoadmap();
  const index = allRows(roadmap.rows).findIndex(
    ({ row: each }) => each.key === first.row.children[0].key
  );
  expect(roadmap.progress?.rows[index][0]).toBe(4);
  await reveal(panel, first);
  const state = row(panel, first.row.children[0].key).locator(
    '.mlcourse-Tree-state'
  );
  await expect(state).toHaveAttribute('data-state', '4');
  await picture(page, 'grading-result');
});

test('the result leads to the exercise and to what to read again', async ({
  page
}) => {
  await grade(page);
  await item(page, names[1])
    .getByRole('button', { name: title(names[1]), exact: true })
    .click();
  await expectAtTop(page, title(names[1]));
  const topic = item(page, names[1])
    .locator('.mlcourse-Grading-topics button')
    .first();
  const heading = (await topic.textContent()) ?? '';
  await topic.click();
  await expectAtTop(page, heading);
});

test('what is open and not saved is saved before it is graded', async ({
  page
}) => {
  await write({ [names[0]]: sourceCell(problems, `exercise="${names[0]}"`) });
  await openLab(page);
  await page.goto(`${address(`lab/tree/${problems}`)}`);
  await expect(notebook(page)).toBeVisible({ timeout: 60_000 });
  await page.waitForTimeout(1500);
  const right = sourceCell(problems, `exercise="${names[1]}"`);
  await setSource(page, names[1], right);
  await page.keyboard.press('Alt+Shift+G');
  await finished(page);
  await expect(item(page, names[1])).toHaveAttribute('data-outcome', 'passed');
  const cells = (await readCells(problems)) as readonly {
    id: string;
    source?: string;
  }[];
  expect(cells.find(({ id }) => id === names[1])?.source).toBe(right);
});

test('a solved exercise is compared with the reference, by keyboard', async ({
  page
}) => {
  await write({
    [names[0]]: sourceCell(problems, `exercise="${names[0]}"`)
  });
  await grade(page);
  await item(page, names[0])
    .getByRole('button', { name: /Compare/ })
    .focus();
  await page.keyboard.press('Enter');
  const dialog = page.locator('.jp-Dialog');
  const sides = dialog.getByRole('region');
  await expect(sides).toHaveCount(2);
  await expect(dialog.getByRole('heading', { level: 3 })).toHaveText([
    'Your answer',
    'Reference solution'
  ]);
  await expect(sides.nth(1)).not.toContainText('### BEGIN');
  const [own, reference] = await Promise.all([
    sides.nth(0).boundingBox(),
    sides.nth(1).boundingBox()
  ]);
  expect(own?.y).toBe(reference?.y);
  await picture(page, 'grading-compare');
  const { violations } = await new AxeBuilder({ page })
    .include('.mlcourse-Comparison')
    .analyze();
  expect(violations).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
});

test('an exercise that is not solved is given away only after a question', async ({
  page
}) => {
  await grade(page);
  const show = item(page, names[2]).getByRole('button', {
    name: /Show the reference solution/
  });
  await show.click();
  const dialog = page.locator('.jp-Dialog');
  await expect(dialog).toContainText('it spoils the exercise');
  await picture(page, 'grading-spoiler');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await show.click();
  await dialog.getByRole('button', { name: 'Show the Solution' }).click();
  await expect(dialog.getByRole('region').nth(0)).toContainText(
    'NotImplementedError'
  );
  await expect(dialog.getByRole('region').nth(1)).not.toContainText(
    'NotImplementedError'
  );
});

test('an endless loop is stopped, and the last result stays in sight', async ({
  page
}) => {
  await write({ [names[0]]: sourceCell(problems, `exercise="${names[0]}"`) });
  await grade(page);
  const summary = await view(page)
    .locator('.mlcourse-Grading-summary')
    .textContent();
  await write(endless());
  await hang(page);
  await expect(view(page).getByRole('progressbar')).toHaveJSProperty(
    'value',
    1
  );
  await expect(item(page, names[0])).toHaveAttribute('data-outcome', 'passed');
  await view(page).getByRole('button', { name: 'Stop', exact: true }).click();
  const status = view(page).getByRole('status');
  await expect(status).toContainText('was stopped. Nothing of it is kept');
  await expect(status).toBeInViewport();
  await expect(view(page)).toHaveAttribute('aria-busy', 'false');
  await expect(view(page).locator('.mlcourse-Grading-summary')).toHaveText(
    summary ?? ''
  );
  await expect(item(page, names[0])).toHaveAttribute('data-outcome', 'passed');
  await picture(page, 'grading-stopped');
  // One can start again at once.
  await write({ [names[0]]: sourceCell(problems, `exercise="${names[0]}"`) });
  await view(page).getByRole('button', { name: 'Grade again' }).click();
  await finished(page);
});

test('the command stops it too, by keyboard, and from a page that knows nothing of it', async ({
  page
}) => {
  const entry = () =>
    page
      .locator('.lm-CommandPalette-item')
      .filter({ has: page.getByText('Stop Grading', { exact: true }) })
      .first();
  await write(endless());
  await showGraded(page);
  await page.keyboard.press('Control+Shift+C');
  await page.locator('.lm-CommandPalette-input').fill('Stop Grading');
  await expect(entry()).toHaveClass(/lm-mod-disabled/);
  await page.keyboard.press('Escape');
  await hang(page);
  // The focus stays in the panel when the button goes.
  await view(page).getByRole('button', { name: 'Stop', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(view(page).getByRole('status')).toContainText('was stopped');
  await expect(
    view(page).getByRole('button', { name: 'Grade again' })
  ).toBeFocused();
  await hang(page);
  await showGraded(page);
  await expect(view(page)).toHaveAttribute('aria-busy', 'true');
  await runCommand(page, 'Stop Grading');
  await expect(view(page).getByRole('status')).toContainText('was stopped');
});

test('the last result is there without grading again', async ({ page }) => {
  await showGraded(page);
  await expect(item(page, names[0])).toBeVisible();
  await expect(view(page)).toHaveAttribute('aria-busy', 'false');
  await expect(
    view(page).getByRole('button', { name: 'Grade again' })
  ).toBeEnabled();
});

test('a fault of the server is told, and can be tried again', async ({
  page
}) => {
  const panel = await openLab(page);
  await reveal(panel, problemSet);
  await page.route('**/mlcourse/grade*', route => route.abort());
  await row(panel, problemSet.row.key)
    .getByRole('button', { name: 'Grade my work' })
    .click();
  await expect(view(page).getByRole('status')).toContainText('does not answer');
  await page.unroute('**/mlcourse/grade*');
  await view(page).getByRole('button', { name: 'Grade my work' }).click();
  await finished(page);
  await expect(item(page, names[0])).toBeVisible();
});

for (const [theme] of THEMES) {
  test(`the result has no accessibility fault (${theme})`, async ({ page }) => {
    setTheme(theme);
    await showGraded(page);
    await expect(item(page, names[0])).toBeVisible();
    await picture(page, `grading-${theme}`);
    await expectNoFault(page);
  });

  test(`the panel has no accessibility fault while it runs and when it was stopped (${theme})`, async ({
    page
  }) => {
    setTheme(theme);
    await write(endless());
    await showGraded(page);
    await hang(page);
    await picture(page, `grading-hangs-${theme}`);
    await expectNoFault(page);
    await view(page).getByRole('button', { name: 'Stop', exact: true }).click();
    await expect(view(page).getByRole('status')).toContainText('was stopped');
    await picture(page, `grading-stopped-${theme}`);
    await expectNoFault(page);
  });
}

test('in Notebook 7 the current notebook is graded', async ({ page }) => {
  await page.goto(address(`notebooks/${problems}`));
  await expect(notebook(page)).toBeVisible({ timeout: 60_000 });
  await page.locator('.lm-MenuBar-item').filter({ hasText: 'Course' }).click();
  await page
    .locator('.lm-Menu-itemLabel')
    .getByText('Grade My Work', { exact: true })
    .click();
  await finished(page);
  await expect(item(page, names[0])).toBeVisible();
  await picture(page, 'grading-notebook-7');
});

test('in German all of it is German', async ({ page }) => {
  setLanguage('de_DE');
  await page.goto(address(`lab/tree/${problems}`));
  await expect(notebook(page)).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('Alt+Shift+G');
  const german = page.getByRole('region', { name: 'Meine bewertete Arbeit' });
  await expect(
    german.getByRole('button', { name: 'Neu bewerten' })
  ).toBeEnabled({ timeout: GRADING });
  await expect(german).toContainText('noch nicht begonnen');
  await expect(german).toContainText('Noch einmal lesen:');
  await picture(page, 'grading-german');
});
