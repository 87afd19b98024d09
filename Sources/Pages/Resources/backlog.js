/** Draws the backlog of each run, with what happened below it on the same axis. */
class BacklogPainter {
  constructor(data, stretch) {
    this.data = data;
    this.runs = data.runs.map(run => stepsOf(run, data));
    const most = Math.max(data.threshold || 0, ...this.runs.map(run => run.most), 1);
    this.step = [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10000, 20000, 50000,
      100000, 1e6].find(step => most / step <= 6) || most;
    this.most = Math.ceil(most * 1.04 / this.step) * this.step;
    this.rows = this.rowsOf(data, stretch);
  }

  /** The strips: a row each, with a lane for each run that has marks. */
  rowsOf(data, stretch) {
    const rows = [];
    if (data.bands.length) {
      rows.push({mark: "bar", label: [["from outside", ""]],
        lanes: [{bars: data.bands, accent: "neutral"}]});
    }
    for (const strip of data.strips) {
      const lanes = strip.times.map((steps, index) => ({times: moments(steps),
        accent: strip.mark === "cross" ? "cancelled" : data.runs[index].accent}));
      const counts = data.runs.map((run, index) => [
        (data.runs.length > 1 ? run.short + " " : "") + grouped(strip.counts[index]),
        strip.counts[index] ? run.accent : "muted"]);
      rows.push({mark: strip.mark, lanes: lanes.filter(lane => lane.times.length),
        label: [[strip.name, strip.counts.some(count => count) ? "" : "muted"], ...counts]});
    }
    for (const run of data.runs) {
      rows.push({mark: "tick", label: [["delivery " + run.short, run.accent]],
        lanes: [{times: moments(run.deliveries), accent: run.accent}]});
    }
    if (stretch) {
      rows.push({mark: "bar", label: [["diagram below", "muted"]],
        lanes: [{bars: [[...stretch, ""]], accent: "neutral"}]});
    }
    return rows;
  }

  /** The width of what stands beside the plot. */
  labelWidth() {
    const texts = [
      ...this.rows.map(row => textWidth(this.textOf(row), 13)),
      ...this.runs.map(run => textWidth(run.name, 15.5, 600)),
      ...this.runs.flatMap(run => run.facts.map(fact => textWidth(fact, 12.5))),
      textWidth("threshold " + grouped(this.data.threshold || 0), 14),
    ];
    return Math.max(...texts);
  }

  textOf(row) { return this.partsOf(row).map(part => part[0]).join(""); }

  /** The parts of a row's label with what stands between them. */
  partsOf(row) {
    return row.label.map(([text, accent], index) =>
      [(index > 1 ? " · " : index ? " " : "") + text, accent]);
  }

  measure(plot) {
    const plain = plot.isNarrow ? 230 : 330, top = 54;
    let y = top + plain + 30;
    this.places = this.rows.map(row => {
      const height = (plot.isNarrow ? 38 : 28) + Math.max(row.lanes.length - 1, 0) * 12;
      y += height;
      return y - height / 2;
    });
    return {left: 44, right: plot.width - plot.space, top, base: top + plain,
      bottom: y, axis: y + 20, height: y + 30};
  }

  y(plot, value) { return plot.base - value / this.most * (plot.base - plot.top); }

  paint(plot) {
    this.paintValues(plot);
    this.data.runs.forEach((run, index) => this.paintStalls(plot, run, index));
    const paths = this.runs.map(run => this.path(plot, run));
    [...this.runs].reverse().forEach((run, index) => {
      draw(plot.inside, "path", {class: "line " + run.accent, d: paths[paths.length - 1 - index]});
    });
    // A line that another one covers throughout shows through it.
    this.runs.forEach((run, index) => {
      if (index === 0 || !paths.slice(0, index).includes(paths[index])) return;
      draw(plot.inside, "path", {class: "line covered " + run.accent, d: paths[index]});
    });
    if (!plot.isNarrow) this.paintNames(plot);
    this.rows.forEach((row, index) => this.paintRow(plot, row, this.places[index]));
  }

  paintValues(plot) {
    draw(plot.front, "text", {class: "tick", x: 0, y: 14}, "messages queued");
    for (let value = 0; value <= this.most; value += this.step) {
      const y = this.y(plot, value);
      draw(plot.back, "line", {class: "grid", x1: plot.left, x2: plot.right, y1: y, y2: y});
      draw(plot.front, "text", {class: "tick end", x: plot.left - 10, y: y + 4.5}, grouped(value));
    }
    if (this.data.threshold) {
      const y = this.y(plot, this.data.threshold);
      draw(plot.back, "line", {class: "threshold", x1: plot.left, x2: plot.right, y1: y, y2: y});
    }
  }

  /** Shades the stalls of a run, each with its length where that has room, the longest first. */
  paintStalls(plot, run, index) {
    const taken = [];
    const stalls = run.stalls.filter(stall => stall[1] >= plot.view[0] && stall[0] <= plot.view[1]);
    stalls.sort((a, b) => (b[1] - b[0]) - (a[1] - a[0]));
    for (const [start, end, label] of stalls) {
      const left = Math.max(plot.x(start), plot.left), right = Math.min(plot.x(end), plot.right);
      const shade = draw(plot.inside, "rect", {class: "stall " + run.accent, x: left, y: plot.top,
        width: Math.max(right - left, 1), height: plot.base - plot.top});
      draw(shade, "title", {}, `${run.short} ${label}, ${clockText(start)} – ${clockText(end)}`);
      const width = textWidth(label, 12.5);
      const middle = Math.min(Math.max((left + right) / 2, plot.left + width / 2),
        plot.right - width / 2);
      if (taken.some(other => Math.abs(other.middle - middle) < (other.width + width) / 2 + 6)) {
        continue;
      }
      taken.push({middle, width});
      draw(plot.front, "text", {class: `small middle ${run.accent}`, x: middle,
        y: plot.top + 15 + 15 * index}, label);
    }
  }

  /** A line in steps; of several values within a pixel all but least, most and last are left. */
  path(plot, run) {
    const [from, to] = plot.view, end = Math.min(to, run.end);
    if (end < from) return "";
    const y = value => this.y(plot, value).toFixed(1);
    let place = countUpTo(run.times, from);
    let value = place ? run.values[place - 1] : run.first;
    let path = `M${plot.x(from).toFixed(1)} ${y(value)}`;
    const last = countUpTo(run.times, end);
    const isExact = last - place < 3 * plot.width;
    while (place < last) {
      const x = plot.x(run.times[place]), column = Math.floor(x);
      path += `H${(isExact ? x : column).toFixed(1)}`;
      if (isExact) {
        value = run.values[place++];
      } else {
        let least = value, most = value;
        while (place < last && Math.floor(plot.x(run.times[place])) === column) {
          value = run.values[place++];
          least = Math.min(least, value);
          most = Math.max(most, value);
        }
        path += `V${y(least)}V${y(most)}`;
      }
      path += `V${y(value)}`;
    }
    return path + `H${plot.x(end).toFixed(1)}`;
  }

  /** Names beside the ends of the lines, none over another. */
  paintNames(plot) {
    const x = plot.right + 14;
    const labels = this.runs.map(run => ({run, height: 22 + 16 * run.facts.length,
      y: this.y(plot, this.value(run, plot.view[1])) - 8}));
    labels.sort((a, b) => a.y - b.y);
    let limit = plot.base + 24;
    for (const label of [...labels].reverse()) {
      label.y = Math.min(label.y, limit - label.height);
      limit = label.y - 10;
    }
    for (const {run, y} of labels) {
      draw(plot.front, "text", {class: "name " + run.accent, x, y: y + 12}, run.name);
      run.facts.forEach((fact, index) => {
        draw(plot.front, "text", {class: "small muted", x, y: y + 30 + 16 * index}, fact);
      });
    }
    if (!this.data.threshold) return;
    const y = this.y(plot, this.data.threshold);
    if (labels.some(label => label.y - 6 < y && label.y + label.height + 6 > y)) return;
    draw(plot.front, "text", {x, y: y + 4.5}, "threshold " + grouped(this.data.threshold));
  }

  paintRow(plot, row, y) {
    const lanes = Math.max(row.lanes.length, 1);
    const shift = plot.isNarrow ? 8 : 0;
    for (let lane = 0; lane < lanes; lane++) {
      const middle = y + shift + (lane - (lanes - 1) / 2) * 13;
      draw(plot.back, "line", {class: "grid", x1: plot.left, x2: plot.right, y1: middle,
        y2: middle});
      if (row.lanes[lane]) this.paintMarks(plot, row.mark, row.lanes[lane], middle);
    }
    const label = draw(plot.front, "text", {class: "strip", x: plot.isNarrow ? plot.left :
      plot.right + 14, y: plot.isNarrow ? y - lanes * 6.5 + 3 : y + 4.5});
    for (const [text, accent] of this.partsOf(row)) draw(label, "tspan", {class: accent}, text);
  }

  paintMarks(plot, mark, lane, y) {
    if (mark === "bar") {
      let free = 0;
      for (const [start, end, label] of lane.bars) {
        if (end < plot.view[0] || start > plot.view[1]) continue;
        const bar = draw(plot.inside, "rect", {class: "bar", x: plot.x(start), y: y - 4, height: 8,
          width: Math.max(plot.x(end) - plot.x(start), 2)});
        if (label) draw(bar, "title", {}, `${label}, ${clockText(start)} – ${clockText(end)}`);
        const half = textWidth(label, 12.5) / 2;
        const [left, right] = [start, end].map(time =>
          Math.min(Math.max(plot.x(time), plot.left), plot.right));
        const x = Math.min(Math.max((left + right) / 2, plot.left + half), plot.right - half);
        if (!label || x - half < free) continue;
        free = x + half + 8;
        draw(plot.front, "text", {class: "small middle", x, y: y - 7}, label);
      }
      return;
    }
    const shape = {tick: "v12", down: "l-5 0 5 9 5 -9z", up: "l-5 9h10z", cross: "l8 8m0-8l-8 8",
      diamond: "l4.5 4.5-4.5 4.5-4.5-4.5z"};
    const lift = {tick: 6, down: 4.5, up: 5, cross: 4, diamond: 4.5}[mark], aside = mark === "cross" ? 4 : 0;
    let path = "", last = -Infinity;
    for (let place = countUpTo(lane.times, plot.view[0] - 1); place < lane.times.length; place++) {
      if (lane.times[place] > plot.view[1]) break;
      const x = plot.x(lane.times[place]);
      if (x - last < 0.5) continue;
      path += `M${(x - aside).toFixed(1)} ${y - lift}${shape[mark]}`;
      last = x;
    }
    // A mark at an end is drawn whole.
    draw(plot.front, "path", {class: `mark ${mark} ${lane.accent}`, d: path});
  }

  value(run, time) {
    const place = countUpTo(run.times, time);
    return place ? run.values[place - 1] : run.first;
  }

  readout(time) {
    return this.runs.map(run => time > run.end ? `${run.short} ended`
      : `${run.short} ${grouped(this.value(run, time))} waiting`).join(" · ");
  }

  mark(plot, group) {
    for (const run of this.runs) {
      if (plot.cursor > run.end) continue;
      draw(group, "circle", {class: run.accent, cx: plot.x(plot.cursor),
        cy: this.y(plot, this.value(run, plot.cursor)), r: 4});
    }
  }
}

/** A run's line as ascending times and the values from each on. */
function stepsOf(run, data) {
  const end = run.end ?? data.to;
  let {first = 0, values = [], columns} = run, times = moments(run.times || []);
  if (columns) {
    // The extremes of a part stand at its beginning, so that no peak is lost.
    const length = (end - data.from) / (columns.length / 4);
    first = columns[0] || 0;
    values = columns;
    times = columns.map((_, index) => data.from + Math.floor(index / 4) * length);
  }
  return {...run, end, first, times, values, most: values.reduce((a, b) => Math.max(a, b), first)};
}
