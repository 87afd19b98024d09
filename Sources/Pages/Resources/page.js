const data = JSON.parse(document.getElementById("data").textContent);

/** The stretch of time that the rows of the diagram tell of; nothing if there are none. */
function stretchOfRows() {
  const times = [...document.querySelectorAll("tr[data-t]")].map(row => Number(row.dataset.t));
  if (!times.length) return null;
  return [times.reduce((a, b) => Math.min(a, b)), times.reduce((a, b) => Math.max(a, b))];
}

const stretch = stretchOfRows();
const painter = data.plot.kind === "backlog" ? new BacklogPainter(data.plot, stretch)
  : new BarPainter(data.plot);
const plot = new Plot(document.getElementById("plot"), data.plot, painter);
const wire = new Wire(plot, data.stories);
const events = new Events(data, wire);
steer(plot, step => wire.step(step));

// The row at the cursor stands below the chart too, where both are seen at once.
const readout = document.getElementById("readout");
const lines = wire.stories.map(story => {
  const words = element("span");
  const accent = ["faulty", "fixed"].find(name => story.table.classList.contains(name)) ?? "";
  readout.append(element("b", {class: accent}, story.name), words);
  return () => (words.textContent = story.words || "outside of what the diagram shows");
});
plot.followers.push(() => lines.forEach(line => line()));

const range = document.getElementById("range");
plot.onShown = () => {
  const [from, to] = plot.view;
  const isAll = spanOf(plot.view) >= spanOf(plot.all);
  range.textContent = isAll ? `All ${spanText(spanOf(plot.all))} are shown`
    : `${clockText(from)} – ${clockText(to)}: ${spanText(to - from)} of ` +
      spanText(spanOf(plot.all));
};
plot.onShown();

const controls = document.getElementById("plot-controls");
controls.addEventListener("click", event => ({
  in: () => plot.zoom(0.5), out: () => plot.zoom(2), back: () => plot.pan(-0.5),
  on: () => plot.pan(0.5), all: () => plot.showAll(),
})[event.target.dataset?.do]?.());

// Links to a stall zoom to it with a little before and after; links to a moment move the cursor.
document.addEventListener("click", event => {
  const link = event.target.closest?.("a[data-from],a[data-at]");
  if (!link) return;
  event.preventDefault();
  if (link.dataset.at) {
    plot.moveTo(Number(link.dataset.at), "link");
  } else {
    const from = Number(link.dataset.from), to = Number(link.dataset.to);
    const margin = (to - from) * 0.15;
    plot.show(from - margin, to + margin);
    plot.moveTo(from, "link");
  }
  document.getElementById("chart").scrollIntoView();
  plot.host.focus({preventScroll: true});
});

// Paper is wide, whatever the window is: the chart is drawn for the width of A4 on its long side.
window.addEventListener("beforeprint", () => plot.paint(1200));
window.addEventListener("afterprint", () => plot.paint());

for (const id of ["plot-controls", "plot-keys", "readout", "filters"]) {
  const part = document.getElementById(id);
  if (part) part.hidden = false;
}
if (stretch) plot.moveTo(stretch[0], "start");
document.documentElement.dataset.ready = "true";
