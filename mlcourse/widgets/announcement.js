// A live region that stays in the page while its text changes, which is what makes screen readers read it out.
function render({ model, el }) {
  el.setAttribute("role", "status");
  el.setAttribute("aria-live", "polite");
  const show = () => {
    el.innerHTML = model.get("html");
  };
  model.on("change:html", show);
  show();
}

export default { render };
