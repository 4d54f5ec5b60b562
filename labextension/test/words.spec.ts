// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { nullTranslator } from '@jupyterlab/translation';
import type { IRowData, RowProgress } from '../src/api';
import { RequestError } from '../src/api';
import type { RoadmapModel } from '../src/model';
import { buildRows } from '../src/roadmap/rows';
import { Words } from '../src/words';
import { place, row, target } from './fixtures';

const trans = nullTranslator.load('mlcourse');

/** What is said of a row, which is this far. */
function say(data: IRowData, ...progress: RowProgress) {
  const model = { rowProgress: () => progress } as unknown as RoadmapModel;
  const words = new Words(trans, model);
  const rows = buildRows([data]);
  const facts = words.facts(rows[0], rows);
  return {
    note: words.note(rows[0]),
    facts: facts.join(' · '),
    label: words.label(rows[0], facts),
    details: words.details(rows[0]),
    notWritten: words.notWritten(rows[0])
  };
}

const words = new Words(trans, { unsent: 1 } as RoadmapModel);
const here = target('a.ipynb', { lesson: 'a' });

describe('Words', () => {
  it('counts topics where there are several', () => {
    const node = row({ key: 'n', kind: 'node', title: 'Norms', target: here });
    expect(say(node, 2, 3, 11, 0, 0)).toMatchObject({
      note: '3/11',
      label: 'Norms, in progress, 3 of 11 topics mastered'
    });
    expect(say(node, 1, 0, 1, 0, 0)).toMatchObject({
      note: '',
      label: 'Norms, opened'
    });
  });

  it('tells time in hours when it is long', () => {
    const lesson = (minutes: number) =>
      row({ key: 'l', kind: 'lesson', title: 'L', minutes, target: here });
    expect(say(lesson(90), 0, 0, 1, 0, 0).facts).toBe('90 min');
    expect(say(lesson(240), 0, 0, 1, 0, 0).facts).toBe('4 h');
    expect(say(lesson(150), 0, 0, 1, 0, 0).facts).toMatch(/^2.5 h$/);
  });

  it('says of an exercise what it takes and brings, and its state once', () => {
    const exercise = row({
      key: 'e',
      kind: 'exercise',
      title: 'Dot',
      minutes: 5,
      difficulty: 3,
      points: 1,
      target: target('a.ipynb', { exercise: 'a#dot' })
    });
    expect(say(exercise, 0, 0, 0, 0, 1).facts).toBe(
      '5 min · difficulty 3 of 5 · 1 point'
    );
    expect(say(exercise, 3, 0, 0, 1, 1).label).toBe(
      'Dot, exercise, practised, 5 min, difficulty 3 of 5, 1 point'
    );
  });

  it('says where something is planned, and what comes of opening it', () => {
    const node = row({
      key: 'n',
      kind: 'node',
      title: 'Gradients',
      planned: 'Calculus'
    });
    expect(say(node, -1, 0, 0, 0, 0)).toMatchObject({
      note: 'planned',
      label: 'Gradients, planned',
      details: 'Planned: Calculus.',
      notWritten: '“Gradients” is planned: it will be taught in “Calculus”.'
    });
    const lesson = row({
      key: 'l',
      kind: 'lesson',
      title: 'Calculus',
      minutes: 90,
      planned: 'Calculus'
    });
    expect(say(lesson, -1, 0, 0, 0, 0)).toMatchObject({
      facts: '',
      details: '',
      notWritten: '“Calculus” is planned and not written yet.'
    });
  });

  it('is not planned where some of it is there', () => {
    const node = row({
      key: 'n',
      kind: 'node',
      title: 'Algebra',
      planned: 'Decompositions',
      children: [row({ key: 't', kind: 'topic', title: 'Norms', target: here })]
    });
    expect(say(node, 0, 0, 2, 0, 0)).toMatchObject({
      note: '0/2',
      details: 'Planned: Decompositions.'
    });
  });

  it('tells of a notebook that is missing', () => {
    const missing = { ...here, available: false };
    const lesson = row({
      key: 'l',
      kind: 'lesson',
      title: 'L',
      target: missing
    });
    expect(say(lesson, 0, 0, 5, 0, 0)).toMatchObject({
      note: 'not here yet',
      label: 'L, lesson, not here yet, new, 0 of 5 topics mastered'
    });
  });

  it('names the parts of a module whatever the course calls them', () => {
    const [part] = buildRows([
      row({ key: 'p', kind: 'part', part: 'theory', title: 'Theorie' })
    ]);
    expect(words.title(part)).toBe('Concepts and theory');
  });

  it('names a place with what it is in, once', () => {
    const norms = place('Norms', 'norms');
    expect(words.place(norms)).toBe('Norms – Vectors and matrices');
    expect(words.place({ ...norms, within: 'Norms' })).toBe('Norms');
  });

  it('says what went wrong and what to do', () => {
    expect(words.failure(new RequestError('unreachable'))).toContain(
      'try again'
    );
    expect(words.failure(new RequestError('missing'))).toContain(
      'mlcourse doctor'
    );
    expect(words.failure(new RequestError('fault'))).toContain('log');
    expect(words.failure(new RequestError('refused', 'No such topic.'))).toBe(
      'No such topic.'
    );
    expect(words.unsent()).toContain('One result is not saved yet.');
  });
});
