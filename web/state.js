// The address holds the whole state: which list, its filters, which report, which record.
export const views = ["documents", "statements", "events"];

export const filterNames = {
  documents: ["text", "outlet", "origin", "from", "to", "actor", "speaker", "order"],
  statements: ["text", "speaker", "about", "outlet", "from", "to", "voice", "order"],
  events: ["text", "actor", "recipient", "event", "auxiliary", "outlet", "from", "to", "order"],
};

export function readState(url) {
  const parts = url.pathname.split("/").filter(Boolean).map(decodeURIComponent);
  if (parts[0] === "try") return { view: "try", filters: {}, doc: null, record: null };
  const view = views.includes(parts[0]) ? parts[0] : "documents";
  const filters = {};
  for (const name of filterNames[view]) {
    const value = url.searchParams.get(name);
    if (value) filters[name] = value;
  }
  return { view, filters, doc: parts[1] || null, record: url.searchParams.get("record") };
}

export function query(filters) {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) if (value) params.append(name, value);
  return params;
}

export function href(state, change = {}) {
  const next = { ...state, ...change };
  const params = query(next.filters);
  if (next.record) params.append("record", next.record);
  const tail = params.toString();
  return "/" + next.view + (next.doc ? "/" + encodeURIComponent(next.doc) : "") + (tail ? "?" + tail : "");
}
