"""An archive is all records, in a form that any program reads; it comes back whole, or not at all."""

import io
import json
import os
import stat
import zipfile
from datetime import date
from pathlib import Path

import pytest

from tests.test_cli import sentence, workshop
from workshop.publish.archive import PACKAGE, as_archive, bring_in, export, read_archive
from workshop.publish.review import agreed_publication
from workshop.refusal import Refused
from workshop.settings import sqlite_url
from workshop.store import NotEmpty, Store, open_store

DAY = date(2027, 3, 31)


def test_what_was_taken_out_comes_back_whole(town: Store, tmp_path: Path) -> None:
    kept = export(town, tmp_path / "all.zip", DAY)
    bring_in(sqlite_url(tmp_path / "new"), tmp_path / "all.zip")
    with open_store(sqlite_url(tmp_path / "new")) as back:
        assert back.copy_out().tables == kept.tables == town.copy_out().tables
        session = back.latest_session()
        assert agreed_publication(back, session.id) == agreed_publication(town, session.id)


def test_the_archive_says_what_is_in_it(town: Store) -> None:
    with zipfile.ZipFile(io.BytesIO(as_archive(town.copy_out(), DAY))) as archive:
        package = json.loads(archive.read(PACKAGE))
        assert {info.date_time[:3] for info in archive.infolist()} == {(2027, 3, 31)}
        assert {resource["path"] for resource in package["resources"]} | {PACKAGE} == set(archive.namelist())
        for resource in package["resources"]:
            rows = json.loads(archive.read(resource["path"]))
            assert resource["bytes"] == len(archive.read(resource["path"]))
            types = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
            assert all(row.keys() == types.keys() for row in rows)
    assert package["created"] == "2027-03-31T00:00:00Z"


@pytest.mark.skipif(os.name == "nt", reason="there are no such permissions")
def test_an_archive_is_for_its_owner_alone(town: Store, tmp_path: Path) -> None:
    export(town, tmp_path / "all.zip", DAY)
    assert stat.S_IMODE((tmp_path / "all.zip").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_nothing_is_overwritten(town: Store, tmp_path: Path) -> None:
    export(town, tmp_path / "all.zip", DAY)
    before = (tmp_path / "all.zip").read_bytes()
    with pytest.raises(Refused, match="overwrites nothing"):
        export(town, tmp_path / "all.zip", DAY)
    assert (tmp_path / "all.zip").read_bytes() == before
    kept = town.copy_out()
    with pytest.raises(NotEmpty):
        bring_in(sqlite_url(tmp_path / "records"), tmp_path / "all.zip")
    assert town.copy_out() == kept


def _changed(data: bytes, name: str, content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return made.getvalue()


@pytest.mark.parametrize("part", ["data/responses.json", "data/entries.json", PACKAGE])
@pytest.mark.parametrize("content", [b"[]", b"{}", b"", b"\xff", b'{"name": "other"}'])
def test_an_archive_that_was_changed_is_not_read(
    town: Store, tmp_path: Path, part: str, content: bytes
) -> None:
    data = _changed(as_archive(town.copy_out(), DAY), part, content)
    with pytest.raises(ValueError, match="no archive of this workshop"):
        read_archive(data)
    (tmp_path / "bad.zip").write_bytes(data)
    with pytest.raises(Refused, match="no archive of this workshop, or a damaged one"):
        bring_in(sqlite_url(tmp_path / "new"), tmp_path / "bad.zip")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("cut", [0, 10, 1000, -1])
def test_an_archive_that_is_cut_off_is_not_read(town: Store, cut: int) -> None:
    with pytest.raises(ValueError, match="no archive of this workshop"):
        read_archive(as_archive(town.copy_out(), DAY)[:cut])


def test_the_commands_take_out_and_bring_in(planted_town: Path, tmp_path: Path) -> None:
    out = workshop("export", tmp_path / "all.zip", "--data", planted_town)
    assert "private words" in out.stdout
    done = workshop("import", tmp_path / "all.zip", "--data", tmp_path / "new")
    assert "records are back" in done.stdout
    said = sentence(workshop("import", tmp_path / "all.zip", "--data", tmp_path / "new"))
    assert "Choose an empty folder with --data FOLDER." in said
    (tmp_path / "no.zip").write_bytes(b"no")
    assert "no archive" in sentence(workshop("import", tmp_path / "no.zip", "--data", tmp_path / "x"))
    assert "can't be read" in sentence(workshop("import", tmp_path / "none.zip", "--data", tmp_path / "x"))
    assert "There are no records yet." in sentence(
        workshop("export", tmp_path / "y.zip", "--data", tmp_path / "x")
    )
