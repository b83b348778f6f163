"""What draws a page's widgets in a browser: our own bundle of Jupyter's public packages, or Voila's front end."""

import json
import re
from typing import Any, Protocol

from markupsafe import Markup, escape
from nbformat import NotebookNode

from workshop.serve.assets import STATIC, static_address

VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"


class FrontEnd(Protocol):
    """What a page needs of its front end."""

    #: Scripts that a browser may fetch while it reads the prose: address and whether it is a module.
    preload: tuple[str, ...]
    modules: bool

    def shown(self, outputs: list[NotebookNode]) -> str:
        """Return a cell's outputs as markup."""

    def end(self, kernel_id: str) -> str:
        """Return what starts drawing, for a page with this kernel (or ``""``)."""


class Lean:
    """The front end that is built from ``frontend/``: it draws from models that come with the page, or a kernel."""

    modules = True

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url
        self._script = static_address(base_url, "front/draw.js")
        text = (STATIC / "front" / "draw.js").read_text(encoding="utf-8")
        parts = re.findall(r"""from\s*["']\./([\w.-]+)["']""", text)
        self.preload = (
            self._script,
            *(static_address(base_url, f"front/{part}") for part in dict.fromkeys(parts)),
        )

    def shown(self, outputs: list[NotebookNode]) -> str:
        """Return widgets as the models they show, and anything else as it is."""
        return "".join(self._markup(output.data) for output in outputs)

    @staticmethod
    def _markup(data: dict[str, Any]) -> str:
        if VIEW in data:
            return f'<script type="{VIEW}">{script_json(data[VIEW])}</script>'
        if "text/html" in data:
            return data["text/html"]  # made by our own notebook's code
        return str(Markup("<pre>{}</pre>").format(escape(data.get("text/plain", ""))))

    def end(self, kernel_id: str) -> str:
        """Return what starts drawing."""
        page = script_json({"kernel": kernel_id, "address": self._base_url})
        return (
            f'<script id="workshop-page" type="application/json">{page}</script>\n'
            f'<script type="module" src="{self._script}"></script>\n'
        )

    @staticmethod
    def models(models: dict[str, Any]) -> str:
        """Return the models of a page that comes with them."""
        state = {"version_major": 2, "version_minor": 0, "state": models}
        return f'<script type="{STATE}">{script_json(state)}</script>\n'


class Lab:
    """Voila's own front end (``--template lab``), for widgets that ours does not know; each page has a kernel."""

    modules = False

    def __init__(self, page_config: dict[str, Any]) -> None:
        self._page_config = page_config
        self._script = f"{page_config['fullStaticUrl']}/voila.js"
        self.preload = (self._script,)

    def shown(self, outputs: list[NotebookNode]) -> str:
        """Return outputs as Voila's front end expects to find them."""
        return "".join(
            '<script type="application/vnd.voila.cell-output+json">'
            f"{script_json(output | {'trusted': True})}</script>"
            for output in outputs
        )

    def end(self, kernel_id: str) -> str:
        """Return what starts Voila's front end."""
        config = script_json(self._page_config | {"kernelId": kernel_id})
        return (
            f'<script id="jupyter-config-data" type="application/json">{config}</script>\n'
            f'<script src="{self._script}"></script>\n'
        )


def script_json(value: Any) -> str:
    """Return JSON that can stand inside a script element, whatever is in it."""
    text = json.dumps(value)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
