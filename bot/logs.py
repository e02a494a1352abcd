"""Structured logs without personal data: ids, kinds, counts; never words, names, numbers or tokens."""

from __future__ import annotations

import logging
import sys

import structlog


def configure(level: str = "INFO", form: str = "json") -> None:
    """Set up structlog and quieten libraries that would log addresses with tokens in them."""
    renderer = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=lambda *_names: structlog.PrintLogger(sys.stderr),  # whatever stderr is at that moment
        cache_logger_on_first_use=False,
    )
    for noisy in ("httpx", "httpcore", "telegram", "apscheduler", "aiohttp.access", "jieba", "sqlalchemy"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
