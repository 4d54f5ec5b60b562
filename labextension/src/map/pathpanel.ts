// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { type ISignal, Signal } from '@lumino/signaling';
import type { IStudyPath } from '../api';
import { button, div, text } from './dom';
import type { MapModel } from './model';
import { drawState, stateName } from './states';
import { type MapWords, moduleNumber } from './words';

type PathLesson = IStudyPath['lessons'][number];

/** The way to the goal, beside the map: how long it is, its lessons in order, and what one can do with it. */
export class PathPanel {
  constructor(
    private readonly _model: MapModel,
    private readonly _words: MapWords
  ) {
    const { trans } = _words;
    this.node.className = 'mlcourse-Map-path';
    this.node.setAttribute('aria-label', trans.__('The way to your goal'));
    this._summary.setAttribute('role', 'status');
    this._pin = button('mlcourse-Map-button mlcourse-mod-primary', '', () => {
      void (this._isPinned() ? _model.unpin() : _model.pin());
    });
    const clear = button('mlcourse-Map-button', trans.__('Clear'), () => {
      this._cleared.emit();
      void _model.choose('');
    });
    const actions = div('mlcourse-Map-actions');
    actions.append(this._pin, clear);
    this.node.append(this._title, this._summary, actions, this._steps);
    this.update();
  }

  readonly node = document.createElement('aside');

  /** Asks for a lesson of the way. */
  get activated(): ISignal<this, PathLesson> {
    return this._activated;
  }

  /** Tells that one has given the goal up here. */
  get cleared(): ISignal<this, void> {
    return this._cleared;
  }

  update(): void {
    const { path } = this._model;
    this.node.hidden = path === null;
    if (!path) {
      this._summary.textContent = '';
      this._steps.replaceChildren();
      return;
    }
    const { trans } = this._words;
    const pinned = this._isPinned();
    this._title.textContent = trans.__('The way to “%1”', path.title);
    this._summary.replaceChildren(
      ...this._words
        .path(path)
        .map(sentence => text('p', 'mlcourse-Map-sentence', sentence))
    );
    this._pin.textContent = pinned
      ? trans.__('Unpin')
      : trans.__('Pin as my roadmap');
    this._pin.title = pinned
      ? trans.__('Take “My path” out of the roadmaps in the sidebar')
      : trans.__('Show this way in the sidebar, as “My path”');
    this._steps.replaceChildren(...path.lessons.map(step => this._step(step)));
  }

  dispose(): void {
    Signal.clearData(this);
  }

  private _step(lesson: PathLesson): HTMLElement {
    const { trans } = this._words;
    const item = document.createElement('li');
    item.dataset.state = stateName(lesson.state);
    const open = button('mlcourse-Map-open', lesson.title, () =>
      this._activated.emit(lesson)
    );
    const note = div('mlcourse-Map-itemNote');
    note.append(
      drawState(lesson.state),
      text(
        'span',
        '',
        trans.__(
          '%1 · %2 min · module %3',
          this._words.course.state(lesson.state),
          lesson.minutes,
          moduleNumber(lesson.module)
        )
      )
    );
    item.append(open, note);
    return item;
  }

  private _isPinned(): boolean {
    const { goal, pinned } = this._model;
    return goal !== '' && goal === pinned;
  }

  private readonly _activated = new Signal<this, PathLesson>(this);
  private readonly _cleared = new Signal<this, void>(this);
  private readonly _title = text('h3', 'mlcourse-Map-pathTitle');
  private readonly _summary = div('mlcourse-Map-summary');
  private readonly _pin: HTMLButtonElement;
  private readonly _steps = stepsElement();
}

function stepsElement(): HTMLOListElement {
  const steps = document.createElement('ol');
  steps.className = 'mlcourse-Map-steps';
  return steps;
}
