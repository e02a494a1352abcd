"""`dingge run` as a process: it ends cleanly on a signal, and says in one line why it ends by itself."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from app_support import Beside

from bot.app.demo import TOKEN

ROOT = Path(__file__).resolve().parents[3]
WATER = "我们厂在经开区，自来水压力太低，机器老停，已经三天了，请供水公司来看看。"


@contextmanager
def serving(home: Path) -> Iterator[subprocess.Popen[str]]:
    """The service, ready."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LOG_LEVEL": "ERROR"}
    command = [sys.executable, "-m", "bot", "run"]
    with subprocess.Popen(
        command, cwd=home, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as program:
        try:
            assert program.stdout is not None
            assert program.stdout.readline() == "ready\n"
            yield program
        finally:
            program.kill()


def ended(program: subprocess.Popen[str], seconds: float) -> tuple[int, str]:
    """Code and errors of a process that ends by itself in time."""
    _, errors = program.communicate(timeout=seconds)
    return program.returncode, errors


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_within_ten_seconds_with_code_0_and_no_complaint(
    telegram: Beside, home: Path, name: signal.Signals
) -> None:
    with serving(home) as program:
        program.send_signal(name)
        assert ended(program, 10) == (0, "")


def test_a_second_process_with_the_same_token_elsewhere_is_named(telegram: Beside, home: Path) -> None:
    with serving(home) as program:
        deadline = time.monotonic() + 20
        while program.poll() is None and time.monotonic() < deadline:
            _other_poll(telegram)
            time.sleep(0.3)
        code, errors = ended(program, 10)
    assert code == 2
    assert "另一个进程正用同一个令牌" in errors
    assert errors.count("\n") == 1


def test_what_was_written_while_it_was_down_is_answered_after_the_start(telegram: Beside, home: Path) -> None:
    boss = telegram.do(lambda: next(p for p in telegram.playground.people()["people"] if p["role"] == "企业"))
    telegram.do(lambda: telegram.playground.say(boss["id"], WATER))
    with serving(home) as program:
        deadline = time.monotonic() + 20
        while not _answered(telegram, boss["id"]) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert _answered(telegram, boss["id"])
        program.send_signal(signal.SIGTERM)
        assert ended(program, 10) == (0, "")


def _answered(telegram: Beside, chat: int) -> bool:
    found = telegram.do(lambda: telegram.playground.messages(chat)["messages"])
    return any("已收到。编号" in str(message.get("text")) for message in found)


def _other_poll(telegram: Beside) -> None:
    """Somebody else's getUpdates: Telegram gives the conflict to the one that was there before."""
    url = f"{telegram.playground.url}/bot{TOKEN}/getUpdates"
    body = json.dumps({"timeout": 0}).encode()
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})  # noqa: S310
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        assert answer.status == 200
