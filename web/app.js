// The page: three panes that follow the address. List on the left, the report's words in the middle, its records on the right.
import { get, getAll, post } from "./api.js";
import { cardOf } from "./cards.js";
import { byId, day, el, plural } from "./dom.js";
import { drawFilters } from "./filters.js";
import { partsOf, renderMarked } from "./marks.js";
import { filterNames, href, query, readState, views } from "./state.js";

const kindOf = { documents: "document", statements: "statement", events: "event" };
const memory = { listKey: null, items: [], next: null, total: 0, doc: null, report: null, drawn: null };
let state = readState(new URL(location.href));
let turn = 0; // of draw(): an answer that comes late is not shown

// ------------------------------------------------------------------------------------------------------------- address
function go(change, replace = false) {
  const next = href(state, change);
  if (next === location.pathname + location.search) return;
  history[replace ? "replaceState" : "pushState"](null, "", next);
  draw();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const url = new URL(link.href);
  if (url.origin !== location.origin || link.hasAttribute("download") || !isPage(url.pathname)) return;
  event.preventDefault();
  if (url.href !== location.href) history.pushState(null, "", url);
  draw();
});
window.addEventListener("popstate", () => draw());

const isPage = (path) => path === "/" || ["try", ...views].includes(path.split("/")[1]) && !/\.(json|csv)$/.test(path);

// -------------------------------------------------------------------------------------------------------------- drawing
async function draw() {
  const mine = ++turn;
  state = readState(new URL(location.href));
  for (const link of document.querySelectorAll("nav a")) {
    if (link.dataset.view === state.view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  byId("panes").dataset.open = state.doc ? "report" : "list";
  byId("panes").dataset.view = state.view;
  if (state.view === "try") return drawTry();
  try {
    await Promise.all([drawList(mine), drawReport(mine)]);
  } catch (error) {
    if (mine === turn) fail(error);
  }
}

function fail(error) {
  byId("count").textContent = "";
  byId("items").replaceChildren(el("li.empty", { role: "alert" }, String(error.message || error)));
}

async function drawList(mine) {
  const key = state.view + "?" + query(state.filters);
  if (memory.listKey !== key) {
    drawFilters(byId("filters"), filterNames[state.view], state, (filters) => go({ filters, record: null }));
    byId("count").textContent = "…";
    const page = await get("/" + state.view + "?" + query(state.filters));
    if (mine !== turn) return;
    Object.assign(memory, { listKey: key, items: page.items, next: page.next, total: page.total });
    byId("list").scrollTop = 0;
  }
  drawItems();
}

function drawItems() {
  const many = { documents: ["report"], statements: ["statement"], events: ["event"] }[state.view];
  byId("count").replaceChildren(
    el("span", {}, plural(memory.total, ...many)),
    memory.total ? el("a", { href: "/" + state.view + ".csv?" + query(state.filters), download: "" }, "CSV") : "",
    memory.total ? el("a", { href: "/" + state.view + ".json?" + query(state.filters) }, "JSON") : "");
  const kind = kindOf[state.view];
  byId("items").replaceChildren(...memory.items.map((item) => {
    const chosen = kind === "document" ? item.id === state.doc : item.id === state.record;
    const change = kind === "document" ? { doc: item.id, record: null } : { doc: item.document, record: item.id };
    return el("li", {}, el("a.card", { href: href(state, change), "aria-current": chosen ? "true" : null }, cardOf[kind](item)));
  }));
  if (!memory.items.length) {
    byId("items").append(el("li.empty", {}, Object.keys(state.filters).length ? "Nothing meets all of these filters." : "This store holds none yet."));
  }
  byId("more").hidden = !memory.next;
  byId("items").querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
}

byId("more").addEventListener("click", async () => {
  const params = query(state.filters);
  params.append("after", memory.next);
  const page = await get("/" + state.view + "?" + params);
  memory.items.push(...page.items);
  memory.next = page.next;
  drawItems();
});

async function drawReport(mine) {
  if (!state.doc) {
    Object.assign(memory, { doc: null, report: null });
    byId("text").replaceChildren(welcome());
    byId("records").replaceChildren();
    document.title = "Readout";
    return;
  }
  if (memory.doc !== state.doc) {
    const id = encodeURIComponent(state.doc);
    const [document_, statements, events] = await Promise.all([
      get("/records/" + id), getAll("/statements?document=" + id), getAll("/events?document=" + id)])
      .catch((error) => {
        if (mine === turn) {
          byId("text").replaceChildren(el("p.empty", { role: "alert" }, error.message));
          byId("records").replaceChildren();
        }
        return [];
      });
    if (mine !== turn || !document_) return;
    Object.assign(memory, { doc: state.doc, report: { document: document_, statements, events } });
    byId("text").scrollTop = 0;
  }
  drawWords(memory.report, state.record, (record) => go({ record }));
}

function welcome() {
  return el("div.welcome", {},
    el("h1", {}, "Every record on the words it was read from"),
    el("p", {}, "Choose a report, a statement or an event on the left. Its words open here, marked; what was read from them stands on the right, and says why."));
}

// The report's words with its records on them, and the records beside.
function drawWords({ document: report, statements, events }, chosen, choose) {
  const records = [...statements, ...events];
  const parts = records.flatMap(partsOf);
  const boilerplate = (report.boilerplate || []).map((span) => ({ ...span, title: span.field === "title", role: "boilerplate" }));
  const title = report.title || report.source_id;
  document.title = title + " · Readout";
  const outlet = report.outlet || {};
  const about = [outlet.name || "outlet unknown", outlet.type, outlet.country, outlet.affiliation && outlet.affiliation + "-affiliated"].filter(Boolean).join(" · ");
  const basis = report.published?.basis;
  const inText = parts.some((part) => part.title) || !report.text?.trimStart().startsWith(report.title || "\0");
  byId("text").replaceChildren(
    el("article", {},
      el("p.source", {}, el("span", {}, about), report.origin ? el("span", {}, "after " + report.origin) : "",
        el("time", { title: basis ? "date " + basis : "" }, report.published?.start ? day(report.published.start) : "undated"),
        report.url ? el("a", { href: /^https?:/.test(report.url) ? report.url : null, rel: "noreferrer noopener", target: "_blank" }, "source") : ""),
      inText && report.title ? el("h1", {}, renderMarked(report.title, parts.filter((part) => part.title), chosen, choose)) : "",
      el("div.words", {}, renderMarked(report.text || "", [...parts.filter((part) => !part.title), ...boilerplate.filter((part) => !part.title)], chosen, choose)),
      el("p.legend", {}, el("span.m.m-content", {}, "what is said"), el("span.m.m-cue", {}, "that it is said"), el("span.m.m-trigger.q2", {}, "cooperation"),
        el("span.m.m-trigger.q4", {}, "conflict"), boilerplate.length ? el("span.m.m-boilerplate", {}, "no part of the report") : "")));
  drawRecords(statements, events, chosen, choose);
  byId("text").querySelector(".own-content, .own-trigger, .own-cue")?.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
}

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

function drawRecords(statements, events, chosen, choose) {
  const group = (name, records) => el("section.group", {},
    el("h2", {}, plural(records.length, name)),
    el("ol.items", {}, records.map((record) => recordItem(record, chosen, choose))));
  const former = byId("records").scrollTop;
  byId("records").replaceChildren(group("statement", statements), group("event", events));
  byId("records").scrollTop = former;
  const own = byId("records").querySelector("[aria-current]");
  own?.closest("li").scrollIntoView({ block: "nearest" });
}

function recordItem(record, chosen, choose) {
  const open = record.id === chosen;
  const link = el("a.card", {
    href: state.view === "try" ? "#" + record.id : href(state, { record: open ? null : record.id }), "data-id": record.id,
    "aria-current": open ? "true" : null, "aria-expanded": String(open),
    onclick: state.view === "try" ? (event) => { event.preventDefault(); choose(open ? null : record.id); } : null,
  }, cardOf[record.kind](record));
  return el("li", { class: open ? "open" : null }, link, open ? why(record) : "");
}

// Why the record is as it is, once it is asked for.
function why(record) {
  const box = el("div.why", { "aria-label": "Why" }, el("p.quiet", {}, "…"));
  const show = (reasons) => box.replaceChildren(
    el("dl", {}, reasons.map((one) => el("div", {}, el("dt", {}, one.about), el("dd", {}, one.words ? el("q", {}, one.words) : "", " ", one.says)))),
    el("p.links", {}, el("a", { href: "/api/v1/records/" + record.id }, "JSON"), el("code", {}, record.id)));
  if (state.view === "try") {
    show([{ about: "rule", words: null, says: record.rule + (record.explanation ? " · " + record.explanation : "") + " · confidence " + record.confidence }]);
    box.querySelector(".links a").remove();
  } else {
    get("/records/" + record.id + "/explanation").then((found) => show(found.reasons), (error) => box.replaceChildren(el("p", { role: "alert" }, error.message)));
  }
  return box;
}

// ------------------------------------------------------------------------------------------------ a text of one's own
function drawTry() {
  memory.listKey = null;
  memory.doc = null;
  document.title = "Read a text · Readout";
  const text = el("textarea", { id: "try-text", name: "text", rows: "14", required: true, placeholder: "Paste a report. It is read on this machine and not kept." });
  const date = el("input", { id: "try-date", type: "date" });
  const send = el("button.main", { type: "submit" }, "Read it");
  const note = el("p.quiet", { role: "status" });
  const form = el("form.try", {
    onsubmit: async (event) => {
      event.preventDefault();
      send.disabled = true;
      note.textContent = "Reading …";
      try {
        const body = { text: text.value };
        if (date.value) body.published = date.value;
        const found = (await post("/extract", body)).items;
        const of = (kind) => found.filter((record) => record.kind === kind);
        const report = { document: of("document")[0], statements: of("statement"), events: of("event") };
        const choose = (id) => drawWords(report, id, choose);
        choose(null);
        note.textContent = plural(report.statements.length, "statement") + ", " + plural(report.events.length, "event") + ". Nothing was kept.";
      } catch (error) {
        note.textContent = error.message;
      }
      send.disabled = false;
    },
  }, el("label", { for: "try-text" }, "A report"), text, el("label", { for: "try-date" }, "Published"), date, send, note);
  byId("filters").replaceChildren();
  byId("filters").onchange = byId("filters").onsubmit = null;
  byId("count").replaceChildren();
  byId("more").hidden = true;
  byId("items").replaceChildren(el("li", {}, form));
  byId("text").replaceChildren(welcome());
  byId("records").replaceChildren();
}

// ------------------------------------------------------------------------------------------------------------- keyboard
const paneNames = ["list", "text", "records"];

function cardsOf(pane) {
  return [...byId(pane).querySelectorAll("a.card")];
}

function currentPane() {
  return paneNames.find((name) => byId(name).contains(document.activeElement));
}

function step(by) {
  const pane = currentPane() || (state.doc ? "records" : "list");
  if (pane === "text") {
    byId("text").scrollBy({ top: by * 80 });
    return;
  }
  const cards = cardsOf(pane);
  if (!cards.length) return;
  let at = cards.indexOf(document.activeElement);
  if (at < 0) at = cards.findIndex((card) => card.hasAttribute("aria-current")) - (by > 0 ? 0 : -0);
  const next = cards[Math.max(0, Math.min(cards.length - 1, at < 0 ? 0 : at + by))];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

function aside(by) {
  const at = paneNames.indexOf(currentPane() || "list") + by;
  const name = paneNames[Math.max(0, Math.min(paneNames.length - 1, at))];
  const card = cardsOf(name).find((one) => one.hasAttribute("aria-current")) || cardsOf(name)[0];
  (name === "text" ? byId("text") : card || byId("text")).focus();
}

function letGo() {
  if (state.record) go({ record: null });
  else if (state.doc) go({ doc: null });
}

const keys = {
  j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1),
  ArrowLeft: () => aside(-1), ArrowRight: () => aside(1), Escape: letGo,
  "/": () => byId("f-text")?.focus(), "?": () => byId("help").showModal(), d: () => byId("theme").click(),
  1: () => go({ view: "documents", filters: {}, record: null }), 2: () => go({ view: "statements", filters: {}, record: null }),
  3: () => go({ view: "events", filters: {}, record: null }),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || byId("help").open) return;
  if (event.target.matches("input, select, textarea")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const act = keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

// -------------------------------------------------------------------------------------------------------- light and dark
function setTheme(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  try {
    if (theme) localStorage.setItem("theme", theme);
  } catch { /* no storage: for this page only */ }
}
try {
  setTheme(localStorage.getItem("theme"));
} catch { /* no storage */ }
byId("theme").addEventListener("click", () => {
  const dark = document.documentElement.dataset.theme ? document.documentElement.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  setTheme(dark ? "light" : "dark");
});
byId("help-open").addEventListener("click", () => byId("help").showModal());

// ----------------------------------------------------------------------------------------------------------------- start
get("").then((holds) => {
  const dates = holds.first ? (holds.first === holds.last ? day(holds.first) : day(holds.first) + " – " + day(holds.last)) : "";
  byId("holds").textContent = [plural(holds.documents, "report"), plural(holds.outlets, "outlet"), holds.origins ? plural(holds.origins, "agency", "agencies") + " credited" : "", dates]
    .filter(Boolean).join(" · ");
  byId("try-link").hidden = !holds.extracts;
}, fail);
if (location.pathname === "/") history.replaceState(null, "", "/documents" + location.search);
draw();
