/**
 * What lies over time: a part of it is shown, and a cursor stands in it.
 *
 * A painter says how much room it needs and draws; what it draws costs pixels and not events.
 */
class Plot {
  constructor(host, data, painter) {
    Object.assign(this, {host, data, painter});
    this.all = [data.from, data.to];
    this.view = [...this.all];
    this.cursor = data.from;
    this.followers = [];
    this.svg = draw(host, "svg", {"aria-hidden": "true"});
    for (const [key, value] of Object.entries({
      role: "slider", tabindex: "0", "aria-label": "Moment in the chart. " + data.sentence,
      "aria-valuemin": "0", "aria-valuemax": spanOf(this.all) / SECOND,
      "aria-describedby": "plot-keys",
    })) host.setAttribute(key, value);
    new ResizeObserver(() => {
      if (host.clientWidth !== this.width) this.paint();
    }).observe(host);
    this.paint();
  }

  /** Shows a part of the time: no less than a millisecond, and nothing beyond the runs. */
  show(from, to) {
    const [first, last] = this.all;
    const span = Math.min(Math.max(to - from, 1000), last - first);
    const start = Math.min(Math.max(from, first), last - span);
    this.view = [start, start + span];
    this.paint();
  }

  showAll() { this.show(...this.all); }

  /** Makes the part shown as many times as long, around a moment that stays where it is. */
  zoom(factor, around = this.cursor) {
    const [from, to] = this.view;
    const center = around >= from && around <= to ? around : (from + to) / 2;
    this.show(center - (center - from) * factor, center + (to - center) * factor);
  }

  /** Shows what comes so many times the part shown later. */
  pan(share) {
    const step = spanOf(this.view) * share;
    this.show(this.view[0] + step, this.view[1] + step);
  }

  /** Moves the cursor, and the part shown with it where it would be outside. */
  moveTo(time, source) {
    this.cursor = Math.min(Math.max(time, this.all[0]), this.all[1]);
    if (this.cursor < this.view[0] || this.cursor > this.view[1]) {
      const half = spanOf(this.view) / 2;
      this.show(this.cursor - half, this.cursor + half);
    }
    this.placeCursor();
    for (const follower of this.followers) follower(this.cursor, source);
  }

  x(time) {
    return this.left + (time - this.view[0]) / spanOf(this.view) * (this.right - this.left);
  }

  /** The moment at a horizontal place on the screen. */
  timeAt(clientX) {
    const box = this.svg.getBoundingClientRect();
    const x = (clientX - box.left) * this.width / box.width;
    const share = (x - this.left) / (this.right - this.left);
    return this.view[0] + Math.min(Math.max(share, 0), 1) * spanOf(this.view);
  }

  /** Draws anew, for the width that there is or another one. */
  paint(width = this.host.clientWidth) {
    this.width = Math.max(width, 280);
    // Labels stand beside the plot where they leave most of the width to it, else within it.
    this.beside = this.painter.labelWidth() + 20;
    this.isNarrow = this.width < 720 || this.beside > this.width * 0.4;
    this.space = this.isNarrow ? 24 : Math.max(this.beside, 76);
    Object.assign(this, this.painter.measure(this));
    this.svg.replaceChildren();
    this.svg.setAttribute("viewBox", `0 0 ${this.width} ${this.height}`);
    const clip = draw(draw(draw(this.svg, "defs"), "clipPath", {id: "inside"}), "rect");
    for (const [key, value] of Object.entries({
      x: this.left, y: 0, width: this.right - this.left, height: this.height,
    })) clip.setAttribute(key, value);
    // What guides the eye lies behind, what ends at the edges within, and labels before the rest.
    this.back = draw(this.svg, "g");
    this.inside = draw(this.svg, "g", {"clip-path": "url(#inside)"});
    this.front = draw(this.svg, "g");
    this.paintAxis();
    this.painter.paint(this);
    this.selection = draw(this.svg, "rect", {class: "selection", y: this.top, height: 0});
    this.marker = draw(this.svg, "g", {class: "cursor"});
    this.placeCursor();
    this.host.dataset.from = Math.round(this.view[0]);
    this.host.dataset.to = Math.round(this.view[1]);
    this.onShown?.();
  }

  paintAxis() {
    const {ticks, unit} = timeTicks(...this.view, (this.right - this.left) / 90);
    for (const {time, label} of ticks) {
      draw(this.back, "line", {class: "grid", x1: this.x(time), x2: this.x(time), y1: this.bottom,
        y2: this.bottom + 5});
      draw(this.back, "text", {class: "tick middle", x: this.x(time), y: this.axis}, label);
    }
    if (!this.isNarrow) {
      draw(this.back, "text", {class: "tick", x: this.right + 34, y: this.axis}, unit);
    }
  }

  placeCursor() {
    this.marker.replaceChildren();
    const text = this.painter.readout(this.cursor);
    this.host.setAttribute("aria-valuenow", ((this.cursor - this.all[0]) / SECOND).toFixed(3));
    this.host.setAttribute("aria-valuetext", `${preciseText(this.cursor)}, ${text}`);
    this.host.dataset.cursor = Math.round(this.cursor);
    if (this.cursor < this.view[0] || this.cursor > this.view[1]) return;
    const x = this.x(this.cursor);
    draw(this.marker, "line", {x1: x, x2: x, y1: this.top, y2: this.bottom});
    this.painter.mark?.(this, this.marker);
    let label = `${preciseText(this.cursor)} · ${text}`;
    if (textWidth(label, 13, 600) > this.width) {
      label = `${clockText(this.cursor)} · ${text.replaceAll(" waiting", "")}`;
    }
    const width = textWidth(label, 13, 600);
    draw(this.marker, "text", {
      x: Math.max(Math.min(x - width / 2, this.width - width), 0), y: this.top - 15,
    }, label);
  }
}

const spanOf = view => view[1] - view[0];
