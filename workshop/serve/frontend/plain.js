// In place of sanitize-html, for the descriptions of stock widgets: they are text here, whatever is in them.
const MARKS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

export default (text) => String(text).replace(/[&<>"]/g, (sign) => MARKS[sign]);
