"""Whether this machine can listen on an address, asked before anything is built upon it."""

import errno
import socket

from minben.commons.errors import TeachingError

__all__ = ["need_address"]


def need_address(host: str, port: int) -> None:
    """Make sure that a server could listen there now.

    Raises
    ------
    TeachingError
        ``address_taken`` when another program answers there, ``address_closed`` when this machine does not allow it.

    Examples
    --------
    >>> need_address("127.0.0.1", 0)
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        # As the server itself asks: an address that was left a moment ago is free.
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise TeachingError("address_taken", port=port, other=port + 1) from None
        raise TeachingError("address_closed", host=host, port=port, why=error.strerror) from None
    except OverflowError:
        raise TeachingError("address_closed", host=host, port=port, why="0-65535") from None
