// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type { TranslationBundle } from '@jupyterlab/translation';
import type { IMapLane, IMapNode, IStudyPath } from '../api';
import type { Words } from '../words';
import type { Graph } from './graph';

/** What the map says, in the user's language. */
export class MapWords {
  constructor(
    readonly trans: TranslationBundle,
    /** What all of the course says in the same words. */
    readonly course: Pick<Words, 'failure' | 'level' | 'state' | 'unavailable'>
  ) {}

  lane({ module, title, level }: IMapLane): string {
    return this.trans.__(
      'Module %1: %2, %3',
      moduleNumber(module),
      title,
      this.course.level(level)
    );
  }

  /** What is in a box under the title: "practised · 60 min". */
  note(node: IMapNode): string {
    return this.trans.__(
      '%1 · %2 min',
      this.course.state(node.state),
      node.minutes
    );
  }

  /** What a screen reader says for a box: "Linear regression, module 2, 60 minutes, practised; needs …". */
  label(node: IMapNode, graph: Graph): string {
    const about = [
      node.title,
      this.trans.__('module %1', moduleNumber(node.module)),
      this.trans._n('%1 minute', '%1 minutes', node.minutes),
      this.course.state(node.state)
    ].join(', ');
    const needs = titles(graph.needs(node));
    return needs ? this.trans.__('%1; needs %2', about, needs) : about;
  }

  /** What a lesson needs and what it leads to, each in a sentence, as far as there is any. */
  relations(node: IMapNode, graph: Graph): readonly string[] {
    const needs = titles(graph.needs(node));
    const leads = titles(graph.leadsTo(node));
    return [
      needs && this.trans.__('Needs: %1', needs),
      leads && this.trans.__('Leads to: %1', leads)
    ].filter(sentence => sentence !== '');
  }

  /** How long something takes: "45 min", "2 h", "14 h 30 min". */
  duration(minutes: number): string {
    const [hours, rest] = [Math.floor(minutes / 60), Math.round(minutes % 60)];
    if (hours === 0) {
      return this.trans.__('%1 min', rest);
    }
    return rest === 0
      ? this.trans.__('%1 h', hours)
      : this.trans.__('%1 h %2 min', hours, rest);
  }

  /** How long the way to a goal is, in sentences of their own. */
  path(path: IStudyPath): readonly string[] {
    const { lessons, mastered, minutes } = path;
    if (lessons.length === 0) {
      return [this.trans.__('You have mastered all of it.')];
    }
    const planned = lessons.filter(({ written }) => !written).length;
    const sentences = [
      this.trans._n(
        '%1 lesson left, about %2 with its exercises.',
        '%1 lessons left, about %2 with their exercises.',
        lessons.length,
        this.duration(minutes)
      )
    ];
    if (mastered.length > 0) {
      sentences.push(
        this.trans._n(
          'You have mastered %1 lesson of it already.',
          'You have mastered %1 lessons of it already.',
          mastered.length
        )
      );
    }
    if (planned > 0) {
      sentences.push(
        this.trans._n(
          '%1 of them is planned and not written yet.',
          '%1 of them are planned and not written yet.',
          planned
        )
      );
    }
    return sentences;
  }

  planned(title: string): string {
    return this.trans.__(
      '“%1” is planned and not written yet. Choose it as your goal to see what you can study for it now.',
      title
    );
  }

  empty(): string {
    return this.trans.__(
      'There is no course in this folder. “mlcourse lab” in a terminal makes a workspace and opens it.'
    );
  }

  notPinned(): string {
    return this.trans.__(
      'Your roadmap is not changed yet, as the Jupyter server did not take it. It is kept here and sent with what comes next.'
    );
  }
}

/** The number of a module: 2 for "02-supervised-learning". */
export function moduleNumber(module: string): number {
  return Number.parseInt(module, 10);
}

function titles(nodes: readonly IMapNode[]): string {
  return nodes.map(({ title }) => title).join(', ');
}
