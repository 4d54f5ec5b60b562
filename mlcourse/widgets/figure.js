// Plotly's figure widget, with one copy of Plotly for all figures of a page. Left to itself, each figure brings its own
// 5 MB: with a few on a page compiling takes so long that anywidget gives up on some of them, and these never move.
const KINDS = ["addTraces", "restyle", "relayout", "update", "animate", "deleteTraces", "moveTraces"];
const CHANGES = [...KINDS, "removeLayoutProps", "removeTraceProps"].map((kind) => `_py2js_${kind}`);

export default () => {
  let widget;
  return {
    // Plotly is not awaited here, for anywidget waits two seconds and no longer.
    initialize(context) {
      const { model } = context;
      const early = [];
      const listeners = CHANGES.map((change) => () => early.push([change, model.get(change)]));
      CHANGES.forEach((change, at) => model.on(`change:${change}`, listeners[at]));
      widget = plotly(model).then((create) => {
        const made = create();
        CHANGES.forEach((change, at) => model.off(`change:${change}`, listeners[at]));
        made.initialize(context);
        early.forEach(([change, value]) => model.set(change, value)); // what came while Plotly was loading
        return made;
      });
    },
    async render(context) {
      const { el } = context;
      const drawn = ({ detail }) => {
        if (detail.element === el) {
          document.removeEventListener("plotlywidget-after-render", drawn);
          el.on("plotly_afterplot", () => name(el));
          name(el);
        }
      };
      document.addEventListener("plotlywidget-after-render", drawn);
      const made = await widget;
      await quiet();
      const remove = made.render(context);
      return () => {
        document.removeEventListener("plotlywidget-after-render", drawn);
        remove();
      };
    },
  };
};

// Screen readers meet one picture, named by the figure's description, and not each number at its axes.
function name(el) {
  const [picture, ...others] = el.querySelectorAll(".main-svg");
  picture?.setAttribute("role", "img");
  picture?.setAttribute("aria-label", el.layout.meta?.alt ?? "");
  others.forEach((each) => each.setAttribute("aria-hidden", "true"));
}

function plotly(model) {
  globalThis.mlcoursePlotly ??= load(model).catch((error) => {
    globalThis.mlcoursePlotly = undefined;
    throw error;
  });
  return globalThis.mlcoursePlotly;
}

async function load(model) {
  const library = await find(model.widget_manager, model.get("library").replace("IPY_MODEL_", ""));
  const unpacked = new Blob([library.get("packed")]).stream().pipeThrough(new DecompressionStream("gzip"));
  const source = new Blob([await new Response(unpacked).arrayBuffer()], { type: "text/javascript" });
  const url = URL.createObjectURL(source);
  await quiet();
  try {
    return (await import(url)).default;
  } finally {
    URL.revokeObjectURL(url);
  }
}

// What takes long waits until the page has nothing else to do, so that all other widgets are ready before it.
function quiet() {
  return new Promise((resolve) => {
    if (globalThis.requestIdleCallback) {
      requestIdleCallback(resolve, { timeout: 3000 });
    } else {
      setTimeout(resolve);
    }
  });
}

// In a page that was loaded again, the library may be restored after the figure.
async function find(manager, id, tries = 100) {
  try {
    return await manager.get_model(id);
  } catch (error) {
    if (tries === 0) {
      throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
    return find(manager, id, tries - 1);
  }
}
