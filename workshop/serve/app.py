"""Voila as the workshop serves it: only the addresses that a page needs, and none of Voila's that it does not."""

import logging
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jupyter_server.base.handlers import FileFindHandler
from jupyter_server.services.kernels.handlers import KernelHandler
from jupyter_server.services.kernels.handlers import _kernel_id_regex as KERNEL_ID
from tornado.ioloop import IOLoop
from tornado.web import RequestHandler
from traitlets.config import Config
from voila.app import Voila
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.static_file_handler import MultiStaticFileHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler
from voila.utils import get_page_config

from workshop.messages import Messages
from workshop.serve.assets import PutAside
from workshop.serve.front_ends import FrontEnd, Lab, Lean
from workshop.serve.handlers import NothingHere, PutAsideHandler, Quiet, StaticHandler
from workshop.serve.kernels import PageKernels, kernel_config, short_folder
from workshop.serve.live import Live, LiveHandler
from workshop.serve.rounds import every
from workshop.serve.secrets import kept_secret
from workshop.serve.watch import Watch
from workshop.serve.ways import NoWay, Way
from workshop.store import Store

log = logging.getLogger("workshop")
# Tornado's own warnings tell who asked for what.
logging.getLogger("tornado.general").setLevel(logging.ERROR)
logging.getLogger("tornado.access").setLevel(logging.CRITICAL)

#: The parts of the front end that draw widgets; whatever else is installed for JupyterLab stays out of the page.
EXTENSIONS = ["@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8", "anywidget"]
#: Nobody writes formulas here, and this would look for its code at an address outside.
UNUSED = ["@jupyterlab/mathjax2-extension:plugin"]
LIVE_SECONDS = 0.5
CHECK_SECONDS = 5
WATCH_SECONDS = 1
FORGET_SECONDS = 30
RENEW_SECONDS = 3600
#: Who begins to say something has so long to finish it.
PATIENCE_SECONDS = 120
MEGABYTE = 2**20
DIRECT = Way()


class KernelModelHandler(Quiet, KernelHandler):
    """Says that a kernel exists; ending one goes by its page."""

    SUPPORTED_METHODS = ("GET",)


class KeptFiles(MultiStaticFileHandler):
    """Voila's front end, which changes only with its release."""

    def set_extra_headers(self, path: str) -> None:
        """Let browsers keep the file for a day."""
        self.set_header("Cache-Control", "public, max-age=86400")


class KernelSocketHandler(Quiet, VoilaKernelWebsocketHandler):
    """Carries what a page's widgets and its kernel tell each other."""


class KeptExtensions(Quiet, FileFindHandler):
    """The widgets' parts of the front end; their names carry a mark of their content."""

    def set_headers(self) -> None:
        """Let browsers keep the file for a day."""
        super().set_headers()
        self.set_header("Cache-Control", "public, max-age=86400")


class WorkshopVoila(Voila):
    """One of the workshop's servers; see ``participants`` and ``facilitator`` for what each one opens.

    Parameters
    ----------
    store
        The records.
    data
        The folder with the records and the servers' secrets.
    sockets
        Where to listen; bound already, so that a port in use is known before anything starts.
    when_open
        Called once the server answers.
    warm
        Whether kernels are forked from a warm process, and pages made ready before they are opened.
    lab
        Whether Voila's own front end draws the widgets.
    most_pages
        How many pages may have a kernel at once; as many as the free memory bears, if it is not given.
    way
        How browsers reach this server.
    """

    def __init__(
        self,
        *,
        store: Store,
        data: Path,
        sockets: list[socket.socket],
        when_open: Callable[[], None],
        warm: bool,
        lab: bool = False,
        most_pages: int | None = None,
        way: Way = DIRECT,
        **options: Any,
    ) -> None:
        super().__init__(config=_config(warm, most_pages), base_url=way.base_url, **options)
        self.store, self.data, self.sockets, self.when_open = store, data, sockets, when_open
        self.warm, self.lab, self.way = warm, lab, way

    def run(self) -> None:
        """Serve until the process is told to stop."""
        self.initialize([])
        if hasattr(signal, "SIGHUP"):
            signal.signal(signal.SIGHUP, self._handle_signal_stop)  # the terminal's window was closed
        self.start()

    def load_config_file(self, *_: Any, **__: Any) -> None:
        """Read no configuration of other Jupyter programs on this computer: what is open here is decided here."""

    def init_settings(self) -> dict:
        """Add compression, our secret, and a log without addresses to Voila's settings."""
        self.cookie_secret = kept_secret(self.data, "cookies").encode()
        settings = super().init_settings() | {
            "compress_response": True,
            "store": self.store,
            "compiles_code": self.lab,
            "log_function": _log_request,
            # A leaving page tells us to end its kernel and can't carry a token; kernel ids can't be guessed, and
            # our own handlers that change anything check where a request comes from.
            "disable_check_xsrf": True,
            "websocket_ping_interval": 20,
            "default_handler_class": NothingHere,
        }
        self.page_config = get_page_config(
            base_url=self.base_url,
            settings=settings,
            log=self.log,
            voila_configuration=self.voila_configuration,
        )
        self.page_config["jupyterLabTheme"] = "light"
        self.page_config["disabledExtensions"] = self.page_config.get("disabledExtensions", []) + UNUSED
        return settings

    def init_handlers(self) -> list:
        """Return every address that this server answers."""
        base = self.base_url
        self.live = Live(self, self.kernel_manager)
        self.put_aside = PutAside(base)
        self.front_end: FrontEnd = Lab(self.page_config) if self.lab else Lean(base)
        return [
            (rf"{base}static/[0-9a-f]+/(.*)", StaticHandler),
            (rf"{base}workshop/assets/([0-9a-f]+)", PutAsideHandler, {"put_aside": self.put_aside}),
            (rf"{base}workshop/live", LiveHandler, {"live": self.live, "room_of": self.room_of}),
            (rf"{base}api/kernels/{KERNEL_ID}", KernelModelHandler),
            (rf"{base}api/kernels/{KERNEL_ID}/channels", KernelSocketHandler),
            *(self._lab_handlers() if self.lab else ()),
            (rf"{base}voila/api/shutdown/(.*)", VoilaShutdownKernelHandler),
            *self.workshop_handlers(),
        ]

    def _lab_handlers(self) -> list:
        base = self.base_url
        return [
            (rf"{base}voila/static/(.*)", KeptFiles, {"paths": self.static_paths}),
            (rf"{base}voila/labextensions/(.*)", KeptExtensions, {"path": self.labextensions_path}),
        ]

    def room_of(self, handler: RequestHandler) -> str | None:
        """Return the name of the room that a browser is in, or None where it has not come in."""
        raise NotImplementedError

    def messages_of(self, room: str) -> Messages:
        """Return what answers the pages of a room.

        Raises
        ------
        NotFound
            When it is no longer in the store.
        """
        raise NotImplementedError

    def workshop_handlers(self) -> list[tuple[str, type[RequestHandler], dict]]:
        """Return the addresses that only this kind of server has."""
        raise NotImplementedError

    def listen(self) -> None:
        """Serve on our sockets until told to stop."""
        server = self.way.server(
            self.app,
            max_body_size=4 * MEGABYTE,
            idle_connection_timeout=PATIENCE_SECONDS,
            body_timeout=PATIENCE_SECONDS,
        )
        server.add_sockets(self.sockets)
        self.ioloop = IOLoop.current()
        for seconds, work in self.work():
            every(seconds, work)
        self.ioloop.add_callback(self.when_open)
        try:
            self.ioloop.start()
        except KeyboardInterrupt:
            log.info("Stopping.")
        finally:
            self.stop()

    def renew(self) -> None:
        """Use a certificate that has been renewed."""
        try:
            self.way.read_again()
        except NoWay as trouble:
            log.warning("%s The old one is used on.", trouble)

    def work(self) -> tuple[tuple[float, Callable[[], Any]], ...]:
        """Return what is done from time to time, each with the seconds between."""
        watch = Watch(self.kernel_manager, every=WATCH_SECONDS)
        return (
            (LIVE_SECONDS, self.live.look),
            (WATCH_SECONDS, watch.look),
            (CHECK_SECONDS, self.live.check_pages),
            (FORGET_SECONDS, self.forget_traces),
            (RENEW_SECONDS, self.renew),
        )

    async def forget_traces(self) -> None:
        """Remove what the store's log may keep of changed words; the participants' server sees to it."""


def _config(warm: bool, most_pages: int | None) -> Config:
    config = kernel_config(warm=warm, most=most_pages)
    if folder := short_folder():
        config.Voila.connection_dir_root = folder
    config.Application.log_level = logging.WARNING
    config.VoilaConfiguration.multi_kernel_manager_class = PageKernels
    config.VoilaConfiguration.extension_allowlist = EXTENSIONS
    config.VoilaConfiguration.allow_template_override = "NO"
    config.VoilaConfiguration.allow_theme_override = "NO"
    config.VoilaConfiguration.show_tracebacks = False
    return config


def _log_request(handler: RequestHandler) -> None:
    # Nothing of a visitor goes into a log: no address of theirs, and no address that they opened.
    if handler.get_status() >= 500:
        log.error("%s answered %d.", type(handler).__name__, handler.get_status())
