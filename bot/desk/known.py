"""Answers that the city has ready for common questions (A38): found by words that a person can check, never guessed."""

from __future__ import annotations

from collections.abc import Iterable

from bot.city.pack import Known
from bot.desk import cases
from bot.desk.work import Work
from nlp.normal import normal
from storage.tables import CaseFile
from storage.vocabulary import Kind, Secrecy, Urgency


def for_draft(work: Work, case: CaseFile) -> Known | None:
    """The answer for a draft that asks an ordinary question; None for complaints, urgent matters and whatever is sealed."""
    if case.kind is not Kind.INQUIRY or case.secrecy is not Secrecy.A or case.urgency is not Urgency.NORMAL:
        return None
    said = (str((work.text(item.content_id) or {}).get("text", "")) for item in cases.items(work, case))
    return best(work, "".join(said))


def best(work: Work, text: str) -> Known | None:
    """Of the answers in force whose words a text has, the one that says most of it; the earlier of two alike."""
    plain = normal(text).compact
    fitting = [(_fit(known.asks, plain), known) for known in in_force(work)]
    fit, found = max(fitting, key=lambda pair: pair[0], default=(0, None))
    return found if fit else None


def in_force(work: Work) -> list[Known]:
    """Those whose last day has not passed, by the city's date."""
    today = work.office.calendar.local_date(work.now)
    return [known for known in work.office.pack.answers if known.until is None or known.until >= today]


def _fit(asks: Iterable[str], plain: str) -> int:
    """How many characters of the longest wording that is wholly in the text; 0 if none is."""
    worded = (normal(ask).text.split() for ask in asks)
    return max((sum(map(len, words)) for words in worded if all(word in plain for word in words)), default=0)
