// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type { IMap, IMapLane } from '../api';
import { div, text } from './dom';
import { clamp, type IView } from './viewport';
import { type MapWords, moduleNumber } from './words';

/** Pixels of a band's height on screen from which on its name is written with the level, or below which it is small. */
const ROOMY = 66;
const SMALL = 32;
const SMALLER = 21;
const NONE = 11;

/** Pixels that a name takes at most. */
const HEIGHT = 48;

/** The names of the modules, in a column beside the map: they keep their size, and follow the bands up and down. */
export class ModuleNames {
  constructor(private readonly _words: MapWords) {
    // The groups of boxes have these names too.
    this.node.setAttribute('aria-hidden', 'true');
  }

  readonly node = div('mlcourse-Map-names');

  show(map: IMap): void {
    this._lanes = map.lanes;
    this._bands.show(map);
    this._names = map.lanes.map(lane => this._draw(lane));
    this.node.replaceChildren(this._bands.node, ...this._names);
  }

  /** Follow the map. */
  place(view: IView, height: number): void {
    const { y, scale } = view;
    this._bands.place(view);
    this._lanes.forEach((lane, index) => {
      const room = lane.height * scale;
      const { classList, style } = this._names[index];
      classList.toggle('mlcourse-mod-roomy', room >= ROOMY);
      classList.toggle('mlcourse-mod-small', room < SMALL);
      classList.toggle('mlcourse-mod-smaller', room < SMALLER);
      classList.toggle('mlcourse-mod-none', room < NONE);
      const at = Math.round(middle(lane.y * scale + y, room, height));
      style.transform = `translateY(${at}px) translateY(-50%)`;
    });
  }

  private _draw({ module, title, level }: IMapLane): HTMLElement {
    const levelName = this._words.course.level(level);
    const name = div('mlcourse-Map-name');
    name.title = this._words.trans.__('%1 (%2)', title, levelName);
    const about = div('mlcourse-Map-nameText');
    about.append(
      text('p', 'mlcourse-Map-nameTitle', title),
      text('p', 'mlcourse-Map-nameLevel', levelName)
    );
    name.append(
      text('span', 'mlcourse-Map-number', `${moduleNumber(module)}`),
      about
    );
    return name;
  }

  private readonly _bands = new Bands();
  private _lanes: readonly IMapLane[] = [];
  private _names: readonly HTMLElement[] = [];
}

/** The bands of the modules, from edge to edge. They follow the map up and down. */
export class Bands {
  readonly node = div('mlcourse-Map-bands');

  show({ height, lanes }: IMap): void {
    const bands = lanes.map(({ y, height: own, level }, index) => {
      const band = div(`mlcourse-Map-band mlcourse-mod-${level}`);
      // The first and the last go on as far as the map can be moved.
      const above = index === 0 ? 3 * height : 0;
      const below = index === lanes.length - 1 ? 3 * height : 0;
      band.style.top = `${y - above}px`;
      band.style.height = `${own + above + below}px`;
      return band;
    });
    this.node.replaceChildren(...bands);
  }

  place({ y, scale }: IView): void {
    this.node.style.transform = `translateY(${y}px) scaleY(${scale})`;
  }
}

/** The middle of what is in sight of a band, but not so far out that a name would leave the band. */
function middle(top: number, room: number, height: number): number {
  const bottom = top + room;
  const inSight = (Math.max(top, 0) + Math.min(bottom, height)) / 2;
  return room < HEIGHT
    ? (top + bottom) / 2
    : clamp(inSight, top + HEIGHT / 2, bottom - HEIGHT / 2);
}
