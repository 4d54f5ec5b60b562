// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { expect, test } from '@playwright/test';
import {
  address,
  cellIndex,
  declineNews,
  findRow,
  notebook,
  readCells,
  readProgress,
  readRoadmap,
  run
} from './course';

const LESSON = 'vectors-and-matrices';
const ANSWERS = 'application/vnd.mlcourse.answers+json';

interface IOutputCell {
  readonly outputs?: readonly { readonly data?: Record<string, unknown> }[];
}

test('the verdicts of a quiz are saved under it, and nothing but the quiz is seen', async ({
  page
}) => {
  declineNews();
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

  await notebook(page)
    .locator('[data-jp-item-name="save"]')
    .locator('jp-button, button')
    .first()
    .click();
  await expect(async () => {
    const cell = (await readCells(path))[code] as IOutputCell;
    const saved = cell.outputs?.map(({ data }) => data?.[ANSWERS]);
    expect(saved).toContainEqual({
      lesson: LESSON,
      answers: { 'target-shapes': false }
    });
  }).toPass({ timeout: 20_000 });
  await expect(async () => {
    const { last } = await readProgress('');
    expect(last?.kind).toBe('quiz');
  }).toPass({ timeout: 20_000 });
});
