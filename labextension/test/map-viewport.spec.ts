// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import {
  around,
  centre,
  fit,
  frame,
  type IPoint,
  type IView,
  keep,
  LARGEST,
  LEGIBLE,
  pan,
  reveal,
  zoom
} from '../src/map/viewport';

const MAP = { width: 4000, height: 3000 };
const PORT = { width: 1000, height: 600 };

/** Where a point of the map is on screen. */
const onScreen = ({ x, y, scale }: IView, point: IPoint) => ({
  x: point.x * scale + x,
  y: point.y * scale + y
});

describe('the view of the map', () => {
  it('shows all of the map, in the middle, when it is fitted', () => {
    const view = fit(MAP, PORT);
    const topLeft = onScreen(view, { x: 0, y: 0 });
    const bottomRight = onScreen(view, { x: MAP.width, y: MAP.height });
    expect(topLeft.x).toBeGreaterThanOrEqual(0);
    expect(topLeft.y).toBeGreaterThanOrEqual(0);
    expect(topLeft.x).toBeCloseTo(PORT.width - bottomRight.x);
    expect(topLeft.y).toBeCloseTo(PORT.height - bottomRight.y);
  });

  it('fits into a port that has no room at all', () => {
    expect(fit(MAP, { width: 0, height: 0 }).scale).toBeGreaterThan(0);
  });

  it('zooms around the point under the pointer', () => {
    const at = { x: 700, y: 200 };
    const before = fit(MAP, PORT);
    const after = zoom(before, 2.5, at, MAP, PORT);
    const under = {
      x: (at.x - before.x) / before.scale,
      y: (at.y - before.y) / before.scale
    };
    expect(after.scale).toBeCloseTo(before.scale * 2.5);
    expect(onScreen(after, under).x).toBeCloseTo(at.x);
    expect(onScreen(after, under).y).toBeCloseTo(at.y);
  });

  it('gets no smaller than the fitted map and no larger than twice', () => {
    const at = { x: 500, y: 300 };
    const fitted = fit(MAP, PORT);
    expect(zoom(fitted, 0.01, at, MAP, PORT).scale).toBe(fitted.scale);
    expect(zoom(fitted, 1000, at, MAP, PORT).scale).toBe(LARGEST);
  });

  it('never loses the map out of sight', () => {
    for (const [dx, dy] of [
      [9e5, 9e5],
      [-9e5, -9e5]
    ]) {
      const view = pan(fit(MAP, PORT), dx, dy, MAP, PORT);
      const { x, y } = onScreen(view, { x: 0, y: 0 });
      const end = onScreen(view, { x: MAP.width, y: MAP.height });
      expect(x).toBeLessThan(PORT.width);
      expect(y).toBeLessThan(PORT.height);
      expect(end.x).toBeGreaterThan(0);
      expect(end.y).toBeGreaterThan(0);
    }
  });

  it('leaves a map alone that is in sight', () => {
    const view = fit(MAP, PORT);
    expect(keep(view, MAP, PORT)).toEqual(view);
  });

  it('brings a box into the middle', () => {
    const box = { x: 100, y: 2000, width: 200, height: 80 };
    const view = centre(box, 1, PORT);
    expect(onScreen(view, { x: 200, y: 2040 })).toEqual({ x: 500, y: 300 });
  });

  it('moves by nothing for a box in sight, and by as little as it takes for another', () => {
    const view = { x: 0, y: 0, scale: 1 };
    const inside = { x: 100, y: 100, width: 200, height: 80 };
    expect(reveal(view, inside, PORT)).toEqual(view);
    const right = reveal(view, { ...inside, x: 1200 }, PORT);
    expect(right.y).toBe(0);
    const end = onScreen(right, { x: 1400, y: 0 }).x;
    expect(end).toBeLessThanOrEqual(PORT.width);
    expect(end).toBeGreaterThan(PORT.width - 50);
  });

  it('frames boxes, not larger than legible', () => {
    const boxes = [
      { x: 10, y: 20, width: 100, height: 50 },
      { x: 300, y: 400, width: 100, height: 50 }
    ];
    const all = around(boxes);
    expect(all).toEqual({ x: 10, y: 20, width: 390, height: 430 });
    expect(frame(all!, PORT).scale).toBe(LEGIBLE);
    expect(frame({ ...all!, width: 4000 }, PORT).scale).toBeLessThan(0.25);
    expect(around([])).toBeNull();
  });
});
