// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import type { IGradedExercise, ISolution } from '../api';
import { make } from '../roadmap/dom';

/** Ask whether an exercise that is not solved may be given away. */
export async function confirmSpoiler(
  { title }: IGradedExercise,
  trans: TranslationBundle
): Promise<boolean> {
  const { button } = await showDialog({
    title: trans.__('Show the reference solution?'),
    body: trans.__(
      '“%1” is not solved yet. Whoever has read the solution cannot find it any more: it spoils the exercise.',
      title
    ),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Keep Trying') }),
      Dialog.warnButton({ label: trans.__('Show the Solution') })
    ],
    // Enter keeps what can still be found.
    defaultButton: 0
  });
  return button.accept;
}

/** Show an answer beside the reference solution. */
export async function showSolution(
  solution: ISolution,
  trans: TranslationBundle
): Promise<void> {
  const dialog = new Dialog({
    title: solution.title,
    body: new Comparison(solution, trans),
    buttons: [Dialog.okButton({ label: trans.__('Close') })]
  });
  dialog.addClass('mlcourse-Comparison-dialog');
  await dialog.launch();
}

/** An answer and the reference solution, side by side and to be read only. */
export class Comparison extends Widget {
  constructor(solution: ISolution, trans: TranslationBundle) {
    super();
    this.addClass('mlcourse-Comparison');
    const nothing = trans.__('There is no answer in the saved notebook.');
    this.node.append(
      side(trans.__('Your answer'), solution.own || nothing, solution.kind),
      side(
        trans.__('Reference solution'),
        solution.reference || trans.__('There is none.'),
        solution.kind
      )
    );
  }
}

function side(
  title: string,
  text: string,
  kind: ISolution['kind']
): HTMLElement {
  const section = make('section', 'mlcourse-Comparison-side');
  section.setAttribute('aria-label', title);
  const source = make('pre', 'mlcourse-Comparison-source');
  source.classList.toggle('mlcourse-mod-prose', kind !== 'code');
  source.append(make('code', '', text));
  // Scrolled by keyboard too.
  source.tabIndex = 0;
  source.setAttribute('role', 'group');
  source.setAttribute('aria-label', title);
  section.append(make('h3', 'mlcourse-Comparison-title', title), source);
  return section;
}
