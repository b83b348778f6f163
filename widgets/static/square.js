// The square code that a phone's camera reads, drawn from its rows of 0 and 1.

function squareCode(rows, words) {
  const make = (tag, properties) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(properties)) node.setAttribute(name, value);
    return node;
  };
  const size = rows.length;
  const drawing = make("svg", { class: "go-square", viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": words,
    "shape-rendering": "crispEdges" });
  // Black on white in every colour scheme: cameras expect it.
  const dark = rows.flatMap((row, y) => [...row.matchAll(/1+/g)].map(({ 0: run, index }) => `M${index} ${y}h${run.length}v1h-${run.length}z`));
  drawing.append(make("rect", { width: size, height: size, fill: "#fff" }), make("path", { d: dark.join(""), fill: "#000" }));
  return drawing;
}

// An address as a person types it.
const typedAddress = (address) => address.replace(/^http:\/\//, "");
