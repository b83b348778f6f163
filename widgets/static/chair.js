// The picture that people remember.
function emptyChair() {
  const drawing = (tag, properties) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(properties)) node.setAttribute(name, value);
    return node;
  };
  const chair = drawing("svg", { class: "go-chair", viewBox: "0 0 48 64", "aria-hidden": "true", focusable: "false" });
  chair.append(
    drawing("path", { d: "M12 5v54M36 5v54" }), // the back, down to the far legs
    drawing("path", { d: "M12 10q12-5 24 0M12 19q12-4 24 0M12 28q12-3 24 0" }),
    drawing("path", { d: "M12 37h24l5 8H7zM7 45v16M41 45v16" }), // the seat, and the near legs
  );
  return chair;
}
