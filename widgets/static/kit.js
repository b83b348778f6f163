// Nine questions stand on one page: what they share comes once, in a model of its own.

const withKit = (render) => async ({ model, el }) => {
  try {
    const kit = await model.widget_manager.get_model(model.get("kit").replace("IPY_MODEL_", ""));
    return render({ model, el, kit });
  } catch (error) {
    console.error(error);
    el.textContent = "This part did not open. You can read on, or load the page again. Words that were saved are safe.";
  }
};
