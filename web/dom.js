// el("p.note", {title: "…"}, "words", child): elements without markup in strings, so that no report's words can become markup.
export function el(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const node = document.createElement(tag || "div");
  if (classes.length) node.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key in node && typeof value === "boolean") node[key] = value;
    else node.setAttribute(key, value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

export const byId = (id) => document.getElementById(id);

export function plural(n, one, many = one + "s") {
  return n.toLocaleString("en") + " " + (n === 1 ? one : many);
}

// A date object of a record in words. Never finer than it is.
export function when(date) {
  if (!date || (!date.start && !date.end)) return "undated";
  if (!date.start) return "by " + day(date.end);
  if (!date.end) return "since " + day(date.start);
  if (date.start === date.end) return day(date.start);
  const [y, m] = date.start.split("-");
  if (date.precision === "month") return months[m - 1] + " " + Number(y);
  if (date.precision === "year") return String(Number(y));
  return day(date.start) + " – " + day(date.end);
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export function day(text) {
  const [y, m, d] = text.split("-").map(Number);
  return d + " " + months[m - 1] + " " + y;
}

export const nameOf = (entity) => entity.name || entity.text;
