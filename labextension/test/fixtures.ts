// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type {
  CourseEvent,
  ExerciseState,
  ExerciseStates,
  ICourseApi,
  IExercise,
  IRoadmap
} from '../src/api';

export const PROBLEMS =
  'assignments/01-foundations/linear-algebra/vectors-and-matrices.ipynb';

export function exercise(
  name: string,
  title: string,
  state: ExerciseState = 'new'
): IExercise {
  return {
    id: `linear-algebra#${name}`,
    title,
    difficulty: 1,
    minutes: 10,
    points: 2,
    cell: `${name}-task`,
    check: `${name}-check`,
    state
  };
}

/** Two modules; the first has a lesson to read, one that is missing, and a problem set. */
export function roadmap(states: ExerciseStates = {}): IRoadmap {
  const lesson = (id: string, title: string, available: boolean) => ({
    id,
    title,
    minutes: 90,
    path: `course/01-foundations/${id}.ipynb`,
    available,
    topics: [
      { id: `${id}#dot-product`, title: 'Dot product', cell: 'dot-product' },
      { id: `${id}#norms`, title: 'Norms', cell: 'norms' }
    ]
  });
  const exercises = [
    exercise('dot', 'Dot product'),
    exercise('norm', 'Length of a vector')
  ];
  return {
    workspace: true,
    title: 'Machine learning',
    modules: [
      {
        id: '01-foundations',
        title: 'Foundations',
        level: 'beginner',
        lessons: [
          lesson('vectors', 'Vectors and matrices', true),
          lesson('decompositions', 'Decompositions', false)
        ],
        problem_sets: [
          {
            id: 'linear-algebra',
            title: 'Linear algebra',
            notebooks: [
              {
                title: 'Vectors',
                path: PROBLEMS,
                available: true,
                exercises: exercises.map(e => ({
                  ...e,
                  state: states[e.id] ?? e.state
                }))
              }
            ]
          }
        ]
      },
      {
        id: '02-regression',
        title: 'Regression',
        level: 'advanced',
        lessons: [],
        problem_sets: []
      }
    ]
  };
}

/** A server that keeps states as the real one does, and can be made to fail. */
export class FakeApi implements ICourseApi {
  readonly sent: CourseEvent[] = [];
  readonly states: Record<string, ExerciseState> = {};
  asked = 0;
  /** Thrown by every request while it is set. */
  failure: Error | null = null;
  /** Awaited before the roadmap is given. */
  delay: Promise<void> = Promise.resolve();

  async roadmap(): Promise<IRoadmap> {
    this.asked += 1;
    const answer = roadmap({ ...this.states });
    await this.delay;
    if (this.failure) {
      throw this.failure;
    }
    return answer;
  }

  async send(event: CourseEvent): Promise<ExerciseStates> {
    if (this.failure) {
      throw this.failure;
    }
    this.sent.push(event);
    if (event.kind !== 'checked') {
      return {};
    }
    const { exercise: id, passed } = event;
    if (this.states[id] !== 'passed') {
      this.states[id] = passed ? 'passed' : 'attempted';
    }
    return { [id]: this.states[id] };
  }
}
