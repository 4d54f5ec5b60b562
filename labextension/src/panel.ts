// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type { TranslationBundle } from '@jupyterlab/translation';
import { refreshIcon } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import { type ISignal, Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import type { Change, RoadmapModel } from './model';
import { buildRows, firstOpen, type IRow, TreeState } from './tree';
import { TreeView } from './treeview';
import { Words } from './words';

/** The sidebar panel: how far one is, what went wrong if anything did, and the tree. */
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
    this._tree = new TreeView(
      document.createElement('ul'),
      _trans.__('Modules, lessons and exercises'),
      _model,
      this.words
    );
    this._build();
    this._model.changed.connect(this._onChanged, this);
  }

  readonly words: Words;

  /** Asks for the notebook of a row. */
  get opened(): ISignal<TreeView, IRow> {
    return this._tree.opened;
  }

  /** Tells which rows are open now. */
  get expansionChanged(): ISignal<this, readonly string[]> {
    return this._expansionChanged;
  }

  /** Open these rows and no others. */
  restore(expanded: readonly string[]): void {
    this._expanded = expanded;
    this._showRows();
  }

  /** Say something about the last click; an empty text says nothing any more. */
  say(message: string): void {
    this._said = message;
    this._updateNotice();
  }

  /** Mark the row whose place in a notebook was opened last. */
  select(row: IRow): void {
    this._tree.select(row);
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

  protected override onActivateRequest(msg: Message): void {
    super.onActivateRequest(msg);
    if (this._tree.state.current) {
      this._tree.focus();
    } else {
      this._refresh.focus();
    }
  }

  private _build(): void {
    this._title.className = 'mlcourse-Roadmap-title';
    this._title.textContent = this._trans.__('Course');
    const label = this._trans.__('Refresh the course');
    this._refresh.className = 'mlcourse-Roadmap-refresh';
    this._refresh.setAttribute('aria-label', label);
    this._refresh.title = label;
    refreshIcon.element({ container: this._refresh, tag: 'span' });
    this._refresh.addEventListener('click', () => void this._onRefresh());
    const header = div('mlcourse-Roadmap-header');
    header.append(this._title, this._refresh);

    this._bar.append(div('mlcourse-Roadmap-barDone'));
    this._bar.setAttribute('aria-hidden', 'true');
    this._progress.append(this._bar, this._count);

    // The two live regions are there from the start: readers announce only what changes in one they know.
    this._notice.setAttribute('role', 'status');
    this._announcement.setAttribute('role', 'status');
    this._retry.className = 'mlcourse-Roadmap-retry';
    this._retry.textContent = this._trans.__('Try again');
    this._retry.addEventListener('click', () => void this._onRefresh());

    this.node.append(
      header,
      this._progress,
      this._notice,
      this._retry,
      this._tree.node,
      this._announcement
    );
    this._tree.expansionChanged.connect(() => {
      this._expanded = this._tree.state.expanded;
      this._expansionChanged.emit(this._expanded);
    });
    this._update();
  }

  private async _onRefresh(): Promise<void> {
    this.say('');
    await this._model.refresh();
  }

  private _onChanged(_: RoadmapModel, change: Change): void {
    switch (change.kind) {
      case 'roadmap':
        this._showRows();
        break;
      case 'states':
        this._tree.updateStates(change.exercises);
        this._announce(change.exercises);
    }
    this._update();
  }

  private _showRows(): void {
    const roots = this._model.roadmap ? buildRows(this._model.roadmap) : [];
    const current = this._tree.state.current?.key ?? null;
    const expanded = this._expanded ?? firstOpen(roots);
    this._tree.show(new TreeState(roots, expanded, current));
  }

  private _announce(exercises: readonly string[]): void {
    this._announcement.textContent = exercises
      .map(id => this._tree.state.row(`exercise:${id}`))
      .filter(row => row !== null)
      .map(row => `${row.title}: ${this.words.note(row)}`)
      .join('. ');
  }

  private _update(): void {
    const { roadmap, loading } = this._model;
    this._title.textContent = roadmap?.title || this._trans.__('Course');
    this.node.setAttribute('aria-busy', `${loading}`);
    this._refresh.toggleAttribute('disabled', loading);
    this._tree.node.hidden = this._tree.state.roots.length === 0;
    this._updateProgress();
    this._updateNotice();
  }

  private _updateProgress(): void {
    const exercises = this._tree.state.roots.flatMap(row => row.exercises);
    const passed = this._model.passed(exercises);
    this._progress.hidden = exercises.length === 0;
    this._count.textContent = this._trans.__(
      '%1 of %2 exercises passed',
      passed,
      exercises.length
    );
    const share = exercises.length > 0 ? passed / exercises.length : 0;
    (this._bar.firstElementChild as HTMLElement).style.width =
      `${share * 100}%`;
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
    return roadmap && roadmap.modules.length === 0 ? this._emptyText() : '';
  }

  private _emptyText(): string {
    return (
      this._model.roadmap?.message ||
      this._trans.__(
        'There is no course in this folder. “mlcourse lab” in a terminal makes a workspace and opens it.'
      )
    );
  }

  private readonly _tree: TreeView;
  private readonly _title = document.createElement('h2');
  private readonly _refresh = document.createElement('button');
  private readonly _retry = document.createElement('button');
  private readonly _progress = div('mlcourse-Roadmap-progress');
  private readonly _bar = div('mlcourse-Roadmap-bar');
  private readonly _count = div('mlcourse-Roadmap-count');
  private readonly _notice = div('mlcourse-Roadmap-notice');
  private readonly _announcement = div('mlcourse-Roadmap-announcement');
  private readonly _expansionChanged = new Signal<this, readonly string[]>(
    this
  );
  /** The rows to open, or null at a first visit. */
  private _expanded: readonly string[] | null = null;
  private _said = '';
}

function div(className: string): HTMLDivElement {
  const element = document.createElement('div');
  element.className = className;
  return element;
}
