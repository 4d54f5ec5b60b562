// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type { RowProgress } from '../api';
import type { IRow } from './rows';

/** The states that one can filter by, each for some of the five. */
export const STAGES = ['not-started', 'in-progress', 'done'] as const;
export type Stage = (typeof STAGES)[number];

/** What one wants to see; an empty list asks for nothing in particular. */
export interface IFilter {
  readonly text: string;
  readonly levels: readonly string[];
  readonly stages: readonly Stage[];
  readonly planned: boolean;
}

export const NO_FILTER: IFilter = {
  text: '',
  levels: [],
  stages: [],
  planned: true
};

/** The rows that pass a filter, by position. */
export interface IFiltered {
  /** 1 for the matches and the rows around them. */
  readonly shown: Uint8Array;
  /** 1 for the matches themselves. */
  readonly matched: Uint8Array;
  /** How many matches there are. */
  readonly count: number;
  /** The match to go to: the first that has the words in its title, else the first; -1 if there is none. */
  readonly first: number;
  /** Whether the rows around the matches are to be opened. */
  readonly unfold: boolean;
  /** The words that were looked for, folded. */
  readonly terms: readonly string[];
}

const MARKS = /\p{Mark}+/gu;

/** A text without accents and capitals: two spellings of a word are then the same. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(MARKS, '').toLowerCase();
}

/** The words of a query, folded. */
export function termsOf(text: string): readonly string[] {
  return fold(text).split(/\s+/).filter(Boolean);
}

/** Whether a filter lets everything through. */
export function isIdle(filter: IFilter): boolean {
  return (
    termsOf(filter.text).length === 0 &&
    filter.levels.length === 0 &&
    filter.stages.length === 0 &&
    filter.planned
  );
}

/** The stage of a row in a state; undefined for one that has no state. */
export function stageOf(state: number): Stage | undefined {
  if (state < 0) {
    return undefined;
  }
  return state === 0 ? 'not-started' : state < 3 ? 'in-progress' : 'done';
}

/** Finds rows; what it needs to know of each is computed once. */
export class RowFilter {
  constructor(private readonly _rows: readonly IRow[]) {
    this._levels = [];
    for (const { data, parent } of _rows) {
      this._levels.push(data.level ?? this._levels[parent?.index ?? -1] ?? '');
    }
  }

  /** The levels that there are to filter by: none where all is of one. */
  get levels(): ReadonlySet<string> {
    const levels = new Set(this._levels.filter(level => level !== ''));
    return levels.size > 1 ? levels : new Set();
  }

  /**
   * Find the rows that a filter lets through.
   *
   * @param progress - how far one is with a row, by its position
   * @returns null when it lets everything through
   */
  apply(
    wanted: IFilter,
    progress: (index: number) => RowProgress
  ): IFiltered | null {
    const known = this.levels;
    // What was chosen for another roadmap says nothing about this one.
    const levels = wanted.levels.filter(level => known.has(level));
    const filter = { ...wanted, levels };
    if (isIdle(filter)) {
      return null;
    }
    const terms = termsOf(filter.text);
    const rows = this._rows;
    const texts = terms.length > 0 ? this._haystacks() : [];
    const shown = new Uint8Array(rows.length);
    const matched = new Uint8Array(rows.length);
    let count = 0;
    let first = -1;
    let named = false;
    // From the bottom up, so that a row is met after all that is inside it.
    for (let index = rows.length - 1; index >= 0; index--) {
      const row = rows[index];
      if (
        terms.every(term => texts[index].includes(term)) &&
        this._suits(row, filter, progress)
      ) {
        matched[index] = 1;
        shown[index] = 1;
        count += 1;
        const inTitle = terms.every(term => this._isNamed(row, term));
        if (inTitle || !named) {
          first = index;
          named = inTitle;
        }
      }
      if (shown[index] === 1 && row.parent) {
        shown[row.parent.index] = 1;
      }
    }
    const unfold = terms.length > 0 || filter.stages.length > 0;
    return { shown, matched, count, first, unfold, terms };
  }

  private _suits(
    row: IRow,
    { levels, stages, planned }: IFilter,
    progress: (index: number) => RowProgress
  ): boolean {
    if (levels.length > 0 && !levels.includes(this._levels[row.index])) {
      return false;
    }
    if (stages.length > 0) {
      const stage = stageOf(progress(row.index)[0]);
      if (stage === undefined || !stages.includes(stage)) {
        return false;
      }
    }
    if (planned) {
      return true;
    }
    // These two are there for other rows: a part for what is in it, a reference for what it adds to.
    if (row.data.kind === 'part') {
      return false;
    }
    const subject = row.data.kind === 'reference' ? row.parent : row;
    return subject === null || !subject.planned;
  }

  /** Whether a word stands in the title of a row, which its text begins with. */
  private _isNamed({ index, data }: IRow, term: string): boolean {
    const at = this._haystacks()[index].indexOf(term);
    return at >= 0 && at < data.title.length;
  }

  private _haystacks(): readonly string[] {
    this._texts ??= this._rows.map(({ data }) =>
      fold(
        [data.title, data.summary, data.words, data.planned]
          .filter(Boolean)
          .join(' ')
      )
    );
    return this._texts;
  }

  private readonly _levels: string[];
  private _texts: readonly string[] | null = null;
}

/** A piece of a title; `marked` where it is what was looked for. */
export interface IPiece {
  readonly text: string;
  readonly marked: boolean;
}

/** Cut a title where words that were looked for begin and end; null when none of them is in it. */
export function cut(
  title: string,
  terms: readonly string[]
): readonly IPiece[] | null {
  const folded = fold(title);
  if (!terms.some(term => folded.includes(term))) {
    return null;
  }
  const { plain, origin } = unfold(title);
  const marked = new Uint8Array(title.length);
  for (const term of terms) {
    let found = plain.indexOf(term);
    while (found >= 0) {
      const last = found + term.length;
      marked.fill(1, origin(found), origin(last - 1) + 1);
      // The marks that follow a letter belong to it.
      marked.fill(1, origin(found), origin(last));
      found = plain.indexOf(term, last);
    }
  }
  const pieces: IPiece[] = [];
  for (let start = 0; start < title.length;) {
    let end = start + 1;
    while (end < title.length && marked[end] === marked[start]) {
      end += 1;
    }
    pieces.push({
      text: title.slice(start, end),
      marked: marked[start] === 1
    });
    start = end;
  }
  return pieces;
}

const ASCII = /^[\x20-\x7e]*$/;

/** A folded text, and where each of its letters stands in the text itself: folding may change its length. */
function unfold(text: string) {
  if (ASCII.test(text)) {
    return { plain: text.toLowerCase(), origin: (index: number) => index };
  }
  const places: number[] = [];
  let plain = '';
  let at = 0;
  for (const letter of text) {
    const folded = fold(letter);
    for (let unit = 0; unit < folded.length; unit++) {
      places.push(at);
    }
    plain += folded;
    at += letter.length;
  }
  return { plain, origin: (index: number) => places[index] ?? text.length };
}
