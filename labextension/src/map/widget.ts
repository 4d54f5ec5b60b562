// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type { Message } from '@lumino/messaging';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import type { IMapNode, IPlace, ITarget, StateCode } from '../api';
import type { Change, RoadmapModel } from '../model';
import { MapCanvas } from './canvas';
import { Combobox, type IChoiceGroup } from './combobox';
import { button, div, iconButton, text } from './dom';
import { Graph } from './graph';
import { fitIcon, hereIcon, zoomInIcon, zoomOutIcon } from './icons';
import { MapList } from './list';
import type { MapChange, MapModel, View } from './model';
import { PathPanel } from './pathpanel';
import { drawState } from './states';
import { type MapWords, moduleNumber } from './words';

/** Pixels of width below which the list is the better first view. */
const NARROW = 480;

/** Milliseconds to wait for more news before the map is read again. */
const CALM = 300;

/** What a click on a lesson asks for. */
interface IWish {
  readonly title: string;
  readonly written: boolean;
  readonly target: ITarget | null;
}

/** The map of the course with everything around it. It asks the server only while it is in sight. */
export class MapWidget extends Widget {
  /**
   * @param _model - the map
   * @param _course - the roadmap and the progress in the sidebar
   * @param _open - opens a place of the course
   */
  constructor(
    private readonly _model: MapModel,
    private readonly _course: Pick<RoadmapModel, 'changed' | 'progress'>,
    private readonly _words: MapWords,
    private readonly _open: (target: ITarget) => Promise<void>
  ) {
    super();
    this.addClass('mlcourse-Map');
    this.node.tabIndex = -1;
    const { trans } = _words;
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Course map'));
    this._canvas = new MapCanvas(_words);
    this._list = new MapList(_words);
    this._path = new PathPanel(_model, _words);
    this._goals = new Combobox({
      label: trans.__('Goal'),
      placeholder: trans.__('Choose or search…'),
      options: trans.__('Goals and lessons'),
      nothing: trans.__('No lesson has these words in its title.')
    });
    this._viewButtons = {
      map: button('mlcourse-Map-view', trans.__('Map'), () =>
        _model.show('map')
      ),
      list: button('mlcourse-Map-view', trans.__('List'), () =>
        _model.show('list')
      )
    };
    this._retry = button('mlcourse-Map-button', trans.__('Try again'), () => {
      this._say('');
      void _model.refresh();
    });
    this._build();
    this._connect();
    this._updateView();
    this._updateNotice();
  }

  /** Draw the attention to the way to a lesson. */
  choose(goal: string): void {
    void this._model.choose(goal);
  }

  override dispose(): void {
    if (!this.isDisposed) {
      window.clearTimeout(this._timer);
      this._canvas.dispose();
      this._list.dispose();
      this._path.dispose();
      Signal.clearData(this);
      super.dispose();
    }
  }

  protected override onAfterShow(msg: Message): void {
    super.onAfterShow(msg);
    this._onSight();
  }

  protected override onAfterAttach(msg: Message): void {
    super.onAfterAttach(msg);
    if (this.isVisible) {
      this._onSight();
    }
  }

  protected override onResize(msg: Widget.ResizeMessage): void {
    super.onResize(msg);
    this._measure();
  }

  protected override onActivateRequest(msg: Message): void {
    super.onActivateRequest(msg);
    if (this._graph === null) {
      // What will have the focus is not there yet.
      this.node.focus();
    } else {
      this._focus();
    }
  }

  private _build(): void {
    const { trans } = this._words;
    const views = div('mlcourse-Map-views');
    views.setAttribute('role', 'group');
    views.setAttribute('aria-label', trans.__('View'));
    views.append(this._viewButtons.map, this._viewButtons.list);

    this._tools.append(
      iconButton(zoomOutIcon, trans.__('Zoom out (−)'), () =>
        this._canvas.zoomOut()
      ),
      iconButton(zoomInIcon, trans.__('Zoom in (+)'), () =>
        this._canvas.zoomIn()
      ),
      iconButton(fitIcon, trans.__('Show all of the map (0)'), () =>
        this._canvas.fit()
      )
    );
    const here = iconButton(hereIcon, trans.__('Show me where I am'), () =>
      this._goHere()
    );
    const bar = div('mlcourse-Map-bar');
    bar.append(this._goals.node, views, here, this._tools);

    this._notice.setAttribute('role', 'status');
    const news = div('mlcourse-Map-news');
    news.append(this._notice, this._retry);

    const body = div('mlcourse-Map-body');
    body.append(this._canvas.node, this._list.node, this._path.node);
    this.node.append(bar, news, body, this._legend());
  }

  /** What the icons mean, and how the map is moved. */
  private _legend(): HTMLElement {
    const { trans } = this._words;
    const legend = div('mlcourse-Map-legend');
    const states = document.createElement('ul');
    states.className = 'mlcourse-Map-legendStates';
    states.setAttribute('aria-label', trans.__('States of a lesson'));
    for (const state of [-1, 0, 1, 2, 3, 4] as StateCode[]) {
      const item = document.createElement('li');
      item.append(drawState(state), this._words.course.state(state));
      states.append(item);
    }
    this._hint.textContent = trans.__(
      'Scroll to zoom, drag to move. Keys: + − 0 and the arrows.'
    );
    legend.append(states, this._hint);
    return legend;
  }

  private _connect(): void {
    this._model.changed.connect(this._onMap, this);
    this._course.changed.connect(this._onCourse, this);
    this._goals.chosen.connect((_, id) => void this._model.choose(id), this);
    this._path.cleared.connect(() => this._goals.focus(), this);
    this._canvas.activated.connect((_, node) => this._go(node), this);
    this._list.activated.connect((_, node) => this._go(node), this);
    this._path.activated.connect((_, lesson) => this._go(lesson), this);
  }

  private _focus(): void {
    if (this._model.view === 'map') {
      this._canvas.focus();
    } else {
      this._list.focus();
    }
  }

  private _onSight(): void {
    this._measure();
    if (this._stale) {
      this._refresh();
    }
  }

  private _measure(): void {
    const { clientWidth } = this.node;
    if (clientWidth > 0) {
      this._model.suggest(clientWidth < NARROW ? 'list' : 'map');
    }
    this._canvas.resize();
  }

  private _onCourse(_: unknown, { kind }: Change): void {
    if (kind === 'connection') {
      return;
    }
    this._stale = true;
    if (this.isVisible) {
      // News come in showers: one request serves all of them.
      window.clearTimeout(this._timer);
      this._timer = window.setTimeout(() => {
        if (this.isVisible) {
          this._refresh();
        }
      }, CALM);
    }
  }

  private _refresh(): void {
    this._stale = false;
    void this._model.refresh();
  }

  private _onMap(_: MapModel, change: MapChange): void {
    switch (change) {
      case 'drawing':
      case 'states':
        this._draw(change);
        break;
      case 'path':
        this._showPath();
        break;
      case 'view':
        this._updateView();
        break;
    }
    this._updateNotice();
  }

  private _draw(change: 'drawing' | 'states'): void {
    const { map, path } = this._model;
    if (!map) {
      return;
    }
    const graph = new Graph(map);
    this._graph = graph;
    this._here = whereOneIs(graph, this._course.progress);
    this._canvas.setHere(this._here);
    if (change === 'drawing') {
      this._canvas.show(map, graph);
    } else {
      this._canvas.update(graph);
    }
    this._list.show(graph, path, this._here);
    this._path.update();
    this._goals.offer(this._choices(graph));
    this._updateGoal();
    this._updateView();
    if (document.activeElement === this.node) {
      this._focus();
    }
  }

  private _showPath(): void {
    const { path } = this._model;
    this._say('');
    this._path.update();
    // The panel beside the map takes width from it, so the map is measured anew before it moves.
    this._canvas.resize();
    const key = path === null ? '' : path.goal;
    if (key !== this._followed) {
      this._followed = key;
      this._canvas.follow(path);
    } else {
      this._canvas.setPath(path);
    }
    if (this._graph) {
      this._list.show(this._graph, path, this._here);
    }
    this._updateGoal();
  }

  private _choices(graph: Graph): readonly IChoiceGroup[] {
    const { trans } = this._words;
    const { map, pinned } = this._model;
    const choice = (node: IMapNode, title = node.title) => ({
      id: node.lesson,
      title,
      note: trans.__('module %1', moduleNumber(node.module))
    });
    const mine = graph.node(pinned);
    const goals = (map?.goals ?? []).flatMap(({ title, lesson }) => {
      const node = graph.node(lesson);
      return node ? [choice(node, title)] : [];
    });
    return [
      { title: trans.__('My roadmap'), choices: mine ? [choice(mine)] : [] },
      { title: trans.__('Goals'), choices: goals },
      {
        title: trans.__('Lessons'),
        choices: graph.nodes.map(node => choice(node))
      }
    ].filter(({ choices }) => choices.length > 0);
  }

  private _updateGoal(): void {
    const { goal, path } = this._model;
    this._goals.title = path?.title ?? this._graph?.node(goal)?.title ?? '';
  }

  private _updateView(): void {
    const { view } = this._model;
    const isMap = view === 'map';
    for (const [name, element] of Object.entries(this._viewButtons)) {
      element.setAttribute('aria-pressed', `${name === view}`);
    }
    const drawn = this._graph !== null && this._graph.nodes.length > 0;
    this._canvas.node.hidden = !isMap || !drawn;
    this._list.node.hidden = isMap || !drawn;
    this._tools.hidden = !isMap;
    this._hint.hidden = !isMap;
    this._canvas.resize();
  }

  /** Go where one is. */
  private _goHere(): void {
    if (this._here === null) {
      this._say(
        this._words.trans.__(
          'There is no lesson to show yet: open one, and the map knows where you are.'
        )
      );
    } else if (this._model.view === 'map') {
      this._canvas.goTo(this._here);
    } else {
      this._list.goTo(this._here);
    }
  }

  private _go({ title, written, target }: IWish): void {
    this._say('');
    if (!written || !target) {
      this._say(this._words.planned(title));
    } else if (!target.available) {
      this._say(this._words.course.unavailable(title));
    } else {
      void this._open(target);
    }
  }

  private _say(message: string): void {
    this._said = message;
    this._updateNotice();
  }

  private _updateNotice(): void {
    const { error, loading } = this._model;
    const warning = error !== null || this._model.unpinnable;
    this._notice.textContent = this._noticeText();
    this._notice.classList.toggle('mlcourse-mod-warning', warning);
    this._retry.hidden = error === null || loading;
    this.node.setAttribute('aria-busy', `${loading}`);
  }

  private _noticeText(): string {
    const { error, loading, map, unpinnable } = this._model;
    if (loading && map === null) {
      return this._words.trans.__('Reading the map…');
    }
    if (error) {
      return this._words.course.failure(error);
    }
    if (unpinnable) {
      return this._words.notPinned();
    }
    if (this._said !== '') {
      return this._said;
    }
    return map && map.nodes.length === 0 ? this._words.empty() : '';
  }

  private readonly _canvas: MapCanvas;
  private readonly _list: MapList;
  private readonly _path: PathPanel;
  private readonly _goals: Combobox;
  private readonly _viewButtons: Readonly<Record<View, HTMLButtonElement>>;
  private readonly _retry: HTMLButtonElement;
  private readonly _tools = div('mlcourse-Map-tools');
  private readonly _notice = div('mlcourse-Map-notice');
  private readonly _hint = text('p', 'mlcourse-Map-hint');
  private _graph: Graph | null = null;
  /** The lesson where one is, or null. */
  private _here: string | null = null;
  /** The goal whose way was brought into sight last. */
  private _followed = '';
  private _said = '';
  /** Whether something has happened since the map was read. */
  private _stale = true;
  private _timer = 0;
}

/** The lesson where one left off; else the one to go on with, else the first that there is still to do. */
export function whereOneIs(
  graph: Graph,
  progress: {
    readonly last: IPlace | null;
    readonly next: IPlace | null;
  } | null
): string | null {
  const places = [progress?.last, progress?.next]
    .map(place => lessonOf(place?.target))
    .filter(lesson => graph.node(lesson) !== null);
  const rest = graph.nodes.find(({ state }) => state >= 0 && state < 4);
  return places[0] ?? rest?.lesson ?? null;
}

function lessonOf(target: ITarget | undefined): string {
  return target?.lesson || target?.topic.split('#')[0] || '';
}
