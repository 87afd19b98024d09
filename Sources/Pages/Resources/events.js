/** The list of events, and the filters by kind and host that hold for the diagram too. */
class Events {
  constructor(data, wire) {
    Object.assign(this, {data, wire, kinds: new Map(data.kinds), shown: 0});
    this.rows = data.events.flatMap((run, place) => run.rows.map(
      ([time, sequence, kind, direction, host, peer, text]) =>
        ({place, time, sequence, kind, direction, host, peer, text: run.texts[text]})));
    this.rows.sort((a, b) => a.time - b.time || a.place - b.place || a.sequence - b.sequence);
    this.form = document.getElementById("filters");
    this.makeChoices("kinds", data.kinds);
    this.makeChoices("hosts", data.hosts.map((name, index) => [index, name]));
    this.form?.addEventListener("change", () => this.apply());
    this.form?.addEventListener("reset", () => setTimeout(() => this.apply()));
    this.makeList();
    this.apply();
  }

  /** A box to tick for each choice, and buttons for all and none. */
  makeChoices(name, choices) {
    const set = document.getElementById(name);
    if (!set) return;
    const box = element("div", {class: "choices"});
    for (const [value, text] of choices) {
      const input = element("input", {type: "checkbox", name, value, checked: ""});
      box.append(element("label", {}, input, element("span", {dir: "auto"}, text),
        element("span", {class: "count", "data-count": `${name} ${value}`})));
    }
    const all = isChecked => {
      const button = element("button", {type: "button"}, isChecked ? "all" : "none");
      button.setAttribute("aria-label", `${isChecked ? "All" : "No"} ${name}`);
      button.addEventListener("click", () => {
        box.querySelectorAll("input").forEach(input => (input.checked = isChecked));
        this.apply();
      });
      return button;
    };
    set.append(element("div", {class: "whole"}, all(true), all(false)), box);
  }

  chosen(name) {
    const inputs = this.form?.querySelectorAll(`input[name=${name}]`) ?? [];
    return new Set([...inputs].filter(input => input.checked).map(input => Number(input.value)));
  }

  makeList() {
    const head = element("tr");
    const titles = ["run", "time", "event", "kind", "host", "", "other host", "what it says"];
    for (const title of titles) {
      head.append(title ? element("th", {scope: "col"}, title) : element("td"));
    }
    this.body = element("tbody");
    this.more = element("button", {type: "button"});
    this.more.addEventListener("click", () => this.showMore());
    const table = element("table", {}, element("caption", {class: "unseen"}, "Events"),
      element("thead", {}, head), this.body);
    const list = document.getElementById("event-list");
    list.append(element("div", {class: "scroll"}, table), element("p", {}, this.more));
    list.hidden = false;
  }

  apply() {
    const kinds = this.form ? this.chosen("kinds") : new Set(this.kinds.keys());
    const hosts = this.form ? this.chosen("hosts") : new Set(this.data.hosts.keys());
    const names = new Set([...kinds].map(kind => this.kinds.get(kind)));
    this.wire.filter((kind, places) => names.has(kind) &&
      places.some(place => hosts.has(Number(place))));
    this.matching = this.rows.filter(row => kinds.has(row.kind) && hosts.has(row.host));
    this.count(kinds, hosts);
    this.body.replaceChildren();
    this.shown = 0;
    this.showMore();
  }

  /** Says how many there are in the trace: of each kind at the hosts chosen, and so on. */
  count(kinds, hosts) {
    const tallies = new Map(), add = (key, place, count) => {
      if (!tallies.has(key)) tallies.set(key, this.data.events.map(() => 0));
      tallies.get(key)[place] += count;
    };
    this.data.events.forEach((run, place) => {
      for (const [kind, host, count] of run.counts) {
        if (hosts.has(host)) add(`kinds ${kind}`, place, count);
        if (kinds.has(kind)) add(`hosts ${host}`, place, count);
        if (kinds.has(kind) && hosts.has(host)) add("all", place, count);
      }
    });
    document.querySelectorAll("[data-count]").forEach(label => {
      const counts = tallies.get(label.dataset.count) ?? this.data.events.map(() => 0);
      label.replaceChildren(...counts.flatMap((count, place) => [
        ...place ? [" · "] : [],
        element("span", {class: this.data.events[place].accent}, grouped(count))]));
    });
    const sentences = this.data.events.map((run, place) => {
      const listed = this.matching.filter(row => row.place === place).length;
      const all = (tallies.get("all") ?? [])[place] ?? 0;
      return `${run.name}: ${grouped(all)} events match, ${grouped(listed)} are listed`;
    });
    const output = document.getElementById("matches");
    if (output) output.textContent = sentences.join("; ") + ".";
  }

  showMore() {
    const rows = this.matching.slice(this.shown, this.shown + 100);
    this.shown += rows.length;
    this.body.append(...rows.map(row => this.row(row)));
    const left = this.matching.length - this.shown;
    this.more.hidden = left === 0;
    this.more.textContent = `Show ${Math.min(left, 100)} more of ${grouped(left)}`;
  }

  row(row) {
    const run = this.data.events[row.place], name = index => this.data.hosts[index] ?? "";
    const time = element("a", {href: "#chart", "data-at": row.time}, preciseText(row.time));
    const cell = text => element("td", {dir: "auto"}, text);
    return element("tr", {"data-run": run.run, "data-kind": this.kinds.get(row.kind)},
      element("td", {class: run.accent}, run.name), element("td", {class: "number"}, time),
      element("th", {scope: "row", class: "number"}, String(row.sequence)),
      cell(this.kinds.get(row.kind)), cell(name(row.host)),
      element("td", {}, ["", "→", "←"][row.direction]), cell(name(row.peer)), cell(row.text));
  }
}
