// A native range input: it has a name for screen readers and takes the arrow, page, home and end keys.
function render({ model, el }) {
  const label = document.createElement("label");
  const name = document.createElement("span");
  const input = document.createElement("input");
  const value = document.createElement("span");
  input.type = "range";
  value.className = "mlcourse-slider-value";
  value.setAttribute("aria-hidden", "true"); // the input says its value itself
  label.append(name, input);
  el.classList.add("mlcourse-slider");
  el.append(label, value);

  const show = () => {
    name.textContent = model.get("label");
    for (const limit of ["min", "max", "step"]) {
      input[limit] = model.get(limit);
    }
    input.value = model.get("value");
    const shown = Number(model.get("value").toFixed(2)).toString().replace("-", "−") + model.get("unit");
    value.textContent = shown;
    input.setAttribute("aria-valuetext", shown);
  };
  input.addEventListener("input", () => {
    model.set("value", Number(input.value));
    model.save_changes();
  });
  model.on("change:value", show);
  show();
}

export default { render };
