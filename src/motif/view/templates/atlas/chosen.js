// What is chosen: by words, by the lasso or by a region; lit on the map, listed beside it, saved as CSV.
const LISTED = 100;
const say = (text) => (get("said").textContent = text);

function choose(rows, said, called) {
  state.chosen = null;
  if (rows) {
    state.chosen = new Uint8Array(items.n);
    for (const i of rows) state.chosen[i] = 1;
  }
  state.called = called;
  get("save").hidden = !rows?.length;
  get("clear").hidden = !rows;
  get("keys").hidden = Boolean(rows);
  say(said);
  list(rows ?? []);
  redraw();
}

function list(rows) {
  const lines = rows.slice(0, LISTED).map((i) => {
    const line = document.createElement("li"), button = document.createElement("button"), note = document.createElement("small");
    const title = document.createElement("bdi");
    title.textContent = titleOf(i);
    note.textContent = [regionOf(i), wordsOf(i)].filter(Boolean).join(" · ");
    button.type = "button";
    button.append(title, note);
    button.addEventListener("click", () => goTo(i));
    line.append(button);
    return line;
  });
  get("list").replaceChildren(...lines);
  get("more").hidden = rows.length <= LISTED;
  get("more").textContent = `${counted(rows.length - LISTED)} more are not listed; the CSV has all.`;
}

function goTo(i) {
  hover(-1);
  pin(i);
  flyTo(items.x[i] / FINEST, items.y[i] / FINEST, Math.max(view.zoom, 6));
}

function clearChosen() {
  get("query").value = "";
  state.path = [];
  choose(null, "", "");
}

const portion = (n) => `${counted(n)} of ${counted(items.n)} ${facts.kind}s`;

function matching(test) {
  const rows = [];
  foldedItems().forEach((text, i) => test(text) && rows.push(i));
  return rows;
}

// What holds the words as they stand; where nothing does, what holds them all.
function search(words) {
  const phrase = folded(words).trim().replace(/\s+/g, " ");
  if (!phrase) return clearChosen();
  let rows = matching((text) => text.includes(phrase));
  if (!rows.length) rows = matching((text) => phrase.split(" ").every((word) => text.includes(word)));
  state.path = [];
  choose(rows, `${portion(rows.length)} match “${shown(words)}”`, "search");
}

function chooseRegion(k) {
  const rows = [];
  for (let i = 0; i < items.n; i++) if (items.region[i] === k) rows.push(i);
  get("query").value = "";
  state.path = [];
  choose(rows, `${portion(rows.length)} in ${regions[k].called}`, "region");
  const [left, top, right, bottom] = regions[k].box;
  const room = 0.9 / Math.max(right - left, bottom - top, 0.02);
  flyTo((left + right) / 2, (top + bottom) / 2, clamp(room, 1, 12));
  plane.scrollIntoView({ block: "nearest" });
}

function chooseInside(path) {
  const corners = path.map(([px, py]) => [fromX(px) * FINEST, fromY(py) * FINEST]);
  const xs = path.map((corner) => corner[0]), ys = path.map((corner) => corner[1]), rows = [];
  visitBox(Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys), (i) => {
    if (isInside(items.x[i], items.y[i], corners)) rows.push(i);
  });
  get("query").value = "";
  choose(rows.sort((a, b) => a - b), `${portion(rows.length)} in the lasso`, "lasso");
}

function isInside(x, y, corners) {
  let inside = false;
  for (let a = 0, b = corners.length - 1; a < corners.length; b = a++) {
    const [ax, ay] = corners[a], [bx, by] = corners[b];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

// A cell that a spreadsheet would run as a formula gets a leading apostrophe, as everywhere in Motif.
const cell = (text) => `"${(/^[=+\-@\t\r\n＝＋－＠]/.test(text) ? "'" + text : text).replaceAll('"', '""')}"`;

// Names and titles are whole here: two regions whose names begin alike stay two.
function csv() {
  const lines = ['"id","label","title"'];
  for (let i = 0; i < items.n; i++) {
    if (!state.chosen[i]) continue;
    lines.push([items.ids[i], regions[items.region[i]]?.name ?? "", items.titles?.[i] ?? ""].map(cell).join(","));
  }
  return lines.join("\n") + "\n";
}

function save() {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([csv()], { type: "text/csv" }));
  link.download = `${state.called}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
