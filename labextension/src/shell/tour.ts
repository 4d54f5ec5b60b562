// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type { TranslationBundle } from '@jupyterlab/translation';

/** A stop of a tour. */
export interface ITourStep {
  readonly title: string;
  readonly text: string;
  /** Finds what the step is about; null when it is not there. */
  readonly anchor: () => Element | null;
}

/** Pixels between the tour and what it points at, and between it and the window's edge. */
const GAP = 12;

/**
 * A few words beside one part of the page after the other.
 *
 * It is a dialog that lets one work beside it: it takes the keyboard when it comes, keeps it from step to step
 * and gives it back at its end. Escape ends it wherever the keyboard is.
 */
export class Tour {
  /**
   * @param _beside - what the tour must not cover
   * @param _ended - called at the end, whether it was seen through or skipped
   */
  constructor(
    private readonly _steps: readonly ITourStep[],
    private readonly _beside: Element,
    private readonly _trans: TranslationBundle,
    private readonly _ended: () => void = () => {}
  ) {}

  /** Whether it is on the page. */
  get running(): boolean {
    return this._node.isConnected;
  }

  start(): void {
    if (this.running) {
      this._title.focus();
      return;
    }
    this._before = document.activeElement;
    this._build();
    document.body.append(this._node);
    const { signal } = (this._listening = new AbortController());
    const place = () => this._place();
    window.addEventListener('resize', place, { signal });
    document.addEventListener('scroll', place, { capture: true, signal });
    document.addEventListener('keydown', event => this._onKeyDown(event), {
      capture: true,
      signal
    });
    this._show(0);
  }

  /** Take it off the page. */
  end(): void {
    if (!this.running) {
      return;
    }
    this._listening?.abort();
    this._mark(null);
    const hadFocus = this._node.contains(document.activeElement);
    this._node.remove();
    if (hadFocus && this._before instanceof HTMLElement) {
      this._before.focus({ preventScroll: true });
    }
    this._ended();
  }

  private _build(): void {
    if (this._node.childElementCount > 0) {
      return;
    }
    const id = 'mlcourse-tour';
    this._node.className = 'mlcourse-Tour';
    this._node.setAttribute('role', 'dialog');
    this._node.setAttribute('aria-labelledby', `${id}-title`);
    this._node.setAttribute('aria-describedby', `${id}-text ${id}-count`);
    this._title.className = 'mlcourse-Tour-title';
    this._title.id = `${id}-title`;
    this._title.tabIndex = -1;
    this._text.className = 'mlcourse-Tour-text';
    this._text.id = `${id}-text`;
    this._count.className = 'mlcourse-Tour-count';
    this._count.id = `${id}-count`;
    this._skip.textContent = this._trans._p('tour', 'Skip');
    this._back.textContent = this._trans._p('tour', 'Back');
    this._skip.addEventListener('click', () => this.end());
    this._back.addEventListener('click', () => this._show(this._at - 1));
    this._next.addEventListener('click', () => {
      if (this._at + 1 < this._steps.length) {
        this._show(this._at + 1);
      } else {
        this.end();
      }
    });
    const foot = document.createElement('div');
    foot.className = 'mlcourse-Tour-foot';
    for (const button of [this._skip, this._back, this._next]) {
      button.type = 'button';
      button.className = 'mlcourse-Tour-button';
    }
    this._next.classList.add('mlcourse-mod-accept');
    foot.append(this._count, this._skip, this._back, this._next);
    this._node.append(this._title, this._text, foot);
  }

  private _show(at: number): void {
    this._at = at;
    const step = this._steps[at];
    const last = at + 1 === this._steps.length;
    this._title.textContent = step.title;
    this._text.textContent = step.text;
    this._count.textContent = this._trans.__(
      '%1 of %2',
      at + 1,
      this._steps.length
    );
    this._back.hidden = at === 0;
    this._skip.hidden = last;
    this._next.textContent = last
      ? this._trans._p('tour', 'Done')
      : this._trans._p('tour', 'Next');
    this._mark(step.anchor());
    this._marked?.scrollIntoView({ block: 'nearest' });
    this._place();
    // A screen reader reads a heading that gets the keyboard, and what describes the dialog around it.
    this._title.focus({ preventScroll: true });
  }

  private _mark(anchor: Element | null): void {
    this._marked?.classList.remove('mlcourse-mod-toured');
    anchor?.classList.add('mlcourse-mod-toured');
    this._marked = anchor;
  }

  /** Stand beside the panel, as high as what the step is about. */
  private _place(): void {
    const panel = this._beside.getBoundingClientRect();
    const anchor = (this._marked ?? this._beside).getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this._node;
    const { innerWidth, innerHeight } = window;
    const right = panel.right + GAP;
    const left = panel.left - GAP - width;
    const fitsRight = right + width + GAP <= innerWidth;
    const x = fitsRight || left < GAP ? right : left;
    this._node.style.left = `${between(GAP, x, innerWidth - width - GAP)}px`;
    this._node.style.top = `${between(GAP, anchor.top, innerHeight - height - GAP)}px`;
    this._node.classList.toggle('mlcourse-mod-left', x === left);
  }

  private _onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      if (this._node.contains(event.target as Node)) {
        event.preventDefault();
        event.stopPropagation();
      }
      this.end();
    }
  }

  private readonly _node = document.createElement('div');
  private readonly _title = document.createElement('h2');
  private readonly _text = document.createElement('p');
  private readonly _count = document.createElement('span');
  private readonly _skip = document.createElement('button');
  private readonly _back = document.createElement('button');
  private readonly _next = document.createElement('button');
  private _at = 0;
  private _marked: Element | null = null;
  private _before: Element | null = null;
  private _listening: AbortController | null = null;
}

function between(low: number, value: number, high: number): number {
  return Math.max(low, Math.min(value, high));
}
