// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type { TranslationBundle } from '@jupyterlab/translation';
import { type ISignal, Signal } from '@lumino/signaling';
import type { IPlace, IProgress, ITarget } from '../api';
import type { Words } from '../words';
import { make, makeButton } from './dom';

/** How far one is in all, where one left off and what comes next. */
export class Overview {
  constructor(
    private readonly _trans: TranslationBundle,
    private readonly _words: Words
  ) {
    this._bar.append(this._mastered, this._practised);
    this._bar.setAttribute('aria-hidden', 'true');
    this._continue = this._makePlace('continue', _trans.__('Continue'));
    this._next = this._makePlace('next', _trans.__('Next'));
    const places = make('div', 'mlcourse-Overview-places');
    places.append(this._continue.button, this._next.button);
    this.node.append(this._bar, this._counts, places);
    this.show(null);
  }

  readonly node = make('div', 'mlcourse-Overview');

  /** Asks for a place. */
  get opened(): ISignal<this, ITarget> {
    return this._opened;
  }

  show(progress: IProgress | null): void {
    this.node.hidden = progress === null;
    if (progress === null) {
      return;
    }
    const { topics, exercises, points } = progress.totals;
    const [mastered, practised, all] = topics;
    const share = (count: number) =>
      `${all > 0 ? Math.min(count / all, 1) * 100 : 0}%`;
    this._mastered.style.width = share(mastered);
    this._practised.style.width = share(practised);
    const counts = [
      this._trans.__('%1 of %2 topics mastered', mastered, all),
      exercises[1] > 0
        ? this._trans.__(
            '%1 of %2 exercises passed',
            exercises[0],
            exercises[1]
          )
        : '',
      points[1] > 0
        ? this._trans.__('%1 of %2 points', points[0], points[1])
        : ''
    ].filter(Boolean);
    this._counts.replaceChildren(
      ...counts.map(text => make('li', 'mlcourse-Overview-count', text))
    );
    const { last, next } = progress;
    this._fill(this._continue, last);
    // Where one left off comes next as long as there is more to do there: one button says enough.
    this._fill(this._next, isSame(last, next) ? null : next);
  }

  private _makePlace(kind: string, label: string): IPlaceButton {
    const button = makeButton(`mlcourse-Overview-place mlcourse-mod-${kind}`);
    const title = make('span', 'mlcourse-Overview-title');
    button.append(
      make('span', 'mlcourse-Overview-icon'),
      make('span', 'mlcourse-Overview-label', label),
      title
    );
    const place: IPlaceButton = { button, label, title, place: null };
    button.addEventListener('click', () => {
      if (place.place) {
        this._opened.emit(place.place.target);
      }
    });
    return place;
  }

  private _fill(drawn: IPlaceButton, place: IPlace | null): void {
    drawn.place = place;
    drawn.button.hidden = place === null;
    if (place) {
      const text = this._words.place(place);
      drawn.title.textContent = place.title;
      drawn.button.title = text;
      drawn.button.setAttribute(
        'aria-label',
        this._trans.__('%1: %2', drawn.label, text)
      );
    }
  }

  private readonly _bar = make('div', 'mlcourse-Overview-bar');
  private readonly _mastered = make('div', 'mlcourse-Overview-mastered');
  private readonly _practised = make('div', 'mlcourse-Overview-practised');
  private readonly _counts = make('ul', 'mlcourse-Overview-counts');
  private readonly _continue: IPlaceButton;
  private readonly _next: IPlaceButton;
  private readonly _opened = new Signal<this, ITarget>(this);
}

interface IPlaceButton {
  readonly button: HTMLButtonElement;
  readonly label: string;
  readonly title: HTMLElement;
  place: IPlace | null;
}

function isSame(one: IPlace | null, other: IPlace | null): boolean {
  return (
    one?.target.path === other?.target.path &&
    one?.target.cell === other?.target.cell
  );
}
