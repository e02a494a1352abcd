"""The playground as a program of its own, and the pictures it makes."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

from bot.playground.images import picture, size_of

ROOT = Path(__file__).resolve().parents[3]


def start(*options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "bot.playground", *options]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_it_runs_alone_with_a_seed_file_and_ends_on_a_signal(tmp_path: Path) -> None:
    seed = tmp_path / "seed.json"
    seed.write_text(json.dumps({"bot": {"id": 1}, "people": [{"id": 7, "first_name": "某甲"}]}), encoding="utf-8")
    with start("--port", "0", "--seed", str(seed), "--no-limits") as program:
        assert program.stdout is not None
        url = program.stdout.readline().split()[0]
        with urllib.request.urlopen(f"{url}/play/people") as answer:  # noqa: S310
            people = json.loads(answer.read())["people"]
        program.send_signal(signal.SIGTERM)
        assert program.wait(10) == 0
    assert [person["name"] for person in people] == ["某甲"]


def test_a_taken_port_and_a_missing_seed_end_with_one_clear_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        for options, hint in ((["--port", port], "choose another with --port"), (["--seed", "nowhere.json"], "seed")):
            with start(*options) as program:
                _, error = program.communicate(timeout=20)
                assert program.returncode == 2
                assert hint in error
                assert error.count("\n") == 1


def test_pictures_tell_their_size() -> None:
    assert size_of(picture(3, 64, 48)) == (64, 48)
    start_of_frame = bytes.fromhex("ffc0001108003000400301220002110103110101")
    assert size_of(b"\xff\xd8\xff\xe0\x00\x04ab" + start_of_frame) == (64, 48)
    assert size_of(b"something else") == (320, 200)
