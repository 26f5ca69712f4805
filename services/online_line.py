"""The line to the parent: signed calls over HTTP, each answered or refused in words."""

import base64
import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from domain.errors import Refused
from sync import seal
from sync.core.calls import call_bytes
from sync.core.envelope import Enrolment

TIMEOUT_SECONDS = 60
ANSWER_BYTES_MAX = 65_536
NONCE_SECONDS = 300
NOT_REACHED = "连不上上级节点 {url}（{why}），数据未变，稍后会自动再试。"
BROKEN = "与上级节点 {url} 的连接中断了，已传的部分保留，稍后会自动接着传。"
ODD = "{url} 的答复看不懂，数据未变。请确认地址是上级节点的，且两边程序版本相近。"


@dataclass
class Line:
    """A line to the node at url, with whose words this site signs.

    Attributes:
        url: Scheme, host and port, without a slash at the end.
        sign_key: The private signing seed.
        enrolment: See sync.invitation.enrolment_of.
    """

    url: str
    site: int
    sign_key: bytes
    enrolment: Enrolment | None
    nonce: str = ""
    nonce_at: float = 0.0

    def ask(self, method: str, target: str, body: bytes = b"") -> dict[str, Any]:
        """The JSON answer to one call.

        Raises:
            Refused: The other side cannot be reached, or refuses.
        """
        with self.open(method, target, body) as answer:
            return self._words(answer.read(ANSWER_BYTES_MAX))

    @contextmanager
    def open(
        self, method: str, target: str, body: bytes = b"", start: int = 0
    ) -> Iterator[HTTPResponse]:
        """The answer to one call, its bytes from start on; errors as in ask()."""
        self._greet()
        headers = {"Authorization": f"Luoshi {self._token(method, target, body)}"}
        headers |= {"Range": f"bytes={start}-"} if start else {}
        with self._send(method, target, body, headers) as answer:
            yield answer

    def _greet(self) -> None:
        if time.monotonic() - self.nonce_at < NONCE_SECONDS and self.nonce:
            return
        with self._send("POST", "/online/greeting", b"", {}) as answer:
            self.nonce = str(self._words(answer.read(ANSWER_BYTES_MAX)).get("nonce"))
        self.nonce_at = time.monotonic()

    def _token(self, method: str, target: str, body: bytes) -> str:
        body_sha256 = hashlib.sha256(body).hexdigest()
        signed = call_bytes(self.nonce, method, target, body_sha256)
        words = {
            "site": self.site,
            "nonce": self.nonce,
            "signature": seal.sign(signed, self.sign_key).hex(),
            "enrolment": asdict(self.enrolment) if self.enrolment else None,
        }
        return base64.b64encode(json.dumps(words).encode()).decode()

    @contextmanager
    def _send(
        self, method: str, target: str, body: bytes, headers: dict[str, str]
    ) -> Iterator[HTTPResponse]:
        headers = {"Content-Type": "application/octet-stream", **headers}
        url = self.url + target
        request = Request(url, body or None, headers, method=method)  # noqa: S310 - the address the administrator set
        try:
            with urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310 - likewise
                yield answer
        except HTTPError as error:
            with error:
                words = self._words(error.read(ANSWER_BYTES_MAX))
            raise Refused(
                str(words.get("sentence", ODD.format(url=self.url)))
            ) from None
        except URLError as error:
            message = NOT_REACHED.format(url=self.url, why=error.reason)
            raise Refused(message) from error
        except (HTTPException, OSError) as error:
            raise Refused(BROKEN.format(url=self.url)) from error

    def _words(self, data: bytes) -> dict[str, Any]:
        try:
            words = json.loads(data)
        except ValueError:
            words = None
        if not isinstance(words, dict):
            raise Refused(ODD.format(url=self.url))
        return words
