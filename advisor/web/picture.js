// Draws needs, components and projects as three columns of buttons with lines between them, one picture a project.
// Text only ever goes in as text.
const SVG = "http://www.w3.org/2000/svg";

export default function (component) {
  const { data, parentElement, setStateValue } = component;
  const root = parentElement.querySelector(".picture");
  const make = (tag, name, text) => {
    const made = document.createElement(tag);
    made.className = name;
    if (text) made.textContent = text;
    return made;
  };
  root.replaceChildren(make("p", "problem", data.problem));

  const pictures = data.pictures.map(({ columns, edges }, at) => {
    const frame = make("div", "columns");
    const lines = document.createElementNS(SVG, "svg");
    lines.setAttribute("aria-hidden", "true");
    frame.append(lines);
    const parts = new Map();
    columns.forEach((column, number) => {
      const list = make("div", "column");
      list.setAttribute("role", "group");
      list.setAttribute("aria-label", data.titles[number]);
      if (at === 0) list.append(make("p", "title", data.titles[number]));
      for (const part of column) {
        const button = make("button", "part", part.name);
        button.type = "button";
        button.onclick = () => choose(part.id, true);
        parts.set(part.id, button);
        list.append(button);
      }
      frame.append(list);
    });
    root.append(frame);
    return { frame, lines, parts, edges };
  });

  // What stands on the way to or from a part, through all columns.
  const related = (edges, id) => {
    const found = new Set([id]);
    const walk = (from, to) => {
      const todo = [id];
      while (todo.length) {
        const at = todo.pop();
        for (const edge of edges) if (edge[from] === at && !found.has(edge[to])) { found.add(edge[to]); todo.push(edge[to]); }
      }
    };
    walk(0, 1);
    walk(1, 0);
    return found;
  };

  const draw = ({ frame, lines, parts, edges }) => {
    const way = root.dataset.chosen ? related(edges, root.dataset.chosen) : null;
    const box = frame.getBoundingClientRect();
    lines.setAttribute("width", box.width);
    lines.setAttribute("height", box.height);
    lines.replaceChildren();
    for (const [from, to] of edges) {
      const a = parts.get(from).getBoundingClientRect(), b = parts.get(to).getBoundingClientRect();
      const x1 = a.right - box.left, y1 = a.top + a.height / 2 - box.top;
      const x2 = b.left - box.left, y2 = b.top + b.height / 2 - box.top, bend = (x2 - x1) / 2;
      const line = document.createElementNS(SVG, "path");
      line.setAttribute("d", `M${x1},${y1} C${x1 + bend},${y1} ${x2 - bend},${y2} ${x2},${y2}`);
      if (way) line.setAttribute("class", way.has(from) && way.has(to) ? "on" : "off");
      lines.append(line);
    }
    for (const [name, button] of parts) {
      button.setAttribute("aria-pressed", String(name === root.dataset.chosen));
      button.classList.toggle("off", Boolean(way) && !way.has(name));
    }
  };

  const choose = (id, tell) => {
    root.dataset.chosen = id;
    pictures.forEach(draw);
    if (tell) setStateValue("part", id);
  };

  const chosen = root.dataset.chosen || "";
  choose(pictures.some(({ parts }) => parts.has(chosen)) ? chosen : "", false);
  const watcher = new ResizeObserver(() => pictures.forEach(draw));
  watcher.observe(root);
  return () => watcher.disconnect();
}
