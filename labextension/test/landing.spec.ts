// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { settle } from '../src/landing';

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
