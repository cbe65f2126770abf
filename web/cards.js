// Reports, statements and events as items of a list.
import { day, el, nameOf, plural, when } from "./dom.js";

const mood = { negation: "did not happen", hypothetical: "hypothetical", future: "to come", historical: "earlier" };
const quads = ["", "verbal cooperation", "material cooperation", "verbal conflict", "material conflict"];

export function code(entity) {
  if (!entity.code) return "";
  return el("span.code", { title: "country or body, sector" }, entity.code + (entity.sector ? " " + entity.sector : ""));
}

function people(entities, none) {
  if (!entities?.length) return el("span.none", {}, none);
  return el("span.who", {}, entities.flatMap((one, i) => [i ? ", " : "", nameOf(one), code(one)]));
}

function joined(spans) {
  return (spans || []).map((span) => span.text).join(" … ");
}

// The card draws quotation marks of its own around what was said in so many words; marks inside stay.
const unquoted = (text) => (/^["“„«‘'].*["”“»’',.]$/su.test(text) ? text.replace(/^["“„«‘']+|[,.]?["”“»’']+$/gu, "") : text);

export function documentCard(document) {
  const outlet = document.outlet?.name || "outlet unknown";
  const lines = [
    el("span.meta", {}, el("span.outlet", {}, outlet), document.origin ? el("span.origin", { title: "the agency it credits" }, "after " + document.origin) : "",
      el("time", {}, document.published?.start ? day(document.published.start) : "undated")),
    document.title ? el("span.title", {}, document.title) : el("span.opening", {}, document.opening || document.source_id),
    el("span.meta", {}, plural(document.statements || 0, "statement"), " · ", plural(document.events || 0, "event")),
  ];
  if (document.near_duplicate_of) lines.push(el("span.tag", {}, "repeats another report"));
  return lines;
}

export function statementCard(statement) {
  const relays = (statement.relays || []).map((relay) => nameOf(relay.entity));
  return [
    el("span.meta", {}, people(statement.speakers, "nobody named"), el("time", {}, when(statement.date))),
    el("q.said." + statement.voice, {}, unquoted(joined(statement.content)) || "no words given"),
    el("span.meta", {},
      el("span.cue", {}, (statement.polarity === "negated" ? "not: " : "") + (joined(statement.cue) || statement.form)),
      relays.length ? el("span.relay", {}, "through " + relays.join(", ")) : "",
      statement.hedge ? el("span.tag", {}, statement.hedge.text) : "",
      sure(statement)),
  ];
}

export function eventCard(event) {
  const tags = [];
  if (event.auxiliary) tags.push(el("span.tag", {}, mood[event.auxiliary] || event.auxiliary));
  for (const one of event.mode || []) tags.push(el("span.tag.quiet", {}, one));
  const stances = [...new Set((event.asserted_by || []).map((one) => (one.statement ? (one.stance === "asserts" ? "as said" : one.stance) : one.stance)))]
    .filter((stance) => stance !== "asserts");
  return [
    el("span.meta", {}, el("span.category.q" + (event.quad_code || 0), { title: quads[event.quad_code] || "" }, event.event), ...tags,
      el("time", {}, when(event.date))),
    el("span.dyad", {}, people(event.actor, "nobody named"), event.recipient?.length ? el("span.arrow", { "aria-label": "to" }, " → ") : "",
      event.recipient?.length ? people(event.recipient, "") : ""),
    el("span.meta", {}, el("span.trigger", {}, "“" + joined(event.event_text) + "”"),
      event.location?.name ? el("span.where", {}, "in " + event.location.name) : "",
      ...stances.map((one) => el("span.tag.quiet", {}, one)), sure(event)),
  ];
}

// How sure, drawn as well as told.
function sure(record) {
  if (typeof record.confidence !== "number") return "";
  const percent = Math.round(record.confidence * 100);
  return el("meter.sure", { min: "0", max: "100", value: String(percent), title: percent + " % sure", "aria-label": percent + " percent sure" });
}

export const cardOf = { document: documentCard, statement: statementCard, event: eventCard };
