"""The sample pack that a new city starts from is itself a city."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from sqlmodel import Session, select

from bot.app.office import build
from bot.city import pack, policy_file
from bot.cli import city
from bot.settings import Settings
from nlp.catalogue import Catalogue
from storage.db import make_engine
from storage.tables import Staff

SAMPLE = Path(str(files("bot.city").joinpath("sample.yaml")))


def settings(folder: Path) -> Settings:
    return Settings(_env_file=None, data_dir=folder, city_pack=SAMPLE, master_key="m" * 32, sealed_key="s" * 32)  # type: ignore[call-arg]


def test_the_sample_loads_and_fits_the_catalogue() -> None:
    ready, catalogue = pack.ready(pack.load(SAMPLE), Catalogue.load_default())
    assert catalogue.get("GSGS").name == "某某市自来水公司"
    assert {post.unit for post in ready.staff} >= {"GSGS", "SCJ", "PLAT", "YSB", "JWJW"}


def test_the_sample_names_everybody_whom_the_ladder_calls_for_the_whole_city() -> None:
    ready, _ = pack.ready(pack.load(SAMPLE), Catalogue.load_default())
    own = {"承办人", "备岗", "科室负责人", "单位分管负责人", "单位主要负责人", pack.LEAD}
    called = {title for rung in policy_file.load_policy(None).ladder for title in rung.to} - own
    assert called <= set(ready.chains.default)


def test_loading_the_sample_twice_seats_everybody_once_and_enrols_nobody(tmp_path: Path) -> None:
    given = settings(tmp_path)
    for _ in range(2):
        city.put(given, build(given))
    with Session(make_engine(given.database)) as session:
        staff = list(session.exec(select(Staff)))
    assert len(staff) == len({row.code for row in staff}) == 17
    assert not any(row.tg_id for row in staff)
