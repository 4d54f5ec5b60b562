// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type { IMapNode } from '../api';
import { div } from './dom';
import { clamp, type IView } from './viewport';

/** A few words on top of a box. They keep their size, and stay in sight as long as the box is. */
export class Mark {
  constructor(words: string) {
    this.node.textContent = words;
    this.node.hidden = true;
    // The box says it too, or the panel beside the map.
    this.node.setAttribute('aria-hidden', 'true');
  }

  readonly node = div('mlcourse-Map-mark');

  /** Stand on a box; on none with null. */
  place(box: IMapNode | null, { x, y, scale }: IView, width: number): void {
    this.node.hidden = box === null;
    if (!box) {
      return;
    }
    // The words never change, so they are measured once.
    this._half ||= this.node.offsetWidth / 2;
    const tip = Math.round((box.x + box.width / 2) * scale + x);
    const top = Math.round(box.y * scale + y);
    const isInside = tip > 0 && tip < width;
    const middle = isInside ? clamp(tip, this._half, width - this._half) : tip;
    const { style } = this.node;
    style.transform = `translate(${middle}px, ${top}px) translate(-50%, -100%)`;
    style.setProperty('--mlcourse-map-tip', `${tip - middle}px`);
  }

  private _half = 0;
}
