// A report's words with its records marked on them.
//
// Spans count Unicode code points; JavaScript's strings count UTF-16 units, in which an astral character is two. unitsOf() is the map.
import { el } from "./dom.js";

export function unitsOf(text) {
  if (!/[\ud800-\udbff]/.test(text)) return (n) => n;
  const units = [0];
  for (const letter of text) units.push(units[units.length - 1] + letter.length);
  return (n) => units[Math.min(n, units.length - 1)];
}

// [{start, end, role, id, kind}] of one record: which words play which part in it.
export function partsOf(record) {
  const parts = [];
  const add = (role, spans) => {
    for (const span of [spans].flat()) {
      if (span && Number.isInteger(span.start) && !span.document) {
        parts.push({ start: span.start, end: span.end, title: span.field === "title", role, id: record.id, kind: record.kind, record });
      }
    }
  };
  if (record.kind === "statement") {
    add("content", record.content);
    add("cue", record.cue);
    add("speaker", record.speakers);
    if (!record.speakers?.length) add("speaker", record.source);
    add("relay", (record.relays || []).map((relay) => relay.entity));
    add("addressee", record.addressees);
    add("hedge", record.hedge);
    add("date", record.date?.evidence);
    add("place", record.place);
  } else if (record.kind === "event") {
    add("trigger", record.event_text);
    add("actor", record.actor);
    add("recipient", record.recipient);
    add("place", record.location);
    add("date", record.date?.evidence);
    add("size", (record.sizes || []).map((size) => size.span));
  }
  return parts;
}

// The words of `text` in pieces, cut wherever a part begins or ends; each piece knows the parts it lies in.
export function pieces(text, parts) {
  const at = unitsOf(text);
  const marks = parts
    .map((part) => ({ ...part, from: at(part.start), to: at(part.end) }))
    .filter((part) => part.from < part.to && part.to <= text.length);
  const cuts = [...new Set([0, text.length, ...marks.flatMap((mark) => [mark.from, mark.to])])].sort((a, b) => a - b);
  const open = new Set();
  const starts = new Map(), ends = new Map();
  for (const mark of marks) {
    starts.set(mark.from, [...(starts.get(mark.from) || []), mark]);
    ends.set(mark.to, [...(ends.get(mark.to) || []), mark]);
  }
  const out = [];
  for (let i = 0; i + 1 < cuts.length; ++i) {
    for (const mark of ends.get(cuts[i]) || []) open.delete(mark);
    for (const mark of starts.get(cuts[i]) || []) open.add(mark);
    out.push({ text: text.slice(cuts[i], cuts[i + 1]), parts: [...open] });
  }
  return out;
}

// Where nothing is chosen, only what is said and what is done shows; the parts of the chosen record show all.
const always = new Set(["content", "cue", "trigger", "boilerplate"]);

export function renderMarked(text, parts, chosen, choose) {
  const box = document.createDocumentFragment();
  for (const piece of pieces(text, parts)) {
    const shown = piece.parts.filter((part) => part.id === chosen || always.has(part.role));
    if (!shown.length) {
      box.append(piece.text);
      continue;
    }
    const own = shown.filter((part) => part.id === chosen);
    const classes = new Set(["m"]);
    for (const part of shown) {
      classes.add("m-" + part.role);
      if (part.role === "trigger") classes.add("q" + (part.record.quad_code || 0));
    }
    for (const part of own) classes.add("own-" + part.role);
    if (own.length) classes.add("own");
    const span = el("span", { class: [...classes].join(" "), "data-ids": [...new Set(piece.parts.map((part) => part.id))].filter(Boolean).join(" ") }, piece.text);
    const target = pick(shown, chosen);
    if (target) {
      span.title = target.role + " · " + (target.record.event || target.kind);
      span.addEventListener("click", () => choose(target.id));
    }
    box.append(span);
  }
  return box;
}

// Of the records under the pointer the narrowest, but another one than that already chosen.
function pick(parts, chosen) {
  const others = parts.filter((part) => part.id && part.id !== chosen);
  const from = others.length ? others : parts.filter((part) => part.id);
  return from.sort((a, b) => a.end - a.start - (b.end - b.start))[0];
}
