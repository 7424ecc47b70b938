"use strict";
// Filters, keyboard and the side panel. The page is complete without it.
(() => {
  const $ = (id) => document.getElementById(id);
  const table = $("m"), form = $("filters"), panel = $("panel"), search = $("search");
  if (!table) return;
  const heads = [...table.tHead.rows[0].cells].slice(1);
  const rows = [...table.querySelectorAll("tbody tr:not(.ch)")].map((row) => ({
    row,
    cells: [...row.cells].slice(1),
    id: row.cells[0].querySelector("a").textContent.trim(),
    words: [...row.cells].slice(1).map((cell) => cell.textContent.trim()),
  }));
  for (const entry of rows) {
    const about = $(entry.id);
    entry.text = (entry.id + " " + (about ? about.querySelector("summary").textContent : "")).toLowerCase();
  }
  const bad = new Set(["FAIL", "CRASH", "TIMEOUT", "ERROR"]), none = new Set(["n/a", "-"]);

  function apply() {
    const value = (name) => (form.elements[name] ? form.elements[name].value : "");
    const wanted = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const platform = value("platform"), verdict = value("verdict"), differ = $("differ").checked;
    const shownColumns = heads.map((head) => !platform || head.dataset.p === platform);
    heads.forEach((head, i) => { head.hidden = !shownColumns[i]; });
    let count = 0;
    for (const { row, cells, words, text } of rows) {
      const seen = words.filter((_, i) => shownColumns[i]);
      const data = row.dataset;
      row.hidden = !(
        wanted.every((part) => text.includes(part)) &&
        (!value("chapter") || data.c === value("chapter")) &&
        (!value("level") || data.l === value("level")) &&
        (!value("severity") || data.s === value("severity")) &&
        (!value("cwe") || (data.w || "").split(" ").includes(value("cwe"))) &&
        (!verdict || seen.includes(verdict)) &&
        (!differ || new Set(seen.filter((word) => !none.has(word))).size > 1 || seen.some((word) => bad.has(word)))
      );
      if (!row.hidden) count++;
      cells.forEach((cell, i) => { cell.hidden = !shownColumns[i]; });
    }
    for (const body of table.tBodies) {
      body.hidden = ![...body.rows].some((row) => !row.hidden && !row.classList.contains("ch"));
      body.rows[0].cells[0].colSpan = 1 + shownColumns.filter(Boolean).length;
    }
    $("shown").textContent = `${count} of ${rows.length} guarantees`;
  }
  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));

  // One stop for the Tab key in the matrix, the arrows move inside it.
  const links = (row) => [...row.querySelectorAll("a")].filter((link) => !link.parentNode.hidden);
  let stop = null;
  function moveStop(link) {
    if (stop) stop.tabIndex = -1;
    stop = link;
    link.tabIndex = 0;
  }
  for (const { row } of rows) for (const link of row.querySelectorAll("a")) link.tabIndex = -1;
  if (rows.length) moveStop(rows[0].row.querySelector("a"));
  table.addEventListener("focusin", (event) => {
    if (event.target.closest("tbody") && event.target.tagName === "A") moveStop(event.target);
  });
  table.addEventListener("keydown", (event) => {
    const link = event.target.closest("tbody a");
    if (!link || event.ctrlKey || event.metaKey || event.altKey) return;
    const shown = rows.filter(({ row }) => !row.hidden).map(({ row }) => row);
    const row = link.closest("tr"), y = shown.indexOf(row), x = links(row).indexOf(link);
    const steps = { ArrowUp: [y - 1, x], ArrowDown: [y + 1, x], ArrowLeft: [y, x - 1], ArrowRight: [y, x + 1], Home: [y, 0], End: [y, 1e9], PageUp: [y - 10, x], PageDown: [y + 10, x] };
    const to = steps[event.key];
    if (!to) return;
    event.preventDefault();
    const line = links(shown[Math.max(0, Math.min(shown.length - 1, to[0]))]);
    line[Math.max(0, Math.min(line.length - 1, to[1]))].focus();
  });

  // The side panel shows one cell: the promise, and what came of it in that run.
  let opener = null, marked = null;
  function mark(cell) {
    if (marked) marked.classList.remove("on");
    marked = cell;
    if (cell) cell.classList.add("on");
  }
  function place(hash) {
    let name;
    try { name = decodeURIComponent(hash.slice(1)); } catch { return {}; }
    const whole = $(name);
    if (whole && !whole.classList.contains("at")) return { target: whole };
    const colon = name.lastIndexOf(":"), run = name.slice(colon + 1);
    const details = colon > 0 ? $(name.slice(0, colon)) : null;
    if (!details || details.tagName !== "DETAILS") return {};
    return { details, run, group: [...details.querySelectorAll(".out")].find((one) => one.dataset.r.split(" ").includes(run)) };
  }
  function show({ details, run, group }) {
    const title = document.createElement("span");
    title.className = "id";
    title.textContent = details.id;
    const about = details.querySelector(".about").cloneNode(true);
    about.prepend(title);
    const outcome = group.cloneNode(true), name = details.id + ":" + run;
    for (const other of outcome.querySelectorAll(".at")) if (other.id !== name) other.remove();
    for (const other of outcome.querySelectorAll("[data-r]")) if (!other.dataset.r.split(" ").includes(run)) other.remove();
    for (const clone of [outcome, ...outcome.querySelectorAll("[id]")]) clone.removeAttribute("id");
    const others = group.dataset.r.split(" ").length - 1;
    const full = heads[run - 1] ? heads[run - 1].querySelector("span").textContent : "";
    $("panel-title").textContent = "Run " + run + (full ? ": " + full : "");
    for (const own of outcome.querySelectorAll(".at")) own.textContent = full;
    for (const label of outcome.querySelectorAll(".seen .q")) label.remove();
    const note = document.createElement("p");
    note.className = "q";
    note.textContent = others ? `The same in ${others} other run${others > 1 ? "s" : ""}.` : "";
    $("panel-body").replaceChildren(about, outcome, note);
    panel.hidden = false;
    panel.scrollTop = 0;
    panel.focus({ preventScroll: true });
    const row = rows.find((entry) => entry.id === details.querySelector("summary .id").textContent.trim());
    mark(row ? row.cells[run - 1] : null);
    if (marked) marked.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
  function close() {
    if (panel.hidden) return;
    panel.hidden = true;
    mark(null);
    history.replaceState(null, "", location.pathname + location.search);
    if (opener) opener.focus();
    opener = null;
  }
  function open(hash) {
    const found = place(hash);
    if (found.group) {
      show(found);
      return true;
    }
    if (found.target && found.target.tagName === "DETAILS") found.target.open = true;
    return false;
  }
  // Where a cell leads: to its run. Without this script only the broken ones do, the others to their guarantee.
  function address(link) {
    const hash = link.getAttribute("href"), cell = link.closest("#m tbody td");
    return cell && !/:\d+$/.test(hash) ? `${hash}:${cell.cellIndex}` : hash;
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const hash = address(link);
    if (open(hash)) {
      event.preventDefault();
      opener = link;
      history.replaceState(null, "", hash);
    }
  });
  $("close").addEventListener("click", close);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      search.focus();
    }
  });
  addEventListener("hashchange", () => open(location.hash));
  if (location.hash) {
    if (open(location.hash) && marked) marked.scrollIntoView({ block: "center", inline: "center" });
  }

  // What is closed on the screen is open on paper.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const one of closed) one.open = true;
  });
  addEventListener("afterprint", () => { for (const one of closed) one.open = false; closed = []; });
  apply();
})();
