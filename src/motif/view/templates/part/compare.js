"use strict";
for (const compare of document.querySelectorAll(".compare")) {
  const divide = compare.querySelector(".divide"), pair = compare.querySelector(".pair");
  const show = () => {
    pair.style.setProperty("--at", `${divide.value}%`);
    divide.setAttribute("aria-valuetext", `${divide.value} %`);
  };
  const move = (event) => {
    const box = pair.getBoundingClientRect();
    divide.value = 100 * (event.clientX - box.left) / box.width;
    show();
  };
  pair.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary || event.button) return;
    event.preventDefault();
    pair.setPointerCapture(event.pointerId);
    move(event);
  });
  pair.addEventListener("pointermove", (event) => pair.hasPointerCapture(event.pointerId) && move(event));
  divide.addEventListener("input", show);
  divide.hidden = false;
  compare.classList.add("live");
  show();
}
