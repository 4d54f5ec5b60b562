// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';

/** What is known of an exercise. One that has passed stays passed. */
export type ExerciseState = 'new' | 'attempted' | 'passed';

/** A heading of a lesson. */
export interface ITopic {
  /** `lesson-id#topic-slug` */
  readonly id: string;
  readonly title: string;
  /** Id of the notebook cell that holds the heading. */
  readonly cell: string;
}

export interface ILesson {
  readonly id: string;
  readonly title: string;
  readonly minutes: number;
  /** Path of the notebook, relative to the server's root directory. */
  readonly path: string;
  /** Whether the notebook is there. */
  readonly available: boolean;
  readonly topics: readonly ITopic[];
}

export interface IExercise {
  /** `problem-set-id#exercise-id` */
  readonly id: string;
  readonly title: string;
  /** 1 (easy) to 5. */
  readonly difficulty: number;
  readonly minutes: number;
  readonly points: number;
  /** Id of the cell that states the task. */
  readonly cell: string;
  /** nbgrader's `grade_id` of the check cell. */
  readonly check: string;
  readonly state: ExerciseState;
}

export interface IExerciseNotebook {
  readonly title: string;
  readonly path: string;
  readonly available: boolean;
  readonly exercises: readonly IExercise[];
}

export interface IProblemSet {
  readonly id: string;
  readonly title: string;
  readonly notebooks: readonly IExerciseNotebook[];
}

export interface IModule {
  readonly id: string;
  readonly title: string;
  readonly level: string;
  readonly lessons: readonly ILesson[];
  readonly problem_sets: readonly IProblemSet[];
}

export interface IRoadmap {
  /** Whether the server's root directory is a course workspace. */
  readonly workspace: boolean;
  readonly title: string;
  /** What to do when it is none. */
  readonly message?: string;
  readonly modules: readonly IModule[];
}

/** Something that the learner did. */
export type CourseEvent =
  | { kind: 'checked'; exercise: string; passed: boolean }
  | { kind: 'opened'; lesson: string; topic?: string };

/** States by exercise id. */
export type ExerciseStates = Readonly<Record<string, ExerciseState>>;

/**
 * Why a request failed: no answer, no such route (the course's server extension is off),
 * a request that the server will not take however often it is sent, or a fault of the server.
 */
export type Failure = 'unreachable' | 'missing' | 'refused' | 'fault';

/** A request that did not succeed; `message` is the server's own, or empty. */
export class RequestError extends Error {
  constructor(
    readonly failure: Failure,
    message = ''
  ) {
    super(message);
    this.name = 'RequestError';
  }
}

/** The course's routes on the Jupyter server. */
export interface ICourseApi {
  roadmap(): Promise<IRoadmap>;
  send(event: CourseEvent): Promise<ExerciseStates>;
}

/** The routes as the Jupyter server answers them. */
export class CourseApi implements ICourseApi {
  constructor(private readonly _settings: ServerConnection.ISettings) {}

  /**
   * Read the modules with their lessons, exercises and states.
   *
   * @throws RequestError
   */
  async roadmap(): Promise<IRoadmap> {
    const roadmap = await this._request<IRoadmap>('roadmap', { method: 'GET' });
    if (!Array.isArray(roadmap.modules)) {
      throw new RequestError('fault');
    }
    return roadmap;
  }

  /**
   * Tell the server what the learner did.
   *
   * @returns The states of the exercises that the event is about.
   * @throws RequestError
   */
  async send(event: CourseEvent): Promise<ExerciseStates> {
    const answer = await this._request<{ exercises?: ExerciseStates }>(
      'events',
      {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ events: [event] })
      }
    );
    return answer.exercises ?? {};
  }

  private async _request<T>(route: string, init: RequestInit): Promise<T> {
    const url = URLExt.join(this._settings.baseUrl, 'mlcourse', route);
    let response: Response;
    try {
      response = await ServerConnection.makeRequest(url, init, this._settings);
    } catch {
      throw new RequestError('unreachable');
    }
    const body = await response.json().catch(() => null);
    if (!response.ok) {
      const message = messageOf(body);
      throw new RequestError(failureOf(response.status, message), message);
    }
    if (typeof body !== 'object' || body === null) {
      throw new RequestError('fault');
    }
    return body as T;
  }
}

function failureOf(status: number, message: string): Failure {
  // A route of the course that has no answer says why; one that is not there says nothing.
  if (status === 404 && message === '') {
    return 'missing';
  }
  // Signing in again or waiting may cure these three; the same body sent again cures no other 4xx.
  const curable = [401, 403, 429].includes(status);
  return status < 500 && !curable ? 'refused' : 'fault';
}

function messageOf(body: unknown): string {
  const message = (body as { message?: unknown } | null)?.message;
  return typeof message === 'string' ? message : '';
}
