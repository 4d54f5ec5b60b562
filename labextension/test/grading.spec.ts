// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { nullTranslator } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import { type IGrade, RequestError } from '../src/api';
import {
  type GradingChange,
  GradingModel,
  type IStep,
  problemSetAt,
  problemSetOf
} from '../src/grading/model';
import { GradingView, withCode } from '../src/grading/view';
import { GradingWords } from '../src/grading/words';
import type { RoadmapModel } from '../src/model';
import { Words } from '../src/words';
import {
  gradedExercise,
  gradeOf,
  LESSON,
  PROBLEMS,
  roadmap,
  row,
  target
} from './fixtures';

const trans = nullTranslator.load('mlcourse');
const SET = 'linear-algebra';

/** A server that grades when it is told to. */
class Server {
  readonly asked: string[] = [];
  failure: Error | null = null;
  state: IGrade = gradeOf(null);

  async grade(name: string): Promise<IGrade> {
    this.asked.push(`grade ${name}`);
    if (this.failure) {
      throw this.failure;
    }
    this.state = { ...this.state, running: { done: 0, of: 0 } };
    return this.state;
  }

  async stopGrading(name: string): Promise<IGrade> {
    this.asked.push(`stop ${name}`);
    if (this.failure) {
      throw this.failure;
    }
    this.state = { ...this.state, running: null, stopped: true };
    return this.state;
  }

  async graded(name: string): Promise<IGrade> {
    this.asked.push(`graded ${name}`);
    if (this.failure && this.failure.message !== 'busy') {
      throw this.failure;
    }
    return this.state;
  }
}

const step = (state: IStep['state'], done = 0) => ({
  problem_set: SET,
  state,
  done,
  of: 3
});

function setUp() {
  const server = new Server();
  const model = new GradingModel(server);
  const changes: GradingChange[] = [];
  model.changed.connect((_, change) => void changes.push(change));
  return { server, model, changes };
}

describe('GradingModel', () => {
  it('is told how the grading goes, and asks once when it has ended', async () => {
    const { server, model, changes } = setUp();
    await model.start(SET);
    expect([model.running, model.progress]).toEqual([true, { done: 0, of: 0 }]);
    await model.step(step('running', 2));
    expect(model.progress).toEqual({ done: 2, of: 3 });
    server.state = gradeOf([gradedExercise('dot')]);
    await model.step(step('done', 3));
    expect(model.running).toBe(false);
    expect(model.grade?.result?.points).toEqual([2, 2]);
    expect(server.asked).toEqual([`grade ${SET}`, `graded ${SET}`]);
    expect(changes.filter(change => change === 'result')).toHaveLength(1);
  });

  it('leaves other problem sets alone', async () => {
    const { server, model } = setUp();
    await model.start(SET);
    await model.step({ ...step('done'), problem_set: 'calculus' });
    expect(model.running).toBe(true);
    expect(server.asked).toHaveLength(1);
  });

  it('starts nothing while it runs', async () => {
    const { server, model } = setUp();
    await Promise.all([model.start(SET), model.start(SET)]);
    await model.start(SET);
    expect(server.asked).toEqual([`grade ${SET}`]);
  });

  it('joins what was begun in another window', async () => {
    const { server, model } = setUp();
    server.failure = new RequestError('refused', 'busy');
    server.state = gradeOf(null, { running: { done: 1, of: 3 } });
    await model.start(SET);
    expect([model.progress, model.error]).toEqual([{ done: 1, of: 3 }, null]);
  });

  it('says why it was refused when it is not under way', async () => {
    const { server, model } = setUp();
    server.failure = new RequestError('refused', 'busy');
    await model.start(SET);
    expect([model.running, model.error?.message]).toEqual([false, 'busy']);
    server.failure = null;
    await model.start(SET);
    expect([model.running, model.error]).toEqual([true, null]);
  });

  it('stays ready when the server is away', async () => {
    const { server, model } = setUp();
    server.failure = new RequestError('unreachable');
    await model.start(SET);
    expect([model.running, model.error?.failure]).toEqual([
      false,
      'unreachable'
    ]);
  });

  it('finds the end whose event went astray', async () => {
    const { server, model, changes } = setUp();
    await model.recheck();
    expect(server.asked).toEqual([]);
    await model.start(SET);
    server.state = gradeOf([]);
    await model.recheck();
    expect(model.running).toBe(false);
    expect(changes[changes.length - 1]).toBe('result');
  });

  it('drops an answer about a problem set that is no longer shown', async () => {
    const { server, model } = setUp();
    const late = model.show('calculus');
    server.state = gradeOf([gradedExercise('dot')]);
    await model.show(SET);
    await late;
    expect(model.problemSet).toBe(SET);
    expect(model.grade?.problem_set).toBe(SET);
  });

  it('is stopped, and told of it once', async () => {
    const { server, model, changes } = setUp();
    server.state = gradeOf([gradedExercise('dot')]);
    const started = model.start(SET);
    // Before the server has taken the order there is nothing to stop.
    expect([model.running, model.stoppable]).toEqual([true, '']);
    await started;
    expect(model.stoppable).toBe(SET);
    const stopped = model.stop();
    expect([model.stopping, model.stoppable]).toEqual([true, '']);
    await model.stop();
    await stopped;
    await model.step(step('stopped', 1));
    expect([model.running, model.stopping, model.stoppable]).toEqual([
      false,
      false,
      ''
    ]);
    expect(model.grade?.stopped).toBe(true);
    expect(model.grade?.result?.points).toEqual([2, 2]);
    expect(server.asked).toEqual([`grade ${SET}`, `stop ${SET}`]);
    expect(changes.filter(change => change === 'result')).toHaveLength(1);
    await model.stop();
    expect(server.asked).toHaveLength(2);
  });

  it('takes the event of a stop that comes before the answer', async () => {
    const { server, model, changes } = setUp();
    await model.start(SET);
    let release: (state: IGrade) => void = () => {};
    server.stopGrading = () => new Promise(resolve => (release = resolve));
    const stopped = model.stop();
    server.state = gradeOf(null, { stopped: true });
    await model.step(step('stopped'));
    release(server.state);
    await stopped;
    expect([model.running, model.stoppable]).toEqual([false, '']);
    expect(changes.filter(change => change === 'result')).toHaveLength(1);
  });

  it('goes on when it could not be stopped, and that can be tried again', async () => {
    const { server, model } = setUp();
    await model.start(SET);
    server.failure = new RequestError('unreachable');
    await model.stop();
    expect([model.running, model.stopping, model.stoppable]).toEqual([
      true,
      false,
      SET
    ]);
    expect(model.error?.failure).toBe('unreachable');
    server.failure = null;
    await model.stop();
    expect([model.running, model.error]).toEqual([false, null]);
  });

  it('stops what was begun in another window', async () => {
    const { server, model, changes } = setUp();
    await model.step(step('running', 1));
    expect([model.running, model.stoppable]).toEqual([false, SET]);
    await model.stop();
    expect(server.asked).toEqual([`stop ${SET}`]);
    expect([model.problemSet, model.grade?.stopped]).toEqual([SET, true]);
    expect(changes[changes.length - 1]).toBe('result');
    await model.step(step('running', 1));
    await model.step({ ...step('done'), problem_set: 'calculus' });
    expect(model.stoppable).toBe(SET);
  });

  it('learns that another window has stopped it', async () => {
    const { server, model } = setUp();
    await model.start(SET);
    server.state = gradeOf(null, { stopped: true });
    await model.step(step('stopped'));
    expect([model.running, model.grade?.stopped]).toEqual([false, true]);
  });

  it('is not undone by an answer that was overtaken', async () => {
    const { server, model } = setUp();
    let release: (state: IGrade) => void = () => {};
    server.grade = () => new Promise(resolve => (release = resolve));
    const started = model.start(SET);
    server.state = gradeOf([gradedExercise('dot')]);
    await model.step(step('done', 3));
    release(gradeOf(null, { running: { done: 0, of: 0 } }));
    await started;
    expect(model.running).toBe(false);
    expect(model.grade?.result).not.toBeNull();
  });
});

describe('the problem set', () => {
  it('of a notebook is that of its exercises', () => {
    expect(problemSetAt(roadmap(), PROBLEMS)).toBe(SET);
    expect(problemSetAt(roadmap(), LESSON)).toBe('');
    expect(problemSetAt(null, PROBLEMS)).toBe('');
  });

  it('of a row is the one that it is, or is inside of', () => {
    const of = (kind: 'problem-set' | 'exercise' | 'part' | 'lesson') =>
      problemSetOf(
        roadmap(),
        row({ key: 'x', kind, title: 'x', target: target(PROBLEMS) })
      );
    expect([of('problem-set'), of('exercise')]).toEqual([SET, SET]);
    expect([of('part'), of('lesson')]).toEqual(['', '']);
  });
});

function show(model: GradingModel) {
  const view = new GradingView(
    model,
    new GradingWords(trans),
    new Words(trans, {} as RoadmapModel),
    trans
  );
  Widget.attach(view, document.body);
  const find = (selector: string) =>
    view.node.querySelector<HTMLElement>(selector);
  const button = (label: string) =>
    [...view.node.querySelectorAll('button')].find(
      ({ textContent }) => textContent === label
    )!;
  return { view, find, button };
}

describe('GradingView', () => {
  it('says what each exercise earned, why, and what to read again', async () => {
    const { server, model } = setUp();
    const { view, find, button } = show(model);
    const opened: unknown[] = [];
    view.opened.connect((_, place) => void opened.push(place));
    const topic = target(LESSON, { cell: 'norms', topic: 'vectors#norms' });
    server.state = gradeOf([
      gradedExercise('dot'),
      gradedExercise('norm', {
        outcome: 'partial',
        points: 0.5,
        solved: false,
        message: 'norm: `norm([3])` is 9.',
        note: 'Right, given a right `dot`.',
        topics: [{ title: 'Norms', target: topic }]
      })
    ]);
    await model.show(SET);
    expect(find('.mlcourse-Grading-summary')?.textContent).toContain(
      '2.5 of 4 points'
    );
    const norm = find('[data-exercise="linear-algebra#norm"]')!;
    expect(norm.textContent).toContain('partly right · 0.5 of 2 points');
    expect(norm.querySelector('code')?.textContent).toBe('norm([3])');
    expect(norm.textContent).toContain('Right, given a right dot.');
    button('Norms').click();
    button('norm').click();
    expect(opened).toEqual([topic, target(PROBLEMS, { cell: 'norm-task' })]);
  });

  it('takes what the learner’s code says for text', async () => {
    const { server, model } = setUp();
    const { find } = show(model);
    const message = '<img src=x onerror="throw 1"> `<b>`';
    server.state = gradeOf([
      gradedExercise('dot', { outcome: 'failed', points: 0, message })
    ]);
    await model.show(SET);
    expect(find('img, b')).toBeNull();
    expect(find('.mlcourse-Grading-message')?.textContent).toBe(
      '<img src=x onerror="throw 1"> <b>'
    );
  });

  it('asks for the solution, and says before that it is one', async () => {
    const { server, model } = setUp();
    const { view, button } = show(model);
    const asked: string[] = [];
    view.compared.connect((_, { exercise }) => void asked.push(exercise));
    server.state = gradeOf([
      gradedExercise('dot'),
      gradedExercise('norm', { outcome: 'failed', solved: false })
    ]);
    await model.show(SET);
    button('Compare with the reference solution').click();
    button('Show the reference solution…').click();
    expect(asked).toEqual([`${SET}#dot`, `${SET}#norm`]);
  });

  it('announces the beginning and the end, and counts for the eye', async () => {
    const { server, model } = setUp();
    const { view, find, button } = show(model);
    const status = find('[role="status"]')!;
    const said: string[] = [];
    new MutationObserver(() => said.push(status.textContent ?? '')).observe(
      status,
      { childList: true }
    );
    const settled = () => new Promise(resolve => setTimeout(resolve));
    await model.start(SET);
    await settled();
    expect(view.node.getAttribute('aria-busy')).toBe('true');
    expect(button('Grade my work').disabled).toBe(true);
    expect(find('progress')!.hasAttribute('value')).toBe(false);
    await model.step(step('running', 1));
    await model.step(step('running', 2));
    await settled();
    expect(find('.mlcourse-Grading-counted')?.textContent).toBe(
      'Grading your work: 2 of 3 exercises'
    );
    expect((find('progress') as HTMLProgressElement).value).toBe(2);
    server.state = gradeOf([gradedExercise('dot')]);
    await model.step(step('done', 3));
    await settled();
    expect(said.filter(Boolean)).toEqual([
      'Grading your work…',
      '“Linear algebra” is graded: 2 of 2 points.'
    ]);
    expect(find('progress')!.hidden).toBe(true);
    expect(button('Grade again').disabled).toBe(false);
  });

  it('has a button to stop, and keeps the last result in sight', async () => {
    const { server, model } = setUp();
    const { find, button } = show(model);
    server.state = gradeOf([gradedExercise('dot')]);
    await model.show(SET);
    expect(find('.mlcourse-Grading-running')!.hidden).toBe(true);
    await model.start(SET);
    const stop = button('Stop');
    expect(find('.mlcourse-Grading-running')!.hidden).toBe(false);
    expect(find('.mlcourse-Grading-item')).toBeTruthy();
    stop.focus();
    stop.click();
    expect(stop.textContent).toBe('Stopping…');
    expect(stop.getAttribute('aria-disabled')).toBe('true');
    expect(document.activeElement).toBe(stop);
    await Promise.resolve();
    await new Promise(resolve => setTimeout(resolve));
    const status = find('[role="status"]')!;
    expect(status.textContent).toBe(
      'The grading of “Linear algebra” was stopped. Nothing of it is kept; this is your last result.'
    );
    expect(status.classList.contains('mlcourse-mod-spoken')).toBe(false);
    expect(status.classList.contains('mlcourse-mod-warning')).toBe(false);
    expect(find('.mlcourse-Grading-item')).toBeTruthy();
    expect(find('.mlcourse-Grading-running')!.hidden).toBe(true);
    // The focus stays in the panel.
    expect(document.activeElement).toBe(button('Grade again'));
    await model.start(SET);
    expect(status.textContent).toBe('Grading your work…');
  });

  it('says that nothing is kept where there was no result before', async () => {
    const { server, model } = setUp();
    const { find } = show(model);
    await model.start(SET);
    await model.stop();
    expect(server.state.result).toBeNull();
    expect(find('[role="status"]')?.textContent).toBe(
      'The grading of “Linear algebra” was stopped. Nothing of it is kept.'
    );
    expect(find('.mlcourse-Grading-empty')).toBeTruthy();
  });

  it('keeps the last result when the next one fails, and says why', async () => {
    const { server, model } = setUp();
    const { find } = show(model);
    server.state = gradeOf([gradedExercise('dot')]);
    await model.show(SET);
    const item = find('.mlcourse-Grading-item');
    server.state = { ...server.state, failure: 'The disk is full.' };
    await model.step(step('failed'));
    expect(find('[role="status"]')?.textContent).toBe('The disk is full.');
    expect(find('.mlcourse-Grading-item')).toBeTruthy();
    server.failure = new RequestError('unreachable');
    await model.start(SET);
    expect(find('[role="status"]')?.textContent).toContain('does not answer');
    expect(item).not.toBeNull();
  });

  it('tells of notebooks that could not be graded and of what was put right', async () => {
    const { server, model } = setUp();
    const { find } = show(model);
    const { result } = gradeOf([]);
    server.state = gradeOf(null, {
      result: {
        ...result!,
        troubles: ['vectors.ipynb is damaged.'],
        flags: ['A test cell was copied.']
      }
    });
    await model.show(SET);
    expect(find('.mlcourse-Grading-trouble')?.textContent).toContain('damaged');
    expect(find('details')?.textContent).toContain('A test cell was copied.');
  });

  it('says of a written answer that nobody grades it here', async () => {
    const { server, model } = setUp();
    const { find } = show(model);
    server.state = gradeOf([
      gradedExercise('why', { outcome: 'manual', points: null, written: true })
    ]);
    await model.show(SET);
    expect(find('.mlcourse-Grading-item')?.textContent).toContain(
      'A person would grade this.'
    );
  });
});

describe('withCode', () => {
  it('marks what stands between backticks, and leaves a lone one', () => {
    const pieces = withCode('call `f(x)` and ` wait');
    expect(
      pieces.map(piece =>
        typeof piece === 'string' ? piece : `<${piece.textContent}>`
      )
    ).toEqual(['call ', '<f(x)>', ' and ` wait']);
  });
});
