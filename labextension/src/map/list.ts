// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { type ISignal, Signal } from '@lumino/signaling';
import type { IMapNode, IStudyPath } from '../api';
import { button, div, text } from './dom';
import type { Graph } from './graph';
import { drawState, stateName } from './states';
import type { MapWords } from './words';

/** The map in words: the modules as headings, and under each its lessons. */
export class MapList {
  constructor(private readonly _words: MapWords) {}

  readonly node = div('mlcourse-Map-list');

  /** Asks for a lesson. */
  get activated(): ISignal<this, IMapNode> {
    return this._activated;
  }

  /** Write it anew; what has the focus keeps it. */
  show(graph: Graph, path: IStudyPath | null, here: string | null): void {
    const focused = (document.activeElement as HTMLElement | null)?.dataset
      .lesson;
    const hadFocus = this.node.contains(document.activeElement);
    const top = this.node.scrollTop;
    this._buttons.clear();
    const order = new Map(
      path?.lessons.map(({ lesson }, index) => [lesson, index + 1])
    );
    const modules = graph.lanes
      .filter(({ nodes }) => nodes.length > 0)
      .map(({ lane, nodes }) => {
        const section = document.createElement('section');
        const items = document.createElement('ul');
        items.className = 'mlcourse-Map-items';
        items.append(
          ...nodes.map(node =>
            this._item(
              node,
              graph,
              order.get(node.lesson),
              node.lesson === here
            )
          )
        );
        const heading = text(
          'h3',
          'mlcourse-Map-module',
          this._words.lane(lane)
        );
        section.append(heading, items);
        return section;
      });
    this.node.classList.toggle('mlcourse-mod-following', path !== null);
    this.node.replaceChildren(...modules);
    this.node.scrollTop = top;
    if (hadFocus && focused !== undefined) {
      this._buttons.get(focused)?.focus({ preventScroll: true });
    }
  }

  goTo(lesson: string): void {
    const open = this._buttons.get(lesson);
    open?.scrollIntoView({ block: 'center' });
    open?.focus({ preventScroll: true });
  }

  focus(): void {
    this._buttons.values().next().value?.focus();
  }

  dispose(): void {
    Signal.clearData(this);
  }

  private _item(
    node: IMapNode,
    graph: Graph,
    order: number | undefined,
    here: boolean
  ): HTMLElement {
    const { trans } = this._words;
    const item = document.createElement('li');
    item.className = 'mlcourse-Map-item';
    item.classList.toggle('mlcourse-mod-onPath', order !== undefined);
    item.dataset.state = stateName(node.state);

    const open = button('mlcourse-Map-open', node.title, () =>
      this._activated.emit(node)
    );
    open.dataset.lesson = node.lesson;
    this._buttons.set(node.lesson, open);
    const note = div('mlcourse-Map-itemNote');
    note.append(
      drawState(node.state),
      text('span', '', this._words.note(node))
    );
    item.append(open, note);
    if (here) {
      note.append(text('span', 'mlcourse-Map-tag', trans.__('You are here')));
    }
    if (order !== undefined) {
      const step = trans.__('Step %1 on the way to your goal', order);
      note.append(text('span', 'mlcourse-Map-tag', step));
    }
    const facts = [node.summary, ...this._words.relations(node, graph)].filter(
      fact => fact !== ''
    );
    item.append(...facts.map(fact => text('p', 'mlcourse-Map-fact', fact)));
    return item;
  }

  private readonly _activated = new Signal<this, IMapNode>(this);
  private readonly _buttons = new Map<string, HTMLElement>();
}
