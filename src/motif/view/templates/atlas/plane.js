// Where things are: from the map's shares of width and height to pixels and back, and which items lie near a point.
const plane = get("plane");
const FINEST = 65535, CLOSEST = 64, CELLS = 256;
const view = { x: 0.5, y: 0.5, zoom: 1, width: 0, height: 0, dpr: 1 };
const scale = () => Math.min(view.width, view.height / facts.ratio) * view.zoom;
const toX = (x) => view.width / 2 + (x - view.x) * scale();
const toY = (y) => view.height / 2 + (y - view.y) * facts.ratio * scale();
const fromX = (px) => view.x + (px - view.width / 2) / scale();
const fromY = (px) => view.y + (px - view.height / 2) / (facts.ratio * scale());
const itemX = (i) => toX(items.x[i] / FINEST);
const itemY = (i) => toY(items.y[i] / FINEST);
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

function look(x, y, zoom) {
  view.zoom = clamp(zoom, 1, CLOSEST);
  const slack = 0.5 - 0.5 / view.zoom;
  view.x = clamp(x, 0.5 - slack, 0.5 + slack);
  view.y = clamp(y, 0.5 - slack, 0.5 + slack);
  plane.classList.toggle("near", view.zoom > 1);
  redraw();
}

// Zoom by a factor so that what lies under a point of the screen stays there.
function zoomAt(px, py, factor) {
  const [x, y] = [fromX(px), fromY(py)];
  const zoom = clamp(view.zoom * factor, 1, CLOSEST);
  const grown = Math.min(view.width, view.height / facts.ratio) * zoom;
  look(x - (px - view.width / 2) / grown, y - (py - view.height / 2) / (facts.ratio * grown), zoom);
}

let flight = 0;
function flyTo(x, y, zoom) {
  cancelAnimationFrame(flight);
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return look(x, y, zoom);
  const from = { ...view }, start = performance.now();
  const step = (now) => {
    const t = clamp((now - start) / 320, 0, 1), eased = t * t * (3 - 2 * t);
    const between = from.zoom * (zoom / from.zoom) ** eased;
    look(from.x + (x - from.x) * eased, from.y + (y - from.y) * eased, between);
    if (t < 1) flight = requestAnimationFrame(step);
  };
  flight = requestAnimationFrame(step);
}

// Items sorted by the cell of a grid over the map.
const grid = { starts: null, order: null };
const cellOf = (i) => (items.y[i] >> 8) * CELLS + (items.x[i] >> 8);

function sortIntoCells() {
  const starts = new Uint32Array(CELLS * CELLS + 1);
  for (let i = 0; i < items.n; i++) starts[cellOf(i) + 1]++;
  for (let k = 0; k < CELLS * CELLS; k++) starts[k + 1] += starts[k];
  const next = starts.slice(), order = new Uint32Array(items.n);
  for (let i = 0; i < items.n; i++) order[next[cellOf(i)]++] = i;
  Object.assign(grid, { starts, order });
}

// Calls `visit` with each item in the cells of a box of the screen until it returns true.
function visitBox(left, top, right, bottom, visit) {
  const cell = (share) => clamp(Math.floor(share * CELLS), 0, CELLS - 1);
  const [first, last] = [cell(fromX(left)), cell(fromX(right))];
  for (let row = cell(fromY(top)); row <= cell(fromY(bottom)); row++) {
    const end = grid.starts[row * CELLS + last + 1];
    for (let k = grid.starts[row * CELLS + first]; k < end; k++) if (visit(grid.order[k])) return;
  }
}

function nearest(px, py, within) {
  let best = -1, least = within * within;
  visitBox(px - within, py - within, px + within, py + within, (i) => {
    const distance = (itemX(i) - px) ** 2 + (itemY(i) - py) ** 2;
    if (distance <= least) [best, least] = [i, distance];
  });
  return best;
}
