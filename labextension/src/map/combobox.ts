// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { type ISignal, Signal } from '@lumino/signaling';
import { fold } from './graph';

/** Something to choose. */
export interface IChoice {
  readonly id: string;
  readonly title: string;
  /** What tells it from others: its module. It is searched too. */
  readonly note: string;
}

export interface IChoiceGroup {
  readonly title: string;
  readonly choices: readonly IChoice[];
}

/** What a combobox is called, and says when nothing fits. */
export interface IComboboxText {
  readonly label: string;
  readonly placeholder: string;
  readonly options: string;
  readonly nothing: string;
}

/** The groups with the choices that contain every word of a text; groups without any are left out. */
export function search(
  groups: readonly IChoiceGroup[],
  text: string
): readonly IChoiceGroup[] {
  const words = fold(text)
    .split(/\s+/)
    .filter(word => word !== '');
  const fits = ({ title, note }: IChoice) => {
    const where = fold(`${title} ${note}`);
    return words.every(word => where.includes(word));
  };
  return groups
    .map(({ title, choices }) => ({ title, choices: choices.filter(fits) }))
    .filter(({ choices }) => choices.length > 0);
}

let count = 0;

/** A text field with a list of choices, as the ARIA Authoring Practices describe it: one searches, or picks. */
export class Combobox {
  constructor(text: IComboboxText) {
    const id = `mlcourse-combobox-${++count}`;
    this._id = id;
    this.node.className = 'mlcourse-Combobox';

    const label = document.createElement('label');
    label.className = 'mlcourse-Combobox-label';
    label.htmlFor = `${id}-input`;
    label.textContent = text.label;

    this._input.id = `${id}-input`;
    this._input.className = 'mlcourse-Combobox-input';
    this._input.type = 'text';
    this._input.placeholder = text.placeholder;
    this._input.autocomplete = 'off';
    this._input.spellcheck = false;
    this._input.setAttribute('role', 'combobox');
    this._input.setAttribute('aria-autocomplete', 'list');
    this._input.setAttribute('aria-expanded', 'false');
    this._input.setAttribute('aria-controls', `${id}-list`);

    this._list.id = `${id}-list`;
    this._list.className = 'mlcourse-Combobox-list';
    this._list.setAttribute('role', 'listbox');
    this._list.setAttribute('aria-label', text.options);
    this._nothing.className = 'mlcourse-Combobox-nothing';
    this._nothing.setAttribute('role', 'status');
    this._nothingText = text.nothing;
    this._popup.className = 'mlcourse-Combobox-popup';
    this._popup.hidden = true;
    this._popup.append(this._list, this._nothing);

    const field = document.createElement('div');
    field.className = 'mlcourse-Combobox-field';
    field.append(this._input, this._popup);
    this.node.append(label, field);

    this._input.addEventListener('input', () => this._open());
    this._input.addEventListener('click', () => this._openAll());
    this._input.addEventListener('focus', () => this._input.select());
    this._input.addEventListener('blur', () => this._close());
    this._input.addEventListener('keydown', event => this._onKey(event));
    // A press on the list must not take the focus from the field, which would close the list.
    this._popup.addEventListener('pointerdown', event =>
      event.preventDefault()
    );
    this._popup.addEventListener('mousedown', event => event.preventDefault());
    this._list.addEventListener('click', event => {
      const option = (event.target as Element).closest<HTMLElement>(
        '[role="option"]'
      );
      if (option) {
        this._choose(option);
      }
    });
  }

  readonly node = document.createElement('div');

  /** Tells the id of what is chosen. */
  get chosen(): ISignal<this, string> {
    return this._chosen;
  }

  /** Offer these. */
  offer(groups: readonly IChoiceGroup[]): void {
    this._groups = groups;
    if (!this._popup.hidden) {
      this._draw(search(groups, this._input.value));
    }
  }

  /** Write what is chosen into the field. */
  set title(title: string) {
    this._title = title;
    this._input.value = title;
  }

  focus(): void {
    this._input.focus();
  }

  private _openAll(): void {
    if (this._popup.hidden) {
      this._draw(this._groups);
      this._expand(true);
    }
  }

  private _open(): void {
    this._draw(search(this._groups, this._input.value));
    this._expand(true);
    // What is searched for is most likely the first that fits.
    this._activate(this._input.value === '' ? null : this._options()[0]);
  }

  private _close(): void {
    this._expand(false);
    this._activate(null);
    this._input.value = this._title;
  }

  private _expand(expanded: boolean): void {
    this._popup.hidden = !expanded;
    this._input.setAttribute('aria-expanded', `${expanded}`);
  }

  private _draw(groups: readonly IChoiceGroup[]): void {
    let index = 0;
    const drawn = groups.map(({ title, choices }) => {
      const group = document.createElement('div');
      group.setAttribute('role', 'group');
      group.setAttribute('aria-label', title);
      const heading = document.createElement('div');
      heading.className = 'mlcourse-Combobox-group';
      heading.setAttribute('role', 'presentation');
      heading.textContent = title;
      group.append(
        heading,
        ...choices.map(choice => this._drawOne(choice, index++))
      );
      return group;
    });
    this._list.replaceChildren(...drawn);
    this._list.hidden = index === 0;
    this._nothing.textContent = index === 0 ? this._nothingText : '';
    this._activate(null);
  }

  private _drawOne({ id, title, note }: IChoice, index: number): HTMLElement {
    const option = document.createElement('div');
    option.id = `${this._id}-${index}`;
    option.className = 'mlcourse-Combobox-option';
    option.dataset.id = id;
    option.setAttribute('role', 'option');
    option.setAttribute('aria-selected', 'false');
    const name = document.createElement('span');
    name.textContent = title;
    const aside = document.createElement('span');
    aside.className = 'mlcourse-Combobox-note';
    aside.textContent = note;
    option.append(name, ' ', aside);
    return option;
  }

  private _onKey(event: KeyboardEvent): void {
    if (event.isComposing) {
      return;
    }
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp':
        this._openAll();
        this._move(event.key === 'ArrowDown' ? 1 : -1);
        break;
      case 'Enter':
        if (this._popup.hidden) {
          this._openAll();
        } else if (this._active) {
          this._choose(this._active);
        }
        break;
      case 'Escape':
        if (this._popup.hidden) {
          return;
        }
        this._close();
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  private _move(step: 1 | -1): void {
    const options = this._options();
    if (options.length === 0) {
      return;
    }
    const at = this._active ? options.indexOf(this._active) : -1;
    const next = at < 0 && step < 0 ? options.length - 1 : at + step;
    this._activate(options[(next + options.length) % options.length]);
  }

  private _options(): HTMLElement[] {
    return [...this._list.querySelectorAll<HTMLElement>('[role="option"]')];
  }

  private _activate(option: HTMLElement | null | undefined): void {
    this._active?.setAttribute('aria-selected', 'false');
    this._active = option ?? null;
    if (this._active) {
      this._active.setAttribute('aria-selected', 'true');
      this._active.scrollIntoView({ block: 'nearest' });
      this._input.setAttribute('aria-activedescendant', this._active.id);
    } else {
      this._input.removeAttribute('aria-activedescendant');
    }
  }

  private _choose({ dataset }: HTMLElement): void {
    this._close();
    if (dataset.id !== undefined) {
      this._chosen.emit(dataset.id);
    }
  }

  private readonly _id: string;
  private readonly _input = document.createElement('input');
  private readonly _popup = document.createElement('div');
  private readonly _list = document.createElement('div');
  private readonly _nothing = document.createElement('div');
  private readonly _nothingText: string;
  private readonly _chosen = new Signal<this, string>(this);
  private _groups: readonly IChoiceGroup[] = [];
  private _active: HTMLElement | null = null;
  private _title = '';
}
