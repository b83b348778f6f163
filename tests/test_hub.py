"""JupyterHub, as we configure it: participants need no account, trainers have their notebooks behind a login."""

import json
import re
import time
from collections.abc import Iterator

import pytest
import requests
import websocket

from tests.hub import PASSWORD, Hub
from tests.test_serve_access import SEAT

pytestmark = pytest.mark.hub

TRAINER = "alder"
#: What a trainer's notebook asks for: the answers that are kept where it looks.
ANSWERS = """
from workshop.settings import settings
from workshop.store import open_store
with open_store(settings().database_url) as store:
    print("kept:", sum(store.response_counts(store.latest_session().id).values()))
"""


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """A hub with the workshop as its service."""
    hub = Hub(tmp_path_factory.mktemp("hub"), TRAINER)
    try:
        yield hub.wait()
    finally:
        hub.stop()


@pytest.fixture(scope="module")
def phone(hub: Hub) -> requests.Session:
    """A phone that comes in by the address on the wall, and saves an answer."""
    code = re.search(r"/join/([A-Z0-9]+)", hub.said())[1]
    phone = requests.Session()
    came = phone.get(f"{hub.workshop_url}join/{code}")
    assert came.url == f"{hub.workshop_url}voila/render/01-goal.ipynb"
    assert {cookie.path for cookie in phone.cookies} == {"/services/workshop/"}
    message = {
        "kind": "save-response",
        "seat": SEAT,
        "prompt": "start",
        "state": "written",
        "text": "Hi",
        "seq": 1,
    }
    assert phone.post(f"{hub.workshop_url}workshop/messages", json=message).json()["saved"]
    return phone


@pytest.fixture(scope="module")
def trainer(hub: Hub) -> requests.Session:
    """A trainer who has logged in, and has a JupyterLab."""
    trainer = requests.Session()
    assert "Invalid" in log_in(trainer, hub, "a guess that is long enough").text
    log_in(trainer, hub, PASSWORD)
    deadline = time.monotonic() + 60
    while not is_open(trainer.get(f"{hub.url}user/{TRAINER}/lab")):
        assert time.monotonic() < deadline, hub.said()[-4000:]
        time.sleep(0.3)
    return trainer


def is_open(answer: requests.Response) -> bool:
    """Return whether a trainer's JupyterLab has answered, and not the hub in its place."""
    return (
        answer.ok
        and answer.url.partition("?")[0].endswith(f"/user/{TRAINER}/lab")
        and "/hub/" not in answer.url
    )


def log_in(trainer: requests.Session, hub: Hub, password: str) -> requests.Response:
    page = trainer.get(f"{hub.url}hub/login").text
    form = {
        "username": TRAINER,
        "password": password,
        "_xsrf": re.search(r'name="_xsrf" value="([^"]+)"', page)[1],
    }
    return trainer.post(f"{hub.url}hub/login", data=form)


def said_by_a_kernel(trainer: requests.Session, hub: Hub, code: str) -> str:
    """Run code as a trainer's notebook does, and return what it prints."""
    base = f"{hub.url}user/{TRAINER}/"
    token = next(
        cookie.value for cookie in trainer.cookies if cookie.name == "_xsrf" and TRAINER in cookie.path
    )
    kernel = trainer.post(f"{base}api/kernels", json={}, headers={"X-XSRFToken": token}).json()["id"]
    cookies = "; ".join(
        f"{cookie.name}={cookie.value}" for cookie in trainer.cookies if cookie.name != "_xsrf"
    )
    channel = websocket.create_connection(
        f"{base.replace('http', 'ws', 1)}api/kernels/{kernel}/channels", cookie=cookies, timeout=60
    )
    header = {"msg_id": "1", "msg_type": "execute_request", "session": "1", "username": "", "version": "5.3"}
    content = {"code": code, "silent": False, "store_history": False}
    channel.send(
        json.dumps(
            {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
        )
    )
    try:
        while True:
            told = json.loads(channel.recv())
            if told["msg_type"] in ("stream", "error"):
                return str(told["content"])
    finally:
        channel.close()


def test_participants_need_no_account_and_hear_of_changes_through_the_hub(
    hub: Hub, phone: requests.Session
) -> None:
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in phone.cookies)
    address = f"{hub.workshop_url.replace('http', 'ws', 1)}workshop/live"
    live = websocket.create_connection(address, cookie=cookies, origin=hub.url.rstrip("/"), timeout=20)
    assert "revision" in json.loads(live.recv())
    live.close()


def test_a_phone_of_the_workshop_finds_no_facilitator_and_no_notebook_of_a_trainer(
    hub: Hub, phone: requests.Session
) -> None:
    console = phone.get(f"{hub.workshop_url}voila/render/facilitator/console.ipynb")
    assert console.status_code == 404
    assert phone.get(f"{hub.workshop_url}metrics").status_code == 404
    assert f"{hub.url}hub/login" in phone.get(f"{hub.url}user/{TRAINER}/lab").url
    assert phone.get(f"{hub.url}hub/api/users").status_code == 403


def test_a_trainers_notebooks_are_a_copy_of_ours_and_see_the_words_of_the_workshop(
    hub: Hub, phone: requests.Session, trainer: requests.Session
) -> None:
    contents = trainer.get(f"{hub.url}user/{TRAINER}/api/contents/").json()["content"]
    assert {"01-goal.ipynb", "07-next-steps.ipynb", "facilitator"} <= {there["name"] for there in contents}
    assert "kept: 1" in said_by_a_kernel(trainer, hub, ANSWERS)


def test_a_trainers_notebooks_know_none_of_the_workshops_secrets(hub: Hub, trainer: requests.Session) -> None:
    code = "import os; print(sorted(name for name in os.environ if name.startswith(('WORKSHOP', 'HUB'))))"
    said = said_by_a_kernel(trainer, hub, code)
    assert "WORKSHOP_DATABASE_URL" in said
    assert "SECRET" not in said
    assert "HUB_PASSWORD" not in said
