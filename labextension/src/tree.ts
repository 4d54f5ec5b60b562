// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type {
  IExercise,
  IExerciseNotebook,
  ILesson,
  IModule,
  IProblemSet,
  IRoadmap
} from './api';

/** A notebook, and the cell in it to land on. */
export interface ITarget {
  readonly path: string;
  readonly cell: string | null;
  readonly available: boolean;
  /** The lesson that is opened by going there, and the topic; null for a problem set. */
  readonly lesson: string | null;
  readonly topic: string | null;
}

/** What a row of the tree is about. */
export type RowSubject =
  | { kind: 'module'; module: IModule }
  | { kind: 'lesson'; lesson: ILesson }
  | { kind: 'topic' }
  | { kind: 'problem-set' }
  | { kind: 'notebook' }
  | { kind: 'exercise'; exercise: IExercise };

/** A row of the tree, with the rows below it. */
export interface IRow {
  /** Unique in the tree and the same from one start to the next. */
  readonly key: string;
  readonly title: string;
  readonly subject: RowSubject;
  readonly parent: IRow | null;
  readonly children: readonly IRow[];
  /** Where a click leads, or null when the row only opens and closes. */
  readonly target: ITarget | null;
  /** The exercises in this row and below it. */
  readonly exercises: readonly IExercise[];
}

interface IRowParts {
  key: string;
  title: string;
  subject: RowSubject;
  target?: ITarget;
  children?: readonly IRow[];
}

function makeRow({ key, title, subject, target, children = [] }: IRowParts) {
  const own = subject.kind === 'exercise' ? [subject.exercise] : [];
  const exercises = [...own, ...children.flatMap(child => child.exercises)];
  const row: IRow = {
    key,
    title,
    subject,
    children,
    exercises,
    target: target ?? null,
    parent: null
  };
  // A child is made before its parent, so the way up is closed here and nowhere else.
  children.forEach(child => Object.assign(child, { parent: row }));
  return row;
}

function lessonRow(lesson: ILesson): IRow {
  const { path, available } = lesson;
  const place = { path, available, lesson: lesson.id };
  return makeRow({
    key: `lesson:${lesson.id}`,
    title: lesson.title,
    subject: { kind: 'lesson', lesson },
    target: { ...place, cell: null, topic: null },
    children: lesson.topics.map(topic =>
      makeRow({
        key: `topic:${topic.id}`,
        title: topic.title,
        subject: { kind: 'topic' },
        target: { ...place, cell: topic.cell, topic: topic.id }
      })
    )
  });
}

function exerciseRows(notebook: IExerciseNotebook): IRow[] {
  return notebook.exercises.map(exercise =>
    makeRow({
      key: `exercise:${exercise.id}`,
      title: exercise.title,
      subject: { kind: 'exercise', exercise },
      target: notebookTarget(notebook, exercise.cell)
    })
  );
}

function notebookTarget(
  { path, available }: IExerciseNotebook,
  cell: string | null = null
): ITarget {
  return { path, available, cell, lesson: null, topic: null };
}

function problemSetRow(set: IProblemSet): IRow {
  const [first] = set.notebooks;
  // A level with a single row in it would only be one more thing to open.
  const children =
    set.notebooks.length === 1
      ? exerciseRows(first)
      : set.notebooks.map(notebook =>
          makeRow({
            key: `notebook:${notebook.path}`,
            title: notebook.title,
            subject: { kind: 'notebook' },
            target: notebookTarget(notebook),
            children: exerciseRows(notebook)
          })
        );
  return makeRow({
    key: `problem-set:${set.id}`,
    title: set.title,
    subject: { kind: 'problem-set' },
    target: first && notebookTarget(first),
    children
  });
}

/** The rows of a roadmap: modules, in them lessons with topics and problem sets with exercises. */
export function buildRows(roadmap: IRoadmap): readonly IRow[] {
  return roadmap.modules.map(module =>
    makeRow({
      key: `module:${module.id}`,
      title: module.title,
      subject: { kind: 'module', module },
      children: [
        ...module.lessons.map(lessonRow),
        ...module.problem_sets.map(problemSetRow)
      ]
    })
  );
}

/** What a key press asks for. */
export type TreeAction =
  | { kind: 'focus'; row: IRow }
  | { kind: 'expand' | 'collapse' | 'open'; row: IRow }
  | { kind: 'expand-siblings'; row: IRow };

/** Letters typed within this time, in milliseconds, are read as one word. */
const TYPING_PAUSE = 700;

/**
 * Which rows are open, which one the keyboard is on, and what each key means
 * (the tree pattern of the WAI-ARIA Authoring Practices). It knows no DOM.
 */
export class TreeState {
  constructor(
    readonly roots: readonly IRow[],
    expanded: Iterable<string> = [],
    current: string | null = null
  ) {
    this._expanded = new Set(expanded);
    this._visit(roots, row => this._rows.set(row.key, row));
    this._current = this._rows.get(current ?? '') ?? roots[0] ?? null;
  }

  /** The row that the Tab key leads to, or null in an empty tree. */
  get current(): IRow | null {
    return this._current;
  }

  /** The keys of the rows that are open, also of those out of sight. */
  get expanded(): readonly string[] {
    return [...this._expanded].filter(key => this._rows.has(key));
  }

  /** The row of that key, or null. */
  row(key: string): IRow | null {
    return this._rows.get(key) ?? null;
  }

  isExpanded(row: IRow): boolean {
    return row.children.length > 0 && this._expanded.has(row.key);
  }

  expand(row: IRow): void {
    this._expanded.add(row.key);
  }

  /** Close a row; the keyboard comes up to it if it was on a row inside. */
  collapse(row: IRow): void {
    this._expanded.delete(row.key);
    for (let up = this._current?.parent ?? null; up; up = up.parent) {
      if (up === row) {
        this._current = row;
      }
    }
  }

  focus(row: IRow): void {
    this._current = row;
  }

  /** The rows that can be seen, from top to bottom. */
  visible(): readonly IRow[] {
    const rows: IRow[] = [];
    const walk = (row: IRow) => {
      rows.push(row);
      if (this.isExpanded(row)) {
        row.children.forEach(walk);
      }
    };
    this.roots.forEach(walk);
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

  private _toggle(row: IRow): TreeAction {
    if (row.children.length === 0) {
      return { kind: 'open', row };
    }
    return { kind: this.isExpanded(row) ? 'collapse' : 'expand', row };
  }

  private _inwards(row: IRow): TreeAction | null {
    if (row.children.length === 0) {
      return null;
    }
    return this.isExpanded(row)
      ? { kind: 'focus', row: row.children[0] }
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
    const found = [...rows.slice(from), ...rows.slice(0, from)].find(other =>
      other.title.toLocaleLowerCase().startsWith(prefix)
    );
    return found ? { kind: 'focus', row: found } : null;
  }

  private _visit(rows: readonly IRow[], visit: (row: IRow) => void): void {
    rows.forEach(row => {
      visit(row);
      this._visit(row.children, visit);
    });
  }

  private readonly _rows = new Map<string, IRow>();
  private readonly _expanded: Set<string>;
  private _current: IRow | null;
  private _typed = '';
  private _typedAt = -Infinity;
}

/** The rows to open at a first visit: the first module that has a lesson to read. */
export function firstOpen(roots: readonly IRow[]): readonly string[] {
  const readable = roots.find(row =>
    row.children.some(child => child.target?.available)
  );
  return readable ? [readable.key] : [];
}
