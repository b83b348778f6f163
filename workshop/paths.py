"""Where the installed workshop keeps what it was shipped with; where records go is a matter of settings."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
NOTEBOOKS = ROOT / "notebooks"
