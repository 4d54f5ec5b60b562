// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { type ISignal, Signal } from '@lumino/signaling';
import type { RowProgress } from '../api';
import type { RoadmapModel } from '../model';
import type { Words } from '../words';
import { makeButton } from './dom';
import { cut, type IFiltered } from './filter';
import type { IRow } from './rows';
import { type TreeAction, TreeState } from './treestate';

/** A row as it was drawn, with what of it may change later. */
interface IDrawnRow {
  readonly item: HTMLLIElement;
  readonly title: HTMLElement;
  readonly meta: HTMLElement;
  readonly note: HTMLElement;
  readonly state: HTMLElement;
  progress: RowProgress | null;
  hidden: boolean;
  /** "true", "false", or empty where there is nothing to open. */
  expanded: string;
  place: number;
  size: number;
  /** The words that are marked in the title, separated by spaces. */
  marked: string;
}

/** A button at the end of some rows, for the mouse and the finger: by keyboard a row's menu has the same. */
export interface IRowAction {
  /** What the button of a row says; null for a row that has none. */
  label(row: IRow): string | null;
  run(row: IRow): void;
}

/** So many rows are drawn at once: more than any screen shows. */
const AT_ONCE = 250;
/** And so many between two frames after that, until all are there. */
const AFTERWARDS = 500;

/** Addresses that a row may lead to. */
const WEB = /^https?:\/\//;

/**
 * The rows as an accessible tree.
 *
 * All rows are children of the one list, each with its level, place and number of siblings. So drawing,
 * opening, closing and filtering are the same walk from top to bottom: it draws what is wanted for the
 * first time, and shows or hides what was drawn before. Of many rows the first are drawn at once, and the
 * others when the browser has shown those.
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
    node.addEventListener('pointerover', event => this._onPointerOver(event));
  }

  /** Asks for the place of a row. */
  get opened(): ISignal<this, IRow> {
    return this._opened;
  }

  /** Tells that rows were opened or closed. */
  get expansionChanged(): ISignal<this, void> {
    return this._expansionChanged;
  }

  /** Give rows a button. Those that are drawn already keep what they have. */
  setAction(action: IRowAction): void {
    this._action = action;
  }

  get state(): TreeState {
    return this._state;
  }

  /** Draw the rows of another tree, or of a newer version of the same. */
  show(state: TreeState): void {
    const hadFocus = this.node.contains(document.activeElement);
    const { scrollTop } = this.node;
    this._state = state;
    this._drawn = [];
    this._tabStop = null;
    this.node.replaceChildren();
    this._render();
    this.select(this._selected);
    this.setHere(null);
    if (hadFocus) {
      this.focus();
    } else if (scrollTop > 0) {
      this._complete();
      this.node.scrollTop = scrollTop;
    }
  }

  /** Show only some rows, or all with null. */
  filter(filtered: IFiltered | null): void {
    const current = this._state.current;
    const wasFiltered = this._state.filtered !== null;
    this._state.filter(filtered);
    this._render();
    if (filtered?.unfold) {
      this.node.scrollTop = 0;
    } else if (wasFiltered && current) {
      this.scrollTo(current);
    }
  }

  /** Draw again what the server knows better by now. */
  updateProgress(): void {
    for (const row of this._state.rows) {
      const drawn = this._drawn[row.index];
      const progress = this._model.rowProgress(row.index);
      if (drawn && !isSame(drawn.progress, progress)) {
        this._updateRow(row, drawn);
      }
    }
  }

  /** Move the keyboard to the current row. */
  focus(): void {
    const { current } = this._state;
    if (current && !this._drawn[current.index]) {
      this._complete();
    }
    const item = current && this._drawn[current.index]?.item;
    if (item) {
      this._describe(current, item);
      item.focus({ preventScroll: true });
      item.scrollIntoView({ block: 'nearest' });
    }
  }

  /** Open these rows, without moving the keyboard. */
  reveal(row: IRow): void {
    this._state.reveal(row);
    this._render();
    this._expansionChanged.emit();
  }

  /** Bring a row into sight, without moving the keyboard. */
  scrollTo(row: IRow): void {
    if (!this._drawn[row.index]) {
      this._complete();
    }
    const drawn = this._drawn[row.index];
    if (drawn && !drawn.hidden) {
      drawn.item.scrollIntoView({ block: 'nearest' });
    }
  }

  /** Mark the row whose place was opened last. */
  select(key: string): void {
    this._itemOf(this._selected)?.setAttribute('aria-selected', 'false');
    this._itemOf(key)?.setAttribute('aria-selected', 'true');
    this._selected = key;
  }

  /** Mark the row of the place where the reader is. */
  setHere(row: IRow | null): void {
    this._itemOf(this._here)?.removeAttribute('aria-current');
    this._here = row?.key ?? '';
    this._itemOf(this._here)?.setAttribute('aria-current', 'location');
  }

  /** The row that an element of the tree belongs to, or null. */
  rowAt(element: Element): IRow | null {
    const item = element.closest<HTMLElement>('[role="treeitem"]');
    return this._state.row(item?.dataset.key ?? '');
  }

  private _itemOf(key: string): HTMLElement | undefined {
    const row = this._state.row(key);
    return row ? this._drawn[row.index]?.item : undefined;
  }

  /** Draw all that waits to be drawn. */
  private _complete(): void {
    if (this._waiting) {
      this._render(Infinity);
    }
  }

  /**
   * @param most - how many rows are drawn that were not drawn before
   */
  private _render(most = AT_ONCE): void {
    const { rows, filtered } = this._state;
    let left = most;
    const terms = (filtered?.terms ?? []).filter(isTelling);
    const wanted = new Uint8Array(rows.length);
    const places = new Int32Array(rows.length);
    // How many siblings are wanted, by the position of the row around them; the first is for the top.
    const sizes = new Int32Array(rows.length + 1);
    for (const { index, parent } of this._state.visible()) {
      wanted[index] = 1;
      places[index] = ++sizes[(parent?.index ?? -1) + 1];
    }
    let fresh: DocumentFragment | null = null;
    for (const row of rows) {
      const { index } = row;
      let drawn = this._drawn[index];
      if (drawn) {
        if (fresh) {
          this.node.insertBefore(fresh, drawn.item);
          fresh = null;
        }
        if (drawn.hidden === (wanted[index] === 1)) {
          drawn.hidden = !drawn.hidden;
          drawn.item.hidden = drawn.hidden;
        }
      } else if (wanted[index] === 1 && left-- > 0) {
        drawn = this._drawRow(row);
        fresh ??= document.createDocumentFragment();
        fresh.append(drawn.item);
      }
      if (drawn && wanted[index] === 1) {
        const size = sizes[(row.parent?.index ?? -1) + 1];
        this._updatePlace(drawn, places[index], size);
        this._updateExpansion(row, drawn);
        this._updateMarks(row, drawn, filtered?.matched[index] ? terms : []);
      }
    }
    if (fresh) {
      this.node.append(fresh);
    }
    this._updateTabStop();
    this._waiting?.abort();
    this._waiting = left < 0 ? this._drawLater() : null;
  }

  /** Draw more when the browser has shown what there is. */
  private _drawLater(): AbortController {
    const waiting = new AbortController();
    requestAnimationFrame(() =>
      setTimeout(() => {
        if (!waiting.signal.aborted) {
          this._render(AFTERWARDS);
        }
      })
    );
    return waiting;
  }

  private _drawRow(row: IRow): IDrawnRow {
    const { kind, url } = row.data;
    const template = kind === 'reference' ? LINK_ROW : ROW;
    const item = template.cloneNode(true) as HTMLLIElement;
    item.classList.add(`mlcourse-mod-${kind}`);
    if (row.data.part) {
      item.dataset.part = row.data.part;
    }
    item.classList.toggle('mlcourse-mod-inPart', row.part !== undefined);
    item.classList.toggle('mlcourse-mod-planned', row.planned);
    item.classList.toggle(
      'mlcourse-mod-absent',
      row.data.target?.available === false
    );
    item.dataset.key = row.key;
    item.setAttribute('aria-level', `${row.level}`);
    item.setAttribute('aria-selected', `${row.key === this._selected}`);
    if (row.key === this._here) {
      item.setAttribute('aria-current', 'location');
    }
    item.style.setProperty('--mlcourse-level', `${row.level - 1}`);
    const [, , text, note, state] = item.children as unknown as HTMLElement[];
    const [title, meta] = text.children as unknown as HTMLElement[];
    title.textContent = this._words.title(row);
    if (kind === 'reference' && url && WEB.test(url)) {
      (title as HTMLAnchorElement).href = url;
    }
    this._addAction(row, item);
    const drawn: IDrawnRow = {
      item,
      title,
      meta,
      note,
      state,
      progress: null,
      hidden: false,
      expanded: '',
      place: 0,
      size: 0,
      marked: ''
    };
    this._drawn[row.index] = drawn;
    this._updateRow(row, drawn);
    return drawn;
  }

  private _addAction(row: IRow, item: HTMLElement): void {
    const label = this._action?.label(row) ?? null;
    if (label !== null) {
      const button = makeButton('mlcourse-Tree-action');
      button.tabIndex = -1;
      button.title = label;
      button.setAttribute('aria-label', label);
      item.append(button);
    }
  }

  private _updateRow(row: IRow, drawn: IDrawnRow): void {
    const { rows } = this._state;
    const progress = this._model.rowProgress(row.index);
    const [state] = progress;
    drawn.progress = progress;
    const facts = this._words.facts(row, rows);
    drawn.item.setAttribute('aria-label', this._words.label(row, facts));
    drawn.note.textContent = this._words.note(row);
    drawn.state.dataset.state = `${state}`;
    drawn.state.dataset.word = this._words.state(state);
    const { level } = row.data;
    // A line breaks between facts, not inside one.
    drawn.meta.textContent = facts
      .map(fact => fact.replace(/ /g, '\u00a0'))
      .join(' · ');
    if (level) {
      const badge = document.createElement('span');
      badge.className = 'mlcourse-Tree-badge';
      badge.textContent = this._words.level(level);
      drawn.meta.prepend(badge, ' ');
    }
  }

  private _updatePlace(drawn: IDrawnRow, place: number, size: number): void {
    if (drawn.place !== place) {
      drawn.place = place;
      drawn.item.setAttribute('aria-posinset', `${place}`);
    }
    if (drawn.size !== size) {
      drawn.size = size;
      drawn.item.setAttribute('aria-setsize', `${size}`);
    }
  }

  private _updateExpansion(row: IRow, drawn: IDrawnRow): void {
    const expanded = this._state.hasInside(row)
      ? `${this._state.isExpanded(row)}`
      : '';
    if (drawn.expanded !== expanded) {
      drawn.expanded = expanded;
      if (expanded === '') {
        drawn.item.removeAttribute('aria-expanded');
      } else {
        drawn.item.setAttribute('aria-expanded', expanded);
      }
    }
  }

  private _updateMarks(
    row: IRow,
    drawn: IDrawnRow,
    terms: readonly string[]
  ): void {
    const marked = terms.join(' ');
    if (drawn.marked === marked) {
      return;
    }
    drawn.marked = marked;
    const title = this._words.title(row);
    const pieces = cut(title, terms);
    if (pieces === null) {
      drawn.title.textContent = title;
      return;
    }
    drawn.title.replaceChildren(
      ...pieces.map(piece => {
        if (!piece.marked) {
          return piece.text;
        }
        const mark = document.createElement('mark');
        mark.textContent = piece.text;
        return mark;
      })
    );
  }

  private _updateTabStop(): void {
    const { current } = this._state;
    const item = (current && this._drawn[current.index]?.item) ?? null;
    if (item !== this._tabStop) {
      this._tabStop?.setAttribute('tabindex', '-1');
      item?.setAttribute('tabindex', '0');
      this._tabStop = item;
    }
  }

  private _setExpanded(rows: readonly IRow[], expanded: boolean): void {
    for (const row of rows.filter(other => this._state.hasInside(other))) {
      if (expanded) {
        this._state.expand(row);
      } else {
        this._state.collapse(row);
      }
    }
    this._render();
    this._expansionChanged.emit();
  }

  private _perform({ kind, row }: TreeAction): void {
    switch (kind) {
      case 'focus':
        this._state.focus(row);
        this._updateTabStop();
        this.focus();
        break;
      case 'expand':
      case 'collapse':
        this._setExpanded([row], kind === 'expand');
        break;
      case 'expand-siblings':
        this._setExpanded(
          row.parent?.children ??
            this._state.rows.filter(({ parent }) => parent === null),
          true
        );
        break;
      case 'open':
        this._open(row);
    }
  }

  /**
   * Go to the row's place and show what is in it. Modules and their parts are headings: like rows that
   * lead nowhere they only open and close.
   */
  private _open(row: IRow): void {
    const { kind, target } = row.data;
    if (kind === 'reference') {
      (this._drawn[row.index]?.title as HTMLAnchorElement).click();
      return;
    }
    const heading = kind === 'module' || kind === 'part' || !target;
    if (heading && this._state.hasInside(row)) {
      this._setExpanded([row], !this._state.isExpanded(row));
      return;
    }
    if (this._state.filtered) {
      this._state.reveal(row);
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
    const row = this.rowAt(target);
    if (!row) {
      return;
    }
    this._perform({ kind: 'focus', row });
    if (target.closest('.mlcourse-Tree-action')) {
      this._action?.run(row);
    } else if (
      target.closest('.mlcourse-Tree-caret') &&
      this._state.hasInside(row)
    ) {
      this._setExpanded([row], !this._state.isExpanded(row));
    } else if (!target.closest('a[href]')) {
      this._open(row);
    }
  }

  /** Most rows are never pointed at: their tooltips are written when they are. */
  private _onPointerOver(event: Event): void {
    const row = this.rowAt(event.target as Element);
    const item = row && this._drawn[row.index]?.item;
    if (item) {
      const [state] = this._model.rowProgress(row.index);
      const lines = [
        state >= 0 ? `${row.data.title}: ${this._words.state(state)}` : '',
        this._words.details(row),
        row.data.url ?? ''
      ];
      item.title = lines.filter(Boolean).join('\n');
      this._describe(row, item);
    }
  }

  private _describe(row: IRow, item: HTMLElement): void {
    const details = this._words.details(row);
    if (details) {
      item.setAttribute('aria-description', details);
    }
  }

  private readonly _opened = new Signal<this, IRow>(this);
  private readonly _expansionChanged = new Signal<this, void>(this);
  /** By position; rows that were never in sight are not there. */
  private _drawn: (IDrawnRow | undefined)[] = [];
  private _state = new TreeState([]);
  private _tabStop: HTMLElement | null = null;
  /** Set while rows wait to be drawn. */
  private _waiting: AbortController | null = null;
  private _selected = '';
  private _here = '';
  private _action: IRowAction | null = null;
}

/** Whether marking a word shows something: a single letter of the alphabet is nearly everywhere. */
function isTelling(term: string): boolean {
  return !/^[a-z]$/.test(term);
}

function isSame(one: RowProgress | null, other: RowProgress): boolean {
  return one !== null && one.every((value, index) => value === other[index]);
}

/** What every row is copied from; its icons are drawn by the style sheet. */
function makeRow(title: HTMLElement): HTMLLIElement {
  const span = (part: string) => {
    const element = document.createElement('span');
    element.className = `mlcourse-Tree-${part}`;
    return element;
  };
  const item = document.createElement('li');
  item.className = 'mlcourse-Tree-item';
  item.setAttribute('role', 'treeitem');
  item.tabIndex = -1;
  const text = span('text');
  title.className = 'mlcourse-Tree-title';
  text.append(title, span('meta'));
  item.append(span('caret'), span('icon'), text, span('note'), span('state'));
  return item;
}

function makeLink(): HTMLAnchorElement {
  const link = document.createElement('a');
  link.target = '_blank';
  link.rel = 'noopener noreferrer';
  link.tabIndex = -1;
  return link;
}

const ROW = makeRow(document.createElement('span'));
const LINK_ROW = makeRow(makeLink());
