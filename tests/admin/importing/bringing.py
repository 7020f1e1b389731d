"""A person who uploads a file and goes through the import wizard from step to step."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass

from offices import Office
from reading import Page, page_of
from werkzeug.datastructures import FileStorage
from werkzeug.test import Client, TestResponse, encode_multipart

from sanbao_admin.importing import jobs


@dataclass
class Bringer:
    """A browser in which somebody imports."""

    office: Office
    client: Client

    def page(self, address: str) -> Page:
        """Open a page."""
        return page_of(self.client.get(address))

    def upload(self, kind: str, content: bytes | str, name: str = "file.csv") -> TestResponse:
        """Upload a file, as the form does."""
        token = self.page(f"/import/{kind}").token
        sent = content.encode() if isinstance(content, str) else content
        # The client's own way leaves a temporary file open where much is sent.
        boundary, body = encode_multipart(
            {"csrf_token": token, "file": FileStorage(io.BytesIO(sent), name, "file")}
        )
        sent_as = f"multipart/form-data; boundary={boundary}"
        return self.client.post(f"/import/{kind}", data=body, content_type=sent_as)

    def job(self, kind: str, content: bytes | str, name: str = "file.csv") -> str:
        """Upload a file that is good enough to be looked at; return the address of its job."""
        answer = self.upload(kind, content, name)
        assert answer.status_code == 302, answer.get_data(as_text=True)
        return str(answer.location).removesuffix("/columns")

    def choose(self, job: str, changed: Mapping[str, str] | None = None) -> TestResponse:
        """Send what the columns mean, as it is guessed or changed, and wait for the test run."""
        fields = self.page(f"{job}/columns").fields
        answer = self.client.post(f"{job}/columns", data={**fields, **(changed or {})})
        jobs.wait(int(job.rpartition("/")[2]))
        return answer

    def step(self, job: str, name: str) -> Page:
        """Press a button of a job, wait, and return what is shown then."""
        token = self.page(job).token
        assert self.client.post(f"{job}/{name}", data={"csrf_token": token}).status_code == 302
        jobs.wait(int(job.rpartition("/")[2]))
        return self.page(job)

    def state(self, job: str) -> str:
        """Return the state of a job."""
        told = self.client.get(f"{job}.json").get_json()
        return str(told["state"])
