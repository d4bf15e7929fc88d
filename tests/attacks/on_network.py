"""Talking to anybody."""

from attacks.attack import Attack

ATTACKS = (
    Attack(
        name="tcp",
        tries="connect to a server on the machine",
        code="""
import socket
for host in ("127.0.0.1", "localhost", "::1", "0.0.0.0", "::ffff:127.0.0.1"):
    try:
        connection = socket.create_connection((host, TCP_PORT), timeout=0.2)
    except OSError:
        continue
    connection.sendall(b"out")
    breach(host)
""",
    ),
    Attack(
        name="udp",
        tries="send a datagram to a server on the machine",
        code="""
import socket
for host in ("127.0.0.1", "255.255.255.255"):
    try:
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"out", (host, UDP_PORT))
    except OSError:
        continue
""",
    ),
    Attack(
        name="outside",
        tries="reach a machine elsewhere, or a cloud's own",
        code="""
import socket
for host, port in (("192.0.2.1", 80), ("169.254.169.254", 80), ("1.1.1.1", 53), ("198.51.100.7", 22)):
    try:
        socket.create_connection((host, port), timeout=0.1)
        breach(host)
    except OSError:
        pass
""",
    ),
    Attack(
        name="names",
        tries="carry something out in the name that it looks up",
        code="""
import socket
try:
    breach(socket.getaddrinfo("secret.example.org", 80))
except OSError:
    pass
""",
    ),
    Attack(
        name="unix_socket",
        tries="talk to a service through its file",
        code="""
import socket
for path in (UNIX_SOCKET, "/run/docker.sock", "/var/run/docker.sock", "/run/dbus/system_bus_socket",
    "/run/systemd/notify"):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        try:
            socket.socket(socket.AF_UNIX, kind).connect(path)
        except OSError:
            continue
        breach(path)
""",
    ),
    Attack(
        name="abstract_socket",
        tries="talk to a service through a name without a file",
        code="""
import socket
for name in (ABSTRACT_SOCKET, "/tmp/.X11-unix/X0"):
    try:
        socket.socket(socket.AF_UNIX).connect("\\0" + name)
    except OSError:
        continue
    breach(name)
""",
    ),
    Attack(
        name="descriptor_over_socket",
        tries="pass descriptors to a server on the machine",
        code="""
import socket, os
ours, theirs = socket.socketpair()
try:
    socket.send_fds(ours, [b"x"], [1, 2])
    one = socket.socket(socket.AF_UNIX)
    one.connect("\\0" + ABSTRACT_SOCKET)
    socket.send_fds(one, [b"x"], [1])
    breach("sent")
except OSError:
    pass
""",
    ),
    Attack(
        name="netlink",
        tries="ask the kernel about routes, devices and users of the network",
        code="""
import socket
for family, kind, protocol in ((16, 3, 0), (16, 3, 4), (16, 2, 9), (17, 3, 3), (38, 5, 0), (40, 1, 0), (44, 3,
    0), (31, 3, 1)):
    try:
        socket.socket(family, kind, protocol)
    except OSError:
        continue
    breach(family)
""",
    ),
    Attack(
        name="raw_socket",
        tries="listen to and forge packets",
        code="""
import socket
for family, kind, protocol in ((2, 3, 1), (2, 3, 255), (10, 3, 58), (17, 3, 0x0300)):
    try:
        socket.socket(family, kind, protocol)
    except OSError:
        continue
    breach((family, kind))
""",
    ),
    Attack(
        name="virtual_machine_host",
        tries="talk past the network to the host of a virtual machine",
        code="""
import socket
for port in (22, 1024, 5000):
    try:
        one = socket.socket(40, socket.SOCK_STREAM)
        one.settimeout(0.1)
        one.connect((2, port))
    except OSError:
        continue
    breach(port)
""",
    ),
    Attack(
        name="listen",
        tries="wait for connections from the machine",
        code="""
import socket, time
server = socket.socket()
server.bind(("0.0.0.0", TCP_PORT + 1))
server.listen()
server.settimeout(0.2)
try:
    server.accept()
    breach("was called")
except TimeoutError:
    pass
""",
    ),
)
