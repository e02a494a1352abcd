"""`dingge city …` and `dingge enrol`: from a file of people and groups to a city that works, without a chat."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from sqlmodel import Session, select

from bot.app.office import build
from bot.channel.api import Api
from bot.channel.request import AiohttpRequest
from bot.city import pack_checks
from bot.city.notice_file import decode
from bot.city.yaml_file import CityFileError
from bot.cli.running import start
from bot.clock import SystemClock
from bot.desk import almanac, seed
from bot.desk.officer import enrolment
from bot.desk.work import Office, Work
from bot.settings import Settings, SettingsError, load
from bot.texts import keeper as keeper_texts
from storage import migrate
from storage.db import make_engine
from storage.tables import Staff

SAMPLES = {"city": "sample.yaml", "sla": "sla.yaml", "calendar": "calendar.yaml"}


def sample(what: str) -> int:
    """A file to copy and change: the city pack, the time limits or the calendar."""
    print(files("bot.city").joinpath(SAMPLES[what]).read_text(encoding="utf-8"), end="")
    return 0


def units() -> int:
    """Codes and names of every unit of this city, and whether people are named for it."""
    office = build(load())
    for unit in office.catalogue.units:
        seats = len(office.pack.posts.get(unit.code, ()))
        print(f"{unit.code:<6} {unit.name}" + (f"（{seats} 个岗位）" if seats else ""))
    return 0


def load_city() -> int:
    """The city pack of the settings into the database: posts and groups that are new or changed; nobody is enrolled anew."""
    settings = load()
    if settings.city_pack is None:
        raise SettingsError("没有设置 CITY_PACK。先 dingge city sample > city.yaml，改好后设 CITY_PACK=city.yaml。")
    office = build(settings)
    put(settings, office)
    print(f"{office.pack.city}：{len(office.pack.staff)} 个岗位、{len(office.pack.groups)} 个群已装入。")
    for gap in pack_checks.gaps(office.pack, office.catalogue):
        print(f"提示：{gap}")
    return 0


def put(settings: Settings, office: Office) -> None:
    """Write an office's posts and groups into the settings' database."""
    engine = make_engine(settings.database)
    migrate.upgrade(engine)
    with Session(engine) as session:
        seed.seed(Work(session, SystemClock().now(), office))
        session.commit()


def enrol(code: str) -> int:
    """Print the enrolment link of a post: how the first keeper comes in."""
    settings = load()
    with Session(make_engine(settings.database)) as session:
        work = Work(session, SystemClock().now(), build(settings))
        post = session.exec(select(Staff).where(Staff.code == code)).first()
        if post is None or not post.active:
            print(f"没有岗位 {code}。岗位代码在城市包里；改过城市包要先 dingge city load。")
            return 1
        print(f"https://t.me/{username(settings)}?start={enrolment.payload(work, post)}")
    print("48小时内有效，只能用一次，请私下转交本人；本人点开、按“开始”即登记。")
    return 0


def username(settings: Settings) -> str:
    """The bot's name on Telegram."""
    token = settings.telegram_token.get_secret_value()
    if not token:
        raise SettingsError("没有设置 TELEGRAM_TOKEN。请到 @BotFather 取得，填进 .env。")
    told: list[str] = []

    async def ask() -> int:
        request = AiohttpRequest()
        await request.initialize()
        try:
            me = await Api(request, f"{settings.telegram_base_url}/bot{token}").call("getMe", {})
        finally:
            await request.shutdown()
        told.append(str(me["username"]))
        return 0

    start(ask())
    return told[0]


def load_calendar_notice(path: Path) -> int:
    """A year's holiday notice into the database; the running bot takes it over within a minute."""
    try:
        notices = decode(path.read_bytes(), path.name)
    except FileNotFoundError:
        raise SettingsError(f"找不到文件 {path}。") from None
    except CityFileError as error:
        raise SettingsError(keeper_texts.calendar_refused(str(error))) from error
    settings = load()
    engine = make_engine(settings.database)
    migrate.upgrade(engine)
    with Session(engine) as session:
        office = almanac.office_now(session, build(settings))
        done = almanac.load(Work(session, SystemClock().now(), office), notices)
        session.commit()
    print(keeper_texts.calendar_loaded(done.years, done.off, done.makeup, done.moved, done.settled))
    return 0
