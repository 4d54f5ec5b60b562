// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { expect, type Page, test } from '@playwright/test';
import { readdirSync, readFileSync } from 'fs';
import path from 'path';
import { gzipSync } from 'zlib';
import type { IRowData } from '../../labextension/src/api';
import {
  address,
  allRows,
  declineNews,
  openLab,
  readRoadmap,
  setTheme
} from './course';

/** How often each thing is done; the median and the worst are told. */
const TIMES = 7;
/** The course will be larger than it is now: the tree is drawn with as many rows. */
const ROWS = 1500;
const LIMITS = { paint: 100, key: 50, filter: 50 };

test.beforeAll(() => {
  declineNews();
  setTheme('JupyterLab Light');
});

test('the tree, with everything open', async ({ page }) => {
  const { roadmaps } = await readRoadmap();
  const all = await Promise.all(roadmaps.map(({ id }) => readRoadmap(id)));
  const sizes = all.map(({ rows }) => allRows(rows).length);
  const size = Math.max(...sizes);
  const largest = roadmaps[sizes.indexOf(size)];
  await measure(page, largest.id, `“${largest.name}”`);
  const copies = Math.ceil(ROWS / size);
  await page.route('**/mlcourse/roadmap*', async route => {
    const response = await route.fetch();
    const roadmap = await response.json();
    const { progress } = roadmap;
    const many = Array.from({ length: copies }, (_, copy) =>
      rename(roadmap.rows, `${copy}/`)
    ).flat();
    const numbers = Array.from({ length: copies }, () => progress.rows).flat();
    await route.fulfill({
      response,
      json: { ...roadmap, rows: many, progress: { ...progress, rows: numbers } }
    });
  });
  await measure(page, largest.id, `the same, ${copies} times`);
});

test('the start of JupyterLab', async ({ page }) => {
  const start = async (without: boolean) => {
    await page.unrouteAll();
    // Both ways, as going through here takes time too.
    await page.route(/\/lab\?/, async route => {
      const response = await route.fetch();
      const text = await response.text();
      const course = /\{[^{}]*"name": "@mlcourse\/labextension"[^{}]*\},?/;
      const body = without ? text.replace(course, '') : text;
      await route.fulfill({ response, body });
    });
    await page.goto(`${address('lab')}&reset`);
    await page.waitForFunction(() => 'jupyterapp' in window);
    const there = await page.evaluate(() =>
      (window as any).jupyterapp.hasPlugin('@mlcourse/labextension:roadmap')
    );
    expect(there).toBe(!without);
    return page.evaluate(async () => {
      await (window as any).jupyterapp.restored;
      return performance.now();
    });
  };
  await start(false);
  const times: Record<string, number[]> = { with: [], without: [] };
  for (let time = 0; time < TIMES; time++) {
    times.with.push(await start(false));
    times.without.push(await start(true));
  }
  for (const [name, each] of Object.entries(times)) {
    tell(`JupyterLab restored, ${name} the course`, each);
  }
});

test('what the browser loads', () => {
  const folder = path.join(__dirname, '../../mlcourse/labextension/static');
  const scripts = readdirSync(folder).filter(name => name.endsWith('.js'));
  const bytes = scripts.map(
    name => gzipSync(readFileSync(path.join(folder, name))).length
  );
  const total = bytes.reduce((sum, each) => sum + each, 0);
  console.log(`bundle: ${(total / 1000).toFixed(1)} kB compressed, in all`);
});

/** The same rows under other keys. */
function rename(rows: readonly IRowData[], prefix: string): IRowData[] {
  return rows.map(row => ({
    ...row,
    key: prefix + row.key,
    children: rename(row.children, prefix)
  }));
}

/** Milliseconds until the browser has drawn what each of these does. */
async function measure(page: Page, id: string, name: string): Promise<void> {
  const panel = await openLab(page);
  await panel.getByRole('combobox', { name: 'Roadmap' }).waitFor();
  const result = await page.evaluate(
    async ({ id, times }) => {
      const app = (window as any).jupyterapp;
      const left: any[] = [...app.shell.widgets('left')];
      const widget = left.find(each => each.id === 'mlcourse-roadmap');
      const model = widget._model;
      await model.pick(id);
      const keys: string[] = [];
      const walk = (rows: readonly any[]) =>
        rows.forEach(row => {
          keys.push(row.key);
          walk(row.children);
        });
      walk(model.roadmap.rows);
      const drawn = () =>
        new Promise<number>(resolve =>
          requestAnimationFrame(() => {
            // The first task after a frame begins when that has been painted.
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => resolve(performance.now());
            port2.postMessage(null);
          })
        );
      const time = async (step: () => void) => {
        await drawn();
        await new Promise(resolve => setTimeout(resolve, 50));
        const begun = performance.now();
        step();
        return (await drawn()) - begun;
      };
      const tree = widget.node.querySelector('[role="tree"]');
      const input = widget.node.querySelector('input[type="search"]');
      const press = (key: string) =>
        (document.activeElement ?? tree).dispatchEvent(
          new KeyboardEvent('keydown', { key, bubbles: true })
        );
      const paint: number[] = [];
      for (let count = 0; count < times; count++) {
        await time(() => widget.restore({ [id]: [] }));
        paint.push(await time(() => widget.restore({ [id]: keys })));
        await new Promise(resolve => setTimeout(resolve, 500));
      }
      const rows = tree.querySelectorAll('[role="treeitem"]').length;
      tree.querySelector('[tabindex="0"]').focus();
      const key: number[] = [];
      for (let count = 0; count < times; count++) {
        for (const each of [
          'ArrowDown',
          'End',
          'Home',
          'ArrowLeft',
          'ArrowRight'
        ]) {
          key.push(await time(() => press(each)));
        }
      }
      const filter: number[] = [];
      for (const text of [
        'e',
        'en',
        'ent',
        'en',
        '',
        'a',
        'al',
        'a',
        '',
        'x',
        ''
      ]) {
        filter.push(
          await time(() => {
            input.value = text;
            input.dispatchEvent(new Event('input', { bubbles: true }));
          })
        );
      }
      return { rows, paint, key, filter };
    },
    { id, times: TIMES }
  );
  console.log(`${name}: ${result.rows} rows, all open`);
  tell('  first paint', result.paint, LIMITS.paint);
  tell('  key press', result.key, LIMITS.key);
  tell('  keystroke in the search field', result.filter, LIMITS.filter);
}

function tell(what: string, times: readonly number[], limit = 0): void {
  const sorted = [...times].sort((one, two) => one - two);
  const median = sorted[Math.floor(sorted.length / 2)];
  const worst = sorted[sorted.length - 1];
  const against = limit > 0 ? `, limit ${limit} ms` : '';
  console.log(
    `${what}: ${median.toFixed(0)} ms (worst ${worst.toFixed(0)} ms)${against}`
  );
}
