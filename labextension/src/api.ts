// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';

/** How far one is with something, from "new" to "mastered"; -1 where there is nothing to do yet. */
export type StateCode = -1 | 0 | 1 | 2 | 3 | 4;

/** The names of the states, by code. */
export const STATES = [
  'new',
  'opened',
  'in progress',
  'practised',
  'mastered'
] as const;

/** A place in a notebook. */
export interface ITarget {
  /** Path of the notebook, relative to the server's root directory. */
  readonly path: string;
  /** Id of the cell to land on, or null for the notebook's beginning. */
  readonly cell: string | null;
  /** Ids of what is there, or empty. */
  readonly lesson: string;
  readonly topic: string;
  readonly exercise: string;
  /** Whether the notebook is there. */
  readonly available: boolean;
}

export type RowKind =
  | 'module'
  | 'node'
  | 'part'
  | 'lesson'
  | 'topic'
  | 'case-study'
  | 'problem-set'
  | 'project'
  | 'notebook'
  | 'exercise'
  | 'quiz'
  | 'reference';

export type Part =
  | 'theory'
  | 'mathematics'
  | 'implementation'
  | 'project'
  | 'assignments-and-quizzes'
  | 'case-study';

/** A row of the tree, as the server makes it. */
export interface IRowData {
  /** Unique in the tree, and the same in the next one. */
  readonly key: string;
  readonly kind: RowKind;
  readonly title: string;
  readonly children: readonly IRowData[];
  readonly level?: string;
  readonly module?: string;
  readonly part?: Part;
  readonly summary?: string;
  readonly minutes?: number;
  /** 1 (easy) to 5. */
  readonly difficulty?: number;
  readonly points?: number;
  /** Where a reference leads. */
  readonly url?: string;
  /** Titles of the lessons that will teach it and are not written yet. */
  readonly planned?: string;
  /** More text to search in. */
  readonly words?: string;
  readonly target?: ITarget;
}

/** What is known of a row: its state, topics mastered of all below, points of all below. */
export type RowProgress = readonly [
  state: StateCode,
  done: number,
  total: number,
  points: number,
  of: number
];

/** Where one left off, or could go next. */
export interface IPlace {
  readonly kind: 'topic' | 'exercise' | 'quiz';
  readonly title: string;
  /** The title of the lesson or problem set that it is in. */
  readonly within: string;
  readonly target: ITarget;
}

export interface IProgress {
  /** The roadmap that `rows` is of. */
  readonly roadmap: string;
  /** One for each row of the roadmap's tree, from top to bottom. */
  readonly rows: readonly RowProgress[];
  readonly totals: {
    readonly topics: readonly [
      mastered: number,
      practised: number,
      all: number
    ];
    readonly exercises: readonly [passed: number, all: number];
    readonly points: readonly [got: number, all: number];
    /** Active time. */
    readonly seconds: number;
  };
  readonly last: IPlace | null;
  readonly next: IPlace | null;
  /** The lesson that the personal roadmap leads to, or empty. */
  readonly pinned: string;
}

/** A roadmap that one can pick. */
export interface IRoadmapInfo {
  readonly id: string;
  readonly name: string;
  readonly intent: string;
  readonly level: string;
  /** How many rows it has, and how many of them lead to a topic, or to something planned. */
  readonly rows: number;
  readonly taught: number;
  readonly planned: number;
}

export interface IRoadmap {
  /** Whether the server's root directory is a course workspace. */
  readonly workspace: boolean;
  readonly title: string;
  /** What to do when it is none. */
  readonly message?: string;
  readonly roadmaps: readonly IRoadmapInfo[];
  /** The id of the roadmap whose tree this is. */
  readonly roadmap: string;
  readonly rows: readonly IRowData[];
  readonly progress: IProgress | null;
  /** Of the whole course, per notebook: the exercise that a check cell belongs to, by nbgrader's `grade_id`. */
  readonly checks: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Of the whole course, per notebook: the topic that a heading's cell begins, by cell id. */
  readonly topics: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface IMapNode {
  readonly lesson: string;
  readonly title: string;
  readonly summary: string;
  readonly module: string;
  readonly level: string;
  /** The top-left corner and the size, in pixels; y runs downwards. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly minutes: number;
  readonly written: boolean;
  readonly state: StateCode;
  readonly requires: readonly string[];
  readonly target: ITarget | null;
}

export interface IMapLane {
  readonly module: string;
  readonly title: string;
  readonly level: string;
  readonly y: number;
  readonly height: number;
}

export interface IMapEdge {
  readonly from: string;
  readonly to: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** The lessons and their prerequisites, drawn. */
export interface IMap {
  readonly width: number;
  readonly height: number;
  readonly lanes: readonly IMapLane[];
  readonly nodes: readonly IMapNode[];
  readonly edges: readonly IMapEdge[];
  readonly goals: readonly {
    readonly title: string;
    readonly lesson: string;
  }[];
  readonly pinned: string;
}

/** What to study, in order, to reach a goal. */
export interface IStudyPath {
  readonly goal: string;
  readonly title: string;
  readonly minutes: number;
  /** Lessons on the way that are mastered already. */
  readonly mastered: readonly string[];
  readonly lessons: readonly {
    readonly lesson: string;
    readonly title: string;
    readonly module: string;
    readonly minutes: number;
    readonly written: boolean;
    readonly state: StateCode;
    readonly target: ITarget | null;
  }[];
}

/** How a graded exercise or written answer ended. */
export type Outcome =
  | 'passed'
  | 'partial'
  | 'failed'
  | 'raised'
  | 'not attempted'
  | 'not run'
  | 'error'
  | 'manual';

/** A graded exercise or written answer. */
export interface IGradedExercise {
  /** `problem-set#exercise` */
  readonly exercise: string;
  readonly title: string;
  readonly outcome: Outcome;
  /** What the learner is told; may have several lines. */
  readonly message: string;
  /** What was done in the learner's favour. */
  readonly note: string;
  /** What was earned; null where a person would have to grade. */
  readonly points: number | null;
  readonly of: number;
  /** Whether the reference solution can give nothing away. */
  readonly solved: boolean;
  /** Whether it is a written answer, which a person would grade. */
  readonly written: boolean;
  readonly target: ITarget;
  /** What to read again. */
  readonly topics: readonly {
    readonly title: string;
    readonly target: ITarget;
  }[];
}

/** What is known of one's own work on a problem set. */
export interface IGrade {
  readonly problem_set: string;
  readonly title: string;
  /** How many exercises are done, while it is being graded. */
  readonly running: { readonly done: number; readonly of: number } | null;
  /** Whether the grading was stopped when that was tried last. */
  readonly stopped: boolean;
  /** Why it could not be graded when that was tried last, or empty. */
  readonly failure: string;
  /** The last result. */
  readonly result: {
    /** When it was graded, in ISO form. */
    readonly time: string;
    readonly points: readonly [got: number, of: number];
    /** What kept a notebook from being graded. */
    readonly troubles: readonly string[];
    /** What was put right in the notebooks first. */
    readonly flags: readonly string[];
    readonly exercises: readonly IGradedExercise[];
  } | null;
}

/** An answer beside the reference solution. */
export interface ISolution {
  readonly exercise: string;
  readonly title: string;
  readonly kind: 'code' | 'markdown' | 'raw';
  /** Empty where there is none. */
  readonly own: string;
  readonly reference: string;
}

/** Something that the learner did. */
export type CourseEvent =
  | { kind: 'checked'; exercise: string; passed: boolean }
  | { kind: 'opened'; lesson: string; topic?: string }
  | { kind: 'opened'; exercise: string }
  | { kind: 'read'; topic: string }
  | { kind: 'answered'; question: string; right: boolean }
  | { kind: 'pinned'; lesson: string }
  | { kind: 'unpinned' };

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

/** The course's routes on the Jupyter server. Every method throws a RequestError when it fails. */
export interface ICourseApi {
  /** Read a roadmap's tree, with how far one is; the default roadmap when none is named. */
  roadmap(id?: string): Promise<IRoadmap>;
  /** Read how far one is in a roadmap. */
  progress(roadmap: string): Promise<IProgress>;
  /** Tell the server what the learner did; it answers with how far one is in the roadmap now. */
  send(events: readonly CourseEvent[], roadmap: string): Promise<IProgress>;
  map(): Promise<IMap>;
  /** Find what to study to reach a lesson. */
  path(goal: string): Promise<IStudyPath>;
  /** Read the progress page as a fragment of HTML. */
  report(): Promise<{ readonly title: string; readonly html: string }>;
  /** Begin to grade one's own saved work; the server's events tell how it goes. */
  grade(problemSet: string): Promise<IGrade>;
  /** Stop grading, if it goes on: nothing of it is kept. Answers when it has ended. */
  stopGrading(problemSet: string): Promise<IGrade>;
  /** Read how one's own work was graded, or how that goes. */
  graded(problemSet: string): Promise<IGrade>;
  /**
   * Read the reference solution of an exercise.
   *
   * @param spoil - whether it may give away what is not solved yet
   */
  solution(exercise: string, spoil: boolean): Promise<ISolution>;
}

/** The routes as the Jupyter server answers them. */
export class CourseApi implements ICourseApi {
  constructor(private readonly _settings: ServerConnection.ISettings) {}

  async roadmap(id = ''): Promise<IRoadmap> {
    const roadmap = await this._get<IRoadmap>('roadmap', id ? { id } : {});
    if (!Array.isArray(roadmap.rows)) {
      throw new RequestError('fault');
    }
    return roadmap;
  }

  progress(roadmap: string): Promise<IProgress> {
    return this._get('progress', { roadmap });
  }

  send(events: readonly CourseEvent[], roadmap: string): Promise<IProgress> {
    return this._post('events', roadmap ? { roadmap } : {}, { events });
  }

  map(): Promise<IMap> {
    return this._get('map');
  }

  path(goal: string): Promise<IStudyPath> {
    return this._get('path', { goal });
  }

  report(): Promise<{ title: string; html: string }> {
    return this._get('report');
  }

  grade(problemSet: string): Promise<IGrade> {
    return this._post('grade', {}, { problem_set: problemSet });
  }

  stopGrading(problemSet: string): Promise<IGrade> {
    const query = { problem_set: problemSet };
    return this._request('grade', query, { method: 'DELETE' });
  }

  graded(problemSet: string): Promise<IGrade> {
    return this._get('grade', { problem_set: problemSet });
  }

  solution(exercise: string, spoil: boolean): Promise<ISolution> {
    const query: Record<string, string> = { exercise };
    return this._get('solution', spoil ? { ...query, spoil: '1' } : query);
  }

  private _post<T>(route: string, query: Record<string, string>, body: object) {
    return this._request<T>(route, query, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body)
    });
  }

  private _get<T>(route: string, query: Record<string, string> = {}) {
    return this._request<T>(route, query, { method: 'GET' });
  }

  private async _request<T>(
    route: string,
    query: Record<string, string>,
    init: RequestInit
  ): Promise<T> {
    const url =
      URLExt.join(this._settings.baseUrl, 'mlcourse', route) +
      URLExt.objectToQueryString(query);
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
