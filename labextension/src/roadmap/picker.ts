// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type { TranslationBundle } from '@jupyterlab/translation';
import { type ISignal, Signal } from '@lumino/signaling';
import type { IRoadmapInfo } from '../api';
import type { Words } from '../words';
import { make, makeButton } from './dom';

/**
 * The choice of roadmaps: a button with the name of the one that is followed, which opens a list in which
 * each says for what and for whom it is (the select-only combobox of the WAI-ARIA Authoring Practices).
 */
export class RoadmapPicker {
  constructor(
    trans: TranslationBundle,
    private readonly _words: Words
  ) {
    const label = make('span', 'mlcourse-Picker-label', trans.__('Roadmap'));
    label.id = 'mlcourse-picker-label';
    this._list.id = 'mlcourse-picker-list';
    this._list.setAttribute('role', 'listbox');
    this._list.setAttribute('aria-labelledby', label.id);
    this._list.hidden = true;
    const { button } = this;
    button.id = 'mlcourse-picker';
    button.setAttribute('role', 'combobox');
    button.setAttribute('aria-haspopup', 'listbox');
    button.setAttribute('aria-controls', this._list.id);
    button.setAttribute('aria-labelledby', label.id);
    button.append(this._name, make('span', 'mlcourse-Picker-arrow'));
    this._toggle(false);
    button.addEventListener('click', () => this._toggle(this._list.hidden));
    button.addEventListener('keydown', event => this._onKeyDown(event));
    this._list.addEventListener('click', event => this._onClick(event));
    // A press on the list must not take the keyboard from the button: that would close the list.
    this._list.addEventListener('mousedown', event => event.preventDefault());
    button.addEventListener('blur', () => this._toggle(false));
    this.node.append(label, button, this._intent, this._list);
  }

  readonly node = make('div', 'mlcourse-Picker');
  readonly button = makeButton('mlcourse-Picker-button');

  /** Tells the id of the roadmap that was chosen. */
  get picked(): ISignal<this, string> {
    return this._picked;
  }

  /** Show these roadmaps, of which one is followed. */
  show(roadmaps: readonly IRoadmapInfo[], current: string): void {
    this.node.hidden = roadmaps.length === 0;
    this._roadmaps = roadmaps;
    this._current = current;
    const index = Math.max(
      roadmaps.findIndex(({ id }) => id === current),
      0
    );
    this._name.textContent = roadmaps[index]?.name ?? '';
    this._intent.textContent = roadmaps[index]?.intent ?? '';
    this._list.replaceChildren(
      ...roadmaps.map((roadmap, position) => this._draw(roadmap, position))
    );
    this._activate(index);
  }

  /** Put the keyboard on the choice and show the list. */
  open(): void {
    this.button.focus();
    this._toggle(true);
  }

  private _draw(roadmap: IRoadmapInfo, position: number): HTMLElement {
    const option = make('div', 'mlcourse-Picker-option');
    option.id = `mlcourse-picker-${position}`;
    option.setAttribute('role', 'option');
    option.setAttribute('aria-selected', `${roadmap.id === this._current}`);
    option.append(
      make('span', 'mlcourse-Picker-name', roadmap.name),
      make('span', 'mlcourse-Picker-intent', roadmap.intent),
      make('span', 'mlcourse-Picker-coverage', this._words.coverage(roadmap))
    );
    return option;
  }

  private _toggle(open: boolean): void {
    this._list.hidden = !open;
    this.button.setAttribute('aria-expanded', `${open}`);
    const current = this._roadmaps.findIndex(({ id }) => id === this._current);
    this._activate(Math.max(current, 0));
  }

  private _activate(index: number): void {
    this._list.children[this._active]?.classList.remove('mlcourse-mod-active');
    this._active = index;
    const option = this._list.children[index];
    option?.classList.add('mlcourse-mod-active');
    if (option && !this._list.hidden) {
      this.button.setAttribute('aria-activedescendant', option.id);
      option.scrollIntoView({ block: 'nearest' });
    } else {
      this.button.removeAttribute('aria-activedescendant');
    }
  }

  private _choose(index: number): void {
    this._toggle(false);
    const roadmap = this._roadmaps[index];
    if (roadmap && roadmap.id !== this._current) {
      this._picked.emit(roadmap.id);
    }
  }

  private _onClick(event: MouseEvent): void {
    const option = (event.target as Element).closest('[role="option"]');
    this._choose([...this._list.children].indexOf(option as Element));
  }

  private _onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey) {
      return;
    }
    const closed = this._list.hidden;
    const last = this._roadmaps.length - 1;
    const typed = this._typed(event.key);
    if (event.key === 'Escape' && !closed) {
      this._toggle(false);
    } else if (['Enter', ' '].includes(event.key)) {
      if (closed) {
        this._toggle(true);
      } else {
        this._choose(this._active);
      }
    } else if (event.key === 'Tab' && !closed) {
      this._choose(this._active);
      return;
    } else if (closed && ['ArrowDown', 'ArrowUp'].includes(event.key)) {
      this._toggle(true);
    } else if (event.key === 'ArrowDown') {
      this._activate(Math.min(this._active + 1, last));
    } else if (event.key === 'ArrowUp') {
      this._activate(Math.max(this._active - 1, 0));
    } else if (event.key === 'Home' || event.key === 'End') {
      this._toggle(true);
      this._activate(event.key === 'Home' ? 0 : last);
    } else if (typed >= 0) {
      this._toggle(true);
      this._activate(typed);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** The next roadmap whose name begins with a letter, or -1. */
  private _typed(key: string): number {
    if ([...key].length !== 1 || key === ' ') {
      return -1;
    }
    const count = this._roadmaps.length;
    for (let step = 1; step <= count; step++) {
      const index = (this._active + step) % count;
      const { name } = this._roadmaps[index];
      if (name.toLocaleLowerCase().startsWith(key.toLocaleLowerCase())) {
        return index;
      }
    }
    return -1;
  }

  private readonly _name = make('span', 'mlcourse-Picker-current');
  private readonly _intent = make('p', 'mlcourse-Picker-note');
  private readonly _list = make('div', 'mlcourse-Picker-list');
  private readonly _picked = new Signal<this, string>(this);
  private _roadmaps: readonly IRoadmapInfo[] = [];
  private _current = '';
  private _active = 0;
}
