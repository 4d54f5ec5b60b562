// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { RoadmapModel } from '../model';
import type { RoadmapPanel } from '../panel';
import { IDLE, type IPosition, LOOK, Reading } from './follow';

/** Milliseconds that changes are waited for, so that a scroll is looked at when it has ended. */
const CALM = 200;

/** How far down the view a reader is taken to read, as a share of its height. */
const READING_LINE = 1 / 3;

/** What a reader does. */
const ACTIVITY = [
  'pointermove',
  'pointerdown',
  'keydown',
  'wheel',
  'touchmove'
];

/**
 * Follows the reader through the notebooks: tells the panel where they are, and records what was read.
 *
 * It looks when another notebook or cell becomes the active one and when a scroll has ended, never in
 * between, and only once the roadmap is there.
 */
export class ReaderTracker {
  /**
   * @param _records - whether reading is to be recorded now
   */
  constructor(
    private readonly _notebooks: INotebookTracker,
    private readonly _model: RoadmapModel,
    private readonly _panel: RoadmapPanel,
    private readonly _records: () => boolean
  ) {
    _notebooks.currentChanged.connect(() => this._onNotebook());
    _notebooks.activeCellChanged.connect(() => this._lookSoon());
    _model.changed.connect((_, { kind }) => {
      if (kind === 'roadmap') {
        this._lookSoon();
      }
    });
    for (const type of ACTIVITY) {
      document.addEventListener(type, () => (this._active = Date.now()), {
        capture: true,
        passive: true
      });
    }
    this._onNotebook();
  }

  private _onNotebook(): void {
    this._scrolling?.abort();
    const notebook = this._notebooks.currentWidget;
    if (notebook) {
      this._scrolling = new AbortController();
      // Scrolling does not bubble, but on its way down it can be seen.
      notebook.content.node.addEventListener('scroll', () => this._lookSoon(), {
        capture: true,
        passive: true,
        signal: this._scrolling.signal
      });
      void notebook.revealed.then(
        () => this._lookSoon(),
        () => {}
      );
    }
    this._lookSoon();
  }

  private _lookSoon(): void {
    if (this._model.roadmap) {
      window.clearTimeout(this._timer);
      this._timer = window.setTimeout(() => this._look(), CALM);
    }
  }

  private _look(): void {
    const notebook = this._notebooks.currentWidget;
    const position =
      notebook && !notebook.isDisposed ? positionIn(notebook) : null;
    this._panel.setPosition(position);
    this._reading.arrive(this._topicAt(position));
    if (this._reading.waiting && this._records() && this._ticking === 0) {
      this._ticking = window.setInterval(() => this._tick(), LOOK);
    }
  }

  /** The topic that a position is in, or an empty text. */
  private _topicAt(position: IPosition | null): string {
    const topics = this._model.roadmap?.topics[position?.path ?? ''] ?? {};
    const cell = position?.cells.find(id => id in topics);
    return cell === undefined ? '' : topics[cell];
  }

  private _tick(): void {
    const inSight =
      !document.hidden && this._notebooks.currentWidget?.isVisible === true;
    if (inSight) {
      this._reading.tick(LOOK, Date.now() - this._active);
    }
    const idle = Date.now() - this._active > IDLE;
    if (!this._reading.waiting || !this._records() || (idle && !inSight)) {
      window.clearInterval(this._ticking);
      this._ticking = 0;
    }
  }

  private readonly _reading = new Reading(topic => {
    void this._model.record({ kind: 'read', topic });
  });
  private _scrolling: AbortController | null = null;
  private _timer = 0;
  private _ticking = 0;
  private _active = Date.now();
}

/**
 * Where the reader of a notebook is: at its active cell while that is in view, else at the cell under a
 * line in the upper part of the view.
 */
export function positionIn(notebook: NotebookPanel): IPosition {
  const { widgets, activeCellIndex, node } = notebook.content;
  const view = node.getBoundingClientRect();
  const line = view.top + view.height * READING_LINE;
  const place = (index: number) => {
    const cell = widgets[index]?.node;
    // A cell that is not drawn is nowhere.
    return cell?.isConnected ? cell.getBoundingClientRect() : null;
  };
  const active = place(activeCellIndex);
  const inView = active && active.bottom > view.top && active.top < view.bottom;
  let index = activeCellIndex;
  if (!inView) {
    const under = widgets.findIndex((_, each) => {
      const cell = place(each);
      return cell !== null && cell.height > 0 && cell.bottom > line;
    });
    index = under >= 0 ? under : activeCellIndex;
  }
  const before = widgets.slice(0, Math.max(index, 0) + 1).reverse();
  return {
    path: notebook.context.localPath,
    cells: before.map(cell => cell.model.id)
  };
}
