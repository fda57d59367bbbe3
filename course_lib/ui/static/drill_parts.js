// The pieces that only show something. Each is { node, update }: the node is made once, update(view) changes its text,
// so that focus and scroll stay where they are. drill.js follows in the same module and puts the pieces together.

const make = (tag, properties = {}, ...children) => {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
};

const draw = (tag, attributes = {}, ...children) => {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
  node.append(...children);
  return node;
};

const setText = (node, text) => { if (node.textContent !== text) node.textContent = text; };

function table(columns, rows) {
  const head = columns.map((name) => make("th", { scope: "col" }, name));
  const body = rows.map((row) => make("tr", {}, ...row.map((cell) => make("td", {}, cell))));
  const node = make("table", {}, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...body));
  return make("div", { className: "cl-wide" }, node);
}

function meters(view) {
  const node = make("div", { className: "cl-meters" });
  const parts = view.meters.map((meter) => {
    const [value, about, bar] = [make("b"), make("span", { className: "cl-about" }), make("span")];
    node.append(make("div", {}, make("div", {}, `${meter.label}: `, value), make("div", { className: "cl-bar", ariaHidden: "true" }, bar), about));
    return { value, about, bar };
  });
  const update = (next) => next.meters.forEach((meter, i) => {
    setText(parts[i].value, meter.text);
    setText(parts[i].about, meter.about);
    parts[i].bar.style.width = `${100 * meter.share}%`;
  });
  return { node, update };
}

function standing(view) {
  const values = view.standing.map(() => make("dd"));
  const pairs = view.standing.map(([name], i) => make("div", {}, make("dt", {}, name), values[i]));
  const node = make("dl", { className: "cl-standing" }, ...pairs);
  return { node, update: (next) => next.standing.forEach(([, text], i) => setText(values[i], text)) };
}

// What can be read up at any time: the card, and the rules of the house.
function reference(view) {
  if (!view.card) return make("div", { hidden: true });
  const rows = view.card.rows.map(([name, text]) => make("tr", {}, make("th", { scope: "row" }, name), make("td", {}, text)));
  return make("div", { className: "cl-reference" },
    make("details", {}, make("summary", {}, view.card.title), make("table", {}, make("tbody", {}, ...rows))),
    ...(view.rules ? [make("details", {}, make("summary", {}, view.rules.title),
      make("ul", {}, ...view.rules.lines.map((line) => make("li", {}, line))))] : []));
}

// New lines come at the end, and the end is in sight. What is new is read out by the status line, not from here.
function eventLog() {
  const node = make("div", { className: "cl-log", tabIndex: 0, role: "group", ariaLabel: "What happened" });
  const update = (next) => {
    const more = next.events.length !== node.childElementCount;
    while (node.childElementCount > next.events.length) node.lastElementChild.remove();
    next.events.slice(node.childElementCount).forEach(([minute, kind, text]) =>
      node.append(make("p", { className: kind === "you" ? "cl-you" : "" }, make("b", {}, `${minute} min · ${kind} `), text)));
    if (more) node.scrollTop = node.scrollHeight;
  };
  // Drawn before it has a height: what a kept run has to show last is brought into sight as soon as it has one.
  new ResizeObserver((_, observer) => {
    if (!node.clientHeight) return;
    node.scrollTop = node.scrollHeight;
    observer.disconnect();
  }).observe(node);
  return { node, update };
}

// ---------------------------------------------------------------------------------------------------------- charts

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [420, 170, 46, 14, 8, 34];

function chart(data) {
  const first = data.ticks[0][0], last = data.ticks[data.ticks.length - 1][0];
  const across = (value) => LEFT + (WIDTH - LEFT - RIGHT) * (value - first) / (last - first || 1);
  const up = (value) => HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / (data.top || 1);
  const label = (x, y, text, anchor) => draw("text", { x, y, "text-anchor": anchor }, text);
  const grid = [0, data.top / 2, data.top].flatMap((value) => [
    draw("line", { class: "cl-grid", x1: LEFT, x2: WIDTH - RIGHT, y1: up(value), y2: up(value) }),
    label(LEFT - 5, up(value) + 4, value.toLocaleString("en"), "end")]);
  const ticks = data.ticks.map(([value, text], i) =>
    label(across(value), HEIGHT - BOTTOM + 14, text, i && value === last ? "end" : "middle"));
  const lines = data.series.map((series, i) => draw("polyline", { class: `cl-line cl-line${i}`,
    points: series.points.map(([x, y]) => `${across(x).toFixed(1)},${up(y).toFixed(1)}`).join(" ") }));
  const dots = data.series.filter((series) => series.points.length).map((series) => series.points[series.points.length - 1])
    .map(([x, y]) => draw("circle", { class: "cl-now", cx: across(x), cy: up(y), r: 3 }));
  const key = data.series.map((series, i) => make("span", { className: "cl-key" },
    draw("svg", { width: 30, height: 10, "aria-hidden": "true" }, draw("line", { class: `cl-line cl-line${i}`, x1: 1, x2: 29, y1: 5, y2: 5 })), ` ${series.name}`));
  return make("figure", {}, make("figcaption", {}, make("b", {}, `${data.title}, ${data.y} `), ...key),
    draw("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": data.alt },
      ...grid, ...ticks, label((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 5, data.x, "middle"), ...lines, ...dots));
}

function charts() {
  const node = make("div", { className: "cl-charts" });
  return { node, update: (next) => { node.replaceChildren(...next.charts.map(chart)); node.hidden = !next.charts.length; } };
}

// -------------------------------------------------------------------------------------------------------- the end

function folded(one) {
  return make("details", { open: Boolean(one.open) }, make("summary", {}, one.title), table(one.columns, one.rows));
}

// Made once, when the run is over; whoever played to the end is taken to its heading, who comes back later is not.
function theEnd(view) {
  const node = make("div", { className: "cl-end", hidden: true });
  const wasOver = view.over;
  const update = (next) => {
    if (!next.end || !node.hidden) return;
    const heading = make("h3", { tabIndex: -1 }, next.end.heading);
    const handIn = next.end.hand_in ? [make("details", {}, make("summary", {}, "What to hand in"),
      make("pre", { tabIndex: 0, role: "group", ariaLabel: "What to hand in" }, next.end.hand_in))] : [];
    node.append(heading, ...next.end.said.map((text) => make("p", {}, text)),
      make("div", { className: "cl-charts" }, ...next.end.charts.map(chart)), ...next.end.tables.map(folded), ...handIn);
    node.hidden = false;
    if (!wasOver) heading.focus();
  };
  return { node, update };
}
