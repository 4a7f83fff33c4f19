// What is drawn over the dots: outlines of the regions, the items themselves when near, names, rings, the lasso.
const MOST_TILES = 260;

function drawInk() {
  const context = inkCanvas.getContext("2d");
  context.setTransform(view.dpr, 0, 0, view.dpr, 0, 0);
  context.clearRect(0, 0, view.width, view.height);
  drawOutlines(context);
  drawTiles(context);
  drawNames(context);
  drawRing(context, state.pinned, 2);
  if (state.hovered !== state.pinned) drawRing(context, state.hovered, 1.5);
  drawLasso(context);
  if (plane.matches(":focus-visible")) drawCross(context);
}

function drawOutlines(context) {
  regions.forEach((region, k) => {
    if (!region.core.length) return;
    context.beginPath();
    for (const [x, y] of region.core) context.lineTo(toX(x), toY(y));
    context.closePath();
    context.fillStyle = context.strokeStyle = paint.css[k];
    context.lineWidth = 1.25;
    context.globalAlpha = 0.06;
    context.fill();
    context.globalAlpha = state.chosen ? 0.25 : 0.5;
    context.stroke();
  });
  context.globalAlpha = 1;
}

// When few enough items are in sight, they are shown themselves, none over another.
function drawTiles(context) {
  if (!facts.tiles || view.zoom < 1.5) return;
  const seen = [];
  visitBox(0, 0, view.width, view.height, (i) => seen.push(i) > 4 * MOST_TILES);
  if (seen.length > 4 * MOST_TILES) return;
  const width = facts.tiles.width * facts.tiles.inPlace, height = facts.tiles.height * facts.tiles.inPlace;
  const taken = [];
  context.imageSmoothingEnabled = facts.tiles.inPlace === 1;
  for (const i of seen.sort((a, b) => a - b)) {
    const left = Math.round(itemX(i) - width / 2), top = Math.round(itemY(i) - height / 2);
    if (taken.length >= MOST_TILES || taken.some(([x, y]) => Math.abs(x - left) < width + 2 && Math.abs(y - top) < height + 2)) continue;
    const tile = tileOf(i, redrawInk);
    if (!tile) continue;
    taken.push([left, top]);
    context.globalAlpha = !state.chosen || state.chosen[i] ? 1 : 0.3;
    context.drawImage(tile.image, tile.left, tile.top, facts.tiles.width, facts.tiles.height, left, top, width, height);
    context.strokeStyle = items.region[i] === facts.none ? paint.line : paint.css[items.region[i]];
    context.lineWidth = 1.5;
    context.strokeRect(left - 0.5, top - 0.5, width + 1, height + 1);
  }
  context.globalAlpha = 1;
}

// The largest regions' names first; one that would lie over another waits until there is room.
function drawNames(context) {
  const family = getComputedStyle(document.body).fontFamily, taken = [];
  context.font = `600 15px ${family}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  regions.forEach((region, k) => {
    const x = toX(region.at[0]), y = toY(region.at[1]);
    if (x < 0 || y < 0 || x > view.width || y > view.height) return;
    const name = view.width < 560 ? shortened(region.name, 24) : region.called;
    const half = context.measureText(name).width / 2 + 3;
    const at = clamp(x, half, Math.max(half, view.width - half));
    const box = [at - half, y - 10, at + half, y + 10];
    if (taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) return;
    taken.push(box);
    context.lineWidth = 4;
    context.strokeStyle = paint.paperCss;
    context.strokeText(name, at, y);
    context.fillStyle = paint.css[k];
    context.fillText(name, at, y);
  });
}

function drawRing(context, i, width) {
  if (i < 0) return;
  context.beginPath();
  context.arc(itemX(i), itemY(i), dotWidth() / 2 + 4, 0, 2 * Math.PI);
  context.lineWidth = width + 2;
  context.strokeStyle = paint.paperCss;
  context.stroke();
  context.lineWidth = width;
  context.strokeStyle = paint.ink;
  context.stroke();
}

function drawLasso(context) {
  if (!state.path.length) return;
  context.beginPath();
  for (const [x, y] of state.path) context.lineTo(x, y);
  context.closePath();
  context.fillStyle = context.strokeStyle = paint.accent;
  context.globalAlpha = 0.1;
  context.fill();
  context.globalAlpha = 1;
  context.lineWidth = 1.5;
  context.stroke();
}

function drawCross(context) {
  const [x, y] = [view.width / 2, view.height / 2];
  context.beginPath();
  for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
    context.moveTo(x + 5 * dx, y + 5 * dy);
    context.lineTo(x + 14 * dx, y + 14 * dy);
  }
  context.lineWidth = 1.5;
  context.strokeStyle = paint.accent;
  context.stroke();
}
