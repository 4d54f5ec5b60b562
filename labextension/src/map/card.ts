// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type { IMapNode } from '../api';
import { div, text } from './dom';
import type { Graph } from './graph';
import type { IBox, ISize } from './viewport';
import { type MapWords, moduleNumber } from './words';

/** Milliseconds that the pointer rests on a box before the card comes. */
const DELAY = 250;

/** Pixels between a box and the card. */
const GAP = 8;

let count = 0;

/** What there is to know of the box under the pointer or with the focus; always at the size of the page's text. */
export class Card {
  constructor(private readonly _words: MapWords) {
    this.node.id = `mlcourse-map-card-${++count}`;
    this.node.setAttribute('role', 'tooltip');
    this.node.hidden = true;
  }

  readonly node = div('mlcourse-Map-card');

  /** Show a lesson after a moment; `place` puts the card where it belongs once it has its size. */
  show(node: IMapNode, graph: Graph, place: () => void): void {
    this.hide();
    this._write(node, graph);
    this._timer = window.setTimeout(() => {
      this.node.hidden = false;
      place();
    }, DELAY);
  }

  /** Take the card away; false when there was none. */
  hide(): boolean {
    window.clearTimeout(this._timer);
    const shown = !this.node.hidden;
    this.node.hidden = true;
    return shown;
  }

  /** Stand under a box, or above it where there is more room, and inside the port. */
  place(box: IBox, port: ISize): void {
    if (this.node.hidden) {
      return;
    }
    const { offsetWidth: width, offsetHeight: height } = this.node;
    const below = box.y + box.height + GAP;
    const above = box.y - GAP - height;
    const fitsBelow = below + height <= port.height || above < 0;
    const y = fitsBelow ? Math.min(below, port.height - height) : above;
    const middle = box.x + box.width / 2 - width / 2;
    const x = Math.min(Math.max(middle, GAP), port.width - width - GAP);
    this.node.style.transform = `translate(${Math.round(Math.max(x, 0))}px, ${Math.round(Math.max(y, 0))}px)`;
  }

  dispose(): void {
    window.clearTimeout(this._timer);
  }

  private _write(node: IMapNode, graph: Graph): void {
    const { trans } = this._words;
    const facts = [
      text('h3', 'mlcourse-Map-cardTitle', node.title),
      text(
        'p',
        'mlcourse-Map-cardNote',
        trans.__(
          'Module %1 · %2 · %3',
          moduleNumber(node.module),
          this._words.course.state(node.state),
          this._words.duration(node.minutes)
        )
      ),
      text('p', 'mlcourse-Map-cardSummary', node.summary)
    ];
    const relations = this._words
      .relations(node, graph)
      .map(relation => text('p', 'mlcourse-Map-cardRelation', relation));
    this.node.replaceChildren(...facts, ...relations);
  }

  private _timer = 0;
}
