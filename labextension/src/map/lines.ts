// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

type Point = readonly [x: number, y: number];

/** Pixels by which corners are rounded. */
const ROUND = 14;

/** The path of a line through points, with rounded corners, as SVG writes it. */
export function rounded(points: readonly Point[]): string {
  if (points.length < 2) {
    return '';
  }
  const parts = [`M${point(points[0])}`];
  for (let at = 1; at < points.length - 1; at++) {
    const corner = points[at];
    const reach = Math.min(
      ROUND,
      length(points[at - 1], corner) / 2,
      length(corner, points[at + 1]) / 2
    );
    const before = toward(corner, points[at - 1], reach);
    const after = toward(corner, points[at + 1], reach);
    parts.push(`L${point(before)}Q${point(corner)} ${point(after)}`);
  }
  parts.push(`L${point(points[points.length - 1])}`);
  return parts.join('');
}

function length([x0, y0]: Point, [x1, y1]: Point): number {
  return Math.hypot(x1 - x0, y1 - y0);
}

/** The point that lies so many pixels from one point on the way to another. */
function toward(from: Point, to: Point, pixels: number): Point {
  const all = length(from, to);
  const share = all === 0 ? 0 : pixels / all;
  return [
    from[0] + (to[0] - from[0]) * share,
    from[1] + (to[1] - from[1]) * share
  ];
}

function point([x, y]: Point): string {
  return `${round(x)} ${round(y)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
