// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

import type { ICourse } from '../tokens';
import { type IPinboard, MapModel, type View } from './model';
import { MapWidget } from './widget';
import { MapWords } from './words';

/** Make a map of the course; it asks the server when it comes into sight. */
export function createMap(
  course: ICourse,
  view: View | null
): { widget: MapWidget; model: MapModel } {
  const model = new MapModel(course.api, pinboard(course));
  if (view !== null) {
    model.show(view);
  }
  const words = new MapWords(course.trans, course.panel.words);
  const open = course.open.bind(course);
  const widget = new MapWidget(model, course.model, words, open);
  return { widget, model };
}

function pinboard({ model }: ICourse): IPinboard {
  return {
    get first() {
      return model.roadmap?.roadmaps[0]?.id ?? '';
    },
    get current() {
      return model.roadmap?.roadmap ?? '';
    },
    async record(event) {
      await model.record(event);
      return model.error === null;
    },
    show(roadmap) {
      // To follow the roadmap that is there already brings nothing new.
      return roadmap === model.roadmap?.roadmap
        ? model.refresh()
        : model.pick(roadmap);
    }
  };
}
