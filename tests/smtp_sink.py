"""A mail server that keeps what it is given: `smtp_sink.py DIRECTORY` prints its port and writes each mail, as it
came, to a file of its own, named so that names sort by arrival. Ends with its standard input."""

import asyncio
import pathlib
import sys

from aiosmtpd.smtp import SMTP


class Keep:
    def __init__(self, directory: pathlib.Path):
        self.directory, self.count = directory, 0

    async def handle_DATA(self, server, session, envelope):
        self.count += 1
        part = self.directory / f".{self.count}"
        part.write_bytes(envelope.content)
        part.rename(self.directory / f"{self.count:06}.eml")
        return "250 Kept"


async def main() -> None:
    keep = Keep(pathlib.Path(sys.argv[1]))
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(keep, enable_SMTPUTF8=True, loop=loop), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
