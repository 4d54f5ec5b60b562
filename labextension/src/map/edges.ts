// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type { IMap, IMapEdge } from '../api';
import { svg } from './dom';
import { rounded } from './lines';

/** A drawn edge, and the lessons at its ends. */
interface ILine extends Pick<IMapEdge, 'from' | 'to'> {
  readonly path: SVGPathElement;
}

/** The lines from the lessons to what builds on them. */
export class Edges {
  constructor() {
    this.node.setAttribute('class', 'mlcourse-Map-lines');
    this.node.setAttribute('aria-hidden', 'true');
  }

  readonly node = svg('svg');

  show({ width, height, edges }: IMap): void {
    this.node.setAttribute('width', `${width}`);
    this.node.setAttribute('height', `${height}`);
    this.node.setAttribute('viewBox', `0 0 ${width} ${height}`);
    this._lines = edges.map(({ from, to, points }) => {
      const path = svg('path');
      path.setAttribute('class', 'mlcourse-Map-line');
      path.setAttribute('d', rounded(points));
      return { from, to, path };
    });
    this.node.replaceChildren(
      arrowHeads(),
      ...this._lines.map(({ path }) => path)
    );
  }

  /** Let the lines between some lessons stand out. */
  mark(lessons: ReadonlySet<string>): void {
    for (const { from, to, path } of this._lines) {
      const marked = lessons.has(from) && lessons.has(to);
      path.classList.toggle('mlcourse-mod-onPath', marked);
    }
  }

  /** Let the lines to and from a lesson stand out; null for none. */
  point(lesson: string | null): void {
    for (const { from, to, path } of this._lines) {
      path.classList.toggle('mlcourse-mod-needed', to === lesson);
      path.classList.toggle('mlcourse-mod-next', from === lesson);
    }
  }

  private _lines: readonly ILine[] = [];
}

/** The heads of the lines that stand out, one of each colour; the others run calmly from left to right. */
function arrowHeads(): SVGElement {
  const defs = svg('defs');
  for (const name of ['needed', 'next', 'onPath']) {
    const marker = svg('marker');
    const attributes: Record<string, string> = {
      id: `mlcourse-map-head-${name}`,
      class: `mlcourse-Map-head mlcourse-mod-${name}`,
      viewBox: '0 0 8 8',
      refX: '7',
      refY: '4',
      markerWidth: '11',
      markerHeight: '11',
      markerUnits: 'userSpaceOnUse',
      orient: 'auto'
    };
    Object.entries(attributes).forEach(([key, value]) =>
      marker.setAttribute(key, value)
    );
    const head = svg('path');
    head.setAttribute('d', 'M0 0.5 7.5 4 0 7.5z');
    marker.append(head);
    defs.append(marker);
  }
  return defs;
}
