// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type { StateCode } from '../api';
import inProgressSvg from '../../style/icons/state-in-progress.svg';
import masteredSvg from '../../style/icons/state-mastered.svg';
import newSvg from '../../style/icons/state-new.svg';
import openedSvg from '../../style/icons/state-opened.svg';
import plannedSvg from '../../style/icons/state-planned.svg';
import practisedSvg from '../../style/icons/state-practised.svg';

/** How each state looks: its name for the style, and a shape of its own, so that nobody has to tell colours apart. */
const LOOKS: Readonly<Record<StateCode, { name: string; icon: string }>> = {
  [-1]: { name: 'planned', icon: plannedSvg },
  0: { name: 'new', icon: newSvg },
  1: { name: 'opened', icon: openedSvg },
  2: { name: 'in-progress', icon: inProgressSvg },
  3: { name: 'practised', icon: practisedSvg },
  4: { name: 'mastered', icon: masteredSvg }
};

/** The name that the style knows a state by. */
export function stateName(state: StateCode): string {
  return LOOKS[state].name;
}

/** Draw the icon of a state; the word for it stands beside it. */
export function drawState(state: StateCode): HTMLElement {
  const icon = document.createElement('span');
  icon.className = `mlcourse-Map-icon mlcourse-mod-${stateName(state)}`;
  icon.setAttribute('aria-hidden', 'true');
  icon.innerHTML = LOOKS[state].icon;
  return icon;
}
