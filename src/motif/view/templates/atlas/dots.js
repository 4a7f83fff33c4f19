// The dots, blended by hand into one image: a hundred thousand take a few milliseconds, with or without a graphics card.
const dotCanvas = get("dots"), inkCanvas = get("ink");
const paint = { paper: null, ink: "", line: "", accent: "", of: [], css: [], lit: null };

function rgb(name) {
  const code = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  return [code, [1, 3, 5].map((k) => parseInt(code.slice(k, k + 2), 16))];
}

function readColours() {
  const region = (k) => rgb(k < 8 ? `--category-${k + 1}` : "--other");
  paint.css = regions.map((_, k) => region(k)[0]);
  paint.of = regions.map((_, k) => region(k)[1]);
  [paint.other, paint.paper] = [rgb("--other")[1], rgb("--paper")[1]];
  [paint.paperCss, paint.ink, paint.line, paint.accent] =
    ["--paper", "--ink", "--line", "--accent"].map((name) => rgb(name)[0]);
}

// 2 px for many items, 5 for few, a little more when near.
function dotWidth() {
  const base = items.n <= 3000 ? 5 : items.n <= 20000 ? 3.2 : 2;
  return Math.min(base * view.zoom ** 0.3, 9);
}

function disc(width) {
  const size = Math.ceil(width), cells = [];
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      let inside = 0;
      for (let k = 0; k < 16; k++) {
        const x = column + (k % 4) / 4 + 0.125 - size / 2, y = row + Math.floor(k / 4) / 4 + 0.125 - size / 2;
        inside += x * x + y * y <= (width * width) / 4;
      }
      if (inside) cells.push([column - (size >> 1), row - (size >> 1), inside / 16]);
    }
  }
  return cells;
}

let canvasImage = null;
// A fixed walk through all items that jumps about, so that no region lies on top because it comes last.
function stride(n) {
  const common = (a, b) => (b ? common(b, a % b) : a);
  let step = Math.max(1, Math.round(n * 0.618));
  while (common(step, n) > 1) step++;
  return step;
}

function drawDots() {
  const width = dotCanvas.width, height = dotCanvas.height, context = dotCanvas.getContext("2d");
  if (canvasImage?.width !== width || canvasImage?.height !== height) {
    canvasImage = context.createImageData(width, height);
  }
  const data = canvasImage.data, [red, green, blue] = paint.paper;
  new Uint32Array(data.buffer).fill((255 << 24) | (blue << 16) | (green << 8) | red);
  const stamp = disc(dotWidth() * view.dpr);
  if (state.chosen) {
    blend(data, width, height, stamp, 0.16, (i) => !state.chosen[i]);
    blend(data, width, height, stamp, 0.85, (i) => state.chosen[i]);
  } else {
    blend(data, width, height, stamp, 0.6, null);
  }
  context.putImageData(canvasImage, 0, 0);
}

function blend(data, width, height, stamp, opacity, wanted) {
  const n = items.n, step = stride(n), s = scale() * view.dpr, dx = toX(0) * view.dpr, dy = toY(0) * view.dpr;
  const kx = s / FINEST, ky = (s * facts.ratio) / FINEST, reach = Math.ceil(dotWidth() * view.dpr);
  const offsets = stamp.map(([x, y]) => 4 * (y * width + x)), weights = stamp.map((cell) => (cell[2] * opacity * 256) | 0);
  for (let k = 0, i = 0; k < n; k++, i = (i + step) % n) {
    const px = (items.x[i] * kx + dx) | 0, py = (items.y[i] * ky + dy) | 0;
    if (px < reach || py < reach || px >= width - reach || py >= height - reach || (wanted && !wanted(i))) continue;
    const colour = items.region[i] === facts.none ? paint.other : paint.of[items.region[i]];
    const at = 4 * (py * width + px), red = colour[0], green = colour[1], blue = colour[2];
    for (let c = 0; c < offsets.length; c++) {
      const p = at + offsets[c], a = weights[c];
      data[p] += ((red - data[p]) * a) >> 8;
      data[p + 1] += ((green - data[p + 1]) * a) >> 8;
      data[p + 2] += ((blue - data[p + 2]) * a) >> 8;
    }
  }
}

function fit() {
  const box = plane.getBoundingClientRect();
  Object.assign(view, { width: plane.clientWidth, height: plane.clientHeight, dpr: Math.min(devicePixelRatio || 1, 3) });
  for (const canvas of [dotCanvas, inkCanvas]) {
    canvas.width = Math.round(view.width * view.dpr);
    canvas.height = Math.round(view.height * view.dpr);
  }
  if (box.width) redraw();
}

let waiting = 0;
function redraw() {
  waiting ||= requestAnimationFrame(() => {
    waiting = 0;
    const start = performance.now();
    drawDots();
    drawInk();
    placeCard();
    plane.dataset.drawnMs = (performance.now() - start).toFixed(1);
  });
}
let inkWaiting = 0;
function redrawInk() {
  inkWaiting ||= requestAnimationFrame(() => {
    inkWaiting = 0;
    drawInk();
    placeCard();
  });
}
