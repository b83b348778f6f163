// Nine questions stand on one page: what they share, this script's better half included, comes once, in a kit.

const scripts = (globalThis.workshopKits ??= new Map());

async function script(code) {
  if (!scripts.has(code)) {
    const address = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
    scripts.set(code, import(address).finally(() => URL.revokeObjectURL(address)));
  }
  return (await scripts.get(code)).default;
}

async function render({ model, el }) {
  try {
    const kit = await model.widget_manager.get_model(model.get("kit").replace("IPY_MODEL_", ""));
    return (await script(kit.get("code"))).render({ model, el, kit });
  } catch (error) {
    console.error(error);
    el.textContent = "This part did not open. You can read on, or load the page again. Words that were saved are safe.";
  }
}

export default { render };
