// An answer and the button that has it checked. Both are one model, so that the answer always arrives with the click:
// ipywidgets holds changes back while the kernel is busy, but not the click of a button of its own.
function render({ model, el }) {
  const group = document.createElement("fieldset");
  const legend = document.createElement("legend");
  const button = document.createElement("button");
  el.classList.add("mlcourse-answer");
  legend.textContent = model.get("legend");
  button.className = "jupyter-widgets jupyter-button mod-primary";
  button.type = "button";
  button.textContent = model.get("button");
  group.append(legend);
  el.append(group, button);

  const control = model.get("kind") === "number" ? number(model, group, button) : choices(model, group);
  group.addEventListener("change", () => {
    model.set("value", control.read());
    model.save_changes();
  });
  button.addEventListener("click", () => {
    model.set({ value: control.read(), checks: model.get("checks") + 1 });
    model.save_changes();
  });
  const show = () => control.show(model.get("value"));
  model.on("change:value", show);
  show();
  return describe(el, group);
}

// The question stands above, in a widget of its own: whoever comes to the answer by keyboard hears it too. It can be
// found only once both are in the page, which is when the answer gets its size.
function describe(el, group) {
  const observer = new ResizeObserver(() => {
    const question = el.closest(".mlcourse-question")?.querySelector(".widget-htmlmath-content");
    if (question && !el.contains(question)) {
      question.id ||= `mlcourse-question-${Math.random().toString(36).slice(2)}`;
      group.setAttribute("aria-describedby", question.id);
      observer.disconnect();
    }
  });
  observer.observe(el);
  return () => observer.disconnect();
}

// A field for a number; the enter key checks it.
function number(model, group, button) {
  const input = document.createElement("input");
  input.type = "text";
  input.inputMode = "decimal";
  input.autocomplete = "off";
  input.setAttribute("aria-label", model.get("legend"));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      button.click();
    }
  });
  group.append(input);
  return {
    read: () => [input.value],
    show: (value) => {
      input.value = value[0] ?? "";
    },
  };
}

// Rows of a radio button, a check box or a position to select, each with a label that is a widget of its own, so
// that it may hold formulas.
function choices(model, group) {
  const kind = model.get("kind");
  const labels = model.get("labels");
  const name = `mlcourse-answer-${Math.random().toString(36).slice(2)}`;
  const inputs = labels.map((reference) => {
    const row = document.createElement("label");
    const text = document.createElement("span");
    const input = kind === "order" ? positions(labels.length) : document.createElement("input");
    if (kind !== "order") {
      input.type = kind;
      input.name = name;
    }
    row.append(input, text);
    group.append(row);
    place(model.widget_manager, reference, text);
    return input;
  });
  if (kind === "order") {
    return {
      read: () => inputs.map((input) => Number(input.value)),
      show: (value) => inputs.forEach((input, index) => (input.value = String(value[index]))),
    };
  }
  return {
    read: () => inputs.flatMap((input, index) => (input.checked ? [index] : [])),
    show: (value) => inputs.forEach((input, index) => (input.checked = value.includes(index))),
  };
}

function positions(count) {
  const select = document.createElement("select");
  for (let position = 0; position <= count; position += 1) {
    select.append(new Option(position === 0 ? "–" : String(position), String(position)));
  }
  return select;
}

async function place(manager, reference, text) {
  const child = await manager.get_model(reference.slice("IPY_MODEL_".length));
  const view = await manager.create_view(child);
  text.append(view.el);
  view.el.querySelector(":scope > label")?.remove(); // the empty description: the row is the label
  view.trigger("displayed"); // only then are the formulas typeset
}

export default { render };
