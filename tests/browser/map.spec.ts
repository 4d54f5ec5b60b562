// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page, test } from '@playwright/test';
import type { IMap, IMapNode, IStudyPath } from '../../labextension/src/api';
import {
  address,
  declineNews,
  notebook,
  openLab,
  picture,
  setTheme,
  type Theme,
  url
} from './course';
import { layoutSaved, runCommand } from './palette';

const headers = {
  Authorization: `token ${process.env.MLCOURSE_TEST_TOKEN ?? ''}`
};

/** The route of the map; JupyterLab adds the time to what must not come from the browser's store. */
const MAP = /mlcourse\/map(\?|$)/;

let map: IMap;
let written: IMapNode;
let planned: IMapNode | undefined;

async function ask<T>(route: string): Promise<T> {
  const response = await fetch(`${url}/mlcourse/${route}`, { headers });
  return (await response.json()) as T;
}

test.beforeAll(async () => {
  map = await ask<IMap>('map');
  written = map.nodes.find(
    node => node.lesson === 'vectors-and-matrices'
  ) as IMapNode;
  planned = map.nodes.find(node => !node.written);
});

test.beforeEach(() => {
  declineNews();
  setTheme('JupyterLab Light');
});

/** Open the map from the command palette. */
async function openMap(page: Page): Promise<Locator> {
  await openLab(page);
  await runCommand(page, 'Course Map');
  const widget = page.getByRole('region', { name: 'Course map' });
  await expect(widget.locator('.mlcourse-Map-box').first()).toBeVisible();
  return widget;
}

const box = (widget: Locator, lesson: string) =>
  widget.locator(`.mlcourse-Map-box[data-lesson="${lesson}"]`);

/** How large the map is drawn. */
const scaleOf = (widget: Locator) =>
  widget
    .locator('.mlcourse-Map-world')
    .evaluate(world => new DOMMatrix(getComputedStyle(world).transform).a);

/** Wait until the map does not move any more. */
async function atRest(widget: Locator): Promise<void> {
  await expect(widget.locator('.mlcourse-mod-moving')).toHaveCount(0);
}

/** Whether an element lies within another. */
async function isInside(inner: Locator, outer: Locator): Promise<boolean> {
  const [a, b] = [await inner.boundingBox(), await outer.boundingBox()];
  return (
    a !== null &&
    b !== null &&
    a.x >= b.x - 1 &&
    a.y >= b.y - 1 &&
    a.x + a.width <= b.x + b.width + 1 &&
    a.y + a.height <= b.y + b.height + 1
  );
}

async function choose(
  page: Page,
  widget: Locator,
  lesson: string
): Promise<IStudyPath> {
  const title = map.nodes.find(node => node.lesson === lesson)?.title ?? '';
  await widget.getByRole('combobox', { name: 'Goal' }).fill(title);
  await widget.getByRole('option', { name: title }).first().click();
  const path = await ask<IStudyPath>(`path?goal=${lesson}`);
  await expect(
    widget.getByRole('complementary').getByRole('heading')
  ).toContainText(path.title);
  return path;
}

test('the whole map is in sight when it is opened, and nothing was asked before', async ({
  page
}) => {
  const asked: string[] = [];
  page.on('request', request => asked.push(request.url()));
  await openLab(page);
  expect(asked.filter(address => MAP.test(address))).toEqual([]);
  const before = asked.length;
  await runCommand(page, 'Course Map');
  const widget = page.getByRole('region', { name: 'Course map' });
  const boxes = widget.locator('.mlcourse-Map-box');
  await expect(boxes).toHaveCount(map.nodes.length);
  const loaded = asked.slice(before);
  expect(loaded.filter(a => MAP.test(a))).toHaveLength(1);
  expect(loaded.some(a => /labextension.*\.js/.test(a))).toBe(true);
  const port = widget.locator('.mlcourse-Map-port');
  for (const each of [boxes.first(), boxes.last()]) {
    expect(await isInside(each, port)).toBe(true);
  }
  for (const { title } of map.lanes) {
    await expect(
      widget.getByText(title, { exact: true }).first()
    ).toBeVisible();
  }
  await picture(page, 'map-fitted');
});

test('titles and notes stay in their boxes', async ({ page }) => {
  const widget = await openMap(page);
  const overflowing = () =>
    widget.locator('.mlcourse-Map-box').evaluateAll(boxes =>
      boxes
        .filter(each => {
          const [title, state] = each.children;
          const edge = each.getBoundingClientRect();
          const inner = title.getBoundingClientRect();
          const below = state.getBoundingClientRect();
          const overlaps =
            getComputedStyle(state).position === 'static' &&
            inner.height > 0 &&
            below.top < inner.bottom - 1;
          return (
            overlaps ||
            (inner.height > 0 &&
              (inner.bottom > edge.bottom + 1 || inner.right > edge.right + 1))
          );
        })
        .map(each => each.textContent)
    );
  for (const name of ['Zoom in (+)', 'Zoom in (+)', 'Zoom in (+)']) {
    expect(await overflowing()).toEqual([]);
    for (let time = 0; time < 3; time++) {
      await widget.getByRole('button', { name }).click();
    }
    await atRest(widget);
  }
  expect(await scaleOf(widget)).toBeGreaterThan(0.9);
  expect(await overflowing()).toEqual([]);
});

test('wheel, buttons and keys zoom; drag and arrow keys move; all of it fits again', async ({
  page
}) => {
  const widget = await openMap(page);
  const port = widget.locator('.mlcourse-Map-port');
  const fitted = await scaleOf(widget);
  const target = box(widget, written.lesson);
  await target.hover();
  const before = (await target.boundingBox())!;
  for (let turn = 0; turn < 8; turn++) {
    await page.mouse.wheel(0, -120);
  }
  await atRest(widget);
  const zoomed = await scaleOf(widget);
  expect(zoomed).toBeGreaterThan(fitted * 2);
  // What is under the pointer stays there.
  const after = (await target.boundingBox())!;
  expect(
    Math.abs(before.x + before.width / 2 - (after.x + after.width / 2))
  ).toBeLessThan(4);

  const place = (await port.boundingBox())!;
  const middle = [place.x + place.width / 2, place.y + place.height / 2];
  await page.mouse.move(middle[0], middle[1]);
  await page.mouse.down();
  await page.mouse.move(middle[0] - 90, middle[1] + 40, { steps: 5 });
  await page.mouse.up();
  await atRest(widget);
  const dragged = (await target.boundingBox())!;
  expect(Math.round(dragged.x - after.x)).toBe(-90);
  expect(Math.round(dragged.y - after.y)).toBe(40);
  // The end of a drag opens nothing.
  await expect(notebook(page)).toHaveCount(0);

  await port.focus();
  await page.keyboard.press('ArrowRight');
  await atRest(widget);
  expect((await target.boundingBox())!.x).toBeLessThan(dragged.x - 50);
  await page.keyboard.press('-');
  await atRest(widget);
  expect(await scaleOf(widget)).toBeLessThan(zoomed);
  await page.keyboard.press('+');
  await atRest(widget);
  expect(await scaleOf(widget)).toBeCloseTo(zoomed, 3);
  await page.keyboard.press('0');
  await atRest(widget);
  expect(await scaleOf(widget)).toBeCloseTo(fitted, 4);
  await widget.getByRole('button', { name: 'Zoom in (+)' }).click();
  await atRest(widget);
  expect(await scaleOf(widget)).toBeGreaterThan(fitted);
  await widget.getByRole('button', { name: 'Show all of the map (0)' }).click();
  await atRest(widget);
  expect(await scaleOf(widget)).toBeCloseTo(fitted, 4);
});

test('nothing is laid out anew while one moves and zooms', async ({ page }) => {
  const widget = await openMap(page);
  await widget.getByRole('button', { name: 'Show me where I am' }).click();
  await atRest(widget);
  await page.keyboard.press('Escape');
  const client = await page.context().newCDPSession(page);
  await client.send('Performance.enable');
  const layouts = async () => {
    const { metrics } = await client.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'LayoutCount')!.value;
  };
  const { x, y, width, height } = (await widget
    .locator('.mlcourse-Map-port')
    .boundingBox())!;
  await page.mouse.move(x + width - 20, y + height - 20);
  await atRest(widget);
  await page.waitForTimeout(500);
  const before = await layouts();
  for (let turn = 0; turn < 30; turn++) {
    await page.mouse.wheel(0, turn % 2 ? 40 : -40);
    await page.waitForTimeout(20);
  }
  // The class that marks the motion comes and goes once, and costs a layout each.
  const count = (await layouts()) - before;
  expect(count).toBeLessThan(8);
});

test('the map is worked by keyboard alone', async ({ page }) => {
  const widget = await openMap(page);
  const focused = widget.locator('.mlcourse-Map-box:focus');
  await expect(widget.locator('.mlcourse-Map-port')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(focused).toHaveCount(1);
  await page.keyboard.press('Home');
  await expect(focused).toHaveAttribute('aria-label', /, module 1, /);
  await page.keyboard.type(written.title.slice(0, 7), { delay: 40 });
  await expect(focused).toHaveAttribute('data-lesson', written.lesson);
  await expect(focused).toHaveAttribute(
    'aria-label',
    new RegExp(`^${written.title}, module 1, ${written.minutes} minutes?, `)
  );
  await page.keyboard.press('ArrowRight');
  await expect(focused).not.toHaveAttribute('data-lesson', written.lesson);
  await page.keyboard.press('End');
  await atRest(widget);
  expect(await isInside(focused, widget.locator('.mlcourse-Map-port'))).toBe(
    true
  );
  await expect(widget.locator('.mlcourse-Map-box[tabindex="0"]')).toHaveCount(
    1
  );
  await page.keyboard.press('Home');
  await page.keyboard.type(written.title.slice(0, 7), { delay: 40 });
  await page.keyboard.press('Enter');
  await expect(
    notebook(page).getByRole('heading', { name: written.title, level: 1 })
  ).toBeVisible();
});

test('hover shows what a lesson needs and leads to; a planned one says that it is', async ({
  page
}) => {
  const widget = await openMap(page);
  const node = map.nodes.find(({ requires }) => requires.length > 1)!;
  await box(widget, node.lesson).hover();
  for (const needed of node.requires) {
    await expect(box(widget, needed)).toHaveClass(/mlcourse-mod-needed/);
  }
  const card = widget.getByRole('tooltip');
  await expect(card).toContainText(node.title);
  await expect(card).toContainText('Needs: ');
  await picture(page, 'map-hover');
  await page.keyboard.press('Escape');
  test.skip(planned === undefined, 'every lesson is written');
  await box(widget, planned!.lesson).click();
  await expect(
    widget.getByText('is planned and not written yet')
  ).toBeVisible();
});

test('a goal shows the way, which can be pinned as a roadmap and unpinned', async ({
  page
}) => {
  const widget = await openMap(page);
  const sidebar = page.locator('#mlcourse-roadmap');
  const path = await choose(page, widget, 'attention-and-transformers');
  const panel = widget.getByRole('complementary');
  await expect(panel.getByRole('listitem')).toHaveCount(path.lessons.length);
  await expect(panel).toContainText(`${path.lessons.length} lessons left`);
  await expect(
    widget.locator('.mlcourse-Map-box.mlcourse-mod-onPath')
  ).toHaveCount(path.lessons.length + path.mastered.length);
  await atRest(widget);
  await picture(page, 'map-path');

  await panel.getByRole('button', { name: 'Pin as my roadmap' }).click();
  const roadmap = sidebar.getByRole('combobox', { name: 'Roadmap' });
  await expect(roadmap).toContainText(`My path to ${path.title}`);
  await picture(page, 'map-pinned');
  await panel.getByRole('button', { name: 'Unpin' }).click();
  await expect(roadmap).not.toContainText('My path');
  await panel.getByRole('button', { name: 'Clear' }).click();
  await expect(panel).toBeHidden();
  await expect(widget.getByRole('combobox', { name: 'Goal' })).toHaveValue('');
});

test('the list tells and does the same, and the layout remembers it with the goal', async ({
  page
}) => {
  let widget = await openMap(page);
  await widget.getByRole('button', { name: 'List', exact: true }).click();
  const list = widget.locator('.mlcourse-Map-list');
  await expect(list.getByRole('heading')).toHaveCount(
    new Set(map.nodes.map(({ module }) => module)).size
  );
  await expect(list.getByRole('button')).toHaveCount(map.nodes.length);
  await expect(
    list
      .getByRole('listitem')
      .filter({ has: page.getByRole('button', { name: written.title }) })
  ).toContainText(`${written.minutes} min`);
  const saved = layoutSaved(page);
  await choose(page, widget, 'attention-and-transformers');
  await saved;
  await picture(page, 'map-list');

  await page.goto(address('lab'));
  widget = page.getByRole('region', { name: 'Course map' });
  await expect(widget.getByRole('complementary')).toContainText('The way to', {
    timeout: 60_000
  });
  await expect(
    widget.getByRole('button', { name: 'List', exact: true })
  ).toHaveAttribute('aria-pressed', 'true');
  await list.getByRole('button', { name: written.title, exact: true }).click();
  await expect(
    notebook(page).getByRole('heading', { name: written.title, level: 1 })
  ).toBeVisible();
});

test('states follow the progress, and the map says when the server is away', async ({
  page
}) => {
  const widget = await openMap(page);
  await page.route(MAP, async route => {
    const response = await route.fetch();
    const answer = (await response.json()) as IMap;
    const nodes = answer.nodes.map(node => ({
      ...node,
      state: node.lesson === written.lesson ? 4 : node.state
    }));
    await route.fulfill({ json: { ...answer, nodes } });
  });
  // Something happens elsewhere: another tab of the same learner.
  await fetch(`${url}/mlcourse/events`, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: JSON.stringify({
      events: [{ kind: 'opened', lesson: written.lesson }]
    })
  });
  await expect(box(widget, written.lesson)).toHaveAttribute(
    'aria-label',
    /, mastered/
  );
  await page.unroute(MAP);
  await page.route('**/mlcourse/**', route => route.abort());
  await widget.getByRole('combobox', { name: 'Goal' }).fill(written.title);
  await page.keyboard.press('Enter');
  await expect(widget.getByText('does not answer')).toBeVisible();
  await picture(page, 'map-server-away');
  await page.unroute('**/mlcourse/**');
  await widget.getByRole('button', { name: 'Try again' }).click();
  await expect(widget.getByText('does not answer')).toBeHidden();
  await expect(widget.getByRole('complementary')).toContainText('The way to');
});

for (const [theme, name] of [
  ['JupyterLab Light', 'light'],
  ['JupyterLab Dark', 'dark'],
  ['JupyterLab Dark High Contrast', 'high-contrast']
] as [Theme, string][]) {
  test(`the map has no accessibility fault (${name})`, async ({ page }) => {
    // To look at every box five times takes long.
    test.slow();
    setTheme(theme);
    const widget = await openMap(page);
    await expect(page.locator('body')).toHaveAttribute(
      'data-jp-theme-name',
      theme
    );
    const check = async (view: string) => {
      await atRest(widget);
      await picture(page, `map-${view}-${name}`);
      const { violations } = await new AxeBuilder({ page })
        .include('.mlcourse-Map')
        .analyze();
      expect(violations, view).toEqual([]);
    };
    await check('fitted');
    await widget.getByRole('button', { name: 'Show me where I am' }).click();
    await check('here');
    await choose(page, widget, 'attention-and-transformers');
    await check('path');
    await widget.getByRole('combobox', { name: 'Goal' }).click();
    await check('goals');
    await page.keyboard.press('Escape');
    await widget.getByRole('button', { name: 'List', exact: true }).click();
    await check('list');
  });
}

test('in Notebook 7 the map is in the right panel, and narrow', async ({
  page
}) => {
  await page.goto(address('tree'));
  await expect(page.getByRole('menuitem', { name: 'View' })).toBeVisible();
  await runCommand(page, 'Course Map');
  const widget = page.getByRole('region', { name: 'Course map' });
  const list = widget.locator('.mlcourse-Map-list');
  await expect(list.getByRole('button').first()).toBeVisible();
  await picture(page, 'map-notebook-7-list');
  await widget.getByRole('button', { name: 'Map', exact: true }).click();
  await expect(box(widget, written.lesson)).toBeVisible();
  await picture(page, 'map-notebook-7');
  await choose(page, widget, 'attention-and-transformers');
  await atRest(widget);
  await picture(page, 'map-notebook-7-path');
  const { violations } = await new AxeBuilder({ page })
    .include('.mlcourse-Map')
    .analyze();
  expect(violations).toEqual([]);
  await widget.getByRole('button', { name: 'List', exact: true }).click();
  const opened = page.waitForEvent('popup');
  await list.getByRole('button', { name: written.title, exact: true }).click();
  const lesson = await opened;
  await expect(
    notebook(lesson).getByRole('heading', { name: written.title, level: 1 })
  ).toBeVisible();
});
