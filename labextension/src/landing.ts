// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type { NotebookPanel } from '@jupyterlab/notebook';

/** Milliseconds between two looks at where the cell is. */
const INTERVAL = 50;
/** After so many looks, ten seconds, it is what it is. */
const MAX_LOOKS = 200;
/** A place that was the same so many times in a row, for three seconds, is taken for settled. */
const SAME_LOOKS = 60;

/** Milliseconds that the notebook is given to draw a cell that is out of sight. */
const DRAWING = 500;

/** What the user does to a page when they want to be somewhere else. */
const USER_INPUT = ['wheel', 'pointerdown', 'touchstart', 'keydown'] as const;

/**
 * Repeat a step until the place it leads to stays the same.
 *
 * @param step - goes there and tells the offset reached, in pixels
 * @param stopped - whether to give up
 * @returns whether the place settled
 */
export async function settle(
  step: () => Promise<number>,
  stopped: () => boolean
): Promise<boolean> {
  let last = NaN;
  let same = 0;
  for (let look = 0; look < MAX_LOOKS && !stopped(); look++) {
    const offset = await step();
    same = offset === last ? same + 1 : 1;
    last = offset;
    if (same === SAME_LOOKS) {
      return true;
    }
    await pause(INTERVAL);
  }
  return false;
}

/** What ends the landing under way in a notebook. */
const underWay = new WeakMap<NotebookPanel, AbortController>();

/**
 * Bring a cell to the top of an open notebook and make it the active one.
 *
 * Cells above it are still being measured, rendered and moved when a notebook has just been opened, in
 * every windowing mode, and formulas grow when the mathematics arrives, so that going there once ends
 * somewhere else. The user's first wheel, key or touch ends it, wherever it is, so that nobody's page is
 * pulled from under them; so does the next landing. It goes on after this function has returned.
 *
 * @returns whether the notebook has that cell
 */
export async function landOn(
  panel: NotebookPanel,
  cellId: string
): Promise<boolean> {
  const input = new AbortController();
  underWay.get(panel)?.abort();
  underWay.set(panel, input);
  await Promise.all([panel.context.ready, panel.revealed]);
  const notebook = panel.content;
  const index = notebook.widgets.findIndex(cell => cell.model.id === cellId);
  if (index < 0) {
    return false;
  }
  if (input.signal.aborted) {
    return true;
  }
  notebook.deselectAll();
  notebook.activeCellIndex = index;
  const cell = notebook.widgets[index];
  for (const type of USER_INPUT) {
    document.addEventListener(type, () => input.abort(), {
      capture: true,
      passive: true,
      signal: input.signal
    });
  }
  // A cell that is not drawn is nowhere, and two times nowhere is not the same place.
  const place = () =>
    isDrawn(cell.node)
      ? Math.round(cell.node.getBoundingClientRect().top)
      : NaN;
  let reached = NaN;
  const step = async () => {
    if (place() !== reached) {
      // A cell that is drawn is gone to directly: the notebook's own way would put it in the middle, and
      // in a tab in the background that happens seconds later.
      if (!isDrawn(cell.node)) {
        const drawn = notebook.scrollToItem(index, 'start');
        await Promise.race([drawn, pause(DRAWING)]);
      }
      cell.node.scrollIntoView();
      reached = place();
    }
    return reached;
  };
  const stopped = () => input.signal.aborted || cell.isDisposed;
  void settle(step, stopped).finally(() => input.abort());
  return true;
}

/** Whether a cell is on the page; a code cell out of sight stays there, with no place of its own. */
function isDrawn({ isConnected, style }: HTMLElement): boolean {
  return isConnected && style.display !== 'none' && style.opacity !== '0';
}

function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds));
}
