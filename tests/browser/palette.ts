// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { expect, type Page } from '@playwright/test';

/** Run a command of the course from the command palette. */
export async function runCommand(page: Page, label: string): Promise<void> {
  await page.keyboard.press('Control+Shift+C');
  await page.locator('.lm-CommandPalette-input').fill(label);
  const item = page
    .locator('.lm-CommandPalette-item')
    .filter({ has: page.getByText(label, { exact: true }) })
    .first();
  await expect(item).toBeVisible();
  await item.click();
}

/** Wait until JupyterLab has stored its layout. */
export async function layoutSaved(page: Page): Promise<void> {
  await page.waitForResponse(
    response =>
      response.url().includes('/api/workspaces') &&
      response.request().method() === 'PUT'
  );
}
