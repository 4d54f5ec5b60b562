// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { expect, type Locator, type Page, test } from '@playwright/test';
import {
  address,
  cellIndex,
  findRow,
  notebook,
  readCells,
  readRoadmap,
  run,
  setDefaults
} from './course';

const LESSON = 'vectors-and-matrices';

/** Opens the lesson, runs the cell of its quiz, and returns the quiz. */
async function showQuiz(page: Page): Promise<Locator> {
  const { row } = findRow(
    await readRoadmap(),
    ({ kind, target }) => kind === 'quiz' && target?.lesson === LESSON
  );
  const path = row.target?.path ?? '';
  const heading = await cellIndex(path, row.target?.cell ?? '');
  const code = (await readCells(path)).findIndex(
    ({ cell_type }, index) => index > heading && cell_type === 'code'
  );
  await page.goto(address(`lab/tree/${path}`));
  await expect(notebook(page).locator('.jp-Cell').first()).toBeVisible({
    timeout: 60_000
  });
  await expect(page.locator('#jp-main-statusbar')).toContainText('| Idle');
  await run(page, code);
  const quiz = notebook(page).locator('.mlcourse-live');
  await expect(quiz).toBeVisible({ timeout: 60_000 });
  return quiz;
}

/** The question with a control of this kind. */
function having(quiz: Locator, selector: string): Locator {
  const control = quiz.page().locator(selector);
  return quiz.locator('.mlcourse-question').filter({ has: control }).first();
}

/** Which cell of the notebook is the active one. */
function activeCell(page: Page): Promise<string | null> {
  return notebook(page)
    .locator('.jp-Cell.jp-mod-active')
    .getAttribute('data-windowed-list-index');
}

test.beforeEach(setDefaults);

test('a quiz is answered by keyboard alone, and each control says what it is for', async ({
  page
}) => {
  const quiz = await showQuiz(page);
  const active = await activeCell(page);
  const status = quiz.getByRole('status');

  const one = having(quiz, 'input[type="radio"]');
  const group = one.getByRole('group', { name: 'Choose one.' });
  await expect(group).toHaveAccessibleDescription(/^Question 1 of \d+.*shape/);
  const radios = group.getByRole('radio');
  await expect(radios.first()).toHaveAccessibleName('(5,)');
  await radios.first().focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await expect(radios.nth(1)).toBeChecked();
  await expect(radios.nth(1)).toBeFocused();
  await page.keyboard.press('Tab');
  const button = one.getByRole('button', { name: 'Check question 1' });
  await expect(button).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(one.locator('.mlcourse-feedback li')).toHaveCount(
    await radios.count()
  );
  await expect(one.locator('.mlcourse-feedback')).toContainText('✗ Not right.');
  await expect(status.filter({ hasText: 'Question 1: Not' })).toHaveCount(1);
  // The same verdict is said once more.
  await expect(button).toBeFocused();
  await page.keyboard.press('Space');
  await expect(
    status.filter({ hasText: 'Question 1, try 2: Not right.' })
  ).toHaveCount(1);

  const number = having(quiz, 'input[type="text"]');
  const field = number.getByRole('textbox', { name: 'Type your number.' });
  await field.focus();
  await page.keyboard.type('3/2');
  await page.keyboard.press('Enter');
  await expect(number.locator('.mlcourse-feedback')).toContainText('✓ Right.');
  await expect(status.filter({ hasText: ': Right.' })).toHaveCount(1);

  const several = having(quiz, 'input[type="checkbox"]');
  const boxes = several.getByRole('checkbox');
  await boxes.nth(2).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await expect(boxes.nth(3)).toBeFocused();
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(several.locator('.mlcourse-feedback')).toContainText('✓ Right.');

  const order = having(quiz, 'select');
  const positions = order.getByRole('combobox');
  const count = await positions.count();
  await positions.first().focus();
  for (let row = 0; row < count; row++) {
    await expect(positions.nth(row)).toBeFocused();
    await page.keyboard.press(String(row + 1));
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await expect(order.locator('.mlcourse-feedback')).toContainText(
    `of ${count} lines stand in their place.`
  );
  // No key went to the notebook.
  expect(await activeCell(page)).toBe(active);
});

test('a quiz that is run again shows the answers of before', async ({
  page
}) => {
  const quiz = await showQuiz(page);
  const number = having(quiz, 'input[type="text"]');
  await number.getByRole('textbox').fill('12');
  await number.getByRole('button').click();
  await expect(number.locator('.mlcourse-feedback')).toContainText(
    'This is a common mistake.'
  );
  const before = await number.locator('.mlcourse-feedback').textContent();
  await page.reload();
  const again = having(await showQuiz(page), 'input[type="text"]');
  await expect(again.getByRole('textbox')).toHaveValue('12');
  expect(await again.locator('.mlcourse-feedback').textContent()).toBe(before);
  await quiz.getByRole('button', { name: 'Try again' }).click();
  await expect(again.getByRole('textbox')).toHaveValue('');
  await expect(again.locator('.mlcourse-feedback')).toBeEmpty();
});
