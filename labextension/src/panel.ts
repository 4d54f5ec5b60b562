// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type { TranslationBundle } from '@jupyterlab/translation';
import { type LabIcon, refreshIcon } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import { type ISignal, Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import type { ITarget, RowProgress } from './api';
import type { Change, RoadmapModel } from './model';
import { make, makeButton } from './roadmap/dom';
import { type IFilter, RowFilter } from './roadmap/filter';
import { findHere, type IPosition } from './roadmap/follow';
import { Overview } from './roadmap/overview';
import { RoadmapPicker } from './roadmap/picker';
import { buildRows, firstOpen, type IRow } from './roadmap/rows';
import { SearchBar } from './roadmap/searchbar';
import { TreeState } from './roadmap/treestate';
import { type IRowAction, TreeView } from './roadmap/treeview';
import { Words } from './words';

/** What is remembered of the panel: per roadmap, the keys of the open rows. */
export type Expanded = Readonly<Record<string, readonly string[]>>;

/** The sidebar panel: which roadmap, how far one is, what went wrong if anything did, and the tree. */
export class RoadmapPanel extends Widget {
  constructor(
    private readonly _model: RoadmapModel,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('mlcourse-Roadmap');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', _trans.__('Course'));
    this.words = new Words(_trans, _model);
    this._picker = new RoadmapPicker(_trans, this.words);
    this._overview = new Overview(_trans, this.words);
    this._search = new SearchBar(_trans, this.words);
    this._tree = new TreeView(
      document.createElement('ul'),
      _trans.__('The roadmap'),
      _model,
      this.words
    );
    this._build();
    this._model.changed.connect(this._onChanged, this);
  }

  readonly words: Words;

  /** Asks for the place of a row. */
  get opened(): ISignal<this, IRow> {
    return this._opened;
  }

  /** Asks for a place that is no row: where one left off, or what comes next. */
  get placeOpened(): ISignal<this, ITarget> {
    return this._placeOpened;
  }

  /** Tells that rows were opened or closed, or the filters changed. */
  get remembered(): ISignal<this, void> {
    return this._remembered;
  }

  /** The rows that are open, of every roadmap that was looked at. */
  get expanded(): Expanded {
    return this._expanded;
  }

  /** What one wants to see of the roadmap. */
  get filter(): IFilter {
    return this._search.filter;
  }

  /** Whether the tree scrolls to where the reader is. */
  get follow(): boolean {
    return this._follow;
  }

  set follow(follow: boolean) {
    this._follow = follow;
    this._showHere();
  }

  /** Open these rows and no others. */
  restore(expanded: Expanded): void {
    this._expanded = expanded;
    if (this._rows.length > 0) {
      this._showRows();
    }
  }

  /** Show what passes a filter, and no more. */
  setFilter(filter: IFilter): void {
    this._search.set(filter);
    this._applyFilter();
  }

  /** Say something about the last click; an empty text says nothing any more. */
  say(message: string): void {
    this._said = message;
    this._updateNotice();
  }

  /** Mark the row whose place in a notebook was opened last. */
  select(row: IRow): void {
    this._selected = row;
    this._tree.select(row.key);
    this._showHere();
  }

  /** Mark the row of the place where the reader is; null when they are nowhere in the course. */
  setPosition(position: IPosition | null): void {
    this._position = position;
    this._showHere();
  }

  /** Put the cursor into the search field. */
  search(): void {
    this._search.input.focus();
    this._search.input.select();
  }

  /** Put the keyboard on the choice of roadmaps, and show them. */
  pickRoadmap(): void {
    this._picker.open();
  }

  /** Add a button beside the title. */
  addAction(icon: LabIcon, label: string, run: () => void): HTMLElement {
    const button = makeButton('mlcourse-Roadmap-refresh');
    button.setAttribute('aria-label', label);
    button.title = label;
    icon.element({ container: button, tag: 'span' });
    button.addEventListener('click', run);
    this._refresh.before(button);
    return button;
  }

  /** Give rows of the tree a button. */
  setRowAction(action: IRowAction): void {
    this._tree.setAction(action);
    if (this._rows.length > 0) {
      this._showRows();
    }
  }

  /** The row that an element of the tree belongs to, or null. */
  rowAt(element: Element): IRow | null {
    return this._tree.rowAt(element);
  }

  override dispose(): void {
    if (!this.isDisposed) {
      Signal.clearData(this);
      super.dispose();
    }
  }

  protected override onBeforeShow(msg: Message): void {
    super.onBeforeShow(msg);
    void this._model.load();
  }

  protected override onAfterShow(msg: Message): void {
    super.onAfterShow(msg);
    // Out of sight nothing could be scrolled to.
    this._showHere();
  }

  protected override onActivateRequest(msg: Message): void {
    super.onActivateRequest(msg);
    if (this._tree.state.current) {
      this._tree.focus();
    } else {
      this._refresh.focus();
    }
  }

  private _build(): void {
    const label = this._trans.__('Refresh the course');
    this._refresh.setAttribute('aria-label', label);
    this._refresh.title = label;
    refreshIcon.element({ container: this._refresh, tag: 'span' });
    this._refresh.addEventListener('click', () => void this._onRefresh());
    const header = make('div', 'mlcourse-Roadmap-header');
    header.append(this._title, this._refresh);
    this._top.append(
      header,
      this._picker.node,
      this._overview.node,
      this._search.node
    );
    // The live regions are there from the start: readers announce only what changes in one they know.
    this._notice.setAttribute('role', 'status');
    this._announcement.setAttribute('role', 'status');
    this._retry.addEventListener('click', () => void this._onRefresh());
    this.node.append(
      this._top,
      this._notice,
      this._retry,
      this._tree.node,
      this._announcement
    );
    this._picker.picked.connect((_, id) => {
      this.say('');
      void this._model.pick(id);
    });
    this._overview.opened.connect((_, target) =>
      this._placeOpened.emit(target)
    );
    this._search.changed.connect(() => {
      this._applyFilter();
      this._remembered.emit();
    });
    this._search.left.connect(() => this._tree.focus());
    this._tree.opened.connect((_, row) => this._opened.emit(row));
    this._tree.expansionChanged.connect(() => {
      const id = this._model.roadmap?.roadmap ?? '';
      this._expanded = { ...this._expanded, [id]: this._tree.state.expanded };
      this._remembered.emit();
    });
    this._showPicker();
    this._update();
  }

  private _showPicker(): void {
    const { roadmap } = this._model;
    this._picker.show(roadmap?.roadmaps ?? [], roadmap?.roadmap ?? '');
  }

  private async _onRefresh(): Promise<void> {
    this.say('');
    await this._model.refresh();
  }

  private _onChanged(_: RoadmapModel, { kind }: Change): void {
    switch (kind) {
      case 'roadmap':
        this._rows = buildRows(this._model.roadmap?.rows ?? []);
        this._filter = new RowFilter(this._rows);
        this._search.offer(this._filter.levels);
        this._showPicker();
        this._showRows();
        this._states = this._model.progress?.rows ?? [];
        break;
      case 'progress':
        this._tree.updateProgress();
        this._announce();
        // Nobody's rows go from under them: what a filter on progress shows is found anew at its next change.
        break;
    }
    this._update();
  }

  private _showRows(): void {
    const id = this._model.roadmap?.roadmap ?? '';
    const current = this._tree.state.current?.key ?? null;
    const expanded = this._expanded[id] ?? firstOpen(this._rows);
    const state = new TreeState(this._rows, expanded, current);
    const filtered = this._filtered();
    state.filter(filtered);
    this._tree.show(state);
    this._search.tell(filtered?.count ?? null);
    this._selected = this._tree.state.row(this._selected?.key ?? '');
    this._showHere();
  }

  private _filtered() {
    return this._filter.apply(this._search.filter, index =>
      this._model.rowProgress(index)
    );
  }

  private _applyFilter(): void {
    const filtered = this._filtered();
    this._tree.filter(filtered);
    this._search.tell(filtered?.count ?? null);
  }

  private _showHere(): void {
    if (!this.isVisible || this._rows.length === 0) {
      return;
    }
    const here =
      this._position &&
      findHere(this._tree.state, this._position, this._selected);
    if (here && this._follow && here.open && !this._tree.state.filtered) {
      this._tree.reveal(here.row);
    }
    const row =
      here && (this._tree.state.isVisible(here.row) ? here.row : here.above);
    this._tree.setHere(row ?? null);
    if (row && this._follow && row.key !== this._here) {
      this._tree.scrollTo(row);
    }
    this._here = row?.key ?? '';
  }

  /** Tell screen readers which exercises and topics have another state now. */
  private _announce(): void {
    const before = this._states;
    const now: readonly RowProgress[] = this._model.progress?.rows ?? [];
    this._states = now;
    const changed = this._rows.filter(
      ({ index, data }) =>
        ['exercise', 'topic'].includes(data.kind) &&
        before[index]?.[0] !== now[index]?.[0]
    );
    const texts = changed.map(row =>
      this._trans.__(
        '%1: %2',
        row.data.title,
        this.words.state(now[row.index][0])
      )
    );
    // A topic may stand in several places.
    this._announcement.textContent = [...new Set(texts)].join('. ');
  }

  private _update(): void {
    const { roadmap, progress, loading } = this._model;
    this._title.textContent = roadmap?.title || this._trans.__('Course');
    this._title.title = this._title.textContent;
    this.node.setAttribute('aria-busy', `${loading}`);
    this._refresh.toggleAttribute('disabled', loading);
    const empty = this._rows.length === 0;
    this._tree.node.hidden = empty;
    this._search.node.hidden = empty;
    this._overview.show(empty ? null : progress);
    this._updateNotice();
  }

  private _updateNotice(): void {
    const { error, loading } = this._model;
    const text = this._noticeText();
    this._notice.textContent = text;
    this._notice.classList.toggle('mlcourse-mod-warning', error !== null);
    this._retry.hidden = error === null || loading;
  }

  private _noticeText(): string {
    const { roadmap, loading, error, unsent } = this._model;
    if (loading && roadmap === null) {
      return this._trans.__('Reading the course…');
    }
    if (error) {
      const saved = unsent > 0 ? ` ${this.words.unsent()}` : '';
      return this.words.failure(error) + saved;
    }
    if (this._said !== '') {
      return this._said;
    }
    return roadmap && roadmap.rows.length === 0 ? this._emptyText() : '';
  }

  private _emptyText(): string {
    return (
      this._model.roadmap?.message ||
      this._trans.__(
        'There is no course in this folder. “mlcourse lab” in a terminal makes a workspace and opens it.'
      )
    );
  }

  private readonly _picker: RoadmapPicker;
  private readonly _overview: Overview;
  private readonly _search: SearchBar;
  private readonly _tree: TreeView;
  private readonly _top = make('div', 'mlcourse-Roadmap-top');
  private readonly _title = make('h2', 'mlcourse-Roadmap-title');
  private readonly _refresh = makeButton('mlcourse-Roadmap-refresh');
  private readonly _retry = makeButton(
    'mlcourse-Roadmap-retry',
    this._trans.__('Try again')
  );
  private readonly _notice = make('div', 'mlcourse-Roadmap-notice');
  private readonly _announcement = make('div', 'mlcourse-Roadmap-spoken');
  private readonly _opened = new Signal<this, IRow>(this);
  private readonly _placeOpened = new Signal<this, ITarget>(this);
  private readonly _remembered = new Signal<this, void>(this);
  private _rows: readonly IRow[] = [];
  private _filter = new RowFilter([]);
  private _states: readonly RowProgress[] = [];
  private _expanded: Expanded = {};
  private _follow = true;
  private _position: IPosition | null = null;
  private _selected: IRow | null = null;
  private _here = '';
  private _said = '';
}
