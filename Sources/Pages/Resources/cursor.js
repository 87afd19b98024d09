/** What mouse, fingers and keys do with a plot. */
function steer(plot, nextRow) {
  const {host} = plot;
  let start = null, isDragging = false;

  host.addEventListener("pointerdown", event => {
    if (event.button !== 0) return;
    start = {x: event.clientX, time: plot.timeAt(event.clientX)};
    isDragging = false;
    if (event.pointerType === "mouse") host.setPointerCapture(event.pointerId);
  });
  host.addEventListener("pointermove", event => {
    const time = plot.timeAt(event.clientX);
    plot.moveTo(time, "plot");
    if (!start || event.pointerType !== "mouse") return;
    isDragging ||= Math.abs(event.clientX - start.x) > 4;
    if (!isDragging) return;
    const [left, right] = [plot.x(start.time), plot.x(time)].sort((a, b) => a - b);
    for (const [key, value] of Object.entries({
      x: left, width: right - left, height: plot.bottom - plot.top,
    })) plot.selection.setAttribute(key, value);
  });
  host.addEventListener("pointerup", event => {
    const time = plot.timeAt(event.clientX);
    if (start && isDragging) plot.show(Math.min(start.time, time), Math.max(start.time, time));
    else plot.moveTo(time, "plot");
    start = null;
    isDragging = false;
  });
  host.addEventListener("pointercancel", () => (start = null));
  host.addEventListener("dblclick", () => plot.showAll());
  host.addEventListener("wheel", event => {
    // Whoever only scrolls past is not stopped.
    if (!event.ctrlKey && !event.metaKey && document.activeElement !== host) return;
    event.preventDefault();
    plot.zoom(Math.exp(Math.max(Math.min(event.deltaY, 200), -200) / 400),
      plot.timeAt(event.clientX));
  }, {passive: false});

  host.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = spanOf(plot.view) / 200;
    const actions = {
      ArrowLeft: () => event.shiftKey ? plot.pan(-0.2) : plot.moveTo(plot.cursor - step, "plot"),
      ArrowRight: () => event.shiftKey ? plot.pan(0.2) : plot.moveTo(plot.cursor + step, "plot"),
      ArrowUp: () => nextRow(-1), ArrowDown: () => nextRow(1),
      PageUp: () => plot.pan(-0.8), PageDown: () => plot.pan(0.8),
      Home: () => plot.moveTo(plot.view[0], "plot"), End: () => plot.moveTo(plot.view[1], "plot"),
      "+": () => plot.zoom(0.5), "=": () => plot.zoom(0.5), "-": () => plot.zoom(2),
      "−": () => plot.zoom(2), Escape: () => plot.showAll(), 0: () => plot.showAll(),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}
