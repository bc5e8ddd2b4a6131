"""Wrong settings are told all at once, each in one Chinese line with its remedy."""

import re
from datetime import time
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, load_settings

AES_KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
WECOM = f"""[wecom]
corp_id = "ww0123456789abcdef"
agent_id = 1000002
secret = "s3cret"
token = "QDG6eK"
encoding_aes_key = "{AES_KEY}"
"""


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def load(text: str = "", /, **environ: str) -> Settings:
    path = Path("zhibu.toml")
    path.write_text(text, "utf-8")
    return load_settings(None, environ)


def faults_of(text: str, /, **environ: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load(text, **environ)
    return [str(problem) for problem in caught.value.problems]


WRONG = {
    "unknown table": ("[wecomm]\ncorp_id = 'x'", "[wecomm]|wecomm", "是否应为 wecom"),
    "unknown key": ("[server]\nprot = 80", "[server] prot", "是否应为 port"),
    "key in the wrong table": ("[server]\nsend_at = '09:00'", "[server] send_at", "请移到 [reminders] send_at"),
    "key outside every table": ("port = 80", "port", "请移到 [server] port"),
    "port as a word": ("[server]\nport = 'http'", "[server] port", "数字"),
    "port too large": ("[server]\nport = 70000", "[server] port", "最大为 65535"),
    "negative port": ("[server]\nport = -1", "[server] port", "最小为 0"),
    "fraction for a number": ("[evidence]\nmax_mb = 2.5", "[evidence] max_mb", "数字"),
    "host with port": ("[server]\nhost = 'http://0.0.0.0:80'", "[server] host", "端口另写在 port"),
    "public address without scheme": ("[server]\npublic_url = 'dj.example.gov.cn'", "[server] public_url", "https://"),
    "number for a text": ("[wecom]\ncorp_id = 5", "[wecom] corp_id", "英文引号"),
    "table written as a value": ("server = 1", "server", "[表名]"),
    "list written as a text": ("[reminders]\nquiet = '12:00-14:00'", "[reminders] quiet", '["…"'),
    "neither true nor false": ("[privacy]\ntalk_topics = '也许'", "[privacy] talk_topics", "true"),
    "synchronous driver": ("[database]\nurl = 'postgres://a:b@c/d'", "[database] url", "postgresql+asyncpg://"),
    "another database": ("[database]\nurl = 'mysql://a:b@c/d'", "[database] url", "sqlite+aiosqlite:///"),
    "database in memory": ("[database]\nurl = 'sqlite+aiosqlite:///:memory:'", "[database] url", "var/zhibu.db"),
    "impossible hour": ("[reminders]\nsend_at = '25:00'", "[reminders] send_at", '"09:05"'),
    "hour as a number": ("[reminders]\nsend_at = 905", "[reminders] send_at", '"09:05"'),
    "half a span": ("[reminders]\nquiet = ['12:00-14:00', '18:00']", "[reminders] quiet：第2项", "18:00-08:30"),
    "empty span": ("[reminders]\nquiet = ['12:00-12:00']", "[reminders] quiet：第1项", "18:00-08:30"),
    "reminders in quiet hours": ("[reminders]\nsend_at = '12:30'", "[reminders] send_at", "quiet"),
    "nothing but quiet hours": (
        "[reminders]\nquiet = ['00:00-12:00', '12:00-00:00']",
        "[reminders] quiet",
        "至少留出一段",
    ),
    "digest in quiet hours": ("[digest]\nweekly = 'last-workday-of-week 18:30'", "[digest] weekly", "quiet"),
    "unknown day of the digest": ("[digest]\nweekly = 'friday 16:10'", "[digest] weekly", "last-workday-of-week"),
    "digest without an hour": ("[digest]\nmonthly = 'last-workday-of-month'", "[digest] monthly", "month 16:10"),
    "chats kept too long": ("[privacy]\nkeep_chat_hours = 48", "[privacy] keep_chat_hours", "最大为 24"),
    "missing calendar file": ("[calendar]\noverrides = 'nowhere.toml'", "[calendar] overrides", "核对路径"),
    "missing folder": ("[catalogue]\nfolder = 'nowhere'", "[catalogue] folder", "核对路径"),
    "no folder for files": ("[evidence]\nfiles = true\nfolder = ''", "[evidence] folder", "var/files"),
    "unknown switch": ("[sandbox]\nenabled = 'yes'", "[sandbox] enabled", "auto、on、off"),
    "sandbox open to the network": (
        "[server]\nhost = '0.0.0.0'\n[sandbox]\nenabled = 'on'",
        "[sandbox] enabled",
        "auto",
    ),
    "sandbox beside real people": (WECOM + "[sandbox]\nenabled = true", "[sandbox] enabled", "auto"),
    "WeCom without its secret": (WECOM.replace('secret = "s3cret"', ""), "[wecom] secret", "请填写应用的 Secret"),
    "WeCom without its company": ("[wecom]\nsecret = 's3cret'", "[wecom] corp_id", "请补上 corp_id"),
    "WeCom key cut short": (WECOM.replace(AES_KEY, AES_KEY[:-1]), "[wecom] encoding_aes_key", "43"),
    "WeCom token with a dash": (WECOM.replace("QDG6eK", "QDG-6eK"), "[wecom] token", "字母和数字"),
    "WeCom robot without key": ("[wecom.robots]\ncommittee = ''", "[wecom.robots] committee", "key="),
    "DingTalk mode": ("[dingtalk]\nmode = 'push'", "[dingtalk] mode", "http、stream"),
    "DingTalk without its secret": ("[dingtalk]\nclient_id = 'ding1'", "[dingtalk] client_secret", "Client Secret"),
    "DingTalk robot without token": ("[dingtalk.robots]\nc = { secret = 'SEC1' }", "c] access_token", "请补上"),
    "comma of JSON": ("[server]\nport = 80,\n", "zhibu.toml 第2行", "行末不加标点"),
    "table twice": ("[server]\nport = 1\n[server]\nhost = 'a'", "zhibu.toml 第3行", "请删去其中一处"),
    "text left open": ("[server]\nhost = 'a", "zhibu.toml", "英文引号"),
}


@pytest.mark.parametrize(("text", "where", "remedy"), WRONG.values(), ids=WRONG)
def test_a_fault_names_its_place_and_its_remedy(text: str, where: str, remedy: str) -> None:
    faults = faults_of(text)

    matching = [fault for fault in faults if any(place in fault for place in where.split("|")) and remedy in fault]
    assert matching, faults
    assert all("\n" not in fault and "pydantic" not in fault for fault in faults)


def test_all_faults_come_together() -> None:
    faults = faults_of(
        "[server]\nport = 'x'\nprot = 1\n[reminders]\nsend_at = '9点'",
        ZHIBU_PRIVACY__TALK_TOPICS="maybe",
        ZHIBU_SERVER__HSOT="a",
        ZHIBU_WECOM__SECRET_FILE="nowhere",
    )

    assert [fault.split("：")[0] for fault in faults] == [
        "环境变量 ZHIBU_WECOM__SECRET_FILE",
        "zhibu.toml [server] port",
        "zhibu.toml [server] prot",
        "环境变量 ZHIBU_SERVER__HSOT",
        "zhibu.toml [reminders] send_at",
        "环境变量 ZHIBU_PRIVACY__TALK_TOPICS",
    ]


def test_secrets_stay_out_of_faults_and_out_of_sight() -> None:
    faults = faults_of(WECOM.replace("QDG6eK", "geheim-7") + "port = 1")
    settings = load(WECOM, ZHIBU_DATABASE__URL="postgresql+asyncpg://zhibu:geheim-7@db/zhibu")

    assert "geheim-7" not in "".join(faults)
    assert not re.search("geheim-7|s3cret|QDG6eK|" + AES_KEY, repr(settings))


def test_nothing_configured_is_enough() -> None:
    settings = load_settings(None, {})

    assert settings.server.host == "127.0.0.1"
    assert settings.server.port == 8080
    assert settings.reminders.send_at == time(9, 5)
    assert settings.has_sandbox


def test_the_environment_wins_over_the_file() -> None:
    settings = load("[server]\nport = 9000\nhost = '::1'", ZHIBU_SERVER__PORT="9001")

    assert (settings.server.host, settings.server.port) == ("::1", 9001)


def test_an_empty_variable_is_as_if_not_set() -> None:
    assert load("[server]\nport = 9000", ZHIBU_SERVER__PORT="").server.port == 9000


def test_lists_and_tables_in_the_environment_are_json() -> None:
    settings = load(
        ZHIBU_REMINDERS__QUIET='["21:00-07:00"]', ZHIBU_WECOM__ROBOTS='{"机关党委群": "693a91f6-7xxx-4bc4-97a0"}'
    )

    assert [span.covers(time(22)) for span in settings.reminders.quiet] == [True]
    assert settings.wecom.robots["机关党委群"].get_secret_value() == "693a91f6-7xxx-4bc4-97a0"


def test_any_secret_may_come_from_a_file() -> None:
    Path("secret").write_text("from-file\n", "utf-8")

    settings = load(WECOM, ZHIBU_WECOM__SECRET_FILE="secret")

    assert settings.wecom.secret.get_secret_value() == "from-file"


def test_a_setting_that_is_itself_a_file_keeps_its_name() -> None:
    Path("ca.pem").write_text("certificate", "utf-8")

    assert load(ZHIBU_WECOM__CA_FILE="ca.pem").wecom.ca_file == "ca.pem"


def test_variables_without_a_level_belong_to_others() -> None:
    assert load(ZHIBU_PORT="tcp://10.0.0.1:8080", ZHIBU_REQUIRE_BROWSER="1").server.port == 8080


@pytest.mark.parametrize("environ", [{}, {"ZHIBU_CONFIG": "b.toml"}])
def test_the_file_that_is_named_first_is_read(environ: dict[str, str]) -> None:
    Path("a.toml").write_text("[server]\nport = 1", "utf-8")
    Path("b.toml").write_text("[server]\nport = 2", "utf-8")

    assert load_settings(Path("a.toml"), environ).server.port == 1
    assert load_settings(None, environ).server.port == (2 if environ else 8080)


@pytest.mark.parametrize("named", [None, Path("nowhere.toml")])
def test_a_file_that_was_named_must_be_there(named: Path | None) -> None:
    with pytest.raises(SettingsError, match="找不到设置文件"):
        load_settings(named, {"ZHIBU_CONFIG": "elsewhere.toml"})


def test_an_editor_of_windows_is_understood_or_told() -> None:
    path = Path("zhibu.toml")
    path.write_bytes("\ufeff[server]\nport = 1".encode())
    assert load_settings(None, {}).server.port == 1

    path.write_bytes("# 端口\n[server]\nport = 1".encode("gb18030"))
    with pytest.raises(SettingsError, match="不是 UTF-8 编码"):
        load_settings(None, {})


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("", True),
        ("[server]\nhost = 'localhost'", True),
        ("[server]\nhost = '0.0.0.0'", False),
        ("[server]\nhost = '10.1.2.3'", False),
        ("[sandbox]\nenabled = 'off'", False),
        ("[sandbox]\nenabled = 'on'", True),
        (WECOM, False),
        ("[dingtalk]\nclient_id = 'ding1'\nclient_secret = 's'\nrobot_code = 'r'", False),
    ],
)
def test_the_sandbox_is_open_only_alone_and_at_home(text: str, is_open: bool) -> None:  # noqa: FBT001 - the expected value
    assert load(text).has_sandbox is is_open


def test_an_operator_s_holidays_are_read() -> None:
    Path("days.toml").write_text(
        'holidays = ["2027-02-05..2027-02-07", 2027-01-01]\nworkdays = ["2027年2月20日"]', "utf-8"
    )

    overrides = load("[calendar]\noverrides = 'days.toml'").calendar_overrides()

    assert {day.isoformat(): works for day, works in overrides.items()} == {
        "2027-02-05": False,
        "2027-02-06": False,
        "2027-02-07": False,
        "2027-01-01": False,
        "2027-02-20": True,
    }


def test_every_fault_of_the_holidays_is_told() -> None:
    Path("days.toml").write_text(
        'holidays = ["2027-02-30", "2027-02-09..2027-02-05", "2027-03-01"]\nworkdays = ["2027-03-01"]\nfree = []',
        "utf-8",
    )

    assert [fault.partition("：")[2] for fault in faults_of("[calendar]\noverrides = 'days.toml'")] == [
        '“2027-02-30”不是日期。请写成 "2027-02-05" 或 "2027-02-05..2027-02-13"',
        '“2027-02-09..2027-02-05”不是日期。请写成 "2027-02-05" 或 "2027-02-05..2027-02-13"',
        "2027-03-01 既是假日又是上班日。请删去其中一处",
        "应为日期列表。可用的有 holidays、workdays",
    ]
