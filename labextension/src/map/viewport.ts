// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

/** Which part of the map is in sight, and how large: a point p of the map is drawn at `p * scale + (x, y)`. */
export interface IView {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface ISize {
  readonly width: number;
  readonly height: number;
}

export interface IPoint {
  readonly x: number;
  readonly y: number;
}

export interface IBox extends IPoint, ISize {}

/** How large boxes may become: twice the size that they are drawn for. */
export const LARGEST = 2;

/** The scale at which text is read without effort; where one is, is shown at this one. */
export const LEGIBLE = 1;

/** Pixels that stay free around what is fitted or brought into sight. */
export const MARGIN = 16;

/** Pixels of the map that stay in sight however far it is moved. */
const KEPT = 80;

/** The view that shows all of the map, in the middle. */
export function fit(map: ISize, port: ISize): IView {
  const scale = Math.min(
    Math.max(port.width - 2 * MARGIN, 1) / Math.max(map.width, 1),
    Math.max(port.height - 2 * MARGIN, 1) / Math.max(map.height, 1),
    LARGEST
  );
  return {
    x: (port.width - map.width * scale) / 2,
    y: (port.height - map.height * scale) / 2,
    scale
  };
}

/** Make things larger or smaller by a factor; the point of the screen stays where it is. */
export function zoom(
  view: IView,
  factor: number,
  at: IPoint,
  map: ISize,
  port: ISize
): IView {
  const smallest = Math.min(fit(map, port).scale, LEGIBLE);
  const scale = clamp(view.scale * factor, smallest, LARGEST);
  const ratio = scale / view.scale;
  const moved = {
    x: at.x - (at.x - view.x) * ratio,
    y: at.y - (at.y - view.y) * ratio,
    scale
  };
  return keep(moved, map, port);
}

export function pan(
  view: IView,
  dx: number,
  dy: number,
  map: ISize,
  port: ISize
): IView {
  return keep({ ...view, x: view.x + dx, y: view.y + dy }, map, port);
}

/** Move a view back until enough of the map is in sight. */
export function keep(view: IView, map: ISize, port: ISize): IView {
  const { scale } = view;
  return {
    x: clamp(
      view.x,
      Math.min(KEPT - map.width * scale, port.width - KEPT),
      Math.max(port.width - KEPT, KEPT - map.width * scale)
    ),
    y: clamp(
      view.y,
      Math.min(KEPT - map.height * scale, port.height - KEPT),
      Math.max(port.height - KEPT, KEPT - map.height * scale)
    ),
    scale
  };
}

/** The view with a box in the middle. */
export function centre(box: IBox, scale: number, port: ISize): IView {
  return {
    x: port.width / 2 - (box.x + box.width / 2) * scale,
    y: port.height / 2 - (box.y + box.height / 2) * scale,
    scale
  };
}

/** Move a view by as little as brings a box into sight. */
export function reveal(view: IView, box: IBox, port: ISize): IView {
  const { scale } = view;
  return {
    x: shift(view.x, box.x * scale, box.width * scale, port.width),
    y: shift(view.y, box.y * scale, box.height * scale, port.height),
    scale
  };
}

/** The smallest box around boxes; null around none. */
export function around(boxes: readonly IBox[]): IBox | null {
  if (boxes.length === 0) {
    return null;
  }
  const x = Math.min(...boxes.map(box => box.x));
  const y = Math.min(...boxes.map(box => box.y));
  const right = Math.max(...boxes.map(box => box.x + box.width));
  const bottom = Math.max(...boxes.map(box => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

/** The view that shows all of a box, not larger than is needed to read it. */
export function frame(box: IBox, port: ISize): IView {
  const scale = Math.min(fit(box, port).scale, LEGIBLE);
  return centre(box, scale, port);
}

/** Where an axis has to begin so that a stretch of it lies within the port. */
function shift(
  origin: number,
  start: number,
  length: number,
  port: number
): number {
  const first = MARGIN - start;
  const last = port - MARGIN - start - length;
  return clamp(origin, Math.min(first, last), Math.max(first, last));
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
