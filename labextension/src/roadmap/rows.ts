// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type { IRowData, Part, RowKind } from '../api';

/** A row of the tree, and where it stands in it. */
export interface IRow {
  /** Its position from top to bottom, with all rows open. */
  readonly index: number;
  /** The position after the last row inside it. */
  readonly end: number;
  readonly key: string;
  readonly data: IRowData;
  readonly parent: IRow | null;
  readonly children: readonly IRow[];
  /** 1 at the top. */
  readonly level: number;
  /** The part of a module that it is in, if it is in one. */
  readonly part: Part | undefined;
  /** Whether nothing is written yet of what it is about, nor of what is inside it. */
  readonly planned: boolean;
}

/** The rows of a roadmap from top to bottom: a list, in which what is inside a row follows it. */
export function buildRows(data: readonly IRowData[]): readonly IRow[] {
  const rows: IRow[] = [];
  const written = new Set<IRow>();
  const add = (each: IRowData, parent: IRow | null): IRow => {
    const children: IRow[] = [];
    const row = {
      index: rows.length,
      end: 0,
      key: each.key,
      data: each,
      parent,
      children,
      level: parent ? parent.level + 1 : 1,
      part: each.part ?? parent?.part,
      planned: false
    };
    rows.push(row);
    each.children.forEach(child => children.push(add(child, row)));
    row.end = rows.length;
    if (each.target || children.some(child => written.has(child))) {
      written.add(row);
    } else {
      row.planned = each.planned !== undefined;
    }
    return row;
  };
  data.forEach(each => add(each, null));
  return rows;
}

/** The rows that stand for something to study: what is planned is counted in these. */
const CONTENT: ReadonlySet<RowKind> = new Set<RowKind>([
  'lesson',
  'case-study',
  'problem-set',
  'project'
]);

/**
 * How much of what is inside a row is planned.
 *
 * In a module these are lessons, problem sets and projects, and one that stands in two of its parts
 * counts once. Elsewhere, nodes of the roadmap.
 */
export function countPlanned(rows: readonly IRow[], row: IRow): number {
  const inside = rows
    .slice(row.index + 1, row.end)
    .filter(inner => inner.planned);
  const content = inside.filter(({ data }) => CONTENT.has(data.kind));
  return content.length > 0
    ? new Set(content.map(({ data }) => `${data.kind} ${data.title}`)).size
    : inside.length;
}

/** The rows to open at a first visit: the first that can be read, and the way to it. */
export function firstOpen(rows: readonly IRow[]): readonly string[] {
  const readable = rows.find(
    ({ data }) => data.kind !== 'module' && data.target?.available
  );
  return readable
    ? [readable, ...ancestors(readable)].map(({ key }) => key)
    : [];
}

/** The rows around a row, the innermost first. */
export function ancestors(row: IRow): readonly IRow[] {
  const up: IRow[] = [];
  for (let above = row.parent; above; above = above.parent) {
    up.push(above);
  }
  return up;
}
