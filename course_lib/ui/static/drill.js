// Draws a drill's view and passes on what is done. The pieces that only show something are in drill_parts.js.

function actionButton(send, action, extra) {
  const button = make("button", { type: "button" });
  button.dataset.do = action.do;
  button.append(action.label, extra ? ` · ${extra}` : "");
  button.addEventListener("click", () => send(action.do));
  return button;
}

// A button that is not possible now stays where it is and can be reached: the kernel says why.
function setPossible(button, possible) {
  const value = possible ? "false" : "true";
  if (button.getAttribute("aria-disabled") !== value) button.setAttribute("aria-disabled", value);
}

function waiting(send) {
  const list = make("div", { className: "cl-replies" });
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
  return { node: make("div", { className: "cl-waiting" }, heading, list), update };
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
  const body = make("table", { className: "cl-exhibits" }, make("caption", {}, view.exhibits_caption),
    make("thead", {}, make("tr", {}, ...head.map((name) => make("th", { scope: "col" }, name)))),
    make("tbody", {}, ...rows.map((one) => one.row)));
  const update = (next) => next.exhibits.forEach((exhibit, i) => {
    setPossible(rows[i].button, exhibit.possible);
    if (exhibit.rows) showRows(rows[i].says, exhibit); else setText(rows[i].says, exhibit.says);
  });
  return { node: make("div", { className: "cl-wide" }, body), update };
}

// The first rows of a data frame and its chart; made once, since a frame does not change.
function showRows(cell, exhibit) {
  if (cell.querySelector("details")) return;
  const [columns, ...body] = exhibit.rows;
  const picture = exhibit.chart ? [chart(exhibit.chart)] : [];
  cell.replaceChildren(make("details", { open: true }, make("summary", {}, exhibit.says), table(columns, body), ...picture));
}

function answers(send, view, id) {
  const node = make("fieldset", { className: "cl-answers", hidden: !view.answers.length },
    make("legend", {}, "Your answers, 3 minutes each; as in a notebook cell: 0.015, \"text\", [\"a\", \"b\"]"));
  const parts = view.answers.map((answer, i) => {
    const input = make("input", { type: "text", id: `${id}-answer-${i}`, size: 16, value: answer.typed });
    const give = () => send(`answer:${answer.name}=${input.value}`);
    const button = make("button", { type: "button", ariaLabel: `Answer ${answer.name}` }, "Answer");
    const [word, said] = [make("summary"), make("p")];
    const marked = make("details", { hidden: true }, word, said);
    button.addEventListener("click", give);
    input.addEventListener("keydown", (event) => { if (event.key === "Enter") give(); });
    const asks = make("details", { className: "cl-asks" }, make("summary", { ariaLabel: `The question ${answer.name}` }, "the question"),
      make("p", {}, answer.prompt));
    node.append(make("div", {}, make("label", { htmlFor: input.id }, `${answer.name} (${answer.unit})`), input, button, marked, asks));
    return { button, marked, word, said };
  });
  const update = (next) => next.answers.forEach((answer, i) => {
    const { button, marked, word, said } = parts[i];
    setPossible(button, answer.possible);
    setText(word, answer.word);
    setText(said, answer.said);
    marked.hidden = !answer.word;
  });
  return { node, update };
}

function judgement(send, view, id) {
  const slider = make("input", { type: "range", min: "0", max: "1", step: "0.01", value: view.stated.believe || "0.5", id: `${id}-belief` });
  const output = make("output", {}, slider.value);
  slider.addEventListener("input", () => setText(output, slider.value));
  const state = make("button", { type: "button" }, "State this belief");
  state.addEventListener("click", () => send(`believe:${slider.value}`));
  const cause = make("select", { id: `${id}-cause` }, ...view.causes.map((name) => make("option", { value: name, selected: name === view.stated.name }, name)));
  const name = make("button", { type: "button" }, "Name this cause");
  name.addEventListener("click", () => send(`name:${cause.value}`));
  const cited = (view.stated.cite || "").split(",");
  const boxes = view.exhibits.map((one) => one.do.slice(one.do.indexOf(":") + 1))
    .map((value) => make("input", { type: "checkbox", value, checked: cited.includes(value) }));
  const cite = make("button", { type: "button" }, "Cite these exhibits (at most 3)");
  cite.addEventListener("click", () => send(`cite:${boxes.filter((box) => box.checked).map((box) => box.value).join(",")}`));
  const stated = make("p");
  const node = make("fieldset", {}, make("legend", {}, "What you think, and why (no time)"),
    make("div", {}, make("label", { htmlFor: slider.id }, view.belief_label), slider, " ", output, " ", state),
    ...(view.causes.length ? [make("div", {}, make("label", { htmlFor: cause.id }, "Cause "), cause, " ", name)] : []),
    make("div", {}, ...boxes.map((box) => make("label", { className: "cl-box" }, box, ` ${box.value}`)), cite), stated);
  // An output tells every step of the slider to a screen reader, and so does the slider itself: once is enough.
  output.setAttribute("aria-live", "off");
  const update = (next) => {
    setText(stated, next.stated_text);
    [state, name, cite].forEach((button) => setPossible(button, !next.over));
  };
  return { node, update };
}

function notes(model, view, id) {
  const area = make("textarea", { rows: 3, id: `${id}-notes`, value: view.note });
  let waits = 0;
  const keep = () => { clearTimeout(waits); model.send({ note: area.value }); };
  area.addEventListener("input", () => { clearTimeout(waits); waits = setTimeout(keep, 1500); });
  area.addEventListener("change", keep);
  return { node: make("div", {}, make("label", { htmlFor: area.id }, "Notes (kept with the run)"), area), update: () => {} };
}

// What the kernel said is read out at the top, once; below, it stands (for the eyes only) where the last click was.
function sections(parts) {
  let last = null;
  const all = parts.map(([title, ...nodes]) => {
    const echo = make("p", { className: "cl-echo", ariaHidden: "true" });
    return { node: make("div", {}, ...(title ? [make("h3", {}, title)] : []), ...nodes, echo), echo };
  });
  const clicked = (event) => { last = all.find(({ node }) => node.contains(event.target)); };
  const say = (text) => all.forEach((one) => setText(one.echo, one === last ? text : ""));
  return { nodes: all.map((one) => one.node), clicked, say };
}

function render({ model, el }) {
  const id = `cl-${Math.random().toString(36).slice(2)}`;
  let view = model.get("view");
  let ticked = 0;
  const said = make("p", { className: "cl-said", role: "status", tabIndex: 0 });
  const send = (text) => model.send({ do: text, after: view.count });
  const parts = [meters(view), standing(view), eventLog(), waiting(send), groups(send, view), charts(), exhibits(send, view), answers(send, view, id), judgement(send, view, id), notes(model, view, id), theEnd(view)];
  const [meter, stand, log, wait, group, figures, exhibit, answer, judge, note, end] = parts.map((part) => part.node);
  const below = sections([["Exhibits", exhibit], ["", answer], ["", judge]]);
  const root = make("section", { className: "cl-drill", ariaLabel: view.title }, make("h2", {}, view.title), meter, stand, reference(view), said, end,
    make("div", { className: "cl-columns" },
      make("div", { className: "cl-left" }, make("h3", {}, "What happened"), log, wait),
      make("div", {}, make("h3", {}, "What you can do"), group)),
    figures, ...below.nodes, note);
  // The second click of a double click may come after the answer to the first: it is none of its own.
  root.addEventListener("click", (event) => {
    if (event.detail > 1 && event.target.closest("button")) event.stopImmediatePropagation();
  }, true);
  root.addEventListener("click", below.clicked, true);
  // A key pressed here is meant for the panel: JupyterLab would take arrows and letters as commands of the notebook.
  root.addEventListener("keydown", (event) => { if (!event.ctrlKey && !event.metaKey) event.stopPropagation(); });
  const show = () => {
    view = model.get("view");
    setText(said, model.get("said"));
    below.say(model.get("said"));
    root.dataset.count = view.count;
    root.dataset.over = view.over;
    parts.forEach((part) => part.update(view));
  };
  // How far this computer's clock is ahead of the kernel's: known from a view that was made just now, not from a kept one.
  let ahead = null;
  const measure = () => { const { live } = model.get("view"); ahead = live && Date.now() - live.now; };
  model.on("change:view", measure);
  model.on("change:view", show);
  model.on("change:said", show);
  // A kernel on a shared server is stopped after some quiet minutes: while the drill runs, it is told that it is needed.
  const beat = setInterval(() => { if (!view.over) model.send({ beat: true }); }, 240000);
  // Under a clock the minute follows from when the drill began, so that it goes on whatever happens to this page.
  // What was done elsewhere (another cell, another tab) is shown as soon as somebody comes back to the panel.
  const look = () => model.send({ look: true });
  root.addEventListener("pointerenter", look);
  root.addEventListener("focusin", (event) => { if (!root.contains(event.relatedTarget)) look(); });
  const tick = setInterval(() => {
    if (!view.live || view.over || ahead === null) return;
    const minute = Math.min(view.horizon, Math.floor((Date.now() - ahead - view.live.began) / view.live.milliseconds));
    if (minute > view.minute && `${minute}/${view.count}` !== ticked) send(`clock:${minute}`);
    ticked = `${minute}/${view.count}`;
  }, 500);
  el.append(make("div", { className: "cl-frame" }, root));
  show();
  look();
  return () => {
    clearInterval(beat);
    clearInterval(tick);
    [["change:view", measure], ["change:view", show], ["change:said", show]].forEach(([what, listener]) => model.off(what, listener));
  };
}

export default { render };
