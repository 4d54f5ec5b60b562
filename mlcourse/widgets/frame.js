// An empty line in each explorer and quiz that fits what is around it into JupyterLab.
function render({ el }) {
  let width = 0;
  let waiting = 0;
  // Plotly's figure widgets are drawn before they have a width and hear only of a new size of the window: tell them
  // when they are first drawn and when the column changes its width.
  const tell = () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => window.dispatchEvent(new Event("resize")));
  };
  const observer = new ResizeObserver(() => {
    // The live box is the parent only once both are in the page; listening twice to one function is listening once.
    el.closest(".mlcourse-live")?.addEventListener("focusin", keepKeys);
    if (el.offsetWidth !== width) {
      width = el.offsetWidth;
      tell();
    }
  });
  el.style.width = "100%";
  observer.observe(el);
  document.addEventListener("plotlywidget-after-render", tell);
  return () => {
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

export default { render };
