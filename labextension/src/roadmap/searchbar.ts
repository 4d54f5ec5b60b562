// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type { TranslationBundle } from '@jupyterlab/translation';
import { type ISignal, Signal } from '@lumino/signaling';
import type { Words } from '../words';
import { make, makeButton } from './dom';
import { type IFilter, isIdle, NO_FILTER, type Stage, STAGES } from './filter';

/** The levels, from the easiest to the hardest. */
const LEVELS = ['beginner', 'intermediate', 'expert'];

/** Milliseconds without a key after which the number of matches is told to screen readers. */
const POLITE = 500;

/** The search field, the button with the filters behind it, and how many rows match. */
export class SearchBar {
  constructor(
    private readonly _trans: TranslationBundle,
    private readonly _words: Words
  ) {
    const label = _trans.__('Search the roadmap');
    this.input.type = 'search';
    this.input.placeholder = _trans.__('Search…');
    this.input.setAttribute('aria-label', label);
    this.input.autocomplete = 'off';
    this.input.spellcheck = false;
    this.input.addEventListener('input', () => this._onInput());
    this.input.addEventListener('keydown', event => this._onKeyDown(event));

    this._options.id = 'mlcourse-filters';
    this._options.hidden = true;
    this._toggle.setAttribute('aria-controls', this._options.id);
    this._toggle.setAttribute('aria-expanded', 'false');
    this._toggle.addEventListener('click', () => {
      this._options.hidden = !this._options.hidden;
      this._toggle.setAttribute('aria-expanded', `${!this._options.hidden}`);
    });
    this._options.addEventListener('keydown', event => {
      if (event.key === 'Escape') {
        this._options.hidden = true;
        this._toggle.setAttribute('aria-expanded', 'false');
        this._toggle.focus();
        event.stopPropagation();
      }
    });
    this._options.addEventListener('change', () => this._onChange());
    this._clear.textContent = _trans.__('Show everything');
    this._clear.addEventListener('click', () => {
      this.set(NO_FILTER);
      this.input.focus();
      this._changed.emit(this._filter);
    });
    this._spoken.setAttribute('role', 'status');

    const line = make('div', 'mlcourse-Search-line');
    const box = make('div', 'mlcourse-Search-box');
    box.append(this.input);
    line.append(box, this._toggle);
    const result = make('div', 'mlcourse-Search-result');
    result.append(this._count, this._clear);
    this.node.append(line, this._options, result, this._spoken);
    this._result = result;
    this._drawOptions();
    this._update();
  }

  readonly node = make('div', 'mlcourse-Search');
  readonly input = make('input', 'mlcourse-Search-input');

  /** Tells what one wants to see now. */
  get changed(): ISignal<this, IFilter> {
    return this._changed;
  }

  /** Asks for the keyboard to go to the rows. */
  get left(): ISignal<this, void> {
    return this._left;
  }

  get filter(): IFilter {
    return this._filter;
  }

  /** Take over a filter, without telling. */
  set(filter: IFilter): void {
    this._filter = filter;
    this.input.value = filter.text;
    this._boxes.forEach((box, name) => {
      box.checked =
        name === 'planned'
          ? filter.planned
          : [...filter.levels, ...filter.stages].includes(name as Stage);
    });
    this._update();
  }

  /** Offer these levels to filter by. */
  offer(levels: ReadonlySet<string>): void {
    const offered = LEVELS.filter(level => levels.has(level));
    // Boxes that stay the same stay: the keyboard may be on one of them.
    if (offered.join() !== this._offered.join()) {
      this._offered = offered;
      this._drawOptions();
      this.set(this._filter);
    }
  }

  /** Say how many rows match; null when nothing is filtered. */
  tell(count: number | null): void {
    this._result.hidden = count === null;
    const text =
      count === null
        ? ''
        : count === 0
          ? this._trans.__('Nothing matches.')
          : this._trans._n('One row matches.', '%1 rows match.', count);
    this._count.textContent = text;
    window.clearTimeout(this._timer);
    // Somebody who types wants to hear their letters, and the number when they pause.
    this._timer = window.setTimeout(() => {
      this._spoken.textContent = text;
    }, POLITE);
  }

  private _drawOptions(): void {
    this._boxes.clear();
    const offered = this._offered;
    const stages: Record<Stage, string> = {
      'not-started': this._trans.__('not started'),
      'in-progress': this._trans.__('in progress'),
      done: this._trans.__('done')
    };
    const groups = [
      this._group(
        this._trans.__('Progress'),
        STAGES.map(stage => [stage, stages[stage]])
      ),
      this._group(this._trans.__('Content'), [
        ['planned', this._trans.__('show what is planned')]
      ])
    ];
    if (offered.length > 0) {
      groups.unshift(
        this._group(
          this._trans.__('Level'),
          offered.map(level => [level, this._words.level(level)])
        )
      );
    }
    this._options.replaceChildren(...groups);
  }

  private _group(
    name: string,
    options: readonly (readonly [string, string])[]
  ): HTMLElement {
    const group = make('fieldset', 'mlcourse-Search-group');
    group.append(make('legend', 'mlcourse-Search-legend', name));
    for (const [value, text] of options) {
      const label = make('label', 'mlcourse-Search-option');
      const box = make('input', 'mlcourse-Search-check');
      box.type = 'checkbox';
      label.append(box, make('span', 'mlcourse-Search-chip', text));
      this._boxes.set(value, box);
      group.append(label);
    }
    return group;
  }

  private _onInput(): void {
    this._filter = { ...this._filter, text: this.input.value };
    this._update();
    this._changed.emit(this._filter);
  }

  private _onChange(): void {
    const checked = (name: string) => this._boxes.get(name)?.checked === true;
    this._filter = {
      text: this._filter.text,
      // Those that are not offered here are kept for the roadmaps that have them.
      levels: LEVELS.filter(level =>
        this._boxes.has(level)
          ? checked(level)
          : this._filter.levels.includes(level)
      ),
      stages: STAGES.filter(checked),
      planned: checked('planned')
    };
    this._update();
    this._changed.emit(this._filter);
  }

  private _onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape' && this.input.value !== '') {
      this.input.value = '';
      this._onInput();
    } else if (event.key === 'ArrowDown') {
      this._left.emit();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  private _update(): void {
    const { stages, planned } = this._filter;
    const offered = new Set(this._offered);
    const levels = this._filter.levels.filter(level => offered.has(level));
    const used = levels.length + stages.length + (planned ? 0 : 1);
    const label =
      used > 0
        ? this._trans._n('Filters (one is on)', 'Filters (%1 are on)', used)
        : this._trans.__('Filters');
    this._toggle.setAttribute('aria-label', label);
    this._toggle.title = label;
    this._toggle.dataset.used = used > 0 ? `${used}` : '';
    this._clear.hidden = isIdle({ ...this._filter, levels });
  }

  private readonly _toggle = makeButton('mlcourse-Search-toggle');
  private readonly _options = make('div', 'mlcourse-Search-options');
  private readonly _result: HTMLElement;
  private readonly _count = make('span', 'mlcourse-Search-count');
  private readonly _clear = makeButton('mlcourse-Search-clear');
  private readonly _spoken = make('div', 'mlcourse-Roadmap-spoken');
  private readonly _boxes = new Map<string, HTMLInputElement>();
  private readonly _changed = new Signal<this, IFilter>(this);
  private readonly _left = new Signal<this, void>(this);
  private _offered: readonly string[] = LEVELS;
  private _filter: IFilter = NO_FILTER;
  private _timer = 0;
}
