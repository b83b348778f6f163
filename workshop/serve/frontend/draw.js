// Draws a page's widgets with the public packages of Jupyter: their models come with the page, or from its kernel.
import "./amd.js";
import "anywidget";
import * as base from "@jupyter-widgets/base";
import { ManagerBase } from "@jupyter-widgets/base-manager";
import * as strings from "@jupyter-widgets/controls/lib/widget_string";
import { Widget } from "@lumino/widgets";

const anywidget = globalThis.workshopAnywidget(base);
delete globalThis.define;

const PACKAGES = {
  "@jupyter-widgets/base": () => base,
  // Text is on most pages, and light; the other stock widgets come when a page has one.
  "@jupyter-widgets/controls": (name) => (name in strings ? strings : import("./controls.js")),
  anywidget: () => anywidget,
};

class Manager extends ManagerBase {
  constructor(kernel) {
    super();
    this.kernel = kernel;
    kernel?.onOpen(this.comm_target_name, (comm, message) => this.handle_comm_open(comm, message));
  }

  async loadClass(name, module) {
    const found = (await PACKAGES[module]?.(name))?.[name];
    if (!found) throw new Error(`This page has no ${name} of ${module}.`);
    return found;
  }

  async _create_comm(target, id, data, metadata, buffers) {
    return this.kernel.comm(target, id, data, metadata, buffers);
  }

  async _get_comm_info() {
    return this.kernel ? this.kernel.comms(this.comm_target_name) : {};
  }

  loadFromKernel() { return this._loadFromKernel(); }
}

// A script or a style that was put aside is named by its path; it is only loaded from this server.
function whereItIs(state) {
  for (const { state: traits } of Object.values(state.state)) {
    for (const name of ["_esm", "_css"]) {
      if (typeof traits[name] === "string" && traits[name].startsWith("/")) traits[name] = new URL(traits[name], location.origin).href;
    }
  }
  return state;
}

async function draw(manager, script) {
  const { model_id: id } = JSON.parse(script.textContent);
  const place = document.createElement("div");
  script.replaceWith(place);
  try {
    const view = await manager.create_view(await manager.get_model(id));
    Widget.attach(view.luminoWidget, place);
  } catch (error) {
    console.error(error);
    place.className = "trouble";
    place.textContent = "This part did not open. You can read on, or load the page again. Words that were saved are safe.";
  }
}

async function start() {
  const { kernel: id, address } = JSON.parse(document.getElementById("workshop-page").textContent);
  const kernel = id ? (await import("./kernel.js")).connect(id, new URL(address, location.href).href) : null;
  const manager = new Manager(kernel);
  const state = document.querySelector('script[type="application/vnd.jupyter.widget-state+json"]');
  if (state) await manager.set_state(whereItIs(JSON.parse(state.textContent)));
  else await manager.loadFromKernel();
  const places = document.querySelectorAll('script[type="application/vnd.jupyter.widget-view+json"]');
  await Promise.all([...places].map((script) => draw(manager, script)));
}

start().catch((error) => console.error(error));
