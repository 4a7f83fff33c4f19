// Mouse, touch and keyboard.
const touches = new Map();
let moved = 0, pinch = 0;
const REACH = { mouse: 10, touch: 22, pen: 14 };

function placeOf(event) {
  const box = plane.getBoundingClientRect();
  return [event.clientX - box.left - plane.clientLeft, event.clientY - box.top - plane.clientTop];
}

function press(event) {
  if (event.button || !event.target.closest("#plane")) return;
  cancelAnimationFrame(flight);
  const at = placeOf(event);
  touches.set(event.pointerId, at);
  plane.setPointerCapture(event.pointerId);
  moved = 0;
  if (state.lassoing || event.shiftKey) state.path = [at];
  if (touches.size === 2) [state.path, pinch] = [[], apart()];
}

function apart() {
  const [a, b] = [...touches.values()];
  return Math.hypot(a[0] - b[0], a[1] - b[1]) || 1;
}

function move(event) {
  const at = placeOf(event), before = touches.get(event.pointerId);
  if (!before) return hover(event.pointerType === "touch" ? -1 : nearest(...at, REACH.mouse));
  touches.set(event.pointerId, at);
  moved += Math.hypot(at[0] - before[0], at[1] - before[1]);
  if (touches.size === 2) {
    const [a, b] = [...touches.values()], now = apart();
    zoomAt((a[0] + b[0]) / 2, (a[1] + b[1]) / 2, now / pinch);
    pinch = now;
  } else if (state.path.length) {
    const last = state.path[state.path.length - 1];
    if (Math.hypot(at[0] - last[0], at[1] - last[1]) >= 3) state.path.push(at);
    redrawInk();
  } else if (moved > 3) {
    plane.classList.add("moving");
    hover(-1);
    look(view.x - (at[0] - before[0]) / scale(), view.y - (at[1] - before[1]) / (facts.ratio * scale()), view.zoom);
  }
}

function release(event) {
  if (!touches.delete(event.pointerId)) return;
  plane.classList.remove("moving");
  const path = state.path;
  state.path = [];
  if (event.type !== "pointerup") return redrawInk(); // the system took the touch over: nothing is chosen
  if (path.length > 2) chooseInside(path);
  else if (moved <= 3) pin(nearest(...placeOf(event), REACH[event.pointerType] ?? 10));
  redrawInk();
}

function wheel(event) {
  if (document.activeElement !== plane && !event.ctrlKey && !event.metaKey) return;
  event.preventDefault();
  const lines = event.deltaMode === 1 ? 16 : 1;
  zoomAt(...placeOf(event), Math.exp(-clamp(event.deltaY * lines, -240, 240) * (event.ctrlKey ? 0.01 : 0.002)));
}

function lassoing(on) {
  state.lassoing = on;
  get("lasso").setAttribute("aria-pressed", String(on));
  plane.classList.toggle("lasso", on);
}

function pressKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const step = 0.12 / view.zoom, middle = [view.width / 2, view.height / 2];
  const keys = {
    ArrowLeft: () => look(view.x - step, view.y, view.zoom),
    ArrowRight: () => look(view.x + step, view.y, view.zoom),
    ArrowUp: () => look(view.x, view.y - step, view.zoom),
    ArrowDown: () => look(view.x, view.y + step, view.zoom),
    "+": () => zoomAt(...middle, 1.5),
    "=": () => zoomAt(...middle, 1.5),
    "-": () => zoomAt(...middle, 1 / 1.5),
    0: () => flyTo(0.5, 0.5, 1),
    l: () => lassoing(!state.lassoing),
    L: () => lassoing(!state.lassoing),
    Enter: () => pin(nearest(...middle, Math.max(view.width, view.height))),
    Escape: goBack,
  };
  if (!keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
}

// One step back: out of the lasso, then from the kept item, then from what is chosen.
function goBack() {
  if (state.path.length || state.lassoing) stopLasso();
  else if (state.pinned >= 0) pin(-1);
  else clearChosen();
  redrawInk();
}

function stopLasso() {
  state.path = [];
  lassoing(false);
}
