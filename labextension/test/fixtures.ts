// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type {
  CourseEvent,
  ICourseApi,
  IGrade,
  IGradedExercise,
  IMap,
  IPlace,
  IProgress,
  IRoadmap,
  IRoadmapInfo,
  IRowData,
  ISolution,
  IStudyPath,
  ITarget,
  Part,
  RowProgress,
  StateCode
} from '../src/api';

export const LESSON = 'course/01-foundations/vectors.ipynb';
export const PROBLEMS =
  'assignments/01-foundations/linear-algebra/vectors-and-matrices.ipynb';

export const MODULE = '01-foundations';
export const THEORY = '01-foundations/theory';
export const VECTORS = '01-foundations/theory/vectors';
export const NORMS = '01-foundations/theory/vectors/vectors#norms';
export const SET = '01-foundations/assignments-and-quizzes/linear-algebra';
export const DOT = `${SET}/linear-algebra#dot`;
export const NODE = '002-004';
export const REFERENCE = '002-004/https://example.org/vectors';

type RowParts = Partial<IRowData> & Pick<IRowData, 'key' | 'kind' | 'title'>;

export function row(parts: RowParts): IRowData {
  return { children: [], ...parts };
}

export function target(path: string, parts: Partial<ITarget> = {}): ITarget {
  return {
    path,
    cell: null,
    lesson: '',
    topic: '',
    exercise: '',
    available: true,
    ...parts
  };
}

function topic(above: string, id: string, title: string): IRowData {
  const [lesson, name] = id.split('#');
  return row({
    key: `${above}/${id}`,
    kind: 'topic',
    title,
    target: target(LESSON, { cell: name, lesson, topic: id })
  });
}

function exercise(above: string, name: string, title: string): IRowData {
  const id = `linear-algebra#${name}`;
  return row({
    key: `${above}/${id}`,
    kind: 'exercise',
    title,
    minutes: 10,
    difficulty: 1,
    points: 2,
    target: target(PROBLEMS, { cell: `${name}-task`, exercise: id })
  });
}

function part(name: Part, title: string, children: IRowData[]): IRowData {
  const key = `01-foundations/${name}`;
  return row({ key, kind: 'part', part: name, title, children });
}

/** The rows of a small roadmap: a module with its six parts and two nodes, and a module that is planned. */
export function rows(): IRowData[] {
  const planned = (key: string, kind: IRowData['kind'], title: string) =>
    row({ key, kind, title, planned: title });
  return [
    row({
      key: MODULE,
      kind: 'module',
      title: 'Module 1: Foundations',
      level: 'beginner',
      module: MODULE,
      summary: 'Compute with vectors.',
      target: target(LESSON, { cell: 'dot-product', lesson: 'vectors' }),
      children: [
        part('theory', 'Theory', [
          row({
            key: VECTORS,
            kind: 'lesson',
            title: 'Vectors and matrices',
            summary: 'Work with vectors, as Poincaré did.',
            minutes: 90,
            target: target(LESSON, { lesson: 'vectors' }),
            children: [
              topic(VECTORS, 'vectors#dot-product', 'Dot product'),
              topic(VECTORS, 'vectors#norms', 'Norms')
            ]
          }),
          planned(`${THEORY}/calculus`, 'lesson', 'Calculus')
        ]),
        part('mathematics', 'Mathematics', [
          planned('01-foundations/mathematics/calculus', 'lesson', 'Calculus')
        ]),
        part('implementation', 'Implementation', []),
        part('project', 'Project', [
          planned('01-foundations/project/eda', 'project', 'Look at data')
        ]),
        part('assignments-and-quizzes', 'Assignments and quizzes', [
          row({
            key: SET,
            kind: 'problem-set',
            title: 'Linear algebra',
            minutes: 120,
            target: target(PROBLEMS),
            children: [
              exercise(SET, 'dot', 'Dot product'),
              exercise(SET, 'norm', 'Length of a vector')
            ]
          }),
          row({
            key: '01-foundations/assignments-and-quizzes/vectors',
            kind: 'quiz',
            title: 'Vectors and matrices',
            target: target(LESSON, {
              cell: 'check-yourself',
              lesson: 'vectors'
            })
          })
        ]),
        part('case-study', 'Case study', []),
        row({
          key: NODE,
          kind: 'node',
          title: 'Length of vectors',
          words: 'Norms of vectors',
          target: target(LESSON, {
            cell: 'norms',
            lesson: 'vectors',
            topic: 'vectors#norms'
          }),
          children: [
            exercise(NODE, 'norm', 'Length of a vector'),
            row({
              key: REFERENCE,
              kind: 'reference',
              title: 'A book on vectors',
              url: 'https://example.org/vectors'
            })
          ]
        }),
        row({
          key: '002-005',
          kind: 'node',
          title: 'Gradients',
          planned: 'Calculus'
        })
      ]
    }),
    row({
      key: '02-regression',
      kind: 'module',
      title: 'Module 2: Regression',
      level: 'expert',
      module: '02-regression',
      planned: 'Linear regression',
      children: [
        row({
          key: '002-010',
          kind: 'node',
          title: 'Least squares',
          planned: 'Linear regression'
        })
      ]
    })
  ];
}

const ROADMAPS: readonly IRoadmapInfo[] = [
  {
    id: 'modules',
    name: 'The modules',
    intent: 'All of it, in order.',
    level: 'all',
    rows: 5,
    taught: 2,
    planned: 3
  },
  {
    id: 'short',
    name: 'The short way',
    intent: 'Only what one needs.',
    level: 'beginner',
    rows: 2,
    taught: 1,
    planned: 1
  }
];

/** States of topics and exercises, by id. */
export type States = Readonly<Record<string, StateCode>>;

/** How far one is with rows, as the server would roll it up. */
export function progressOf(
  data: readonly IRowData[],
  states: States,
  roadmap = 'modules',
  pinned = ''
): IProgress {
  const ids = (each: IRowData, of: 'topic' | 'exercise'): string[] => [
    ...(each.target?.[of] ? [each.target[of]] : []),
    ...each.children.flatMap(child => ids(child, of))
  ];
  const distinct = (each: IRowData, of: 'topic' | 'exercise') => [
    ...new Set(ids(each, of))
  ];
  const numbers = (each: IRowData): RowProgress => {
    const topics = distinct(each, 'topic');
    const exercises = distinct(each, 'exercise');
    const codes = (topics.length > 0 ? topics : exercises).map(
      id => states[id] ?? 0
    );
    const least = Math.min(...codes);
    const state =
      codes.length === 0
        ? -1
        : ((least >= 3 ? least : Math.min(Math.max(...codes), 2)) as StateCode);
    return [
      codes.length === 1 ? (codes[0] as StateCode) : state,
      topics.filter(id => states[id] === 4).length,
      topics.length,
      2 * exercises.filter(id => (states[id] ?? 0) >= 3).length,
      2 * exercises.length
    ];
  };
  const flat = (each: IRowData): IRowData[] => [
    each,
    ...each.children.flatMap(flat)
  ];
  const all = data.flatMap(flat);
  return {
    roadmap,
    rows: all.map(numbers),
    totals: {
      topics: [0, 0, 2],
      exercises: [0, 2],
      points: [0, 4],
      seconds: 0
    },
    last: null,
    next: place('Dot product', 'dot-product'),
    pinned
  };
}

export function place(title: string, cell: string): IPlace {
  return {
    kind: 'topic',
    title,
    within: 'Vectors and matrices',
    target: target(LESSON, {
      cell,
      lesson: 'vectors',
      topic: `vectors#${cell}`
    })
  };
}

/** What the server answers for a roadmap. */
export function roadmap(
  states: States = {},
  id = 'modules',
  data = id === 'short' ? rows().slice(1) : rows()
): IRoadmap {
  return {
    workspace: true,
    title: 'Machine learning',
    roadmaps: ROADMAPS,
    roadmap: id,
    rows: data,
    progress: progressOf(data, states, id),
    checks: {
      [PROBLEMS]: {
        'dot-check': 'linear-algebra#dot',
        'norm-check': 'linear-algebra#norm'
      }
    },
    topics: {
      [LESSON]: { 'dot-product': 'vectors#dot-product', norms: 'vectors#norms' }
    }
  };
}

/** A roadmap as large as the largest: modules with rows in rows, five deep. */
export function largeRoadmap(modules = 15, perModule = 100): IRoadmap {
  const data = Array.from({ length: modules }, (_, number) => {
    const id = `m${number}`;
    const lessons = Array.from(
      { length: (perModule - 1) / 11 },
      (__, position) => {
        const key = `${id}/${position}`;
        return row({
          key,
          kind: 'node',
          title: `Subject ${position} of module ${number}`,
          words: 'gradient descent',
          target: target(`course/${id}.ipynb`, { lesson: id }),
          children: Array.from({ length: 10 }, (___, index) =>
            row({
              key: `${key}/${index}`,
              kind: 'topic',
              title: `Topic ${index}: overview of methods`,
              target: target(`course/${id}.ipynb`, {
                cell: `cell-${position}-${index}`,
                lesson: id,
                topic: `${id}#${position}-${index}`
              })
            })
          )
        });
      }
    );
    return row({
      key: id,
      kind: 'module',
      title: `Module ${number}`,
      level: ['beginner', 'intermediate', 'expert'][number % 3],
      children: lessons
    });
  });
  return roadmap({}, 'modules', data);
}

/** A server that keeps states as the real one does, and can be made to fail. */
export class FakeApi implements ICourseApi {
  readonly sent: CourseEvent[] = [];
  readonly states: Record<string, StateCode> = {};
  /** The ids of the roadmaps that were asked for. */
  readonly asked: string[] = [];
  /** How often progress alone was asked for. */
  caughtUp = 0;
  pinned = '';
  /** Thrown by every request while it is set. */
  failure: Error | null = null;
  /** Awaited before a roadmap is given. */
  delay: Promise<void> = Promise.resolve();

  async roadmap(id = ''): Promise<IRoadmap> {
    this.asked.push(id);
    const answer = roadmap({ ...this.states }, id || 'modules');
    Object.assign(answer.progress as object, { pinned: this.pinned });
    await this.delay;
    if (this.failure) {
      throw this.failure;
    }
    return answer;
  }

  async progress(id: string): Promise<IProgress> {
    this.caughtUp += 1;
    if (this.failure) {
      throw this.failure;
    }
    return this._progress(id);
  }

  async send(events: readonly CourseEvent[], id: string): Promise<IProgress> {
    if (this.failure) {
      throw this.failure;
    }
    this.sent.push(...events);
    for (const event of events) {
      if (event.kind === 'checked') {
        const before = this.states[event.exercise] ?? 0;
        const after = event.passed ? 3 : 2;
        this.states[event.exercise] = Math.max(before, after) as StateCode;
      }
    }
    return this._progress(id);
  }

  private _progress(id: string): IProgress {
    const { rows: data } = roadmap({}, id || 'modules');
    return progressOf(data, { ...this.states }, id || 'modules', this.pinned);
  }

  async map(): Promise<IMap> {
    throw new Error('not asked for here');
  }

  async path(): Promise<IStudyPath> {
    throw new Error('not asked for here');
  }

  async report(): Promise<{ title: string; html: string }> {
    throw new Error('not asked for here');
  }

  async grade(): Promise<IGrade> {
    throw new Error('not asked for here');
  }

  async stopGrading(): Promise<IGrade> {
    throw new Error('not asked for here');
  }

  async graded(): Promise<IGrade> {
    throw new Error('not asked for here');
  }

  async solution(): Promise<ISolution> {
    throw new Error('not asked for here');
  }
}

/** A graded exercise. */
export function gradedExercise(
  name: string,
  parts: Partial<IGradedExercise> = {}
): IGradedExercise {
  return {
    exercise: `linear-algebra#${name}`,
    title: name,
    outcome: 'passed',
    message: '',
    note: '',
    points: 2,
    of: 2,
    solved: true,
    written: false,
    target: target(PROBLEMS, { cell: `${name}-task` }),
    topics: [],
    ...parts
  };
}

/** What the server knows of one's own work. */
export function gradeOf(
  exercises: readonly IGradedExercise[] | null,
  parts: Partial<IGrade> = {}
): IGrade {
  const sum = (of: 'points' | 'of') =>
    (exercises ?? []).reduce((all, each) => all + (each[of] ?? 0), 0);
  return {
    problem_set: 'linear-algebra',
    title: 'Linear algebra',
    running: null,
    stopped: false,
    failure: '',
    result: exercises && {
      time: '2026-11-21T13:26:54+00:00',
      points: [sum('points'), sum('of')],
      troubles: [],
      flags: [],
      exercises
    },
    ...parts
  };
}
