"""The frame of every page: templates, and the addresses of the files that they load."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from workshop.look import TOKENS_CSS
from workshop.serve.assets import STATIC, static_address
from workshop.toolkit import load_toolkit

HERE = Path(__file__).parent


@cache
def _environment(base_url: str) -> Environment:
    toolkit = load_toolkit()
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["dialled"] = lambda number: re.sub(r"\D", "", number)
    environment.globals |= {
        "base_url": base_url,
        # "Exit this page" leads to a public page about something dull, with nothing personal on it (the GOV.UK
        # pattern "Exit a page quickly" asks for that, and sends people to the weather too).
        "exit_url": toolkit.fact("weather").value,
        "bar": toolkit.bar_facts(),
        "tokens_css": Markup(TOKENS_CSS),  # noqa: S704 (our own file)
        "exit_js": Markup((STATIC / "exit.js").read_text(encoding="utf-8")),  # noqa: S704 (our own file)
        "asset": lambda name: static_address(base_url, name),
    }
    return environment


def render(template: str, base_url: str, **values: Any) -> str:
    """Return a template of the workshop, filled in; every value is escaped."""
    return _environment(base_url).get_template(template).render(**values)
