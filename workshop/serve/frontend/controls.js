// The stock widgets, sliders and all, with their style: loaded by the first page that has one.
import colors from "@jupyter-widgets/controls/css/materialcolors.css";
import lumino from "@jupyter-widgets/controls/css/lumino.css";
import slider from "@jupyter-widgets/controls/css/nouislider.css";
import style from "@jupyter-widgets/controls/css/widgets-base.css";
import variables from "@jupyter-widgets/controls/css/labvariables.css";

const textContent = [colors, variables, lumino, slider, style].join("\n");
document.head.append(Object.assign(document.createElement("style"), { textContent }));

export * from "@jupyter-widgets/controls";
