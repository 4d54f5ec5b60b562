// An empty line in each explorer and quiz that fits what is around it into JupyterLab.
const REST = 500; // milliseconds without a change after which a text is read out

function render({ el }) {
  let width = 0;
  let waiting = 0;
  let around = null;
  let mute = () => {};
  // Plotly's figure widgets are drawn before they have a width and hear only of a new size of the window: tell them
  // when they are first drawn and when the column changes its width.
  const tell = () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => window.dispatchEvent(new Event("resize")));
  };
  const observer = new ResizeObserver(() => {
    // The live box is the parent only once both are in the page.
    const live = el.closest(".mlcourse-live");
    if (live !== around) {
      around = live;
      live?.addEventListener("focusin", keepKeys);
      mute();
      mute = live ? readOut(live) : mute;
    }
    if (el.offsetWidth !== width) {
      width = el.offsetWidth;
      tell();
    }
  });
  el.style.width = "100%";
  observer.observe(el);
  document.addEventListener("plotlywidget-after-render", tell);
  return () => {
    mute();
    observer.disconnect();
    cancelAnimationFrame(waiting);
    document.removeEventListener("plotlywidget-after-render", tell);
  };
}

// The arrow keys move a slider or a choice, not the notebook's selected cell. JupyterLab looks for this attribute on
// the element that has the focus before it looks at the elements around it.
function keepKeys(event) {
  event.target.setAttribute("data-lm-suppress-shortcuts", "true");
}

// Makes each announcement a live region, which stays in the page while its text changes. While a slider is on its way
// the text changes many times: it is shown at once and read out when it has come to rest.
function readOut(live) {
  const timers = new Map();
  const prepare = () => {
    for (const region of live.querySelectorAll(".mlcourse-announcement:not([role])")) {
      region.setAttribute("role", "status");
      region.setAttribute("aria-live", "polite");
    }
  };
  const settle = (region) => {
    timers.delete(region);
    region.setAttribute("aria-busy", "false");
    // Browsers tell of no change while a region was busy: the same text is put there again.
    const text = region.querySelector(".widget-html-content");
    text?.replaceChildren(...[...text.childNodes].map((node) => node.cloneNode(true)));
    observer.takeRecords();
  };
  const observer = new MutationObserver((records) => {
    prepare();
    for (const region of new Set(records.map(({ target }) => target.closest?.(".mlcourse-announcement")))) {
      if (region) {
        clearTimeout(timers.get(region));
        region.setAttribute("aria-busy", "true");
        timers.set(region, setTimeout(settle, REST, region));
      }
    }
  });
  prepare();
  observer.observe(live, { childList: true, subtree: true });
  return () => {
    observer.disconnect();
    timers.forEach((timer) => clearTimeout(timer));
  };
}

export default { render };
