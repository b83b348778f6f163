"""Stands where ``python`` is called, and has what it is called for forked from a process that has imported it already.

Whoever started this sees a process like any other: the fork has its standard streams, and each ends with the other. Run
without the site's packages, it starts in a hundredth of a second. ``tests.faults.forks`` is what forks.
"""

import array
import json
import os
import socket
import struct
import sys

NUMBER = struct.Struct("!q")


def ask(
    address: str, arguments: list[str], environment: dict[str, str], streams: list[int], parent: int
) -> socket.socket:
    """Ask for a fork that does what a command line says; it lives while the connection is open."""
    body = json.dumps([arguments, environment, os.getcwd(), parent]).encode()  # noqa: PTH109 (pathlib takes as long to import as all the rest)
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(address)
    descriptors = (socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", streams))
    connection.sendmsg([NUMBER.pack(len(body))], [descriptors])
    connection.sendall(body)
    return connection


def hear(connection: socket.socket) -> int | None:
    """Return the number that comes next, of the process or its status, or None if no more will come."""
    heard = connection.recv(NUMBER.size, socket.MSG_WAITALL)
    return NUMBER.unpack(heard)[0] if len(heard) == NUMBER.size else None


def main() -> None:
    """Have it forked, and wait for its end."""
    address, *arguments = sys.argv[1:]
    connection = ask(address, arguments, dict(os.environ), [0, 1, 2], os.getppid())
    hear(connection)
    status = hear(connection)
    sys.exit(1 if status is None else status)


if __name__ == "__main__":
    main()
