// The server's answers. A problem document becomes an Error with its words.
export async function get(path, signal) {
  return answer(await fetch("/api/v1" + path, { signal, headers: { Accept: "application/json" } }));
}

export async function post(path, body) {
  return answer(await fetch("/api/v1" + path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }));
}

async function answer(response) {
  const body = await response.json().catch(() => null);
  if (!response.ok) throw new Error(body?.detail || body?.title || "the server answered " + response.status);
  return body;
}

// All pages of a list.
export async function getAll(path, signal) {
  const items = [];
  for (let after = ""; ;) {
    const page = await get(path + "&limit=1000" + (after ? "&after=" + encodeURIComponent(after) : ""), signal);
    items.push(...page.items);
    if (!page.next) return items;
    after = page.next;
  }
}
