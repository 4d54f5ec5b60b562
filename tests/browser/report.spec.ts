// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { readFileSync } from 'fs';
import {
  address,
  declineNews,
  openLab,
  picture,
  setTheme,
  type Theme,
  url
} from './course';
import { runCommand } from './palette';

const headers = {
  Authorization: `token ${process.env.MLCOURSE_TEST_TOKEN ?? ''}`,
  'Content-Type': 'application/json'
};

/** The route of the report; JupyterLab adds the time to what must not come from the browser's store. */
const REPORT = /mlcourse\/report(\?|$)/;

test.beforeEach(() => {
  declineNews();
  setTheme('JupyterLab Light');
});

async function openReport(page: Page): Promise<Locator> {
  await openLab(page);
  await runCommand(page, 'Progress');
  const widget = page.getByRole('region', { name: 'Progress', exact: true });
  await expect(widget.locator('article.mlcourse-Report')).toBeVisible();
  return widget;
}

test('the report is shown, and read again after progress', async ({ page }) => {
  const widget = await openReport(page);
  await picture(page, 'report');
  const again = page.waitForResponse(REPORT);
  await fetch(`${url}/mlcourse/events`, {
    method: 'POST',
    headers,
    body: JSON.stringify({
      events: [{ kind: 'opened', lesson: 'vectors-and-matrices' }]
    })
  });
  await again;
  await expect(widget.locator('article.mlcourse-Report')).toHaveCount(1);
  const asked = page.waitForResponse(REPORT);
  await widget.getByRole('button', { name: 'Refresh' }).click();
  await asked;
});

test('the report is printed and saved as a page that stands alone', async ({
  page
}) => {
  await page.addInitScript(() => {
    // Nobody is there to answer the browser's dialog.
    (window as unknown as { prints: number }).prints = 0;
    window.print = () => {
      (window.top as unknown as { prints: number }).prints += 1;
      window.dispatchEvent(new Event('afterprint'));
    };
  });
  const widget = await openReport(page);
  const download = page.waitForEvent('download');
  await widget.getByRole('button', { name: 'Save as HTML' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('my-progress.html');
  const text = readFileSync(await file.path(), 'utf8');
  expect(text).toContain('mlcourse-Report');
  expect(text).toMatch(/^<!doctype html>/i);
  const read = page.waitForResponse(/mlcourse\/report\.html/);
  await widget.getByRole('button', { name: 'Print' }).click();
  expect((await read).ok()).toBe(true);
});

test('the report says when the server is away, and stays', async ({ page }) => {
  const widget = await openReport(page);
  await page.route(REPORT, route => route.abort());
  await widget.getByRole('button', { name: 'Refresh' }).click();
  await expect(widget.getByText('does not answer')).toBeVisible();
  await expect(widget.locator('article.mlcourse-Report')).toBeVisible();
  await page.unroute(REPORT);
  await widget.getByRole('button', { name: 'Try again' }).click();
  await expect(widget.getByText('does not answer')).toBeHidden();
});

for (const [theme, name] of [
  ['JupyterLab Light', 'light'],
  ['JupyterLab Dark', 'dark'],
  ['JupyterLab Dark High Contrast', 'high-contrast']
] as [Theme, string][]) {
  test(`the report has no accessibility fault (${name})`, async ({ page }) => {
    setTheme(theme);
    await openReport(page);
    await expect(page.locator('body')).toHaveAttribute(
      'data-jp-theme-name',
      theme
    );
    await picture(page, `report-${name}`);
    const { violations } = await new AxeBuilder({ page })
      .include('.mlcourse-Progress')
      .analyze();
    expect(violations).toEqual([]);
  });
}

test('in Notebook 7 the report is a page of its own', async ({ page }) => {
  await page.goto(address('tree'));
  await expect(page.getByRole('menuitem', { name: 'View' })).toBeVisible();
  const opened = page.waitForEvent('popup');
  await runCommand(page, 'Progress');
  const report = await opened;
  await expect(report.locator('article.mlcourse-Report')).toBeVisible();
  await picture(report, 'report-notebook-7');
});
