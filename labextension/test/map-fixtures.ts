// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type {
  ICourseApi,
  IMap,
  IMapEdge,
  IMapLane,
  IMapNode,
  IStudyPath,
  StateCode
} from '../src/api';

const BOX = { width: 190, height: 72 };
const STEP = { x: 240, y: 92 };
const LANE = { count: 15, columns: 8, top: 24 };

const SUBJECTS = [
  'Linear regression',
  'What is machine learning?',
  'Polynomial regression and regularisation',
  'k-means',
  'Markov decision processes',
  'Convolutions',
  'Multilayer perceptrons and universal approximation theorems',
  'Attention and transformers',
  'Sampling',
  'Evaluation metrics'
];

const MODULES = [
  'Foundations of machine learning',
  'Supervised learning',
  'Unsupervised learning',
  'Data handling and feature engineering',
  'Neural networks and deep learning',
  'Advanced machine learning',
  'Practical ML systems',
  'Specialised domains',
  'Case studies and capstones',
  'Research and system design',
  'Responsible AI and explainability',
  'Next-generation architectures',
  'Real-time and edge ML',
  'Privacy-preserving ML',
  'Recommendation systems and graph ML'
];

/** A map of 15 modules, 150 lessons and some 300 lines between them, always the same. */
export function largeMap(): IMap {
  const lanes: IMapLane[] = [];
  const nodes: IMapNode[] = [];
  let y = 0;
  MODULES.forEach((title, index) => {
    const module = `${`${index + 1}`.padStart(2, '0')}-module`;
    const level = ['beginner', 'intermediate', 'expert'][Math.floor(index / 5)];
    // Some modules are three rows high, some two.
    const count = index % 3 === 0 ? 14 : 8;
    const rows = Math.ceil(count / LANE.columns) + (index % 3 === 0 ? 1 : 0);
    const height = rows * STEP.y + LANE.top;
    lanes.push({ module, title, level, y, height });
    for (let at = 0; at < count; at++) {
      const column = Math.floor(at / rows);
      nodes.push(
        lesson(nodes.length, module, level, {
          x: 24 + column * STEP.x,
          y: y + LANE.top / 2 + 10 + (at % rows) * STEP.y
        })
      );
    }
    y += height;
  });
  const width = Math.max(...nodes.map(({ x }) => x)) + BOX.width + 24;
  const edges = nodes.flatMap(node => linesTo(node, nodes));
  const goals = [nodes[60], nodes[120]].map(({ title, lesson: id }) => ({
    title,
    lesson: id
  }));
  return { width, height: y, lanes, nodes, edges, goals, pinned: '' };
}

function lesson(
  index: number,
  module: string,
  level: string,
  at: { x: number; y: number }
): IMapNode {
  const id = `lesson-${index}`;
  const state = ([4, 4, 3, 2, 1, 0][Math.min(5, Math.floor(index / 6))] ??
    0) as StateCode;
  const written = index % 5 !== 4;
  const needed = [index - 1, index - 1 - (index % 7) * 3].filter(
    (other, position, all) => other >= 0 && all.indexOf(other) === position
  );
  return {
    lesson: id,
    title: `${SUBJECTS[index % SUBJECTS.length]}`,
    summary: `You will know what lesson ${index} is about.`,
    module,
    level,
    ...at,
    ...BOX,
    minutes: 30 + (index % 7) * 15,
    written,
    state: written ? state : -1,
    requires: needed.map(other => `lesson-${other}`),
    target: written
      ? {
          path: `course/${module}/${id}.ipynb`,
          cell: null,
          lesson: id,
          topic: '',
          exercise: '',
          available: true
        }
      : null
  };
}

function linesTo(to: IMapNode, nodes: readonly IMapNode[]): IMapEdge[] {
  return to.requires.flatMap(id => {
    const from = nodes.find(({ lesson: other }) => other === id);
    return from ? [line(from, to)] : [];
  });
}

/** From the right side of a box to the left side of another, by way of the gap between the columns. */
function line(from: IMapNode, to: IMapNode): IMapEdge {
  const [x0, y0] = [from.x + from.width, from.y + from.height / 2];
  const [x1, y1] = [to.x, to.y + to.height / 2];
  const gap = x1 - 25;
  const points: [number, number][] = [
    [x0, y0],
    [x0 + 25, y0],
    [x0 + 25, to.y - 10],
    [gap, to.y - 10],
    [gap, y1],
    [x1, y1]
  ];
  return { from: from.lesson, to: to.lesson, points };
}

/** A map of two modules and four lessons, of which one is planned. */
export function smallMap(): IMap {
  const level = 'beginner';
  const node = (
    id: string,
    title: string,
    x: number,
    y: number,
    more: Partial<IMapNode> = {}
  ): IMapNode => ({
    ...lesson(0, '01-foundations', level, { x, y }),
    lesson: id,
    title,
    summary: `You will know ${title.toLowerCase()}.`,
    minutes: 60,
    state: 0,
    requires: [],
    ...more
  });
  const nodes = [
    node('vectors', 'Vectors', 20, 20, { state: 4 }),
    node('calculus', 'Calculus', 300, 20, { requires: ['vectors'], state: 3 }),
    node('probability', 'Probability', 20, 120),
    node('regression', 'Linear regression', 300, 260, {
      module: '02-supervised-learning',
      requires: ['vectors', 'elsewhere'],
      written: false,
      state: -1,
      target: null
    })
  ];
  return {
    width: 520,
    height: 360,
    lanes: [
      {
        module: '01-foundations',
        title: 'Foundations',
        level,
        y: 0,
        height: 220
      },
      {
        module: '02-supervised-learning',
        title: 'Supervised learning',
        level,
        y: 230,
        height: 130
      }
    ],
    nodes,
    edges: nodes.flatMap(end => linesTo(end, nodes)),
    goals: [{ title: 'A first model', lesson: 'regression' }],
    pinned: ''
  };
}

/** A server with the small map. */
export class FakeMapApi implements Pick<ICourseApi, 'map' | 'path'> {
  readonly asked: string[] = [];
  /** Thrown by every request while it is set. */
  failure: Error | null = null;

  setState(lesson: string, state: StateCode): void {
    const { nodes } = this._map;
    this._map = {
      ...this._map,
      nodes: nodes.map(node =>
        node.lesson === lesson ? { ...node, state } : node
      )
    };
  }

  async map(): Promise<IMap> {
    this.asked.push('map');
    await Promise.resolve();
    if (this.failure) {
      throw this.failure;
    }
    return this._map;
  }

  async path(goal: string): Promise<IStudyPath> {
    this.asked.push(`path ${goal}`);
    if (this.failure) {
      throw this.failure;
    }
    return studyPath(this._map, goal);
  }

  private _map = smallMap();
}

/** The way to a goal, as the server finds it. */
export function studyPath({ nodes }: IMap, goal: string): IStudyPath {
  const way: IMapNode[] = [];
  const visit = (id: string): void => {
    const node = nodes.find(({ lesson: other }) => other === id);
    if (node && !way.includes(node)) {
      node.requires.forEach(visit);
      way.push(node);
    }
  };
  visit(goal);
  const lessons = way.filter(({ state }) => state < 4);
  return {
    goal,
    title: way[way.length - 1].title,
    minutes: lessons.reduce((sum, { minutes }) => sum + minutes, 0),
    mastered: way.filter(({ state }) => state === 4).map(node => node.lesson),
    lessons
  };
}
