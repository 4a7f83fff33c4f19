// Puts the moving map in the place of the picture.
function listen() {
  plane.addEventListener("pointerdown", press);
  plane.addEventListener("pointermove", move);
  for (const name of ["pointerup", "pointercancel"]) plane.addEventListener(name, release);
  plane.addEventListener("pointerleave", () => hover(-1));
  plane.addEventListener("dblclick", (event) => zoomAt(...placeOf(event), 2));
  plane.addEventListener("wheel", wheel, { passive: false });
  plane.addEventListener("keydown", pressKey);
  for (const name of ["focus", "blur"]) plane.addEventListener(name, redrawInk);
  get("nearer").addEventListener("click", () => zoomAt(view.width / 2, view.height / 2, 1.5));
  get("farther").addEventListener("click", () => zoomAt(view.width / 2, view.height / 2, 1 / 1.5));
  get("whole").addEventListener("click", () => flyTo(0.5, 0.5, 1));
  get("lasso").addEventListener("click", () => lassoing(!state.lassoing));
  get("save").addEventListener("click", save);
  get("clear").addEventListener("click", clearChosen);
  let typing = 0;
  get("query").addEventListener("input", (event) => {
    clearTimeout(typing);
    typing = setTimeout(search, 120, event.target.value);
  });
  get("finder").addEventListener("submit", (event) => {
    event.preventDefault();
    get("list").querySelector("button")?.click();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    readColours();
    redraw();
  });
  new ResizeObserver(fit).observe(plane);
}

function linkRegions() {
  for (const place of document.querySelectorAll(".region")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = place.textContent;
    button.addEventListener("click", () => chooseRegion(Number(place.dataset.region)));
    place.replaceChildren(button);
  }
}

// The items in the middle of each region, as pictures in the table.
function showMiddles() {
  if (!facts.tiles) return;
  const { width, height, inPlace } = facts.tiles, smaller = Math.min(1, 40 / Math.max(width, height)) * inPlace;
  document.querySelectorAll(".middle").forEach((place, k) => {
    const drawn = regions[k].middle.map((i) => {
      const canvas = document.createElement("canvas");
      Object.assign(canvas, { width, height });
      [canvas.style.width, canvas.style.height] = [`${width * smaller}px`, `${height * smaller}px`];
      const draw = () => {
        const tile = tileOf(i, draw);
        if (tile) canvas.getContext("2d").drawImage(tile.image, tile.left, tile.top, width, height, 0, 0, width, height);
      };
      draw();
      return canvas;
    });
    place.prepend(...drawn);
  });
}

function moving(on) {
  for (const id of ["plane", "tools", "finder", "found", "keys"]) get(id).hidden = !on;
  document.body.classList.toggle("ready", on);
}

async function start() {
  await readColumns();
  await readTexts();
  sortIntoCells();
  moving(true);
  readColours();
  fit();
  listen();
  linkRegions();
  showMiddles();
  plane.dataset.ready = "yes";
}

// Where anything fails, as in a file that was cut off, and in older browsers, the picture stays.
if ("DecompressionStream" in window) {
  start().catch((problem) => {
    moving(false);
    console.warn("The map stays a picture:", problem);
  });
}
