"""A company with training: an approved outline, a trainer, a customer, an installer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import select

import sanbao
from sanbao.documents.models import Document

START = "2024-06-12T09:00"
END = "2024-06-12T17:00"
HELD_AT = "2024-06-12T18:00:00+08:00"


class School:
    """What the tests of training begin with: a company, and what is done and asked there."""

    def __init__(self, erp: sanbao.Sanbao) -> None:
        self.erp = erp

    @property
    def outline(self) -> str:
        """The number of its outline."""
        with self.erp.reading("admin") as work:
            query = select(Document.number).where(Document.kind == "training_outline")
            return str(work.session.scalars(query).one())

    def do(
        self, operation: str, on: Any = None, /, *, by: str = "admin", at: str | None = None, **data: Any
    ) -> sanbao.Result:
        """Do an operation."""
        moment = datetime.fromisoformat(at) if at is not None else None
        return self.erp.do(operation, data, subject=on, user=by, at=moment)

    def ask(self, question: str, /, **data: Any) -> Any:
        """Ask a question."""
        return self.erp.ask(question, data, user="admin")

    def session(self, **more: Any) -> str:
        """Plan a session of the installer."""
        given = {
            "outline": "INST",
            "trainer": "T01",
            "party": "I001",
            "starts_at": START,
            "ends_at": END,
            **more,
        }
        given = {name: value for name, value in given.items() if value is not None}
        return str(self.do("training_session.plan", **given).number)

    def certified(self, names: list[str], party: str = "I001") -> str:
        """Hold a session that everybody of these names passes; return its number."""
        session = self.session()
        for name in names:
            self.do("training_session.enrol_name", session, name=name, party=party)
        self.pass_everybody(session)
        return session

    def pass_everybody(self, session: str) -> None:
        """Hold a session that everybody enrolled passes, and certify them."""
        people = [row["person"] for row in self.ask("training_session.places", session=session)]
        self.do("training_session.attend", session, present=people)
        self.do("training_session.hold", session, at=HELD_AT)
        results = [{"person": person, "score": "80"} for person in people]
        self.do("training_session.grade", session, at=HELD_AT, results=results)
        self.do("training_session.certify", session, at=HELD_AT)


def furnish(erp: sanbao.Sanbao) -> None:
    """Let the company have an approved outline, a trainer, a customer and an installer."""
    school = School(erp)
    school.do("user.create", login="chen.lei", name="陈磊", roles="design")
    school.do("party.create", code="C001", name="东海冷链物流")
    school.do("party.create", code="I001", name="平安安装", roles="installer")
    skill = {"code": "INST", "name": "终端安装", "name_en": "Terminal installation", "valid_months": "12"}
    school.do("training_skill.create", **skill)
    outline = school.do(
        "training_outline.draft",
        by="chen.lei",
        code="INST",
        name="终端安装培训",
        skill="INST",
        topics=[{"text": "安装", "text_en": "Installation"}],
    ).number
    school.do("training_outline.approve", outline)
    trainer = {"code": "T01", "name": "周讲师", "is_trainer": "yes", "email": "zhou@example.com"}
    school.do("training_person.create", **trainer)


def school_in(
    make_company: Callable[..., sanbao.Sanbao],
    *plugins: str,
    prepare: Callable[[sanbao.Sanbao], None] = furnish,
) -> School:
    """Return the school of a company with training and these plugins; it is prepared once in a run, and copied."""
    return School(make_company(plugins=("training", *plugins), prepare=prepare))
