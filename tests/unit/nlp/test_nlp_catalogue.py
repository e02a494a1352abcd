"""The catalogue: complete, consistent, and changeable by a city."""

from __future__ import annotations

import re

import pytest

from nlp.catalogue import DEFAULT, Catalogue, Unit
from nlp.cues import traps
from nlp.understand import Understander


def test_fifty_five_units_each_with_names_duties_topics_and_a_chain(catalogue: Catalogue) -> None:
    assert len(catalogue.units) == len({unit.code for unit in catalogue.units}) == 55
    for unit in catalogue.units:
        assert unit.name
        assert unit.short
        assert unit.duties
        assert len(unit.topics) >= 15
        assert unit.chain


def test_only_justice_and_discipline_are_sealed(catalogue: Catalogue) -> None:
    assert {unit.code for unit in catalogue.units if unit.sealed} == {"JWJW", "FY", "JCY"}


def test_confusions_and_traps_name_units_that_exist(catalogue: Catalogue) -> None:
    tokens = {"@ORIGINAL", "@COMPETENT", "@110", "@119", "@12345"}
    codes = {code for unit in catalogue.units for confusion in unit.confusions for code in confusion.to}
    codes |= {code for trap in traps() for code in (*trap.to, *trap.not_)}
    assert codes - tokens <= {unit.code for unit in catalogue.units}


def test_the_file_holds_no_notes_of_its_making() -> None:
    assert not re.search(r"××|\[mem|\[source|\[prop", DEFAULT.read_text(encoding="utf-8"))


def test_a_city_renames_a_unit_and_keeps_its_topics(catalogue: Catalogue) -> None:
    changed = catalogue.merged([{"code": "SJJ", "name": "市数据局", "aliases_add": ["一网办"]}])
    unit = changed.unit("SJJ")
    assert unit.name == "市数据局"
    assert unit.topics == catalogue.unit("SJJ").topics
    assert "一网办" in unit.names


def test_a_merged_unit_is_found_under_its_old_code(catalogue: Catalogue) -> None:
    changed = catalogue.merged([{"code": "RFB", "merge_into": "ZJJ"}])
    assert changed.unit("RFB").code == "ZJJ"
    assert len(changed.units) == 54
    assert "人防办" in changed.unit("ZJJ").names


def test_a_chain_of_merges_ends_at_the_last_unit(catalogue: Catalogue) -> None:
    changed = catalogue.merged([{"code": "RFB", "merge_into": "ZJJ"}, {"code": "ZJJ", "merge_into": "CGJ"}])
    assert changed.unit("RFB").code == "CGJ"


def test_an_unknown_code_is_an_error_and_get_says_none(catalogue: Catalogue) -> None:
    assert catalogue.get("NOPE") is None
    with pytest.raises(KeyError):
        catalogue.unit("NOPE")


def test_a_unit_added_with_only_topics_matches_at_once(catalogue: Catalogue) -> None:
    added = catalogue.merged([{"code": "DKJ", "name": "市低空经济办", "topics": ["无人机起降场审批", "低空航线申请"]}])
    read = Understander(added).understand("我们的无人机起降场一直批不下来")
    assert read.best is not None
    assert read.best.code == "DKJ"


def test_units_of_a_merged_city_are_what_cues_and_traps_lead_to(catalogue: Catalogue) -> None:
    changed = catalogue.merged([{"code": "RLGS", "merge_into": "RQGS"}])
    read = Understander(changed).understand("园区蒸汽压力不够，车间没法生产")
    assert read.best is not None
    assert read.best.code == "RQGS"


def test_a_city_of_one_unit_works() -> None:
    only = Catalogue((Unit("ONE", "市一办", topics=("停电",)),))
    read = Understander(only).understand("又停电了")
    assert [candidate.code for candidate in read.candidates] == ["ONE"]
