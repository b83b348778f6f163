"""JupyterHub with the workshop as its service, open to all, and a JupyterLab for each trainer behind a login.

    sh scripts/get-hub
    export HUB_ADDRESS=https://hub.example.org HUB_TRAINERS=alder,birch HUB_PASSWORD=$(openssl rand -hex 16)
    .venv/bin/jupyterhub -f deploy/jupyterhub_config.py

The tests run this file as it is. What differs from place to place comes from the environment, or is changed here.

    HUB_ADDRESS          what people open; the workshop is under it, at /services/workshop/
    HUB_TRAINERS         the names of those who may have a JupyterLab, with commas between
    HUB_PASSWORD         the password of all of them
    HUB_CERTIFICATE      certificate and
    HUB_KEY              key, if the hub encrypts by itself; else a proxy in front of it does, on this computer
    HUB_BIND             where the hub listens           https://:443, or http://127.0.0.1:8000 without a certificate
    HUB_FOLDER           the hub's own records, and the trainers' folders                                        hub
    HUB_AUTHENTICATOR    who says who a trainer is: pam, or any that is installed                     shared-password
    HUB_SPAWNER          what starts a trainer's JupyterLab: any that is installed                            simple
    HUB_WORKSHOP_PORT    the workshop's port on this computer                                                   8866
    HUB_DESK_PORT        and its facilitator's                                                                  8867
    WORKSHOP_...         as for the workshop itself; trainers' notebooks are told where its records are
"""

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

from workshop.paths import NOTEBOOKS, ROOT
from workshop.settings import settings

#: Whoever has the password can read all records, and nothing slows down those who guess.
SHORTEST = 20

c = get_config()  # noqa: F821 (JupyterHub gives it to this file)

here = settings()
address = os.environ.get("HUB_ADDRESS", "").rstrip("/")
if not address:
    sys.exit("HUB_ADDRESS needs the address that people open, such as https://hub.example.org.")
certificate, key = os.environ.get("HUB_CERTIFICATE", ""), os.environ.get("HUB_KEY", "")
folder = Path(os.environ.get("HUB_FOLDER", "hub")).absolute()
port, desk_port = os.environ.get("HUB_WORKSHOP_PORT", "8866"), os.environ.get("HUB_DESK_PORT", "8867")
programs = Path(sys.executable).parent
records = {"WORKSHOP_DATA": str(here.data), "WORKSHOP_DATABASE_URL": here.database_url}

folder.mkdir(mode=0o700, parents=True, exist_ok=True)

# The door

c.JupyterHub.bind_url = os.environ.get("HUB_BIND") or (
    "https://:443" if certificate else "http://127.0.0.1:8000"
)
c.JupyterHub.base_url = f"{urlsplit(address).path}/"
c.JupyterHub.ssl_cert, c.JupyterHub.ssl_key = certificate, key
c.JupyterHub.cookie_secret_file = str(folder / "cookie-secret")
c.JupyterHub.db_url = f"sqlite:///{(folder / 'hub.db').as_posix()}"
c.ConfigurableHTTPProxy.pid_file = str(folder / "proxy.pid")
own_proxy = ROOT / ".venv" / "hub" / "node_modules" / ".bin" / "configurable-http-proxy"
c.ConfigurableHTTPProxy.command = [str(own_proxy) if own_proxy.exists() else "configurable-http-proxy"]
if not certificate:
    # Only the proxy in front knows where people are, and that they came by an encrypted way: it says so.
    c.ConfigurableHTTPProxy.command += ["--no-x-forward"]
# What failed is in the log, and not who came.
c.JupyterHub.log_level = "WARN"
c.ConfigurableHTTPProxy.log_level = "error"

# The workshop: nobody needs an account here, since the code on the wall is its door. What is passed on is the
# participants' server alone; the facilitator's listens on this computer, and docs/hosting.md says how to reach it.

c.JupyterHub.services = [
    {
        "name": "workshop",
        "url": f"http://127.0.0.1:{port}",
        "command": [
            str(programs / "workshop"),
            "serve",
            "--no-browser",
            "--host=127.0.0.1",
            f"--port={port}",
            f"--facilitator-port={desk_port}",
            "--behind-proxy=127.0.0.1",
            f"--address={address}/services/workshop/",
        ],
        "environment": records | {"WORKSHOP_SECRET": here.secret},
    }
]

# The trainers: each has a JupyterLab on a copy of the notebooks, and the same records as the workshop.

c.JupyterHub.authenticator_class = os.environ.get("HUB_AUTHENTICATOR", "shared-password")
c.Authenticator.allowed_users = {
    name.strip() for name in os.environ.get("HUB_TRAINERS", "").split(",") if name.strip()
}
if c.JupyterHub.authenticator_class == "shared-password":
    c.SharedPasswordAuthenticator.user_password = os.environ.get("HUB_PASSWORD", "")
    if len(c.SharedPasswordAuthenticator.user_password) < SHORTEST:
        sys.exit(f"HUB_PASSWORD needs {SHORTEST} characters or more, chosen by chance.")
if not c.Authenticator.allowed_users:
    sys.exit("HUB_TRAINERS needs the names of those who may have a JupyterLab, with commas between.")

c.JupyterHub.spawner_class = os.environ.get("HUB_SPAWNER", "simple")
c.SimpleLocalProcessSpawner.home_dir_template = str(folder / "trainers" / "{username}")
c.Spawner.environment = records
# What a trainer has changed stays as it is.
start = 'cp -Rn "$0" . ; exec "$@"'  # some kinds of cp end with 1 when they leave a file as it is
c.Spawner.cmd = ["sh", "-c", start, str(NOTEBOOKS), str(programs / "jupyterhub-singleuser")]
c.Spawner.notebook_dir = "~/notebooks"
c.Spawner.default_url = "/lab"
c.Spawner.args = [
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
]
# A JupyterLab that is interrupted asks whether that was meant, and nobody is there to say so.
c.LocalProcessSpawner.interrupt_timeout = 1
c.Spawner.http_timeout = c.Spawner.start_timeout = 60
