# SPDX-License-Identifier: Apache-2.0
"""Just enough HTTP/2 to send what no gRPC library would: any byte in a header, and a window of nothing."""

import socket
import ssl
import struct

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, SETTINGS = 0x0, 0x1, 0x4
END_STREAM, END_HEADERS = 0x1, 0x4
INITIAL_WINDOW_SIZE = 0x4


def frame(kind, flags, stream, payload):
    return struct.pack(">I", len(payload))[1:] + bytes((kind, flags)) + struct.pack(">I", stream) + payload


def literal(text):
    """A text of HPACK as it is, without Huffman coding; up to 126 bytes, or a length of more than one byte."""
    raw = text if isinstance(text, bytes) else text.encode()
    if len(raw) < 0x7f:
        return bytes((len(raw),)) + raw
    rest, length = len(raw) - 0x7f, b"\x7f"
    while rest >= 0x80:
        length += bytes((rest % 0x80 + 0x80,))
        rest //= 0x80
    return length + bytes((rest,)) + raw


class Connection:
    """`window` is how many bytes of each answer are taken."""

    def __init__(self, port, ca, window=65535):
        context = ssl.create_default_context(cafile=ca)
        context.set_alpn_protocols(["h2"])
        self.socket = context.wrap_socket(socket.create_connection(("127.0.0.1", port), timeout=30), server_hostname="localhost")
        self.next_stream = 1
        self.socket.sendall(PREFACE + frame(SETTINGS, 0, 0, struct.pack(">HI", INITIAL_WINDOW_SIZE, window)))

    def call(self, method, request, **headers):
        """Sends a call and waits for nothing."""
        fields = {":method": "POST", ":scheme": "https", ":path": f"/{method}", ":authority": "localhost", "te": "trailers",
                  "content-type": "application/grpc", **{name.replace("_", "-"): value for name, value in headers.items()}}
        block = b"".join(b"\x00" + literal(name) + literal(value) for name, value in fields.items())
        message = b"\x00" + struct.pack(">I", len(request)) + request
        self.socket.sendall(frame(HEADERS, END_HEADERS, self.next_stream, block) + frame(DATA, END_STREAM, self.next_stream, message))
        self.next_stream += 2

    def answered(self):
        """Waits until the server has sent a frame of some call."""
        buffer = b""
        while True:
            buffer += self.socket.recv(65536)
            while len(buffer) >= 9 and len(buffer) >= 9 + int.from_bytes(buffer[:3], "big"):
                if int.from_bytes(buffer[5:9], "big") > 0:
                    return True
                buffer = buffer[9 + int.from_bytes(buffer[:3], "big"):]

    def close(self):
        self.socket.close()
