// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type { IPoint } from './viewport';

/** What a hand does to a map. */
export interface IMovable {
  pan(dx: number, dy: number): void;
  /** Make things larger or smaller; the point, from the port's top-left corner, stays where it is. */
  zoom(factor: number, at: IPoint): void;
}

/** Pixels that a pointer may tremble in a click. */
const TREMBLE = 4;

/** Pixels of a line and of a page, for mice that count the wheel in these. */
const WHEEL_UNITS = [1, 16, 400];

/** Drag with mouse, pen or finger to pan, pinch or turn the wheel to zoom, as in maps of the world. */
export class Gestures {
  constructor(
    private readonly _port: HTMLElement,
    private readonly _movable: IMovable
  ) {
    _port.addEventListener('wheel', event => this._onWheel(event), {
      passive: false
    });
    _port.addEventListener('pointerdown', event => this._onDown(event));
    _port.addEventListener('pointermove', event => this._onMove(event));
    for (const end of ['pointerup', 'pointercancel'] as const) {
      _port.addEventListener(end, event => this._onUp(event));
    }
    // The end of a drag is no click on what the drag began on.
    _port.addEventListener('click', event => this._onClick(event), true);
  }

  private _onWheel(event: WheelEvent): void {
    event.preventDefault();
    const delta = event.deltaY * WHEEL_UNITS[event.deltaMode];
    // Browsers report a pinch on a touchpad as small turns with ctrl held.
    const factor = Math.exp(-delta * (event.ctrlKey ? 0.01 : 0.0015));
    this._movable.zoom(factor, this._inPort(event));
  }

  private _onDown(event: PointerEvent): void {
    if (event.button !== 0) {
      return;
    }
    if (this._pointers.size === 0) {
      this._dragging = false;
      this._start = { x: event.clientX, y: event.clientY };
    }
    this._pointers.set(event.pointerId, this._inPort(event));
  }

  private _onMove(event: PointerEvent): void {
    const before = this._pointers.get(event.pointerId);
    if (!before) {
      return;
    }
    if (!this._dragging && this._isTremble(event)) {
      return;
    }
    if (!this._dragging) {
      this._dragging = true;
      // From here on the drag goes on outside of the port too.
      this._port.setPointerCapture(event.pointerId);
      this._port.classList.add('mlcourse-mod-dragging');
    }
    const now = this._inPort(event);
    const other = [...this._pointers].find(([id]) => id !== event.pointerId);
    if (other) {
      this._pinch(before, now, other[1]);
    } else {
      this._movable.pan(now.x - before.x, now.y - before.y);
    }
    this._pointers.set(event.pointerId, now);
  }

  private _pinch(before: IPoint, now: IPoint, other: IPoint): void {
    const middle = (p: IPoint) => ({
      x: (p.x + other.x) / 2,
      y: (p.y + other.y) / 2
    });
    const [from, to] = [middle(before), middle(now)];
    this._movable.pan(to.x - from.x, to.y - from.y);
    const apart = (p: IPoint) =>
      Math.max(Math.hypot(p.x - other.x, p.y - other.y), 1);
    this._movable.zoom(apart(now) / apart(before), to);
  }

  private _onUp(event: PointerEvent): void {
    this._pointers.delete(event.pointerId);
    if (this._pointers.size === 0) {
      this._port.classList.remove('mlcourse-mod-dragging');
    }
  }

  private _onClick(event: MouseEvent): void {
    // Clicks made by a key have no pointer, and are always meant.
    if (this._dragging && event.detail > 0) {
      event.stopPropagation();
      event.preventDefault();
    }
    this._dragging = false;
  }

  private _isTremble({ clientX, clientY }: PointerEvent): boolean {
    const { x, y } = this._start;
    return (
      this._pointers.size === 1 &&
      Math.hypot(clientX - x, clientY - y) < TREMBLE
    );
  }

  private _inPort({ clientX, clientY }: MouseEvent): IPoint {
    const { left, top } = this._port.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  }

  private readonly _pointers = new Map<number, IPoint>();
  private _start: IPoint = { x: 0, y: 0 };
  private _dragging = false;
}
