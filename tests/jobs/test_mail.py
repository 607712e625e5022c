"""Mail: written once, sent by SMTP or put in the folder, and its secrets forgotten."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

import pytest

from app.factory import create_app
from app.settings import Settings, settings
from jobs.mail import compose, masked, send
from jobs.queue import Job
from jobs.task import Task
from tenants import acting_outside, db
from tests.jobs.conftest import Workplace
from tests.page import Visitor

ADDRESS = "nieuw@voorbeeld.example"


def _post(workplace: Workplace) -> list[EmailMessage]:
    parser: BytesParser[EmailMessage] = BytesParser(policy=policy.default)
    return [
        parser.parsebytes(path.read_bytes()) for path in sorted((workplace.folder / "mail").glob("*.eml"))
    ]


def _send(workplace: Workplace, town: str = "hengelo") -> Any:
    with workplace.world.inside(town):
        task_id = send.later(to=ADDRESS, template="mail/trial", context={})
    workplace.do_all()
    return task_id


def _text(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def test_a_mail_has_a_subject_a_text_the_coalition_and_links_that_work_from_anywhere(
    workplace: Workplace,
) -> None:
    _send(workplace)
    (mail,) = _post(workplace)
    assert (mail["To"], mail["Subject"]) == (ADDRESS, "Proefbericht van Samenkracht")
    assert "https://samenkracht.example/" in _text(mail, "plain").splitlines()
    assert "Samen aan tafel" in _text(mail, "plain")
    assert '<a href="https://samenkracht.example/"' in _text(mail, "html")
    assert mail["Message-ID"].endswith("@samenkracht.example>")


def test_outside_every_coalition_the_product_signs(workplace: Workplace) -> None:
    with acting_outside():
        subject, text = compose("mail/trial", {})
    assert subject == "Proefbericht van Samenkracht"
    assert "\nSamenkracht\n" in text


def test_once_sent_the_task_keeps_the_template_and_a_masked_address(workplace: Workplace) -> None:
    task_id = _send(workplace)
    row = workplace.task(task_id, "hengelo")
    assert row is not None
    assert row.arguments == {"to": "n…@voorbeeld.example", "template": "mail/trial"}
    assert masked("a@b.example") == "a…@b.example"


def test_a_mail_that_is_sent_twice_can_be_recognised_as_one(workplace: Workplace) -> None:
    task_id = _send(workplace)
    (first,) = _post(workplace)
    with workplace.world.inside("hengelo"):
        row = db().get_one(Task, task_id)
        row.state, row.arguments = "running", {"to": ADDRESS, "template": "mail/trial", "context": {}}
    workplace.do_all()
    (second,) = _post(workplace)
    assert first["Message-ID"] == second["Message-ID"]


def test_two_mails_of_one_task_are_two_mails(
    workplace: Workplace, new_job: Callable[[Callable[[], None]], Job[Any]]
) -> None:
    @new_job
    def tell_all() -> None:
        for name in ("een", "twee"):
            send(to=f"{name}@voorbeeld.example", template="mail/trial", context={})

    with workplace.world.inside("hengelo"):
        tell_all.later()
    workplace.do_all()
    assert {mail["To"] for mail in _post(workplace)} == {"een@voorbeeld.example", "twee@voorbeeld.example"}


class _Mailman(socketserver.StreamRequestHandler):
    """Just enough of RFC 5321 to take a mail on this very machine."""

    def handle(self) -> None:
        self.wfile.write(b"220 ready\r\n")
        while line := self.rfile.readline().strip().upper():
            if line == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                lines = []
                while (part := self.rfile.readline()) != b".\r\n":
                    lines.append(part)
                self.server.taken.append(b"".join(lines))  # type: ignore[attr-defined]
            self.wfile.write(b"221 bye\r\n" if line == b"QUIT" else b"250 ok\r\n")


@dataclass
class MailServer:
    """A mail server of this test."""

    url: str
    taken: list[bytes] = field(default_factory=list)


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Mailman) as server:
        made = MailServer(f"smtp://127.0.0.1:{server.server_address[1]}")
        server.taken = made.taken  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield made
        server.shutdown()
        thread.join()


def test_with_a_mail_server_it_is_sent_and_nothing_is_left_in_the_folder(
    workplace: Workplace, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMTP_URL", mail_server.url)
    workplace.forget_surroundings()
    _send(workplace)
    assert b"Subject: Proefbericht van Samenkracht" in mail_server.taken[0]
    assert not (workplace.folder / "mail").exists()


def test_a_mail_server_that_is_away_means_later_and_the_task_keeps_what_it_needs(
    workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMTP_URL", "smtp://127.0.0.1:1")
    workplace.forget_surroundings()
    row = workplace.task(_send(workplace), "hengelo")
    assert row is not None
    assert (row.state, row.attempts, row.arguments["to"]) == ("waiting", 1, ADDRESS)


def _reader(workplace: Workplace, **changes: Any) -> Visitor:
    given: dict[str, Any] = {
        "environment": "test",
        "database_url": workplace.world.database.url(),
        "redis_url": settings().redis_url,
        "mail_folder": settings().mail_folder,
        "secret_key": "test" * 10,
        **changes,
    }
    return Visitor(create_app(Settings(**given)))


def test_in_development_the_mail_is_read_at_post_and_its_links_can_be_pressed(workplace: Workplace) -> None:
    reader = _reader(workplace)
    assert "Nog geen post" in reader.get("/post").words()
    _send(workplace)
    listed = reader.get("/post")
    assert ADDRESS in listed.words()
    (link,) = listed.document.xpath("//main//ul//a/@href")
    opened = reader.get(link)
    assert opened.heading == "Proefbericht van Samenkracht"
    assert opened.document.xpath("//main//a[@href='https://samenkracht.example/']")
    assert reader.get("/post/bestaat-niet").status == 404
    assert reader.get(f"/post/{'0' * 32}").status == 404


def test_there_is_no_mailbox_where_mail_really_leaves(workplace: Workplace) -> None:
    assert _reader(workplace, smtp_url="smtp://127.0.0.1:25").get("/post").status == 404
