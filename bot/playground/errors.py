"""The two kinds of refusal: what the Bot API answers a bot, and what the control endpoints answer a tester."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """A Bot API refusal with Telegram's code, text and optional `parameters`."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """The JSON object that Telegram answers."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


class PlayError(Exception):
    """A control request that cannot be done; the text says what to do instead. `status` is the HTTP status."""

    def __init__(self, text: str, status: int = 400) -> None:
        super().__init__(text)
        self.status = status


def bad(text: str, **parameters: int) -> ApiError:
    """400 Bad Request with Telegram's prefix."""
    return ApiError(400, f"Bad Request: {text}", **parameters)


def forbidden(text: str) -> ApiError:
    """403 Forbidden with Telegram's prefix."""
    return ApiError(403, f"Forbidden: {text}")
