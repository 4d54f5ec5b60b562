// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type { TranslationBundle } from '@jupyterlab/translation';
import type { Message } from '@lumino/messaging';
import { type ISignal, Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import type { IGrade, IGradedExercise, ITarget } from '../api';
import { make, makeButton } from '../roadmap/dom';
import type { Words } from '../words';
import type { GradingChange, GradingModel } from './model';
import type { GradingWords } from './words';

/** One's own work on a problem set: how each exercise ended, what to read again, and the way on. */
export class GradingView extends Widget {
  constructor(
    private readonly _model: GradingModel,
    private readonly _words: GradingWords,
    private readonly _failures: Pick<Words, 'failure'>,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('mlcourse-Grading');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', _trans.__('My graded work'));
    this._build();
    _model.changed.connect(this._onChanged, this);
    this._update();
  }

  /** Asks for a place of the course. */
  get opened(): ISignal<this, ITarget> {
    return this._opened;
  }

  /** Asks for the reference solution of an exercise. */
  get compared(): ISignal<this, IGradedExercise> {
    return this._compared;
  }

  /** Asks to grade the problem set that is shown. */
  get started(): ISignal<this, string> {
    return this._started;
  }

  override dispose(): void {
    if (!this.isDisposed) {
      Signal.clearData(this);
      super.dispose();
    }
  }

  protected override onAfterShow(msg: Message): void {
    super.onAfterShow(msg);
    void this._model.recheck();
  }

  protected override onActivateRequest(msg: Message): void {
    super.onActivateRequest(msg);
    this._body.focus();
  }

  private _build(): void {
    const header = make('div', 'mlcourse-Grading-header');
    header.append(this._title, this._again);
    this._again.addEventListener('click', () =>
      this._started.emit(this._model.problemSet)
    );
    this._stop.addEventListener('click', () => void this._model.stop());
    this._running.append(this._counted, this._stop);
    // The live region is there from the start: readers announce only what changes in one they know.
    this._status.setAttribute('role', 'status');
    this._bar.setAttribute('aria-label', this._trans.__('Grading your work…'));
    // Scrolled by keyboard too.
    this._body.tabIndex = 0;
    this._body.setAttribute('role', 'group');
    this._body.setAttribute('aria-label', this._trans.__('Results'));
    this.node.append(
      header,
      this._summary,
      this._status,
      this._running,
      this._bar,
      this._body
    );
  }

  private _onChanged(_: unknown, change: GradingChange): void {
    this._update();
    const { grade, error } = this._model;
    if (change === 'result' && grade && !error) {
      this._status.textContent = this._words.ended(grade);
    }
  }

  private _update(): void {
    const { grade, error, running, stopping, progress } = this._model;
    const leaves = !running && document.activeElement === this._stop;
    this._title.textContent = grade?.title ?? this._trans.__('My graded work');
    this._again.disabled = running || this._model.problemSet === '';
    this._again.textContent = grade?.result
      ? this._trans.__('Grade again')
      : this._trans.__('Grade my work');
    this.node.setAttribute('aria-busy', `${running}`);
    this._running.hidden = !running;
    this._bar.hidden = !running;
    if (running) {
      this._counted.textContent = this._words.running(progress);
      if (progress && progress.of > 0) {
        this._bar.max = progress.of;
        this._bar.value = progress.done;
      } else {
        this._bar.removeAttribute('value');
      }
    }
    this._stop.textContent = stopping
      ? this._trans.__('Stopping…')
      : this._trans.__('Stop');
    // A button that is switched off would lose the focus.
    const cannotStop = this._model.stoppable !== this._model.problemSet;
    this._stop.setAttribute('aria-disabled', `${cannotStop}`);
    if (leaves) {
      this._again.focus();
    }
    const failure = running ? '' : (grade?.failure ?? '');
    const stopped = !running && grade?.stopped && this._words.stopped(grade);
    const warning = error ? this._failures.failure(error) : failure;
    const text = warning || stopped || '';
    // What has been said is not said again: only what is new is announced.
    const doing = stopping
      ? this._trans.__('Stopping…')
      : this._trans.__('Grading your work…');
    const said = text || (running ? doing : '');
    if (this._status.textContent !== said) {
      this._status.textContent = said;
    }
    this._status.classList.toggle('mlcourse-mod-warning', warning !== '');
    this._status.classList.toggle('mlcourse-mod-spoken', text === '');
    this._showResult(grade);
  }

  private _showResult(grade: IGrade | null): void {
    const result = grade?.result ?? null;
    const isEmpty = grade !== null && !result && !this._model.running;
    const shown = isEmpty ? 'nothing' : result;
    if (shown === this._shown) {
      return;
    }
    this._shown = shown;
    this._summary.textContent = result
      ? this._trans.__(
          '%1 · %2',
          this._words.total(result),
          this._words.time(result)
        )
      : '';
    const top = this._body.scrollTop;
    this._body.replaceChildren();
    if (result) {
      const troubles = result.troubles.map(text =>
        make('p', 'mlcourse-Grading-trouble', text)
      );
      const list = make('ol', 'mlcourse-Grading-list');
      list.append(...result.exercises.map(each => this._item(each)));
      this._body.append(...troubles, list);
      if (result.flags.length > 0) {
        this._body.append(this._noticed(result.flags));
      }
    } else if (isEmpty) {
      const text = this._trans.__('Your work was not graded yet.');
      this._body.append(make('p', 'mlcourse-Grading-empty', text));
    }
    this._body.scrollTop = top;
  }

  private _item(exercise: IGradedExercise): HTMLElement {
    const item = make('li', 'mlcourse-Grading-item');
    item.dataset.exercise = exercise.exercise;
    item.dataset.outcome = exercise.outcome;
    const heading = make('h3', 'mlcourse-Grading-name');
    heading.append(this._link(exercise.title, exercise.target));
    item.append(
      heading,
      make('p', 'mlcourse-Grading-facts', this._words.facts(exercise))
    );
    for (const [part, text] of [
      ['message', this._words.message(exercise)],
      ['note', exercise.note]
    ]) {
      if (text) {
        const paragraph = make('p', `mlcourse-Grading-${part}`);
        paragraph.append(...withCode(text));
        item.append(paragraph);
      }
    }
    if (exercise.topics.length > 0 && exercise.outcome !== 'passed') {
      item.append(this._topics(exercise));
    }
    item.append(this._comparison(exercise));
    return item;
  }

  private _topics({ topics }: IGradedExercise): HTMLElement {
    const paragraph = make('p', 'mlcourse-Grading-topics');
    paragraph.append(this._trans.__('Read again:'), ' ');
    topics.forEach(({ title, target }, index) => {
      paragraph.append(index > 0 ? ', ' : '', this._link(title, target));
    });
    return paragraph;
  }

  private _comparison(exercise: IGradedExercise): HTMLElement {
    const button = makeButton(
      'mlcourse-Grading-button',
      exercise.solved
        ? this._trans.__('Compare with the reference solution')
        : this._trans.__('Show the reference solution…')
    );
    button.setAttribute(
      'aria-label',
      this._trans.__('%1: %2', exercise.title, button.textContent ?? '')
    );
    button.addEventListener('click', () => this._compared.emit(exercise));
    return button;
  }

  private _noticed(flags: readonly string[]): HTMLElement {
    const details = make('details', 'mlcourse-Grading-flags');
    const list = make('ul', '');
    list.append(...flags.map(text => make('li', '', text)));
    const summary = make(
      'summary',
      '',
      this._trans.__('What was noticed in the notebook')
    );
    details.append(summary, list);
    return details;
  }

  private _link(text: string, target: ITarget): HTMLElement {
    const link = makeButton('mlcourse-Grading-link', text);
    link.addEventListener('click', () => this._opened.emit(target));
    return link;
  }

  private readonly _title = make('h2', 'mlcourse-Grading-title');
  private readonly _again = makeButton('mlcourse-Grading-button');
  private readonly _summary = make('p', 'mlcourse-Grading-summary');
  private readonly _status = make('div', 'mlcourse-Grading-status');
  private readonly _running = make('div', 'mlcourse-Grading-running');
  private readonly _counted = make('p', 'mlcourse-Grading-counted');
  private readonly _stop = makeButton('mlcourse-Grading-button');
  private readonly _bar = make('progress', 'mlcourse-Grading-bar');
  private readonly _body = make('div', 'mlcourse-Grading-body');
  private readonly _opened = new Signal<this, ITarget>(this);
  private readonly _compared = new Signal<this, IGradedExercise>(this);
  private readonly _started = new Signal<this, string>(this);
  private _shown: IGrade['result'] | 'nothing' | undefined;
}

/** A text, with what stands between backticks as code. */
export function withCode(text: string): readonly (string | HTMLElement)[] {
  return text
    .split(/`([^`\n]+)`/)
    .map((piece, index) => (index % 2 === 1 ? make('code', '', piece) : piece))
    .filter(piece => piece !== '');
}
