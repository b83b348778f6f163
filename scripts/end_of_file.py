"""Ends each text file in exactly one newline; git's hook hands it the files."""

import sys
from pathlib import Path


def tidy(text: str) -> str:
    """Return the text with one newline at its end, or nothing when there are no words in it."""
    return text.rstrip() + "\n" if text.strip() else ""


def main(names: list[str]) -> int:
    """Rewrite the files that need it, name them, and return 1 when there were any."""
    changed = []
    for path in map(Path, names):
        text = path.read_text(encoding="utf-8")
        if text != tidy(text):
            path.write_text(tidy(text), encoding="utf-8", newline="\n")
            changed.append(path.as_posix())
    print("\n".join(changed))
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
