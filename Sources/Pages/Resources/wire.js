/** A table of rows as a sequence diagram: lifelines from top to bottom, an arrow or mark a row. */
class Story {
  constructor(table, data) {
    this.table = table;
    this.box = table.closest(".rows");
    this.name = data.name;
    this.count = data.lifelines.length;
    this.rows = [...table.tBodies[0].rows];
    this.timed = this.rows.filter(row => row.dataset.t !== undefined);
    this.current = null;
    this.open = new Set();
    this.drawHeading(data.lifelines);
    this.rows.forEach(row => this.drawRow(row));
    table.classList.add("drawn");
    this.filter(() => true);
  }

  /** Where a lifeline stands, as a share of the width. */
  place(lifeline) { return (lifeline + 0.5) / this.count; }

  drawHeading(lifelines) {
    const [, from, to, cell] = this.table.tHead.rows[0].cells;
    from.remove();
    to.remove();
    const heads = element("span", {class: "heads", "aria-hidden": "true"});
    lifelines.forEach(([title, subtitle]) => {
      heads.append(element("span", {}, element("b", {}, title), subtitle));
    });
    cell.replaceChildren(element("span", {class: "unseen"}, "from, to and what"), heads);
    const lines = lifelines.map((_, index) => {
      const x = `${this.place(index) * 100}%`;
      return `transparent calc(${x} - .5px),var(--rule) calc(${x} - .5px),` +
        `var(--rule) calc(${x} + .5px),transparent calc(${x} + .5px)`;
    });
    this.table.style.setProperty("--lifelines", `linear-gradient(90deg,${lines.join(",")})`);
  }

  drawRow(row) {
    if (row.classList.contains("band")) {
      row.cells[0].colSpan = 2;
      return;
    }
    const [, from, to, cell] = row.cells;
    const label = element("span", {class: "label"});
    label.append(...cell.childNodes);
    // What the arrow shows is said too, to those who do not see it.
    const parties = [from, to].map(cell => cell.textContent).filter(text => text).join(" to ");
    if (parties) cell.append(element("span", {class: "unseen"}, parties + ": "));
    cell.append(label);
    from.remove();
    to.remove();
    if (row.dataset.fold) this.makeFold(row, label);
    if (!row.dataset.x) return;
    const ends = row.dataset.x.split(" ").map(Number);
    if (ends.length === 1) this.drawNote(cell, label, this.place(ends[0]));
    else this.drawArrow(cell, label, ...ends.map(end => this.place(end)));
  }

  /** A label on the side of its lifeline that has more room. */
  drawNote(cell, label, x) {
    const isLeft = x <= 0.5;
    cell.classList.add("note");
    label.style.setProperty(isLeft ? "margin-left" : "margin-right",
      `calc(${(isLeft ? x : 1 - x) * 100}% + 10px)`);
    label.style.setProperty("text-align", isLeft ? "left" : "right");
    const dot = draw(cell, "svg", {class: "dot", "aria-hidden": "true"});
    draw(dot, "circle", {cx: `${x * 100}%`, cy: 13, r: 4});
  }

  drawArrow(cell, label, from, to) {
    const middle = Math.min(Math.max((from + to) / 2, 0.28), 0.72);
    const side = middle <= 0.5 ? "margin-right" : "margin-left";
    label.style.setProperty(side, `${Math.abs(1 - 2 * middle) * 100}%`);
    const {m: mark, lost} = cell.parentElement.dataset, isRight = to >= from;
    // What does not arrive ends on the way, at a bar.
    if (lost) to = from + (to - from) * 0.75;
    const arrow = draw(cell, "svg", {class: "arrow", "aria-hidden": "true"});
    draw(arrow, "line", {x1: `${from * 100}%`, y1: 3, x2: `${to * 100}%`, y2: 9});
    const tip = draw(arrow, "svg", {x: `${to * 100}%`, y: 9, overflow: "visible"});
    const back = isRight ? -9 : 9;
    const shape = lost ? "M0 -5V5" : mark === "nak" ? `M${back / 2 - 4} -4l8 8m0 -8l-8 8`
      : `M${back} -4L0 0L${back} 4` + (mark === "cancel" ? "" : "Z");
    const isOpen = lost || mark === "nak" || mark === "cancel";
    draw(tip, "path", {d: shape, class: isOpen ? "open" : "full"});
  }

  makeFold(row, label) {
    const number = row.dataset.fold;
    if (!this.rows.some(inner => inner.dataset.in === number)) return;
    const title = label.querySelector("strong");
    const button = element("button", {type: "button", "aria-expanded": "false"});
    title.replaceWith(button);
    button.append(title);
    button.addEventListener("click", event => {
      event.stopPropagation();
      if (!this.open.delete(number)) this.open.add(number);
      button.setAttribute("aria-expanded", String(this.open.has(number)));
      this.filter(this.passes);
    });
  }

  /** Hides the rows that do not pass, what is folded, and folds of which nothing passes. */
  filter(passes) {
    this.passes = passes;
    const kept = new Set();
    for (const row of this.rows) {
      const {k: kind, h: hosts} = row.dataset;
      const isKept = kind === undefined || passes(kind, (hosts || "").split(" "));
      if (isKept && row.dataset.in) kept.add(row.dataset.in);
      row.hidden = !isKept || row.dataset.in !== undefined && !this.open.has(row.dataset.in);
    }
    for (const row of this.rows) {
      const number = row.dataset.fold;
      if (number && this.rows.some(inner => inner.dataset.in === number)) {
        row.hidden = !kept.has(number);
      }
    }
  }

  get shown() { return this.timed.filter(row => !row.hidden); }

  /** Marks the last row that is not after a moment, if the moment lies in what the rows tell. */
  follow(time, isScrolling = true) {
    const rows = this.shown, times = rows.map(row => Number(row.dataset.t));
    const place = countUpTo(times, time + 1);
    const isWithin = place > 0 && time <= Math.max(...times) + SECOND;
    this.choose(isWithin ? rows[place - 1] : null, isScrolling);
  }

  choose(row, isScrolling) {
    if (row !== this.current) {
      this.current?.removeAttribute("aria-current");
      row?.setAttribute("aria-current", "true");
      this.current = row;
    }
    if (!row || !isScrolling) return;
    const {box} = this, head = this.table.tHead.offsetHeight;
    if (row.offsetTop < box.scrollTop + head ||
      row.offsetTop + row.offsetHeight > box.scrollTop + box.clientHeight) {
      box.scrollTop = row.offsetTop - (box.clientHeight + head - row.offsetHeight) / 2;
    }
  }

  /** What the row marked says, with its time; nothing if there is none. */
  get words() {
    if (!this.current) return "";
    const [parties, label] = [".unseen", ".label"].map(part =>
      this.current.querySelector(part)?.innerText.replaceAll("\n", " · ") ?? "");
    return `${this.current.cells[0].textContent}  ${label}` +
      (parties ? `  (${parties.replace(/:\s*$/, "")})` : "");
  }

  /** The row that stands so many rows behind the one marked. */
  neighbour(step) {
    const rows = this.shown, place = rows.indexOf(this.current);
    if (place < 0) return rows[step > 0 ? 0 : rows.length - 1];
    return rows[Math.min(Math.max(place + step, 0), rows.length - 1)];
  }
}

/** The stories of all runs, tied to the plot's cursor. */
class Wire {
  constructor(plot, data) {
    this.plot = plot;
    this.stories = [...document.querySelectorAll("table[data-story]")].map(table =>
      new Story(table, data[Number(table.dataset.story)]));
    for (const story of this.stories) {
      story.table.addEventListener("click", event => {
        const row = event.target.closest("tr[data-t]");
        if (row) this.goTo(story, row);
      });
      story.box.addEventListener("keydown", event => {
        const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
        if (!step || event.target !== story.box) return;
        event.preventDefault();
        this.goTo(story, story.neighbour(step));
      });
    }
    plot.followers.push((time, source) => {
      for (const story of this.stories) if (story !== source) story.follow(time);
    });
  }

  goTo(story, row) {
    if (!row) return;
    story.choose(row, true);
    this.plot.moveTo(Number(row.dataset.t), story);
  }

  /** Goes on to the row behind or before the cursor, in whichever story it comes first. */
  step(direction) {
    const time = this.plot.cursor;
    const rows = this.stories.flatMap(story => story.shown.map(row => ({story, row,
      time: Number(row.dataset.t)}))).filter(entry => (entry.time - time) * direction > 0.5);
    rows.sort((a, b) => (a.time - b.time) * direction);
    if (rows.length) this.goTo(rows[0].story, rows[0].row);
  }

  filter(passes) {
    for (const story of this.stories) {
      story.filter(passes);
      story.follow(this.plot.cursor, false);
    }
  }
}
