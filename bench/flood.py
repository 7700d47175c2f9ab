"""Posts at a fixed rate over several connections, and how long each took: what wrk cannot do."""

import http.client
import json
import threading
import time


def percentile(values: list[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * part), len(ordered) - 1)] if ordered else 0.0


class Flood:
    """Runs in the background from `start` to `stop`; latencies in milliseconds."""

    def __init__(self, port: int, tokens: list[str], per_second: float):
        self.port, self.tokens, self.pause = port, tokens, len(tokens) / per_second
        self.latencies: list[float] = []
        self.errors = 0
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._run, args=(token,)) for token in tokens]

    def _run(self, token: str) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        headers = {"Authorization": "Bearer " + token, "Content-Type": "application/json"}
        due, number = time.monotonic(), 0
        while not self._stop.is_set():
            number += 1
            begun = time.monotonic()
            connection.request("POST", "/api/v1/statuses", json.dumps({"status": f"flood {number}"}), headers)
            answer = connection.getresponse()
            answer.read()
            self.errors += answer.status != 200
            self.latencies.append((time.monotonic() - begun) * 1000)
            due += self.pause
            time.sleep(max(0.0, due - time.monotonic()))

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()
