// The boxes above the list. What is typed goes into the address; the list follows.
import { get } from "./api.js";
import { el } from "./dom.js";
import { query } from "./state.js";

const fields = {
  text: { label: "Words", placeholder: "words, “a phrase”, begin*", type: "search", wide: true },
  speaker: { label: "Speaker", facet: "speaker" },
  about: { label: "About", facet: "about" },
  actor: { label: "Actor", facet: "actor", placeholder: "name or code" },
  recipient: { label: "Recipient", facet: "recipient", placeholder: "name or code" },
  outlet: { label: "Outlet", facet: "outlet", choice: true },
  origin: { label: "Agency", facet: "origin", choice: true },
  event: { label: "Category", facet: "event", choice: true },
  auxiliary: { label: "Mood", facet: "auxiliary", choice: true },
  voice: { label: "Voice", facet: "voice", choice: true },
  from: { label: "From", type: "date" },
  to: { label: "To", type: "date" },
  order: { label: "Order", values: { "": "as read", newest: "newest first", oldest: "oldest first" } },
};

export function drawFilters(form, names, state, change) {
  const more = [];
  const top = [];
  for (const name of names) (fields[name].wide ? top : more).push(box(name, fields[name], state));
  const set = names.filter((name) => name !== "text" && state.filters[name]).length;
  const details = el("details.more-filters", { open: form.querySelector("details")?.open || set > 0 },
    el("summary", {}, set ? "Filters (" + set + ")" : "Filters"), el("div.grid", {}, more));
  const clear = Object.keys(state.filters).length ? el("button.quiet", { type: "button", onclick: () => change({}) }, "Clear") : "";
  form.replaceChildren(el("div.top", {}, top, clear), details);
  form.onsubmit = (event) => {
    event.preventDefault();
    change(values(form));
  };
  form.onchange = () => change(values(form));
  for (const name of names) if (fields[name].facet) offer(form, name, fields[name], state);
}

function values(form) {
  return Object.fromEntries([...new FormData(form)].filter(([, value]) => value));
}

function box(name, field, state) {
  const id = "f-" + name;
  const value = state.filters[name] || "";
  let input;
  if (field.values || field.choice) {
    const options = field.values ? Object.entries(field.values) : [["", "any"], ...(value ? [[value, value]] : [])];
    input = el("select", { id, name }, options.map(([key, text]) => el("option", { value: key, selected: key === value }, text)));
  } else {
    input = el("input", { id, name, value, type: field.type || "text", placeholder: field.placeholder || "", list: field.facet ? id + "-list" : null });
  }
  return el("label." + (field.wide ? "wide" : "box"), { for: id }, el("span", {}, field.label), input);
}

// What the store holds for a box, with counts, under the other filters.
async function offer(form, name, field, state) {
  const others = { ...state.filters };
  delete others[name];
  delete others.order;
  const params = query(others);
  params.append("field", field.facet);
  params.append("limit", "60");
  const found = await get("/facets/" + state.view + "?" + params).catch(() => ({ items: [] }));
  const input = form.elements[name];
  if (!input || !input.isConnected) return;
  const options = found.items.map((one) => el("option", { value: one.value, selected: one.value === state.filters[name] }, one.value + " · " + one.count));
  if (field.choice) {
    const known = found.items.some((one) => one.value === state.filters[name]);
    input.replaceChildren(el("option", { value: "" }, "any"), ...(state.filters[name] && !known ? [el("option", { value: state.filters[name], selected: true }, state.filters[name])] : []), ...options);
  } else {
    const list = el("datalist", { id: input.id + "-list" }, found.items.map((one) => el("option", { value: one.value }, plain(one.count))));
    form.querySelector("#" + input.id + "-list")?.remove();
    input.after(list);
  }
}

const plain = (n) => n + (n === 1 ? " record" : " records");
