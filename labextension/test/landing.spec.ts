// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type { NotebookPanel } from '@jupyterlab/notebook';
import { landOn, settle } from '../src/landing';

describe('settle', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  /** Run it on offsets that stay at the last one given. */
  async function run(offsets: number[], stopAfter = Infinity) {
    let looks = 0;
    const step = async () => offsets[Math.min(looks++, offsets.length - 1)];
    const done = settle(step, () => looks >= stopAfter);
    await jest.runAllTimersAsync();
    return { looks, settled: await done };
  }

  it('goes on while the place still moves', async () => {
    const still = await run([5]);
    const moving = await run([900, 40, 40, 40, 312, 5]);
    expect(still.settled).toBe(true);
    expect(moving.settled).toBe(true);
    expect(moving.looks).toBe(still.looks + 5);
  });

  it('stops when the user takes over', async () => {
    expect(await run([1, 2, 3, 4], 3)).toEqual({ looks: 3, settled: false });
  });

  it('does not take a cell that is never drawn for settled', async () => {
    expect((await run([NaN])).settled).toBe(false);
  });

  it('gives up on a place that never settles', async () => {
    const endless = Array.from({ length: 1000 }, (_, index) => index);
    const { settled, looks } = await run(endless);
    expect(settled).toBe(false);
    expect(looks).toBeLessThan(1000);
  });
});

describe('landOn', () => {
  it('has a code cell drawn that the notebook keeps on the page, out of sight', async () => {
    const node = document.createElement('div');
    node.style.display = 'none';
    node.scrollIntoView = jest.fn();
    document.body.append(node);
    const content = {
      widgets: [{ model: { id: 'answer' }, node, isDisposed: false }],
      activeCellIndex: -1,
      deselectAll: () => {},
      scrollToItem: jest.fn(async () => {
        node.style.display = '';
      })
    };
    const panel = {
      context: { ready: Promise.resolve() },
      revealed: Promise.resolve(),
      content
    } as unknown as NotebookPanel;
    expect(await landOn(panel, 'nowhere')).toBe(false);
    expect(await landOn(panel, 'answer')).toBe(true);
    await new Promise(resolve => setTimeout(resolve));
    expect(content.activeCellIndex).toBe(0);
    expect(content.scrollToItem).toHaveBeenCalledWith(0, 'start');
    expect(node.scrollIntoView).toHaveBeenCalled();
    document.dispatchEvent(new Event('keydown'));
  });
});
