// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

// Lumino's drag and drop names a class that jsdom lacks as soon as it is loaded.
globalThis.DragEvent = class extends MouseEvent {} as typeof DragEvent;

// jsdom lays nothing out, so there is nowhere to scroll to.
Element.prototype.scrollIntoView = () => {};
