"""What the server sends by mail, kept by a sink that runs beside it."""

import email
import email.policy
import pathlib
import re
import subprocess
import sys

from skein_process import ROOT, eventually


class Mail:
    def __init__(self, raw: bytes):
        message = email.message_from_bytes(raw, policy=email.policy.default)
        self.to, self.subject = str(message["To"]), str(message["Subject"])
        self.text = message.get_body(("plain",)).get_content()
        self.raw = raw

    def link(self, path: str) -> str:
        """The address in it that begins with this path."""
        found = re.search(rf"https?://[^\s/]+({re.escape(path)}\S+)", self.text)
        assert found, f"no link to {path} in {self.text}"
        return found.group(1)


class Mailbox:
    def __init__(self, directory: pathlib.Path):
        self.directory = directory
        directory.mkdir()
        self.process = subprocess.Popen([sys.executable, str(ROOT / "tests/smtp_sink.py"), str(directory)],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.url = f"smtp://127.0.0.1:{self.process.stdout.readline().strip()}"

    def mails(self, to: str = "", subject: str = "") -> list[Mail]:
        """Those that have come, the oldest first."""
        kept = [Mail(path.read_bytes()) for path in sorted(self.directory.glob("*.eml"))]
        return [mail for mail in kept if to.lower() in mail.to.lower() and subject in mail.subject]

    def newest(self, to: str, subject: str = "", count: int = 1) -> Mail:
        """Waits until so many have come."""
        eventually(lambda: len(self.mails(to, subject)) >= count)
        found = self.mails(to, subject)
        assert len(found) >= count, f"no mail to {to}, only {[(mail.to, mail.subject) for mail in self.mails()]}"
        return found[-1]

    def stop(self) -> None:
        self.process.stdin.close()
        self.process.wait(timeout=20)
        self.process.stdout.close()
