// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type { IFiltered } from './filter';
import { ancestors, type IRow } from './rows';

/** What a key press asks for. */
export type TreeAction =
  | { kind: 'focus'; row: IRow }
  | { kind: 'expand' | 'collapse' | 'open'; row: IRow }
  | { kind: 'expand-siblings'; row: IRow };

/** Letters typed within this time, in milliseconds, are read as one word. */
const TYPING_PAUSE = 700;

/**
 * Which rows are open, which are filtered out, which one the keyboard is on, and what each key means
 * (the tree pattern of the WAI-ARIA Authoring Practices). It knows no DOM.
 */
export class TreeState {
  /**
   * @param rows - from top to bottom, as `buildRows` makes them
   * @param expanded - keys of the rows that are open
   * @param current - key of the row that the keyboard is on
   */
  constructor(
    readonly rows: readonly IRow[],
    expanded: Iterable<string> = [],
    current: string | null = null
  ) {
    this._expanded = new Set(expanded);
    rows.forEach(row => this._byKey.set(row.key, row));
    this._current = this.row(current ?? '') ?? rows[0] ?? null;
  }

  /** The row that the Tab key leads to, or null in an empty tree. */
  get current(): IRow | null {
    return this._current;
  }

  /** The keys of the rows that are open, also of those out of sight; a search opens others for its while. */
  get expanded(): readonly string[] {
    return [...this._expanded].filter(key => this._byKey.has(key));
  }

  /** What is filtered, or null when everything is shown. */
  get filtered(): IFiltered | null {
    return this._filtered;
  }

  /** The row of that key, or null. */
  row(key: string): IRow | null {
    return this._byKey.get(key) ?? null;
  }

  /** Whether there are rows to show inside a row. */
  hasInside(row: IRow): boolean {
    return row.children.some(child => this._passes(child));
  }

  isExpanded(row: IRow): boolean {
    const open = this._filtered?.unfold
      ? !this._folded.has(row.key)
      : this._expanded.has(row.key);
    return open && this.hasInside(row);
  }

  expand(row: IRow): void {
    if (this._filtered?.unfold) {
      this._folded.delete(row.key);
    } else {
      this._expanded.add(row.key);
    }
  }

  /** Close a row; the keyboard comes up to it if it was on a row inside. */
  collapse(row: IRow): void {
    if (this._filtered?.unfold) {
      this._folded.add(row.key);
    } else {
      this._expanded.delete(row.key);
    }
    if (this._current && isInside(this._current, row)) {
      this._current = row;
    }
  }

  /** Open what is around a row, so that it is in sight now and also when a search has ended. */
  reveal(row: IRow): void {
    for (const { key } of ancestors(row)) {
      this._expanded.add(key);
      this._folded.delete(key);
    }
  }

  focus(row: IRow): void {
    this._current = row;
  }

  /** Show only some rows, or all with null. A new search puts the keyboard on a match; else it stays if it can. */
  filter(filtered: IFiltered | null): void {
    const before = this._filtered?.terms.join(' ') ?? '';
    const searched = filtered?.terms.join(' ') ?? '';
    this._filtered = filtered;
    this._folded.clear();
    const current = this._current;
    const stays = searched === before || searched === '';
    if (filtered && !stays && filtered.first >= 0) {
      this._current = this.rows[filtered.first];
    } else if (!current || !this.isVisible(current)) {
      const above =
        current && ancestors(current).find(row => this.isVisible(row));
      this._current = above ?? this.visible()[0] ?? this.rows[0] ?? null;
    }
  }

  /** Whether a row passes the filter and all around it is open. */
  isVisible(row: IRow): boolean {
    return (
      this._passes(row) && ancestors(row).every(above => this.isExpanded(above))
    );
  }

  /** The rows that can be seen, from top to bottom. */
  visible(): readonly IRow[] {
    const rows: IRow[] = [];
    let index = 0;
    while (index < this.rows.length) {
      const row = this.rows[index];
      const passes = this._passes(row);
      if (passes) {
        rows.push(row);
      }
      index = passes && this.isExpanded(row) ? index + 1 : row.end;
    }
    return rows;
  }

  /**
   * What a key press asks for, or null when the tree has no use for the key.
   *
   * @param key - `KeyboardEvent.key`
   * @param time - milliseconds on any clock, to tell a word from single letters
   */
  press(key: string, time: number): TreeAction | null {
    const row = this._current;
    if (row === null) {
      return null;
    }
    const typing = this._typed !== '' && time - this._typedAt <= TYPING_PAUSE;
    if ([...key].length === 1 && key !== '*' && (key !== ' ' || typing)) {
      const found = this._type(row, typing ? this._typed + key : key, time);
      // A space that continues no title is the key that opens and closes.
      if (found !== null || key !== ' ') {
        return found;
      }
    }
    this._typed = '';
    switch (key) {
      case 'Enter':
        return { kind: 'open', row };
      case ' ':
        return this._toggle(row);
      case 'ArrowRight':
        return this._inwards(row);
      case 'ArrowLeft':
        return this._outwards(row);
      case '*':
        return { kind: 'expand-siblings', row };
      default:
        return this._move(row, key);
    }
  }

  private _passes({ index }: IRow): boolean {
    return this._filtered === null || this._filtered.shown[index] === 1;
  }

  private _toggle(row: IRow): TreeAction {
    if (!this.hasInside(row)) {
      return { kind: 'open', row };
    }
    return { kind: this.isExpanded(row) ? 'collapse' : 'expand', row };
  }

  private _inwards(row: IRow): TreeAction | null {
    const inside = row.children.find(child => this._passes(child));
    if (inside === undefined) {
      return null;
    }
    return this.isExpanded(row)
      ? { kind: 'focus', row: inside }
      : { kind: 'expand', row };
  }

  private _outwards(row: IRow): TreeAction | null {
    if (this.isExpanded(row)) {
      return { kind: 'collapse', row };
    }
    return row.parent && { kind: 'focus', row: row.parent };
  }

  private _move(row: IRow, key: string): TreeAction | null {
    const rows = this.visible();
    const index = rows.indexOf(row);
    const to = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      Home: 0,
      End: rows.length - 1
    }[key];
    return to !== undefined && rows[to]
      ? { kind: 'focus', row: rows[to] }
      : null;
  }

  /** Type-ahead: the next row that begins with what was typed; one letter repeated goes through its rows. */
  private _type(row: IRow, typed: string, time: number): TreeAction | null {
    this._typed = typed;
    this._typedAt = time;
    const text = typed.toLocaleLowerCase();
    const repeated = [...text].every(letter => letter === text[0]);
    const prefix = repeated ? text[0] : text;
    const rows = this.visible();
    const from = rows.indexOf(row) + (repeated ? 1 : 0);
    const found = [...rows.slice(from), ...rows.slice(0, from)].find(
      ({ data }) => data.title.toLocaleLowerCase().startsWith(prefix)
    );
    return found ? { kind: 'focus', row: found } : null;
  }

  private readonly _byKey = new Map<string, IRow>();
  private readonly _expanded: Set<string>;
  /** What was closed among the rows that a search opened. */
  private readonly _folded = new Set<string>();
  private _filtered: IFiltered | null = null;
  private _current: IRow | null;
  private _typed = '';
  private _typedAt = -Infinity;
}

function isInside(row: IRow, outer: IRow): boolean {
  return row.index > outer.index && row.index < outer.end;
}
