"""Printers on the network for measurements: one that prints, and one that is dead and holds on."""

import socket
import threading


class Printer:
    """Listens like a network printer at port 9100.

    A hung one lets the till connect and never reads a byte, as a printer does that NAKs for ever:
    its small window is full at once. A good one reads everything and answers what fences and
    status questions need, so that both cost the till the same work up to the cable.
    """

    def __init__(self, is_hung):
        self.is_hung = is_hung
        self.received = 0
        self.listener = socket.socket()
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen(4)
        self.address = f"tcp:127.0.0.1:{self.listener.getsockname()[1]}"
        self.connections = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.connections.append(connection)
            if not self.is_hung:
                threading.Thread(target=self._print, args=(connection,), daemon=True).start()

    def _print(self, connection):
        pending = b""
        while True:
            try:
                data = connection.recv(65536)
                if not data:
                    return
                self.received += len(data)
                pending = (pending + data)[-65536:]
                answer, pending = _answers(pending)
                if answer:
                    connection.sendall(answer)
            except OSError:
                return

    def close(self):
        self.listener.close()
        for connection in self.connections:
            connection.close()


FENCE = b"\x1d(H\x06\x00\x30\x30"


def _answers(data):
    """What a healthy printer says to these bytes, and the bytes that are not whole yet."""
    answer = b""
    if b"\x1da" in data:
        answer += bytes((0x10, 0, 0, 0))
    answer += b"\x12" * data.count(b"\x10\x04")
    while (place := data.find(FENCE)) >= 0:
        if len(data) < place + len(FENCE) + 4:
            return answer, data[place:]
        mark = data[place + len(FENCE):place + len(FENCE) + 4]
        answer += b"\x37\x22" + mark + b"\x00"
        data = data[place + len(FENCE) + 4:]
    return answer, data[-16:]
