"""The picture of a crowd: how long until everybody has the page."""

from pathlib import Path


def draw(rows: list[list[str]], file: Path) -> None:
    """Draw the rows of ``serving``, one line for each way of serving, and keep the picture as SVG."""
    # Imported late: only who keeps a picture needs it.
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "get-organized"
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(7, 4), layout="constrained")
    for marker, name in zip("osD^v", dict.fromkeys(row[0] for row in rows), strict=False):
        crowd = [int(row[1]) for row in rows if row[0] == name]
        waits = [float(row[4]) for row in rows if row[0] == name]
        axes.plot(crowd, waits, marker=marker, label=name)
    axes.set(
        xscale="log", yscale="log", xlabel="visitors at the same moment", ylabel="seconds until all have it"
    )
    axes.set_xticks(sorted({int(row[1]) for row in rows}), labels=sorted({int(row[1]) for row in rows}))
    axes.grid(which="major", alpha=0.3)
    axes.legend()
    figure.savefig(file, metadata={"Date": None})
    plt.close(figure)
