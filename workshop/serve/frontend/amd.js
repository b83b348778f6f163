// anywidget is published for AMD loaders only: this stands in for one, and keeps what anywidget defines.
globalThis.define = Object.assign((_needs, make) => { globalThis.workshopAnywidget = make; }, { amd: true });
