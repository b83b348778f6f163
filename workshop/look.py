"""The look that pages, widgets and paper share."""

from pathlib import Path

#: The colours and measures, as CSS custom properties.
TOKENS_CSS = (Path(__file__).parent / "serve" / "static" / "tokens.css").read_text(encoding="utf-8")
#: What stands on a published page: tiles, cards, bars and the plan.
PUBLISHED_CSS = (Path(__file__).parent / "publish" / "templates" / "parts.css").read_text(encoding="utf-8")
