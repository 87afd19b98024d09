/** Draws a bar for each association or connection: its states, and what was bound on it. */
class BarPainter {
  constructor(data) {
    this.data = data;
    this.lines = data.groups.flatMap(group => group.lines.map((line, index) =>
      ({...line, accent: group.accent, title: index ? "" : group.name})));
    const drawn = this.lines.flatMap(line => line.spans.map(span => span[0]));
    const marked = this.lines.flatMap(line => line.marks.map(mark => mark[0]));
    this.key = [
      ...data.states.map((state, index) => ({state, text: state[1], used: drawn.includes(index)})),
      ...data.marks.map((mark, index) => ({mark, text: mark, used: marked.includes(index)})),
    ].filter(entry => entry.used);
  }

  /** The width of what stands beside the plot. */
  labelWidth() { return Math.max(...this.lines.map(line => textWidth(line.facts, 12.5)), 0); }

  measure(plot) {
    const longest = Math.max(...this.lines.map(line => textWidth(line.name, 13)), 44);
    const left = Math.min(longest + 14, plot.width / 3), top = 54;
    let y = top;
    this.places = this.lines.map(line => {
      y += line.title ? 42 : 19;
      return y - 9;
    });
    const bottom = y + 8;
    return {left, right: plot.width - plot.space, top, base: bottom, bottom,
      axis: bottom + 20, height: bottom + 34 + 20 * this.keyRows(plot)};
  }

  /** The width of an entry of the key. */
  keyWidth() { return Math.max(...this.key.map(entry => textWidth(entry.text, 12.5)), 0) + 48; }

  keyRows(plot) {
    return Math.ceil(this.key.length / Math.max(Math.floor(plot.width / this.keyWidth()), 1));
  }

  paint(plot) {
    this.lines.forEach((line, index) => {
      const y = this.places[index];
      if (line.title) {
        draw(plot.front, "text", {class: "name " + line.accent, x: 0, y: y - 18}, line.title);
      }
      draw(plot.front, "text", {class: "strip", x: 0, y: y + 4.5}, line.name);
      draw(plot.back, "line", {class: "grid", x1: plot.left, x2: plot.right, y1: y, y2: y});
      for (const [state, start, end] of line.spans) {
        if (end < plot.view[0] || start > plot.view[1]) continue;
        const x = plot.x(start), width = Math.max(plot.x(end) - x, 1);
        this.paintState(plot.inside, this.data.states[state][0], line.accent, x, y, width);
      }
      for (const [mark, time] of line.marks) {
        if (time < plot.view[0] || time > plot.view[1]) continue;
        this.paintMark(plot.front, this.data.marks[mark], line.accent, plot.x(time), y);
      }
      if (!plot.isNarrow) {
        draw(plot.front, "text", {class: "small muted", x: plot.right + 14, y: y + 4.5},
          line.facts);
      }
    });
    this.paintKey(plot);
  }

  paintState(parent, state, accent, x, y, width) {
    if (state === "lost") {
      draw(parent, "line", {class: "lost " + accent, x1: x, x2: x + width, y1: y, y2: y});
      return;
    }
    const name = state.replace(/[ ,]+/g, "-");
    draw(parent, "rect", {class: `state ${name} ${accent}`, x, y: y - 5, width, height: 10});
    if (state.endsWith("recipient")) {
      draw(parent, "rect", {class: `state half ${accent}`, x, y, width, height: 5});
    }
  }

  paintMark(parent, mark, accent, x, y) {
    const shape = {bind: "v-5", bind_ack: "v5", bind_nak: "l-4 -7h8z",
      cancel: "m-4-4l8 8m0-8l-8 8"};
    const start = {bind: -2, bind_ack: 2, bind_nak: 3, cancel: 0}[mark] ?? 0;
    draw(parent, "path", {class: `sign ${mark} ${accent}`, d: `M${x} ${y + start}${shape[mark]}`});
  }

  paintKey(plot) {
    const width = this.keyWidth(), perRow = Math.max(Math.floor(plot.width / width), 1);
    const accent = this.lines[0]?.accent || "neutral";
    this.key.forEach((entry, index) => {
      const x = index % perRow * width, y = plot.axis + 26 + Math.floor(index / perRow) * 20;
      if (entry.state) this.paintState(plot.front, entry.state[0], accent, x, y, 20);
      else this.paintMark(plot.front, entry.mark, accent, x + 10, y);
      draw(plot.front, "text", {class: "small", x: x + 27, y: y + 4}, entry.text);
    });
  }

  readout(time) {
    const open = this.lines.filter(line =>
      line.spans.some(([, start, end]) => start <= time && time <= end));
    return `${open.length} of ${this.lines.length} open`;
  }
}
