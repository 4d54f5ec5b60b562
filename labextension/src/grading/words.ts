// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type { TranslationBundle } from '@jupyterlab/translation';
import type { IGrade, IGradedExercise, Outcome } from '../api';

/** What the view of one's graded work says, in the user's language. */
export class GradingWords {
  constructor(private readonly _trans: TranslationBundle) {}

  /** How an exercise ended. */
  outcome(outcome: Outcome): string {
    switch (outcome) {
      case 'passed':
        return this._trans.__('right');
      case 'partial':
        return this._trans.__('partly right');
      case 'failed':
        return this._trans.__('not right yet');
      case 'raised':
        return this._trans.__('raised an error');
      case 'not attempted':
        return this._trans.__('not attempted yet');
      case 'not run':
        return this._trans.__('not checked');
      case 'error':
        return this._trans.__('the test failed, not you');
      case 'manual':
        return this._trans.__('written answer');
    }
  }

  /** How an exercise ended, and what it earned. */
  facts({ outcome, points, of, written }: IGradedExercise): string {
    const earned =
      points === null || written
        ? this._trans._n('%1 point', '%1 points', of)
        : this._trans.__('%1 of %2 points', this.number(points), of);
    return this._trans.__('%1 · %2', this.outcome(outcome), earned);
  }

  /** What the learner is told of an exercise. */
  message({ outcome, message }: IGradedExercise): string {
    switch (outcome) {
      case 'manual':
        return this._trans.__(
          'A person would grade this. Compare it with the reference solution yourself.'
        );
      case 'not attempted':
        // The outcome says it all.
        return '';
      default:
        return message;
    }
  }

  /** What was earned in all. */
  total({ points: [got, of] }: NonNullable<IGrade['result']>): string {
    return this._trans.__('%1 of %2 points', this.number(got), of);
  }

  /** When that was. */
  time({ time }: NonNullable<IGrade['result']>): string {
    const when = new Date(time);
    return Number.isNaN(when.getTime())
      ? ''
      : this._trans.__('Graded on %1', this._dates.format(when));
  }

  /** That a problem set was graded, in a sentence. */
  done({ title, result }: IGrade): string {
    return result
      ? this._trans.__('“%1” is graded: %2.', title, this.total(result))
      : '';
  }

  /** That the grading was stopped, and what became of it. */
  stopped({ title, result }: IGrade): string {
    return result
      ? this._trans.__(
          'The grading of “%1” was stopped. Nothing of it is kept; this is your last result.',
          title
        )
      : this._trans.__(
          'The grading of “%1” was stopped. Nothing of it is kept.',
          title
        );
  }

  /** How the last try ended, in a sentence. */
  ended(grade: IGrade): string {
    return (
      grade.failure || (grade.stopped ? this.stopped(grade) : this.done(grade))
    );
  }

  /** How far the grading has come; there is nothing to count at its beginning. */
  running(progress: IGrade['running']): string {
    return progress && progress.of > 0
      ? this._trans.__(
          'Grading your work: %1 of %2 exercises',
          progress.done,
          progress.of
        )
      : this._trans.__('Grading your work…');
  }

  number(value: number): string {
    return this._numbers.format(value);
  }

  private readonly _numbers = new Intl.NumberFormat(undefined, {
    maximumFractionDigits: 2
  });
  private readonly _dates = new Intl.DateTimeFormat(undefined, {
    dateStyle: 'medium',
    timeStyle: 'short'
  });
}
