"""The spaCy pipeline: each component notes one thing, the whole is saved and read again, any text passes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from spacy.language import Language

from nlp.catalogue import Catalogue
from nlp.knowledge import Knowledge
from nlp.pipeline.build import build, load
from nlp.pipeline.components import NAMES, noted
from nlp.understand import Understander
from storage.vocabulary import Kind, Secrecy

TEXT = "城西一家面馆欠我们货款２８万，电话１００１２３４５６７８，十天了没人管"


@pytest.fixture(scope="module")
def pipeline() -> Language:
    return build(Knowledge(Catalogue.load_default()))


def test_every_judge_is_a_component_of_its_own(pipeline: Language) -> None:
    assert pipeline.pipe_names == list(NAMES)


def test_what_a_component_found_can_be_looked_at(pipeline: Language) -> None:
    notes = pipeline(TEXT)._.dingge
    assert notes.kind in Kind
    assert notes.conduct.secrecy is Secrecy.A
    assert notes.candidates
    assert notes.opinion.row.pieces


def test_spans_stand_where_the_original_says_so(pipeline: Language) -> None:
    doc = pipeline(TEXT)
    amounts = [span.text for span in doc.spans["dingge"] if span.label_ == "金额"]
    assert amounts == ["28万"]
    assert TEXT[noted(doc).entities[0].start : noted(doc).entities[0].end] == noted(doc).entities[0].text


def test_likeness_of_texts_is_likeness_of_meaning(pipeline: Language) -> None:
    power, outage, tax = (pipeline(text).vector for text in ("车间老停电", "厂里总是断电跳闸", "发票额度不够开"))
    assert power @ outage > power @ tax


def test_a_pipeline_kept_on_disk_reads_as_before(pipeline: Language, tmp_path: Path) -> None:
    row = {"code": "DKJ", "name": "市低空经济办", "topics": ["无人机起降场审批"]}
    made = build(Knowledge(Catalogue.load_default().merged([row])))
    made.to_disk(tmp_path)
    kept = load(tmp_path)
    for text in (TEXT, "我们的无人机起降场一直批不下来", "科长让我意思意思"):
        assert kept(text)._.dingge.candidates == made(text)._.dingge.candidates
    assert kept("无人机起降场")._.dingge.candidates[0].code == "DKJ"


def test_the_city_travels_as_bytes_too(pipeline: Language) -> None:
    other = build(Knowledge(Catalogue.load_default()))
    other.tokenizer.from_bytes(pipeline.tokenizer.to_bytes())
    assert other("供电所三天没来")._.dingge.candidates == pipeline("供电所三天没来")._.dingge.candidates


@pytest.mark.parametrize("text", ["", " \n", "\ud83d半个表情", "👍", "a" * 3000, "\u200b\u200b"])
def test_any_text_passes(pipeline: Language, text: str) -> None:
    assert noted(pipeline(text)).reading.norm.original == text


def test_a_component_under_another_tokenizer_is_refused_by_name() -> None:
    import spacy

    bare = spacy.blank("zh")
    bare.add_pipe(NAMES[1])
    with pytest.raises(ValueError, match="dingge_entities"):
        bare("停电")


def test_the_words_of_a_complaint_do_not_stay_in_the_vocabulary() -> None:
    reader = Understander(Catalogue.load_default(), trained=False)
    reader.understand("瑞祥面粉厂的自来水停了三天，电话10012345678，请供水公司来看看。")
    kept = set(reader._ready().vocab.strings)
    assert not {word for word in kept if "瑞祥" in word or "10012345678" in word or "面粉" in word}


def test_texts_that_are_read_side_by_side_are_read_as_alone() -> None:
    reader = Understander(Catalogue.load_default(), trained=False)
    texts = [f"第{n}号：我们厂的自来水停了{n}天，请供水公司来看看。" for n in range(1, 25)]
    alone = [reader.understand(text) for text in texts]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(reader.understand, texts)) == alone
