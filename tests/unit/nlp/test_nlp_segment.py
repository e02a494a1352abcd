"""The word cache is private, and a broken one is built anew."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from nlp.segment import Segmenter


def test_user_words_stay_whole(tmp_path: Path) -> None:
    assert "营商环境办" in Segmenter(["营商环境办"], cache=tmp_path).cut("找营商环境办反映")


def test_the_cache_is_written_and_read_again(tmp_path: Path) -> None:
    first = Segmenter(cache=tmp_path).cut("增值税发票额度")
    [kept] = tmp_path.iterdir()
    before = kept.stat().st_mtime_ns
    assert Segmenter(cache=tmp_path).cut("增值税发票额度") == first
    assert kept.stat().st_mtime_ns == before


def test_a_cache_cut_short_is_built_anew(tmp_path: Path) -> None:
    first = Segmenter(cache=tmp_path).cut("增值税发票额度")
    [kept] = tmp_path.iterdir()
    kept.write_bytes(kept.read_bytes()[:100])
    assert Segmenter(cache=tmp_path).cut("增值税发票额度") == first


def test_importing_and_making_an_understander_does_not_load_the_dictionary() -> None:
    code = (
        "import sys; from nlp.catalogue import Catalogue; from nlp.understand import Understander;"
        "Understander(Catalogue.load_default()); sys.exit('jieba' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
