"""A proxy that counts round trips and can be slow: it stands between a contender and its server."""

from __future__ import annotations

import contextlib
import queue
import socket
import threading
import time
from collections.abc import Iterator


class Proxy:
    """Listens on a port of its own.  A trip is each time the talk turns from the server to the client."""

    def __init__(self, port: int, *, latency: float = 0.0) -> None:
        self.trips = 0
        self._server = port
        self._delay = latency / 2
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._ends: list[socket.socket] = []
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections, and end those that are there."""
        for each in (self._listener, *self._ends):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)  # wakes who waits at it
            each.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                self._ends.append(client)
                server = socket.create_connection(("127.0.0.1", self._server))
                self._ends.append(server)
                for each in (client, server):
                    each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                turn = ["server"]
                for pair in ((client, server, "client"), (server, client, "server")):
                    threading.Thread(target=self._pump, args=(*pair, turn), daemon=True).start()

    def _pump(self, source: socket.socket, goal: socket.socket, who: str, turn: list[str]) -> None:
        late: queue.SimpleQueue[tuple[float, bytes]] = queue.SimpleQueue()
        threading.Thread(target=self._deliver, args=(goal, late), daemon=True).start()
        data = b"begin"
        while data:
            try:
                data = source.recv(1 << 18)
            except OSError:
                data = b""
            if data and turn[0] != who:
                self.trips += who == "client"
                turn[0] = who
            late.put((time.monotonic() + self._delay, data))

    @staticmethod
    def _deliver(goal: socket.socket, late: queue.SimpleQueue[tuple[float, bytes]]) -> None:
        with contextlib.suppress(OSError):
            while True:
                due, data = late.get()
                time.sleep(max(0.0, due - time.monotonic()))
                if not data:
                    goal.shutdown(socket.SHUT_WR)
                    return
                goal.sendall(data)


@contextlib.contextmanager
def before(port: int, *, latency: float = 0.0) -> Iterator[Proxy]:
    """Stand before a port; ``latency`` is in seconds, there and back."""
    proxy = Proxy(port, latency=latency)
    try:
        yield proxy
    finally:
        proxy.close()
