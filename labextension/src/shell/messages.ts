// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type { TranslationBundle } from '@jupyterlab/translation';
import { type IProgress, RequestError } from '../api';
import type { ITally, Trouble } from './runner';
import type { IImported } from './transfer';

/**
 * What failed, and why.
 *
 * @param what - a whole sentence: what could not be done
 */
export function describeFailure(
  what: string,
  error: unknown,
  trans: TranslationBundle
): string {
  const unreachable =
    error instanceof RequestError && error.failure === 'unreachable';
  const why = unreachable
    ? trans.__(
        'The Jupyter server does not answer. Check that it is still running, then try again.'
      )
    : (error instanceof RequestError && error.message) ||
      trans.__(
        'The Jupyter server could not answer. Its log, in the terminal that started it, says why.'
      );
  return `${what} ${why}`;
}

/** What became of an imported file. */
export function describeImport(
  { added, known, left_out }: IImported,
  trans: TranslationBundle
): string {
  const sentences = [
    trans._n('One entry was added.', '%1 entries were added.', added)
  ];
  if (known > 0) {
    sentences.push(
      trans._n('One was known already.', '%1 were known already.', known)
    );
  }
  if (left_out > 0) {
    sentences.push(
      trans._n(
        'One was left out: it is not of this course.',
        '%1 were left out: they are not of this course.',
        left_out
      )
    );
  }
  return sentences.join(' ');
}

/** Why the checks of a notebook cannot run, or did not go on, and what to do. */
export function describeTrouble(
  trouble: Trouble,
  trans: TranslationBundle
): string {
  switch (trouble) {
    case 'no-kernel':
      return trans.__(
        'This notebook has no kernel. Choose one with Kernel → Change Kernel…, then run the checks again.'
      );
    case 'busy':
      return trans.__(
        'The kernel is running something else. Wait until it is done, or interrupt it, then run the checks again.'
      );
    case 'input':
      return trans.__(
        'A cell waits for something to be typed. Answer it or interrupt the kernel, then run the checks again.'
      );
    case 'dead':
      return trans.__(
        'The kernel has stopped. Restart it with Kernel → Restart Kernel…, then run the checks again.'
      );
    case 'silent':
      return trans.__(
        'The kernel does not answer. Restart it with Kernel → Restart Kernel…, then run the checks again.'
      );
  }
}

/** How the checks of a notebook ended. */
export function describeTally(tally: ITally, trans: TranslationBundle): string {
  const { all, passed, failed, notBegun, notRun } = tally;
  if (passed === all) {
    return trans._n('The check passed.', 'All %1 checks passed.', all);
  }
  if (notRun > 0) {
    return trans.__(
      'Stopped. Of %1 checks: %2 passed, %3 tried, %4 not begun, %5 not run.',
      all,
      passed,
      failed,
      notBegun,
      notRun
    );
  }
  return trans.__(
    'Of %1 checks: %2 passed, %3 tried, %4 not begun.',
    all,
    passed,
    failed,
    notBegun
  );
}

/** How far one is with the whole course, in words. */
export function describeTotals(
  { topics, exercises, points }: IProgress['totals'],
  trans: TranslationBundle
): string {
  const lines = [
    trans.__('%1 of %2 points', points[0], points[1]),
    trans.__('%1 of %2 exercises passed', exercises[0], exercises[1]),
    trans.__('%1 of %2 topics mastered', topics[0], topics[2])
  ];
  return lines.join('\n');
}
