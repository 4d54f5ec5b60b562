// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type { IMap, IMapLane, IMapNode } from '../api';

export type Direction = 'left' | 'right' | 'up' | 'down';

/** The lessons of a map, and what each needs and leads to. */
export class Graph {
  constructor(map: IMap) {
    this.lanes = map.lanes.map(lane => ({
      lane,
      nodes: map.nodes.filter(({ module }) => module === lane.module)
    }));
    this.nodes = this.lanes.flatMap(({ nodes }) => nodes);
    this._byId = new Map(this.nodes.map(node => [node.lesson, node]));
    for (const node of this.nodes) {
      for (const needed of node.requires) {
        const leads = this._leads.get(needed) ?? [];
        this._leads.set(needed, [...leads, node]);
      }
    }
  }

  /** The modules from top to bottom, each with its lessons in the order of the course. */
  readonly lanes: readonly {
    readonly lane: IMapLane;
    readonly nodes: readonly IMapNode[];
  }[];

  /** The lessons in the order of the course. */
  readonly nodes: readonly IMapNode[];

  node(lesson: string): IMapNode | null {
    return this._byId.get(lesson) ?? null;
  }

  /** The lessons that a lesson needs. */
  needs(node: IMapNode): readonly IMapNode[] {
    return node.requires
      .map(id => this._byId.get(id))
      .filter(needed => needed !== undefined);
  }

  /** The lessons that build on a lesson. */
  leadsTo(node: IMapNode): readonly IMapNode[] {
    return this._leads.get(node.lesson) ?? [];
  }

  /**
   * The lesson that one comes to from another by an arrow key, or null at the rim.
   *
   * Of the boxes that lie that way the nearest is taken, where sideways counts twice and
   * a line between the two halves the distance.
   */
  next(from: IMapNode, direction: Direction): IMapNode | null {
    const joined = new Set([...this.needs(from), ...this.leadsTo(from)]);
    let best: IMapNode | null = null;
    let least = Infinity;
    for (const node of this.nodes) {
      const [ahead, aside] = distance(from, node, direction);
      // A box of the next row is to the right, not below, however little higher it stands.
      if (ahead <= 0 || ahead < aside / 4) {
        continue;
      }
      const cost = (ahead + 2 * aside) * (joined.has(node) ? 0.5 : 1);
      if (cost < least) {
        [best, least] = [node, cost];
      }
    }
    return best;
  }

  /** The first lesson from a place on whose title begins with a text; one round through all of them. */
  find(text: string, from: IMapNode | null): IMapNode | null {
    const wanted = fold(text);
    const start = from ? this.nodes.indexOf(from) : 0;
    const round = [...this.nodes.slice(start), ...this.nodes.slice(0, start)];
    return round.find(({ title }) => fold(title).startsWith(wanted)) ?? null;
  }

  private readonly _byId: ReadonlyMap<string, IMapNode>;
  private readonly _leads = new Map<string, readonly IMapNode[]>();
}

/** Whether two maps are the same drawing, whatever the states in them. */
export function sameDrawing(one: IMap, other: IMap): boolean {
  return drawing(one) === drawing(other);
}

function drawing({ width, height, lanes, nodes, edges }: IMap): string {
  const still = nodes.map(node => ({ ...node, state: 0 }));
  return JSON.stringify([width, height, lanes, still, edges]);
}

/** How far ahead and aside the middle of a box is, seen from another. */
function distance(
  from: IMapNode,
  to: IMapNode,
  direction: Direction
): [ahead: number, aside: number] {
  const dx = to.x + to.width / 2 - (from.x + from.width / 2);
  const dy = to.y + to.height / 2 - (from.y + from.height / 2);
  switch (direction) {
    case 'left':
      return [-dx, Math.abs(dy)];
    case 'right':
      return [dx, Math.abs(dy)];
    case 'up':
      return [-dy, Math.abs(dx)];
    case 'down':
      return [dy, Math.abs(dx)];
  }
}

/** A text as it is compared: without case and accents. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
}
