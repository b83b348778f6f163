"""The picture of a crowd: how long until everybody has the page."""

from pathlib import Path

from tests.benchmarks.serving import Crowd


def draw(crowds: list[Crowd], file: Path) -> None:
    """Draw what ``serving`` measured, one line for each way of serving, and keep the picture as SVG."""
    # Imported late: only who keeps a picture needs it.
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "get-organized"
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(7, 4), layout="constrained")
    for marker, way in zip("osD^v", dict.fromkeys(crowd.way for crowd in crowds), strict=False):
        own = [crowd for crowd in crowds if crowd.way == way]
        axes.plot([crowd.count for crowd in own], [crowd.wait for crowd in own], marker=marker, label=way)
    counts = sorted({crowd.count for crowd in crowds})
    axes.set(
        xscale="log", yscale="log", xlabel="visitors at the same moment", ylabel="seconds until all have it"
    )
    axes.set_xticks(counts, labels=counts)
    axes.grid(which="major", alpha=0.3)
    axes.legend()
    figure.savefig(file, metadata={"Date": None})
    plt.close(figure)
