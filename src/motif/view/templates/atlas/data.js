// What the page holds: columns of numbers now, texts when they are first asked for, pictures one sheet at a time.
const get = (id) => document.getElementById(id);
const facts = JSON.parse(get("facts").textContent);
const regions = facts.regions;

async function unpacked(id) {
  const bytes = Uint8Array.from(atob(get(id).textContent), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).arrayBuffer();
}

const items = { n: facts.n, x: null, y: null, region: null, ids: [], titles: null, words: null, folded: null };

async function readColumns() {
  const buffer = await unpacked("columns");
  const column = (k) => new Uint16Array(buffer, 2 * k * items.n, items.n);
  [items.x, items.y, items.region] = [column(0), column(1), column(2)];
}

async function readTexts() {
  Object.assign(items, JSON.parse(new TextDecoder().decode(await unpacked("texts"))));
}

// Lower case and without accents, so that "Amelie" finds "Amélie".
const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

function foldedItems() {
  const parts = (i) => [items.titles?.[i], items.ids[i], items.words?.[i]].filter(Boolean).join("\n");
  items.folded ??= Array.from({ length: items.n }, (_, i) => folded(parts(i)));
  return items.folded;
}

// Control characters and direction overrides are shown, not obeyed.
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|\p{Cs}/gu;
const shown = (text) => text.replace(HIDDEN, (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));

// One line of at most so many characters, for the eye; what is saved is whole.
function shortened(text, most) {
  const line = [...shown(text.slice(0, 4 * most).trim().replace(/\s+/g, " "))];
  return line.length <= most ? line.join("") : line.slice(0, most - 1).join("") + "…";
}

for (const region of regions) region.called = shortened(region.name, facts.longest.name);
const nameOf = (i) => shortened(items.titles?.[i] ?? "", facts.longest.title);
const titleOf = (i) => nameOf(i) || items.words?.[i] || shown(items.ids[i] ?? "");
const wordsOf = (i) => (nameOf(i) ? (items.words?.[i] ?? "") : "");
const regionOf = (i) => regions[items.region[i]]?.called ?? "";
const counted = (n) => n.toLocaleString("en");

const sheetTexts = document.querySelectorAll("script.sheet");
const sheetImages = new Map(), sheetWaiting = new Map();

function openSheet(k) {
  const image = new Image(), waiting = new Set();
  image.addEventListener("load", () => waiting.forEach((whenThere) => whenThere()), { once: true });
  image.src = sheetTexts[k].textContent;
  sheetImages.set(k, image);
  sheetWaiting.set(k, waiting);
  if (sheetImages.size > 64) sheetImages.delete(sheetImages.keys().next().value);
}

// The tile of an item as what drawImage takes, or null until its sheet is decoded; then `whenThere` is called.
function tileOf(i, whenThere) {
  const tiles = facts.tiles;
  if (!tiles) return null;
  const k = Math.floor(i / tiles.perSheet);
  if (!sheetImages.has(k)) openSheet(k);
  const image = sheetImages.get(k);
  if (!image.complete || !image.naturalWidth) {
    sheetWaiting.get(k).add(whenThere);
    return null;
  }
  const place = i % tiles.perSheet;
  return {
    image,
    left: (place % tiles.columns[k]) * tiles.width,
    top: Math.floor(place / tiles.columns[k]) * tiles.height,
  };
}
