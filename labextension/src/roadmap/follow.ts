// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { ancestors, type IRow } from './rows';
import type { TreeState } from './treestate';

/** Where a reader is: a notebook, and the cells before which they are not, the nearest first. */
export interface IPosition {
  readonly path: string;
  readonly cells: readonly string[];
}

/** The row of a place. */
export interface IHere {
  readonly row: IRow;
  /** Whether so little is closed around it that it may be opened to show it. */
  readonly open: boolean;
  /** The innermost row around it that is in sight. */
  readonly above: IRow | null;
}

/** More rows than these are never opened to show one. */
const MOST_OPENED = 40;

/**
 * Find the row of the place where the reader is.
 *
 * A place may stand at several places of a roadmap. The row that was clicked last is taken if it leads there, then one
 * that is in sight, then the one with the fewest rows closed around it.
 *
 * @param clicked - the row that was clicked last, if any
 * @returns null when no row leads to that notebook
 */
export function findHere(
  state: TreeState,
  position: IPosition,
  clicked: IRow | null
): IHere | null {
  const candidates = rowsOf(state.rows, position);
  if (clicked && candidates.includes(clicked) && state.isVisible(clicked)) {
    return { row: clicked, open: false, above: null };
  }
  let best: IHere | null = null;
  let fewest = Infinity;
  for (const row of candidates) {
    const closed = ancestors(row).filter(above => !state.isExpanded(above));
    if (closed.length < fewest) {
      fewest = closed.length;
      const opened = closed.reduce(
        (sum, above) => sum + above.children.length,
        0
      );
      const above = ancestors(row).find(each => state.isVisible(each)) ?? null;
      best = { row, open: opened <= MOST_OPENED, above };
    }
  }
  return best;
}

/** The rows that lead to a position: to its nearest cell that any row leads to, or to its notebook. */
function rowsOf(
  rows: readonly IRow[],
  { path, cells }: IPosition
): readonly IRow[] {
  const inNotebook = rows.filter(({ data }) => data.target?.path === path);
  for (const cell of cells) {
    const there = inNotebook.filter(({ data }) => data.target?.cell === cell);
    if (there.length > 0) {
      return there;
    }
  }
  const whole = inNotebook.filter(({ data }) => data.target?.cell === null);
  // Where a roadmap leads to topics only, being in their notebook is being at the first of them.
  return whole.length > 0 ? whole : inNotebook.slice(0, 1);
}

/** Milliseconds in view after which a topic counts as read. */
export const READING = 30_000;
/** Milliseconds between two looks at whether the reader is still there. */
export const LOOK = 5_000;
/** Milliseconds without a key, a scroll or a move of the mouse after which nobody is taken to read. */
export const IDLE = 60_000;

/** Tells which topics were in view for long enough, each once. It knows no clock and no DOM. */
export class Reading {
  /**
   * @param _read - called with the id of a topic that was read
   */
  constructor(private readonly _read: (topic: string) => void) {}

  /** The topic in view, or an empty text; and whether it waits to be counted. */
  get waiting(): boolean {
    return this._topic !== '' && !this._done.has(this._topic);
  }

  /** Another topic is in view, or none with an empty text. */
  arrive(topic: string): void {
    if (topic !== this._topic) {
      this._topic = topic;
      this._time = 0;
    }
  }

  /**
   * Count time for the topic in view.
   *
   * @param elapsed - milliseconds since the last time
   * @param idle - milliseconds since the reader last did something
   */
  tick(elapsed: number, idle: number): void {
    if (!this.waiting || idle > IDLE) {
      return;
    }
    this._time += elapsed;
    if (this._time >= READING) {
      this._done.add(this._topic);
      this._read(this._topic);
    }
  }

  private readonly _done = new Set<string>();
  private _topic = '';
  private _time = 0;
}
