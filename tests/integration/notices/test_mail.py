"""The digest on its way: one e-mail per person and day, in their language, never twice, stopped by one click."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest

from lti_tools.app import create_app
from lti_tools.errors import SettingInvalid
from lti_tools.kit.notices import digests, store
from lti_tools.kit.notices.known import kinds_of
from lti_tools.kit.notices.mailing import post
from lti_tools.kit.notices.notices import notify
from lti_tools.kit.notices.preferences import Pace, Wish
from lti_tools.kit.notices.steps import clean_up, mail_steps
from lti_tools.kit.notices.tables import Digest, NoticeRow
from lti_tools.kit.schedule.tables import HolidayRow
from lti_tools.ops.doctor.finding import Level
from lti_tools.ops.doctor.mail import mail_findings
from lti_tools.store.tables.people import Context, Membership, Person
from tests.support.app import make_settings
from tests.support.certificates import server_context
from tests.support.mail_server import mail_server
from tests.support.school import NOW, add_person, make_school
from tests.support.sessions import suite_of
from tests.support.votes import set_up_vote
from tools.co_curriculum.notices import OPENED

LATER = NOW + timedelta(minutes=11)
"""09:11 UTC: the notices have settled and nobody's quiet hours are on."""


@contextmanager
def world(database, keys_folder, db_url, server, **env):
    """The suite with a mail server, and a course of three students with addresses."""
    settings = {
        "LTI_TOOLS_SMTP_HOST": "localhost",
        "LTI_TOOLS_SMTP_PORT": str(server.port),
        "LTI_TOOLS_SMTP_SECURITY": "none",
        "LTI_TOOLS_SMTP_FROM": "Learning together <tools@school.example>",
        "LTI_TOOLS_CONTACT": "help@school.example",
        **env,
    }
    app = create_app(make_settings(db_url, keys_folder, **settings))
    with database.write() as db:
        school = make_school(db)
        set_up_vote(db, school.activity_id)
        db.get(Context, school.context_id).title = "Biology"
        people = {}
        for name, locale in (("ana", "en"), ("bo", "ru"), ("cy", "uz")):
            people[name] = add_person(db, school, name, launched="learner")
            person = db.get(Person, people[name])
            person.email, person.locale, person.name = f"{name}@school.example", locale, name.title()
    try:
        yield app, suite_of(app), school, people
    finally:
        suite_of(app).database.close()


def tell(database, school, people, now=NOW, key=""):
    with database.write() as db:
        notify(db, school.activity_id, people, OPENED, now, key=key)


def mail(suite, now=LATER):
    return post(suite, kinds_of(suite.tools.values()), now)


def states(database):
    with database.read() as db:
        return sorted((row.state, row.error) for row in db.query(Digest))


def test_each_person_gets_one_digest_in_their_language(database, keys_folder, db_url):
    with mail_server() as server, world(database, keys_folder, db_url, server) as (_, suite, school, people):
        tell(database, school, people.values())
        tell(database, school, people.values(), key="again")
        assert mail(suite, NOW + timedelta(minutes=9)) == 0
        assert mail(suite) == 3
        assert mail(suite, LATER + timedelta(hours=1)) == 0
    assert sorted(server.recipients) == ["ana@school.example", "bo@school.example", "cy@school.example"]
    by_person = {message["To"].partition("@")[0]: message for message in server.messages}
    english = by_person["ana"].get_content()
    assert by_person["ana"]["Subject"] == "2 new notices from your courses"
    assert "Biology\n- The vote “Project topics” is open." in english
    assert "help@school.example" in english
    assert "голосование" in by_person["bo"].get_content().casefold()
    assert "ovoz" in by_person["cy"].get_content().casefold()
    assert by_person["ana"]["Auto-Submitted"] == "auto-generated"
    assert len({message["Message-ID"] for message in server.messages}) == 3
    assert server.connections == 1


def test_what_was_read_in_time_and_what_people_do_not_want_is_not_mailed(database, keys_folder, db_url):
    with mail_server() as server, world(database, keys_folder, db_url, server) as (_, suite, school, people):
        tell(database, school, people.values())
        with database.write() as db:
            store.mark_read(db, people["ana"], school.context_id, NOW, until=10**9)
            store.set_wish(db, people["bo"], Wish(pace=Pace.NEVER))
            db.query(Membership).filter_by(person_id=people["cy"]).update({"active": False})
        assert mail(suite) == 0
    assert server.messages == []


def test_nothing_is_mailed_at_night_or_on_a_day_without_school_and_goes_out_afterwards(database, keys_folder, db_url):
    with mail_server() as server, world(database, keys_folder, db_url, server) as (_, suite, school, people):
        night = datetime(2026, 3, 2, 21, tzinfo=UTC)
        tell(database, school, people.values(), now=night - timedelta(hours=1))
        assert mail(suite, night) == 0
        with database.write() as db:
            day = date(2026, 3, 3)
            db.add(HolidayRow(context_id=school.context_id, name="Holiday", first_day=day, last_day=day))
        assert mail(suite, datetime(2026, 3, 3, 9, tzinfo=UTC)) == 0
        assert mail(suite, datetime(2026, 3, 4, 9, tzinfo=UTC)) == 3
    assert len(server.messages) == 3


def test_an_hourly_pace_gets_another_one_an_hour_later_a_daily_one_the_next_day(database, keys_folder, db_url):
    with mail_server() as server, world(database, keys_folder, db_url, server) as (_, suite, school, people):
        with database.write() as db:
            store.set_wish(db, people["ana"], Wish(pace=Pace.HOURLY))
        for hour in range(3):
            tell(database, school, [people["ana"], people["bo"]], now=NOW + timedelta(hours=hour), key=str(hour))
            mail(suite, LATER + timedelta(hours=hour))
        tell(database, school, [people["bo"]], now=NOW + timedelta(hours=4), key="4")
        mail(suite, LATER + timedelta(days=1))
    got = [message["To"] for message in server.messages]
    assert got.count("ana@school.example") == 3
    assert got.count("bo@school.example") == 2
    assert server.messages[-1]["Subject"] == "3 новых уведомления с ваших курсов"


def test_workers_side_by_side_send_each_digest_once(database, keys_folder, db_url):
    with mail_server() as server, world(database, keys_folder, db_url, server) as (_, suite, school, people):
        tell(database, school, people.values())
        threads = [Thread(target=mail, args=(suite,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(server.recipients) == ["ana@school.example", "bo@school.example", "cy@school.example"]
    assert states(database) == [("sent", "")] * 3


def test_a_message_whose_yes_was_lost_comes_again_under_the_same_id_after_the_lease(database, keys_folder, db_url):
    with mail_server(hang_up_after=1) as server, world(database, keys_folder, db_url, server) as made:
        _, suite, school, people = made
        tell(database, school, [people["ana"]])
        assert mail(suite) == 0
        server.hang_up_after = 0
        assert mail(suite, LATER + timedelta(minutes=1)) == 0
        assert mail(suite, LATER + digests.FIRST_WAIT) == 1
    assert len(server.messages) == 2
    assert len({message["Message-ID"] for message in server.messages}) == 1


def test_a_worker_that_died_leaves_its_digest_to_the_next_one_and_settles_nothing_late(database, keys_folder, db_url):
    with mail_server() as server, world(database, keys_folder, db_url, server) as (_, suite, school, people):
        tell(database, school, [people["ana"]])
        with database.write() as db:
            digests.make_due(db, [OPENED], LATER, "tools.example", "UTC")
            dead = digests.claim(db, LATER)
        assert mail(suite, LATER + timedelta(minutes=1)) == 0
        assert mail(suite, LATER + digests.LEASE) == 1
        with database.write() as db:
            digests.settle(db, dead, digests.GIVEN_UP, LATER, "late")
    assert states(database) == [("sent", "")]
    assert len(server.messages) == 1


def test_a_passing_refusal_is_tried_again_and_a_lasting_one_given_up(database, keys_folder, db_url):
    with mail_server(refusals=[451, 550]) as server, world(database, keys_folder, db_url, server) as made:
        _, suite, school, people = made
        tell(database, school, [people["ana"]])
        assert mail(suite) == 0
        assert states(database) == [("waiting", "451")]
        tell(database, school, [people["bo"]])
        assert mail(suite) == 0
        assert states(database) == [("given-up", "550"), ("waiting", "451")]
        assert mail(suite, LATER + digests.FIRST_WAIT) == 1
    assert server.recipients == ["ana@school.example"]


def test_a_server_that_is_away_is_asked_less_and_less_often_until_it_is_given_up(database, keys_folder, db_url):
    with mail_server() as server, world(database, keys_folder, db_url, server) as (_, suite, school, people):
        tell(database, school, [people["ana"]])
        away = replace(suite, settings=replace(suite.settings, smtp_port=1))
        now, asked = LATER, []
        while states(database) != [("given-up", "ConnectionRefusedError")] and len(asked) < 20:
            mail(away, now)
            asked.append(now)
            with database.read() as db:
                now = db.query(Digest).one().due_at
    assert len(asked) == digests.TRIES
    assert server.messages == []


def test_an_impossible_address_holds_nobody_up(database, keys_folder, db_url):
    with mail_server() as server, world(database, keys_folder, db_url, server) as (_, suite, school, people):
        with database.write() as db:
            db.get(Person, people["ana"]).email = "ana@school.example\nBcc: everybody@school.example"
        tell(database, school, people.values())
        assert mail(suite) == 2
    assert states(database) == [("given-up", "broken"), ("sent", ""), ("sent", "")]
    assert not any("everybody" in str(message) for message in server.messages)


def test_tls_and_a_password_are_used_and_a_wrong_certificate_is_refused(database, keys_folder, db_url, tmp_path):
    context, bundle = server_context(tmp_path, "localhost")
    env = {
        "LTI_TOOLS_SMTP_SECURITY": "starttls",
        "LTI_TOOLS_SMTP_USER": "tools",
        "LTI_TOOLS_SMTP_PASSWORD": "a long sentence",
        "LTI_TOOLS_CA_BUNDLE": str(bundle),
    }
    running = mail_server(tls=context, password="a long sentence")
    with running as server, world(database, keys_folder, db_url, server, **env) as (_, suite, school, people):
        tell(database, school, [people["ana"]])
        stranger = replace(suite, settings=replace(suite.settings, ca_bundle=""))
        assert mail(stranger) == 0
        assert [finding.level for finding in mail_findings(stranger.settings)] == [Level.PROBLEM]
        wrong = replace(suite.settings, smtp_password="wrong")
        assert "(535)" in next(mail_findings(wrong)).said
        assert [finding.level for finding in mail_findings(suite.settings)] == [Level.OK]
        assert mail(suite, LATER + timedelta(hours=1)) == 1
    assert server.encrypted >= 2
    assert server.recipients == ["ana@school.example"]


def test_one_click_stops_the_mails_and_opening_the_link_does_not(database, keys_folder, db_url):
    with mail_server() as server, world(database, keys_folder, db_url, server) as (app, suite, school, people):
        tell(database, school, [people["ana"]])
        mail(suite)
        (message,) = server.messages
        url = message["List-Unsubscribe"].strip(" <>")
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert url in message.get_content()
        path = url.removeprefix(suite.settings.public_url)
        client = app.test_client()
        assert client.get(path).status_code == 200
        with database.read() as db:
            assert store.wish_of(db, people["ana"]).pace is Pace.DAILY
        assert client.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
        with database.read() as db:
            assert store.wish_of(db, people["ana"]).pace is Pace.NEVER
            assert store.wish_of(db, people["bo"]).pace is Pace.DAILY
        proof = path.partition("-")[2]
        for made_up in (f"/mail/stop/{people['bo']}-{proof}", "/mail/stop/x", "/mail/stop/1-", "/mail/stop/-"):
            assert client.post(made_up).status_code == 404
        tell(database, school, [people["ana"]], key="more")
        assert mail(suite, LATER + timedelta(days=1)) == 0


def test_no_name_address_or_text_is_logged(database, keys_folder, db_url, caplog):
    with mail_server(refusals=[550]) as server, world(database, keys_folder, db_url, server) as made:
        _, suite, school, people = made
        tell(database, school, people.values())
        mail(suite)
    assert "notices.mail-given-up" in caplog.text
    told = " ".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    assert not any(word in told for word in ("school.example", "Ana", "Biology", "Project topics"))


@pytest.mark.parametrize(
    ("env", "words"),
    [
        ({"LTI_TOOLS_SMTP_SECURITY": "ssl"}, "starttls"),
        ({"LTI_TOOLS_SMTP_FROM": ""}, "LTI_TOOLS_SMTP_FROM"),
        ({"LTI_TOOLS_SMTP_SECURITY": "none", "LTI_TOOLS_SMTP_PASSWORD": "secret"}, "in the open"),
    ],
)
def test_settings_that_cannot_work_are_refused(keys_folder, env, words):
    good = {"LTI_TOOLS_SMTP_HOST": "mail.school.example", "LTI_TOOLS_SMTP_FROM": "tools@school.example"}
    make_settings("sqlite://", keys_folder, **good)
    with pytest.raises(SettingInvalid, match=words):
        make_settings("sqlite://", keys_folder, **{**good, **env})


def test_without_a_mail_server_nothing_is_prepared(database, keys_folder, db_url):
    suite = suite_of(create_app(make_settings(db_url, keys_folder)))
    assert mail_steps(suite, suite.tools.values()) == ()
    assert [finding.level for finding in mail_findings(suite.settings)] == [Level.OK]
    suite.database.close()
    with database.read() as db:
        assert db.query(NoticeRow).count() == 0


def test_what_nobody_looks_for_any_more_is_forgotten(database, keys_folder, db_url):
    with mail_server() as server, world(database, keys_folder, db_url, server) as (_, suite, school, people):
        tell(database, school, people.values())
        mail(suite)
        assert clean_up(database, NOW + timedelta(days=89)) == 0
        assert clean_up(database, NOW + timedelta(days=91)) == 3
        assert clean_up(database, NOW + timedelta(days=401)) > 0
    with database.read() as db:
        assert db.query(NoticeRow).count() == 0
