// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import {
  caretDownIcon,
  caretRightIcon,
  type LabIcon
} from '@jupyterlab/ui-components';
import { type ISignal, Signal } from '@lumino/signaling';
import { lessonIcon, problemSetIcon, stateIcons, topicIcon } from './icons';
import type { RoadmapModel } from './model';
import { type IRow, type TreeAction, TreeState } from './tree';
import type { Words } from './words';

/** The parts of a row that change after it was drawn. */
interface IDrawnRow {
  readonly item: HTMLLIElement;
  readonly caret: HTMLElement;
  readonly icon: HTMLElement;
  readonly note: HTMLElement;
  group: HTMLUListElement | null;
}

/**
 * The rows as an accessible tree. Rows inside a closed one are drawn when it is first opened.
 */
export class TreeView {
  /**
   * @param node - the `<ul>` to draw into
   * @param label - the tree's name for screen readers
   */
  constructor(
    readonly node: HTMLUListElement,
    label: string,
    private readonly _model: RoadmapModel,
    private readonly _words: Words
  ) {
    node.className = 'mlcourse-Tree';
    node.setAttribute('role', 'tree');
    node.setAttribute('aria-label', label);
    node.addEventListener('keydown', event => this._onKeyDown(event));
    node.addEventListener('click', event => this._onClick(event));
  }

  /** Asks for the notebook of a row. */
  get opened(): ISignal<this, IRow> {
    return this._opened;
  }

  /** Tells that rows were opened or closed. */
  get expansionChanged(): ISignal<this, void> {
    return this._expansionChanged;
  }

  get state(): TreeState {
    return this._state;
  }

  /** Draw these rows in place of those before. */
  show(state: TreeState): void {
    const hadFocus = this.node.contains(document.activeElement);
    this._state = state;
    this._drawn.clear();
    this.node.replaceChildren(...this._drawRows(state.roots, 1));
    this._updateTabStops();
    if (hadFocus) {
      this.focus();
    }
  }

  /** Draw the states of these exercises again, and the counts above them. */
  updateStates(exercises: readonly string[]): void {
    for (const id of exercises) {
      let row = this._state.row(`exercise:${id}`);
      for (; row; row = row.parent) {
        this._updateRow(row);
      }
    }
  }

  /** Move the keyboard to the current row. */
  focus(): void {
    const { current } = this._state;
    const item = current && this._drawn.get(current.key)?.item;
    item?.focus({ preventScroll: true });
    item?.firstElementChild?.scrollIntoView({ block: 'nearest' });
  }

  /** Mark the row whose place in a notebook was opened last. */
  select(row: IRow): void {
    const before = this._drawn.get(this._selected);
    before?.item.setAttribute('aria-selected', 'false');
    this._drawn.get(row.key)?.item.setAttribute('aria-selected', 'true');
    this._selected = row.key;
  }

  private _drawRows(rows: readonly IRow[], level: number): HTMLLIElement[] {
    return rows.map((row, index) => {
      const item = this._drawRow(row);
      item.setAttribute('aria-level', `${level}`);
      item.setAttribute('aria-posinset', `${index + 1}`);
      item.setAttribute('aria-setsize', `${rows.length}`);
      this._updateRow(row);
      this._updateExpansion(row);
      return item;
    });
  }

  private _drawRow(row: IRow): HTMLLIElement {
    const item = document.createElement('li');
    item.className = `mlcourse-Tree-item mlcourse-mod-${row.subject.kind}`;
    item.setAttribute('role', 'treeitem');
    item.setAttribute('aria-selected', `${row.key === this._selected}`);
    item.dataset.key = row.key;
    item.tabIndex = -1;
    const line = document.createElement('div');
    line.className = 'mlcourse-Tree-row';
    const [caret, icon, title, note] = ['caret', 'icon', 'title', 'note'].map(
      part => {
        const element = document.createElement('span');
        element.className = `mlcourse-Tree-${part}`;
        line.append(element);
        return element;
      }
    );
    title.textContent = row.title;
    item.append(line);
    this._drawn.set(row.key, { item, caret, icon, note, group: null });
    return item;
  }

  private _updateRow(row: IRow): void {
    const drawn = this._drawn.get(row.key);
    if (!drawn) {
      return;
    }
    const { item, icon, note } = drawn;
    item.setAttribute('aria-label', this._words.label(row));
    item.classList.toggle(
      'mlcourse-mod-absent',
      row.target?.available === false
    );
    (item.firstElementChild as HTMLElement).title = this._words.details(row);
    note.textContent = this._words.note(row);
    icon.replaceChildren();
    this._icon(row)?.element({ container: icon, tag: 'span' });
  }

  private _icon(row: IRow): LabIcon | null {
    switch (row.subject.kind) {
      case 'module':
        return null;
      case 'lesson':
        return lessonIcon;
      case 'topic':
        return topicIcon;
      case 'exercise':
        return stateIcons[this._model.state(row.subject.exercise.id)];
      default:
        return problemSetIcon;
    }
  }

  private _updateExpansion(row: IRow): void {
    const drawn = this._drawn.get(row.key);
    if (!drawn || row.children.length === 0) {
      return;
    }
    const expanded = this._state.isExpanded(row);
    drawn.item.setAttribute('aria-expanded', `${expanded}`);
    drawn.caret.replaceChildren();
    (expanded ? caretDownIcon : caretRightIcon).element({
      container: drawn.caret,
      tag: 'span'
    });
    if (expanded && drawn.group === null) {
      const level = Number(drawn.item.getAttribute('aria-level'));
      drawn.group = document.createElement('ul');
      drawn.group.className = 'mlcourse-Tree-group';
      drawn.group.setAttribute('role', 'group');
      drawn.group.append(...this._drawRows(row.children, level + 1));
      drawn.item.append(drawn.group);
    }
    drawn.group?.toggleAttribute('hidden', !expanded);
  }

  private _updateTabStops(): void {
    this.node
      .querySelector<HTMLElement>('[tabindex="0"]')
      ?.setAttribute('tabindex', '-1');
    const { current } = this._state;
    const drawn = current && this._drawn.get(current.key);
    drawn?.item.setAttribute('tabindex', '0');
  }

  private _setExpanded(rows: readonly IRow[], expanded: boolean): void {
    for (const row of rows.filter(other => other.children.length > 0)) {
      if (expanded) {
        this._state.expand(row);
      } else {
        this._state.collapse(row);
      }
      this._updateExpansion(row);
    }
    this._updateTabStops();
    this._expansionChanged.emit();
  }

  private _perform({ kind, row }: TreeAction): void {
    switch (kind) {
      case 'focus':
        this._state.focus(row);
        this._updateTabStops();
        this.focus();
        break;
      case 'expand':
      case 'collapse':
        this._setExpanded([row], kind === 'expand');
        break;
      case 'expand-siblings':
        this._setExpanded(row.parent?.children ?? this._state.roots, true);
        break;
      case 'open':
        this._open(row);
    }
  }

  /** Go to the row's notebook and show what is in it; a row that leads nowhere opens and closes. */
  private _open(row: IRow): void {
    if (row.target === null) {
      this._setExpanded([row], !this._state.isExpanded(row));
      return;
    }
    this._setExpanded([row], true);
    this._opened.emit(row);
  }

  private _onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const action = this._state.press(event.key, event.timeStamp);
    if (action) {
      event.preventDefault();
      event.stopPropagation();
      this._perform(action);
    }
  }

  private _onClick(event: MouseEvent): void {
    const target = event.target as Element;
    const item = target.closest<HTMLElement>('[role="treeitem"]');
    const row = this._state.row(item?.dataset.key ?? '');
    if (!row) {
      return;
    }
    this._perform({ kind: 'focus', row });
    if (target.closest('.mlcourse-Tree-caret') && row.children.length > 0) {
      this._setExpanded([row], !this._state.isExpanded(row));
    } else {
      this._open(row);
    }
  }

  private readonly _opened = new Signal<this, IRow>(this);
  private readonly _expansionChanged = new Signal<this, void>(this);
  private readonly _drawn = new Map<string, IDrawnRow>();
  private _state = new TreeState([]);
  private _selected = '';
}
