"""The control side: what people do, what can be looked at, and time."""

from __future__ import annotations
