"""`python -m bot.playground`: the playground alone, for a bot that runs elsewhere."""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys
from pathlib import Path

from bot.playground.server import Playground
from bot.playground.spec import Spec
from bot.playground.values import Json

_SEED: Json = {
    "bot": {"id": 1, "username": "dingge_demo_bot", "first_name": "顶格办"},
    "people": [
        {"id": 1001, "first_name": "周老板", "phone": "10000000001", "role": "企业", "label": "示例面粉厂 周老板"},
        {"id": 1002, "first_name": "李工", "phone": "10000000002", "role": "承办人", "label": "示例供水 李工"},
    ],
    "chats": [{"id": -2001, "type": "group", "title": "示例供水群", "members": [1002]}],
}


def main() -> int:
    """Run until interrupted; the exit code."""
    options = _options()
    try:
        seed = json.loads(options.seed.read_text(encoding="utf-8")) if options.seed else _SEED
    except (OSError, ValueError) as error:
        return _fail(f"cannot read the seed {options.seed}: {error}")
    try:
        asyncio.run(_serve(options, seed))
    except OSError as error:
        return _fail(f"cannot listen on port {options.port}: {error.strerror}; choose another with --port")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bot.playground", description=__doc__)
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--seed", type=Path, help="JSON file with the bot, people and chats; a small one by default")
    parser.add_argument("--token", default="1:TEST")
    parser.add_argument("--no-limits", action="store_true", help="no flood limits")
    parser.add_argument("--control", help="address of the bot's control port, to move its time too")
    parser.add_argument("--spec", type=Path, help="telegram_bot_api.json to hold each call against")
    return parser.parse_args()


async def _serve(options: argparse.Namespace, seed: Json) -> None:
    playground = Playground(
        seed,
        token=options.token,
        limits=not options.no_limits,
        control_url=options.control,
        check=Spec.load(options.spec).problems if options.spec else None,
    )
    url = await playground.start(port=options.port)
    sys.stdout.write(f"{url}  (base_url {url}/bot, base_file_url {url}/file/bot)\n")
    sys.stdout.flush()
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    await stop.wait()
    await playground.stop()


def _fail(text: str) -> int:
    sys.stderr.write(text + "\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
