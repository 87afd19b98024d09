// Times are microseconds since the run began: whole numbers that a number of JavaScript holds.
const SECOND = 1e6, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE;

const pad = (number, digits = 2) => String(number).padStart(digits, "0");

/** `0:54:31` */
function clockText(time) {
  const seconds = Math.floor(Math.abs(time) / SECOND);
  return (time < 0 ? "-" : "") + Math.floor(seconds / 3600) + ":" +
    pad(Math.floor(seconds / 60) % 60) + ":" + pad(seconds % 60);
}

/** `0:54:31.204` */
function preciseText(time) {
  return clockText(time) + "." + pad(Math.floor(Math.abs(time) / 1000) % 1000, 3);
}

/** `4 h`, `6 min 5 s`, `204 ms` */
function spanText(span) {
  if (span >= MINUTE) {
    const seconds = Math.round(span / SECOND);
    const parts = [[Math.floor(seconds / 3600), "h"], [Math.floor(seconds / 60) % 60, "min"],
      [seconds % 60, "s"]];
    return parts.filter(part => part[0] > 0).slice(0, 2).map(part => part.join(" ")).join(" ");
  }
  return span >= SECOND ? Number((span / SECOND).toPrecision(3)) + " s"
    : Number((span / 1000).toPrecision(3)) + " ms";
}

const TICKS = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500].map(count => count * 1000),
  ...[1, 2, 5, 10, 15, 30].map(count => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map(count => count * MINUTE),
  ...[1, 2, 3, 6, 12, 24, 48, 120, 240].map(count => count * HOUR),
];

/** Round moments between two, no more than so many, each with its label. */
function timeTicks(from, to, most) {
  const step = TICKS.find(step => (to - from) / step <= most) || Math.ceil((to - from) / most);
  const ticks = [];
  for (let time = Math.ceil(from / step) * step; time <= to; time += step) {
    let label = clockText(time);
    if (step >= MINUTE) label = label.slice(0, -3);
    if (step < SECOND) label = preciseText(time);
    ticks.push({time, label});
  }
  return {ticks, unit: step >= MINUTE ? "h:mm" : "h:mm:ss"};
}

/** Moments of the steps between them. */
function moments(steps) {
  let time = 0;
  return steps.map(step => (time += step));
}

/** How many of the ascending numbers are at most the given one. */
function countUpTo(numbers, value) {
  let low = 0, high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] <= value) low = middle + 1; else high = middle;
  }
  return low;
}

const grouped = number => number.toLocaleString("en-US");

const ruler = document.createElement("canvas").getContext("2d");

/** How wide a text is in the page's font, in pixels. */
function textWidth(text, size, weight = 400) {
  ruler.font = `${weight} ${size}px ${getComputedStyle(document.body).fontFamily}`;
  // The page's figures are all of one width, and wider for it than those of a canvas.
  return ruler.measureText(text).width * 1.04;
}

/** A new element; text is set as text, so that nothing in a trace becomes markup. */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const key in attributes) made.setAttribute(key, attributes[key]);
  made.append(...children);
  return made;
}

/** A new element of SVG, within another. */
function draw(parent, name, attributes = {}, text) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const key in attributes) made.setAttribute(key, attributes[key]);
  if (text !== undefined) made.textContent = text;
  parent.append(made);
  return made;
}
