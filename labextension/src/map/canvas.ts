// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { type ISignal, Signal } from '@lumino/signaling';
import type { IMap, IMapNode, IStudyPath } from '../api';
import { Card } from './card';
import { div } from './dom';
import { Edges } from './edges';
import { Gestures } from './gestures';
import type { Direction, Graph } from './graph';
import { Mark } from './mark';
import { Bands, ModuleNames } from './names';
import { drawState, stateName } from './states';
import * as viewport from './viewport';
import type { MapWords } from './words';

/** Pixels that an arrow key moves the map by. */
const STEP = 80;

/** By what the buttons and keys make things larger. */
const ZOOM = 1.3;

/** Below this scale boxes have only their titles, in large letters; below the next only the icon of their state. */
const MIDDLE = 0.62;
const FAR = 0.34;

/** Below this scale boxes are specks. */
const SPECK = 0.12;

/** Milliseconds without a key after which typing ahead begins anew. */
const TYPING = 800;

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down'
};

/**
 * The drawing: bands and lines as SVG, and on them the boxes as buttons, whose text the browser wraps and cuts.
 *
 * While it is zoomed and moved nothing but transforms change, so nothing is laid out anew. The names of the
 * modules stand in a column of their own that keeps its size and follows the bands up and down.
 */
export class MapCanvas {
  constructor(private readonly _words: MapWords) {
    const { trans } = _words;
    this.node.className = 'mlcourse-Map-canvas';
    this._port.tabIndex = 0;
    this._port.setAttribute('role', 'application');
    this._port.setAttribute(
      'aria-label',
      trans.__(
        'Map. Arrow keys move it, plus and minus zoom, 0 shows all of it; Tab goes to the lessons, where arrow keys go from lesson to lesson and Enter opens.'
      )
    );
    this._card = new Card(_words);
    this._names = new ModuleNames(_words);
    this._hereMark = new Mark(trans.__('You are here'));
    this._goalMark = new Mark(trans.__('Goal'));
    this._world.append(this._edges.node, this._boxes);
    this._port.append(
      this._bands.node,
      this._world,
      this._goalMark.node,
      this._hereMark.node,
      this._card.node
    );
    this.node.append(this._names.node, this._port);
    new Gestures(this._port, {
      pan: (dx, dy) => this._pan(dx, dy),
      zoom: (factor, at) => this._zoom(factor, at)
    });
    this._listen();
  }

  readonly node = document.createElement('div');

  /** Asks for a lesson. */
  get activated(): ISignal<this, IMapNode> {
    return this._activated;
  }

  /** Draw a map. What was in sight stays in sight if it is there still. */
  show(map: IMap, graph: Graph): void {
    const focused = this._hasFocus() ? this._current : null;
    const isFirst = this._map === null;
    this._point(null);
    this._map = map;
    this._graph = graph;
    this._bands.show(map);
    this._names.show(map);
    this._edges.show(map);
    this._drawBoxes();
    this._mark();
    const current = graph.node(this._current ?? '') ?? graph.nodes[0];
    this._setCurrent(current?.lesson ?? null);
    if (focused !== null && focused === this._current) {
      this._box(focused)?.focus({ preventScroll: true });
    }
    if (isFirst && this._size) {
      this._view = this._firstView(map, this._size);
    }
    this._apply();
  }

  /** Draw new states into the same map. */
  update(graph: Graph): void {
    const before = this._graph;
    this._graph = graph;
    for (const node of graph.nodes) {
      if (before?.node(node.lesson)?.state !== node.state) {
        this._fill(node);
      }
    }
    this._mark();
  }

  /** Let the way to a goal stand out; null for none. */
  setPath(path: IStudyPath | null): void {
    this._path = path;
    this._mark();
  }

  /** Let the way to another goal stand out, and bring it into sight. */
  follow(path: IStudyPath | null): void {
    this.setPath(path);
    const boxes = this._onPath()
      .map(lesson => this._graph?.node(lesson))
      .filter(node => node !== undefined && node !== null);
    const all = viewport.around(boxes);
    if (all && this._size) {
      this._glide(viewport.frame(all, this._size));
    }
  }

  /** Mark where one is; null for nowhere. */
  setHere(lesson: string | null): void {
    this._here = lesson;
    this._mark();
  }

  /** Bring a lesson into the middle, legible, and move the focus to it. */
  goTo(lesson: string): void {
    const node = this._graph?.node(lesson);
    if (node && this._size) {
      const scale = Math.max(this._view.scale, viewport.LEGIBLE);
      this._glide(viewport.centre(node, scale, this._size));
      this._setCurrent(lesson);
      this._box(lesson)?.focus({ preventScroll: true });
    }
  }

  /** Show all of the map. */
  fit(): void {
    if (this._map && this._size) {
      this._glide(viewport.fit(this._map, this._size));
    }
  }

  zoomIn(): void {
    this._zoomAtMiddle(ZOOM);
  }

  zoomOut(): void {
    this._zoomAtMiddle(1 / ZOOM);
  }

  /** Take the size that the page gives. The middle stays in the middle, and a fitted map stays fitted. */
  resize(): void {
    const { clientWidth: width, clientHeight: height } = this._port;
    const before = this._size;
    if (width === 0 || (before?.width === width && before.height === height)) {
      return;
    }
    this._size = { width, height };
    if (!this._map) {
      return;
    }
    if (!before) {
      this._view = this._firstView(this._map, this._size);
    } else if (this._isFitted(before)) {
      this._view = viewport.fit(this._map, this._size);
    } else {
      const dx = (width - before.width) / 2;
      const dy = (height - before.height) / 2;
      this._view = viewport.pan(this._view, dx, dy, this._map, this._size);
    }
    this._apply();
  }

  focus(): void {
    this._port.focus({ preventScroll: true });
  }

  dispose(): void {
    window.clearTimeout(this._resting);
    if (this._frame !== null) {
      cancelAnimationFrame(this._frame);
    }
    this._card.dispose();
    Signal.clearData(this);
  }

  private _drawBoxes(): void {
    const graph = this._graph as Graph;
    this._buttons.clear();
    const groups = graph.lanes.map(({ lane, nodes }) => {
      const group = document.createElement('div');
      group.setAttribute('role', 'group');
      group.setAttribute('aria-label', this._words.lane(lane));
      group.append(...nodes.map(node => this._drawBox(node)));
      return group;
    });
    this._boxes.replaceChildren(...groups);
    graph.nodes.forEach(node => this._fill(node));
  }

  private _drawBox(node: IMapNode): HTMLElement {
    const box = document.createElement('button');
    box.type = 'button';
    box.className = 'mlcourse-Map-box';
    box.tabIndex = -1;
    box.dataset.lesson = node.lesson;
    box.style.left = `${node.x}px`;
    box.style.top = `${node.y}px`;
    box.style.width = `${node.width}px`;
    box.style.height = `${node.height}px`;
    const title = document.createElement('span');
    title.className = 'mlcourse-Map-title';
    title.textContent = node.title;
    const state = document.createElement('span');
    state.className = 'mlcourse-Map-state';
    box.append(title, state);
    this._buttons.set(node.lesson, box);
    return box;
  }

  /** Write the state of a lesson into its box. */
  private _fill(node: IMapNode): void {
    const box = this._box(node.lesson);
    const line = box?.querySelector('.mlcourse-Map-state');
    if (!box || !line) {
      return;
    }
    box.dataset.state = stateName(node.state);
    box.setAttribute('aria-label', this._words.label(node, this._graph!));
    const note = document.createElement('span');
    note.className = 'mlcourse-Map-note';
    note.textContent = this._words.note(node);
    line.replaceChildren(drawState(node.state), note);
  }

  /** Mark the boxes and lines of the way to the goal, and the place where one is. */
  private _mark(): void {
    const onPath = new Set(this._onPath());
    const order = new Map(
      this._path?.lessons.map(({ lesson }, index) => [lesson, index + 1])
    );
    this._world.classList.toggle('mlcourse-mod-following', this._path !== null);
    for (const [lesson, box] of this._buttons) {
      box.classList.toggle('mlcourse-mod-onPath', onPath.has(lesson));
      box.classList.toggle('mlcourse-mod-goal', lesson === this._path?.goal);
      this._number(box, order.get(lesson));
      if (lesson === this._here) {
        box.setAttribute('aria-current', 'location');
      } else {
        box.removeAttribute('aria-current');
      }
    }
    this._edges.mark(onPath);
    this._placeMarks();
  }

  /** Write on a box which step of the way it is. */
  private _number(box: HTMLElement, order: number | undefined): void {
    const badge = box.querySelector('.mlcourse-Map-order');
    if (order === undefined) {
      badge?.remove();
    } else {
      const shown = badge ?? box.appendChild(div('mlcourse-Map-order'));
      shown.textContent = `${order}`;
    }
  }

  private _onPath(): readonly string[] {
    if (!this._path) {
      return [];
    }
    const { goal, lessons, mastered } = this._path;
    return [goal, ...lessons.map(({ lesson }) => lesson), ...mastered];
  }

  private _listen(): void {
    this._port.addEventListener('keydown', event => this._onKey(event));
    this._boxes.addEventListener('click', event => {
      const node = this._nodeAt(event.target);
      if (node) {
        this._setCurrent(node.lesson);
        this._activated.emit(node);
      }
    });
    this._boxes.addEventListener('focusin', event => {
      const node = this._nodeAt(event.target);
      if (node) {
        this._setCurrent(node.lesson);
        this._point(node);
      }
    });
    this._boxes.addEventListener('focusout', () => this._point(null));
    this._boxes.addEventListener('pointerover', event => {
      // A finger that rests on a box is about to move the map or to open the lesson.
      if (event.pointerType !== 'touch') {
        this._point(this._nodeAt(event.target));
      }
    });
    this._port.addEventListener('pointerleave', () => this._point(null));
    this._port.addEventListener('pointerover', event => {
      const inside = (event.target as Element).closest(
        '.mlcourse-Map-box, .mlcourse-Map-card'
      );
      if (!inside) {
        this._point(null);
      }
    });
  }

  private _onKey(event: KeyboardEvent): void {
    const { key } = event;
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) {
      return;
    }
    const node = this._nodeAt(event.target);
    if (node ? this._onBoxKey(node, key) : this._onPortKey(key)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  /** Act on a key that means the same on the map and on a box; false when it means nothing. */
  private _onAnyKey(key: string): boolean {
    switch (key) {
      case '+':
      case '=':
        this.zoomIn();
        return true;
      case '-':
      case '_':
        this.zoomOut();
        return true;
      case '0':
        this.fit();
        return true;
      case 'Escape':
        return this._card.hide();
      default:
        return false;
    }
  }

  private _onPortKey(key: string): boolean {
    switch (DIRECTIONS[key]) {
      case 'left':
        this._pan(STEP, 0);
        return true;
      case 'right':
        this._pan(-STEP, 0);
        return true;
      case 'up':
        this._pan(0, STEP);
        return true;
      case 'down':
        this._pan(0, -STEP);
        return true;
      default:
        return this._onAnyKey(key);
    }
  }

  private _onBoxKey(node: IMapNode, key: string): boolean {
    const { nodes } = this._graph as Graph;
    if (key in DIRECTIONS || key === 'Home' || key === 'End') {
      // Who moves on has finished typing.
      this._typedAt = 0;
    }
    if (key in DIRECTIONS) {
      this._focusOn(this._graph!.next(node, DIRECTIONS[key]));
      return true;
    }
    if (key === 'Home' || key === 'End') {
      this._focusOn(key === 'Home' ? nodes[0] : nodes[nodes.length - 1]);
      return true;
    }
    if (this._onAnyKey(key)) {
      return true;
    }
    if (/^[\p{L}\p{N}]$/u.test(key)) {
      this._typeAhead(node, key);
      return true;
    }
    return false;
  }

  /** Go to the next lesson whose title begins with what is typed. */
  private _typeAhead(from: IMapNode, key: string): void {
    const now = Date.now();
    const goesOn = now - this._typedAt < TYPING;
    this._typed = goesOn ? this._typed + key : key;
    this._typedAt = now;
    // A first letter leads on from here; more of them narrow down what it led to.
    const { nodes } = this._graph as Graph;
    const start = goesOn
      ? from
      : nodes[(nodes.indexOf(from) + 1) % nodes.length];
    this._focusOn(this._graph!.find(this._typed, start));
  }

  private _focusOn(node: IMapNode | null): void {
    if (node && this._size) {
      this._glide(viewport.reveal(this._view, node, this._size));
      this._box(node.lesson)?.focus({ preventScroll: true });
    }
  }

  /** Let a lesson, what it needs and what builds on it stand out; null for none. */
  private _point(node: IMapNode | null): void {
    if (node === this._pointed) {
      return;
    }
    this._pointed = node;
    const graph = this._graph;
    const ids = (nodes: readonly IMapNode[]) =>
      new Set(nodes.map(({ lesson }) => lesson));
    const needs = ids((node && graph?.needs(node)) ?? []);
    const leads = ids((node && graph?.leadsTo(node)) ?? []);
    for (const [lesson, box] of this._buttons) {
      box.classList.toggle('mlcourse-mod-pointed', lesson === node?.lesson);
      box.classList.toggle('mlcourse-mod-needed', needs.has(lesson));
      box.classList.toggle('mlcourse-mod-next', leads.has(lesson));
    }
    this._edges.point(node?.lesson ?? null);
    if (node && graph) {
      this._card.show(node, graph, () => this._place(node));
    } else {
      this._card.hide();
    }
  }

  /** Put the card beside its box. */
  private _place(node: IMapNode): void {
    if (this._size) {
      const { x, y, scale } = this._view;
      const box = {
        x: node.x * scale + x,
        y: node.y * scale + y,
        width: node.width * scale,
        height: node.height * scale
      };
      this._card.place(box, this._size);
    }
  }

  private _setCurrent(lesson: string | null): void {
    if (this._current !== null) {
      const former = this._box(this._current);
      former?.setAttribute('tabindex', '-1');
      former?.removeAttribute('aria-describedby');
    }
    this._current = lesson;
    if (lesson !== null) {
      const box = this._box(lesson);
      box?.setAttribute('tabindex', '0');
      box?.setAttribute('aria-describedby', this._card.node.id);
    }
  }

  private _pan(dx: number, dy: number): void {
    if (this._map && this._size) {
      this._move(viewport.pan(this._view, dx, dy, this._map, this._size));
    }
  }

  private _zoom(factor: number, at: viewport.IPoint): void {
    if (this._map && this._size) {
      this._move(viewport.zoom(this._view, factor, at, this._map, this._size));
    }
  }

  private _zoomAtMiddle(factor: number): void {
    if (this._map && this._size) {
      const { width, height } = this._size;
      const middle = { x: width / 2, y: height / 2 };
      this._glide(
        viewport.zoom(this._view, factor, middle, this._map, this._size)
      );
    }
  }

  /** Go to a view at once, as the hand goes. */
  private _move(view: viewport.IView): void {
    this.node.classList.remove('mlcourse-mod-gliding');
    this._go(view);
  }

  /** Go to a view in one smooth move, which the style makes, or leaves out for who wants no motion. */
  private _glide(view: viewport.IView): void {
    this.node.classList.add('mlcourse-mod-gliding');
    this._go(view);
  }

  private _go(view: viewport.IView): void {
    this._view = view;
    // One frame shows the last of many events.
    this._frame ??= requestAnimationFrame(() => {
      this._frame = null;
      this._apply();
    });
    // In motion the browser moves one picture; at rest it draws that anew, sharp.
    this.node.classList.add('mlcourse-mod-moving');
    window.clearTimeout(this._resting);
    this._resting = window.setTimeout(() => {
      this.node.classList.remove('mlcourse-mod-moving', 'mlcourse-mod-gliding');
    }, 350);
  }

  private _apply(): void {
    const { x, y, scale } = this._view;
    this._world.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
    // A class that is there already changes nothing: the boxes are laid out anew at two scales only.
    this.node.classList.toggle('mlcourse-mod-far', scale < FAR);
    this.node.classList.toggle(
      'mlcourse-mod-middle',
      scale >= FAR && scale < MIDDLE
    );
    if (this._pointed) {
      this._place(this._pointed);
    }
    this._placeMarks();
    this._bands.place(this._view);
    this._names.place(this._view, this._size?.height ?? 0);
  }

  private _placeMarks(): void {
    const width = this._size?.width ?? 0;
    const at = (lesson?: string | null) =>
      this._graph?.node(lesson ?? '') ?? null;
    this._hereMark.place(at(this._here), this._view, width);
    this._goalMark.place(at(this._path?.goal), this._view, width);
  }

  /** All of the map, or, where there is no room for that to be seen, the place where one is. */
  private _firstView(map: IMap, size: viewport.ISize): viewport.IView {
    const all = viewport.fit(map, size);
    const here = this._graph?.node(this._here ?? '') ?? null;
    return here && all.scale < SPECK
      ? viewport.centre(here, MIDDLE, size)
      : all;
  }

  private _isFitted(size: viewport.ISize): boolean {
    const { x, y, scale } = viewport.fit(this._map as IMap, size);
    const near = (a: number, b: number) => Math.abs(a - b) < 0.001;
    return (
      near(x, this._view.x) &&
      near(y, this._view.y) &&
      near(scale, this._view.scale)
    );
  }

  private _box(lesson: string): HTMLElement | null {
    return this._buttons.get(lesson) ?? null;
  }

  private _nodeAt(target: EventTarget | null): IMapNode | null {
    const box = (target as Element | null)?.closest<HTMLElement>(
      '.mlcourse-Map-box'
    );
    return this._graph?.node(box?.dataset.lesson ?? '') ?? null;
  }

  private _hasFocus(): boolean {
    return this._boxes.contains(document.activeElement);
  }

  private readonly _port = div('mlcourse-Map-port');
  private readonly _world = div('mlcourse-Map-world');
  private readonly _bands = new Bands();
  private readonly _boxes = div('mlcourse-Map-boxes');
  private readonly _edges = new Edges();
  private readonly _names: ModuleNames;
  private readonly _hereMark: Mark;
  private readonly _goalMark: Mark;
  private readonly _buttons = new Map<string, HTMLElement>();
  private readonly _activated = new Signal<this, IMapNode>(this);
  private readonly _card: Card;
  private _map: IMap | null = null;
  private _graph: Graph | null = null;
  private _path: IStudyPath | null = null;
  private _here: string | null = null;
  /** The lesson that Tab goes to. */
  private _current: string | null = null;
  /** The lesson that the pointer or the focus is on. */
  private _pointed: IMapNode | null = null;
  private _size: viewport.ISize | null = null;
  private _view: viewport.IView = { x: 0, y: 0, scale: 1 };
  private _frame: number | null = null;
  private _resting = 0;
  private _typed = '';
  private _typedAt = 0;
}
