"""The drawings of published pages, as SVG that takes its colours from the page: a chair, a table, a bar."""

from collections.abc import Sequence

from widgets.markup import Markup, tag

#: How a chair stands for a state: filled, half filled, or dashed and empty. Never by colour alone.
_SEAT = "M9 28h22l5 7H4z"
_LINES = "M9 4v24M31 4v24M9 8q11-5 22 0M9 16q11-4 22 0M4 35v15M36 35v15M9 35v10M31 35v10"


def chair(state: str) -> Markup:
    """Return a chair: somebody has it, somebody may come, or it is empty."""
    return tag(
        "svg",
        tag("path", d=_SEAT, class_="seat"),
        tag("path", d=_LINES, class_="frame"),
        tag("circle", cx="20", cy="14", r="6", class_="sitter") if state == "here" else None,
        class_=f"chair {state}",
        viewBox="0 0 40 52",
        aria_hidden="true",
        focusable="false",
    )


def round_table(seats: Sequence[str]) -> Markup:
    """Return a long table seen from above, with a seat for each state, half of them on either side."""
    half = (len(seats) + 1) // 2
    width = max(half, 4) * 46 + 28
    drawn = []
    for place, state in enumerate(seats):
        row, column = divmod(place, half)
        x, y = 37 + column * 46, 24 if row == 0 else 144
        drawn.append(
            tag(
                "rect", x=str(x - 16), y=str(y - 16), width="32", height="32", rx="9", class_=f"place {state}"
            )
        )
        if state == "here":
            drawn.append(tag("circle", cx=str(x), cy=str(y), r="8", class_="sitter"))
        elif state == "in-touch":
            drawn.append(tag("path", d=f"M{x - 8} {y}a8 8 0 0 1 16 0z", class_="sitter"))
    return tag(
        "svg",
        tag("rect", x="14", y="50", width=str(width - 28), height="68", rx="22", class_="wood"),
        *drawn,
        class_="table",
        viewBox=f"0 0 {width} 168",
        aria_hidden="true",
        focusable="false",
    )


def bar(share: float) -> Markup:
    """Return a bar that is as long as a share of the longest one."""
    length = round(max(0.0, min(1.0, share)) * 100, 1)
    return tag(
        "svg",
        tag("rect", width=str(length), height="10"),
        class_="bar",
        viewBox="0 0 100 10",
        preserveAspectRatio="none",
        aria_hidden="true",
        focusable="false",
    )
