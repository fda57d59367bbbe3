// Draws a drill's view. Nodes are made once and only changed, so that focus and scroll stay where they are.

const make = (tag, properties = {}, ...children) => {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
};

const setText = (node, text) => { if (node.textContent !== text) node.textContent = text; };

function actionButton(send, action, extra) {
  const button = make("button", { type: "button" });
  button.dataset.do = action.do;
  button.append(action.label, extra ? ` · ${extra}` : "");
  button.addEventListener("click", () => send(action.do));
  return button;
}

function setPossible(button, possible) {
  const value = possible ? "false" : "true";
  if (button.getAttribute("aria-disabled") !== value) button.setAttribute("aria-disabled", value);
}

function meters(view) {
  const node = make("div", { className: "cl-meters" });
  const parts = view.meters.map((meter) => {
    const value = make("span", { className: "cl-value" });
    const bar = make("span");
    node.append(make("div", {}, make("div", {}, `${meter.label}: `, value), make("div", { className: "cl-bar", ariaHidden: "true" }, bar)));
    return { value, bar };
  });
  const update = (next) => next.meters.forEach((meter, i) => {
    setText(parts[i].value, meter.text);
    parts[i].bar.style.width = `${100 * meter.share}%`;
  });
  return { node, update };
}

function standing(view) {
  const values = view.standing.map(() => make("td"));
  const rows = view.standing.map(([name], i) => make("tr", {}, make("th", { scope: "row" }, name), values[i]));
  const node = make("table", {}, make("tbody", {}, ...rows));
  return { node, update: (next) => next.standing.forEach(([, text], i) => setText(values[i], text)) };
}

function eventLog() {
  const node = make("div", { className: "cl-log", tabIndex: 0, role: "log", ariaLabel: "What happened", ariaLive: "polite" });
  const update = (next) => {
    while (node.childElementCount > next.events.length) node.lastElementChild.remove();
    next.events.slice(node.childElementCount).forEach(([minute, kind, text]) =>
      node.append(make("p", {}, make("b", {}, `${minute} min · ${kind} `), text)));
    node.scrollTop = node.scrollHeight;
  };
  return { node, update };
}

function waiting(send, view) {
  const list = make("div", { className: "cl-waiting" });
  const heading = make("h3", { tabIndex: -1 }, "Waits for your reply");
  let shown = null;
  const update = (next) => {
    const key = next.waiting.map((one) => one.name).join("|");
    if (key === shown) return;
    const hadFocus = list.contains(document.activeElement);
    shown = key;
    list.replaceChildren(...(next.waiting.length ? next.waiting.map((one) => {
      const replies = one.replies.map((reply) => actionButton(send, reply, "2 min"));
      return make("fieldset", {}, make("legend", {}, one.text), ...replies);
    }) : [make("p", {}, "Nothing.")]));
    if (hadFocus) heading.focus();
  };
  return { node: make("div", {}, heading, list), update };
}

function groups(send, view) {
  const buttons = new Map();
  const node = make("div");
  view.groups.forEach((group) => {
    const field = make("fieldset", {}, make("legend", {}, group.name));
    group.buttons.forEach((action) => {
      const button = actionButton(send, action, action.minutes);
      buttons.set(action.do, button);
      field.append(button);
    });
    node.append(field);
  });
  const update = (next) => next.groups.forEach((group) =>
    group.buttons.forEach((action) => setPossible(buttons.get(action.do), action.possible)));
  return { node, update };
}

function exhibits(send, view) {
  const head = ["Exhibit", "What it says", ...view.exhibits[0].chances.map(([cause]) => cause)];
  const rows = view.exhibits.map((exhibit) => {
    const button = actionButton(send, { do: exhibit.do, label: `Look at ${exhibit.name}` }, exhibit.minutes);
    const says = make("td");
    const chances = exhibit.chances.map(([, text]) => make("td", {}, text));
    return { button, says, row: make("tr", {}, make("td", {}, button), says, ...chances) };
  });
  const caption = make("caption", { style: "text-align:left" }, view.exhibits_caption);
  const node = make("table", {}, caption,
    make("thead", {}, make("tr", {}, ...head.map((name) => make("th", { scope: "col" }, name)))),
    make("tbody", {}, ...rows.map((one) => one.row)));
  const update = (next) => next.exhibits.forEach((exhibit, i) => {
    setPossible(rows[i].button, exhibit.possible);
    if (exhibit.rows) showRows(rows[i].says, exhibit); else setText(rows[i].says, exhibit.says);
  });
  return { node, update };
}

// The first rows of a data frame; made once, since a frame does not change.
function showRows(cell, exhibit) {
  if (cell.querySelector("table")) return;
  const [columns, ...body] = exhibit.rows;
  cell.replaceChildren(make("details", { open: true }, make("summary", {}, exhibit.says), make("table", {},
    make("thead", {}, make("tr", {}, ...columns.map((name) => make("th", { scope: "col" }, name)))),
    make("tbody", {}, ...body.map((row) => make("tr", {}, ...row.map((text) => make("td", {}, text))))))));
}

function answers(send, view, id) {
  const node = make("fieldset", {}, make("legend", {}, view.answers.length ? "Your answers (as in a notebook cell: 0.015, \"text\", [\"a\", \"b\"])" : ""));
  const parts = view.answers.map((answer, i) => {
    const input = make("input", { type: "text", id: `${id}-answer-${i}`, size: 24, placeholder: answer.unit });
    const button = make("button", { type: "button" }, "Answer");
    button.addEventListener("click", () => send(`answer:${answer.name}=${input.value}`));
    const said = make("span");
    node.append(make("div", {}, make("label", { htmlFor: input.id }, `${answer.name} `), input, " ", button, " ", said));
    return { button, said };
  });
  const update = (next) => next.answers.forEach((answer, i) => {
    setPossible(parts[i].button, answer.possible);
    setText(parts[i].said, answer.said);
  });
  return { node, update };
}

function judgement(send, view, id) {
  const slider = make("input", { type: "range", min: "0", max: "1", step: "0.01", value: view.stated.believe || "0.5", id: `${id}-belief` });
  const output = make("output", { htmlFor: slider.id }, slider.value);
  slider.addEventListener("input", () => setText(output, slider.value));
  const state = make("button", { type: "button" }, "State this belief");
  state.addEventListener("click", () => send(`believe:${slider.value}`));
  const causes = view.causes.length > 0;
  const cause = make("select", { id: `${id}-cause` }, ...view.causes.map((name) => make("option", { value: name }, name)));
  const name = make("button", { type: "button" }, "Name this cause");
  name.addEventListener("click", () => send(`name:${cause.value}`));
  const boxes = view.exhibits.map((one) => make("input", { type: "checkbox", value: one.do.slice(one.do.indexOf(":") + 1) }));
  const cite = make("button", { type: "button" }, "Cite these exhibits (at most 3)");
  cite.addEventListener("click", () => send(`cite:${boxes.filter((box) => box.checked).map((box) => box.value).join(",")}`));
  const stated = make("p");
  const node = make("fieldset", {}, make("legend", {}, "What you think, and why (no time)"),
    make("div", {}, make("label", { htmlFor: slider.id }, "Probability that somebody is harmed "), slider, " ", output, " ", state),
    ...(causes ? [make("div", {}, make("label", { htmlFor: cause.id }, "Cause "), cause, " ", name)] : []),
    make("div", {}, ...boxes.map((box) => make("label", {}, box, ` ${box.value} `)), cite), stated);
  const update = (next) => setText(stated, next.stated_text);
  return { node, update };
}

function notes(model, view, id) {
  const area = make("textarea", { rows: 3, id: `${id}-notes`, value: view.note });
  area.addEventListener("change", () => model.send({ note: area.value }));
  return { node: make("div", {}, make("label", { htmlFor: area.id }, "Notes (kept with the run)"), area), update: () => {} };
}

function render({ model, el }) {
  const id = `cl-${Math.random().toString(36).slice(2)}`;
  let view = model.get("view");
  const said = make("p", { className: "cl-said", role: "status" });
  const send = (text) => model.send({ do: text, after: view.count });
  const heading = make("h2", {}, view.title);
  const parts = [meters(view), standing(view), eventLog(), waiting(send, view), groups(send, view), exhibits(send, view), answers(send, view, id), judgement(send, view, id), notes(model, view, id)];
  const [meter, stand, log, wait, group, exhibit, answer, judge, note] = parts.map((part) => part.node);
  const root = make("section", { className: "cl-drill", ariaLabel: view.title }, heading, meter, stand, said,
    make("div", { className: "cl-columns" },
      make("div", {}, make("h3", {}, "What happened"), log, wait, answer),
      make("div", {}, make("h3", {}, "What you can do"), group)),
    make("h3", {}, "Exhibits"), exhibit, judge, note);
  const draw = () => {
    view = model.get("view");
    parts.forEach((part) => part.update(view));
    setText(said, model.get("said"));
    root.dataset.count = view.count;
    root.dataset.over = view.over;
  };
  model.on("change:view", draw);
  model.on("change:said", draw);
  // A kernel on a shared server is stopped after some quiet minutes: while the drill runs, it is told that it is needed.
  const beat = setInterval(() => { if (!view.over) model.send({ beat: true }); }, 240000);
  // Under a clock the minute follows from when the drill began, so that it goes on whatever happens to this page.
  const tick = setInterval(() => {
    if (!view.live || view.over) return;
    const minute = Math.min(view.horizon, Math.floor((Date.now() - view.live.began) / view.live.milliseconds));
    if (minute > view.minute) send(`clock:${minute}`);
  }, 500);
  el.append(root);
  draw();
  return () => { clearInterval(beat); clearInterval(tick); };
}

export default { render };
