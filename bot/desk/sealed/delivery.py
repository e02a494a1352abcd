"""Class C comes to its contact, in private; nobody else can open it, and nothing else mentions it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.desk import cases, keeper, people
from bot.desk.facts import facts_of
from bot.desk.work import BOT, Work
from bot.texts import sealed as texts
from bot.texts.values import Message
from storage.tables import CaseFile, Item, Look, Staff, Timer
from storage.vault import Grant
from storage.vocabulary import EventKind, Lane, Role, Secrecy, State, TimerKind

RETRY = timedelta(hours=1)


def deliver(work: Work, case: CaseFile) -> None:
    """To the contact, or the deputy if the contact is away or unreachable; if neither, the keeper hears that (only that)."""
    work.session.flush()
    post = contact(work)
    if post is None or post.tg_id is None:
        keeper.tell(work, texts.unreachable(), once=f"sealed-unreachable:{work.now.date()}")
        work.timer(TimerKind.TRIAGE_DUE, work.now + RETRY, case, key="sealed")
        return
    if case.state in {State.TO_DISPATCH, State.ACCEPTING}:
        work.move(
            case,
            EventKind.DISPATCHED,
            BOT,
            facts_of(work, case, has_team=True, unit_accused=False),
            set={"owner_id": post.id, "dispatched_at": work.now},
        )
    card(work, case, post, dedupe=f"sealed:{case.id}:{post.id}")


def contact(work: Work) -> Staff | None:
    """The contact, or the deputy if the contact is away or unreachable."""
    posts = sorted(people.role_staff(work, Role.SEALED), key=lambda post: (post.rank != "owner", post.id or 0))
    return next(iter(people.reachable(posts)), None)


def card(work: Work, case: CaseFile, post: Staff, *, dedupe: str | None) -> None:
    """The full text and the files to the contact's private chat; `dedupe`: at most once under this key."""
    mark = texts.mark(people.name_of(work, post), work.now)
    kept = _opened(work, case, post)
    body = "\n".join(str(part.get("text", "")) for part in kept if part.get("text")) or "（只有文件或语音，见下）"
    message = texts.card(case.id or 0, case.number, body, mark)
    work.send(
        post.tg_id or 0,
        message,
        lane=Lane.SAFETY,
        purpose="sealed.card",
        case=case,
        dedupe=dedupe,
    )
    for part in kept:
        media = part.get("media") or {}
        if media.get("file_id"):
            file = {"kind": media["kind"], "file_id": media["file_id"], "name": media.get("name", "")}
            work.send(
                post.tg_id or 0,
                Message(case.number, protect=True, file=file),
                lane=Lane.SAFETY,
                purpose="sealed.file",
                case=case,
            )


def _opened(work: Work, case: CaseFile, post: Staff) -> list[dict[str, Any]]:
    """Open the content with the contact's grant; each opening is logged."""
    grant = Grant(post.id or 0)
    work.session.add(Look(case_id=case.id or 0, staff_id=post.id or 0, at=work.now, what="sealed"))
    found: list[Item] = cases.items(work, case)
    return [work.office.vault.get(work.session, item.content_id, grant) or {} for item in found]


def retry(work: Work, timer: Timer) -> None:
    """Try again to reach somebody."""
    case = work.case(timer.case_id or 0)
    if case is not None and case.secrecy is Secrecy.C and case.state.is_open:
        deliver(work, case)
