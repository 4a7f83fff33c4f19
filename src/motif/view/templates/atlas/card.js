// The item itself: its picture, title, words and region, beside its dot.
const card = get("card"), tileCanvas = get("tile");
const state = { hovered: -1, pinned: -1, chosen: null, path: [], lassoing: false, called: "" };
let carded = -1;

function placeCard() {
  const i = state.hovered >= 0 ? state.hovered : state.pinned;
  if (i !== carded) fillCard(i);
  if (i < 0) return;
  const x = itemX(i), y = itemY(i);
  card.hidden = x < -20 || y < -20 || x > view.width + 20 || y > view.height + 20;
  const left = x < view.width / 2 ? x + 12 : x - 12 - card.offsetWidth;
  const top = y < view.height / 2 ? y + 12 : y - 12 - card.offsetHeight;
  const right = Math.max(view.width - card.offsetWidth - 4, 4), low = Math.max(view.height - card.offsetHeight - 4, 4);
  card.style.transform = `translate(${Math.round(clamp(left, 4, right))}px, ${Math.round(clamp(top, 4, low))}px)`;
}

function fillCard(i) {
  carded = i;
  card.hidden = i < 0;
  if (i < 0) return;
  get("card-title").textContent = titleOf(i);
  get("card-words").textContent = wordsOf(i);
  const id = nameOf(i) || items.words?.[i] ? shown(items.ids[i] ?? "") : "";
  get("card-note").textContent = [regionOf(i), id].filter(Boolean).join(" · ");
  drawTileOnCard(i);
}

function drawTileOnCard(i) {
  if (carded !== i) return;
  tileCanvas.hidden = !facts.tiles;
  if (!facts.tiles) return;
  const { width, height, onCard } = facts.tiles;
  [tileCanvas.width, tileCanvas.height] = [width, height];
  tileCanvas.style.width = `${width * onCard}px`;
  tileCanvas.style.height = `${height * onCard}px`;
  const tile = tileOf(i, () => drawTileOnCard(i));
  if (tile) tileCanvas.getContext("2d").drawImage(tile.image, tile.left, tile.top, width, height, 0, 0, width, height);
}

function hover(i) {
  if (i === state.hovered) return;
  state.hovered = i;
  plane.classList.toggle("over", i >= 0);
  redrawInk();
}

function pin(i) {
  state.pinned = i;
  get("heard").textContent = i < 0 ? "" : [titleOf(i), wordsOf(i), regionOf(i)].filter(Boolean).join(". ");
  redrawInk();
}
