#!/usr/bin/env python3
"""A small internet of one's own for the federation tests: a network with nothing but loopback, its own names, its own
certificate authority, and nginx in front of everybody on port 443. Whatever is not here cannot be reached.

    tests/federation/internet.py COMMAND [ARG…]     runs COMMAND inside; needs to be root

What runs inside finds in its environment: SKEIN_INTERNET, the directory of the certificates (ca.pem) and logs, and
SKEIN_INTERNET_PORTS, `name=port` pairs: who listens on which port behind which name.
"""
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

NAMES = ["one.example", "two.example", "peer.example", "old.example", "snac.example"]
SYSTEM_AUTHORITIES = pathlib.Path("/etc/ssl/certs/ca-certificates.crt")
NGINX_START_SECONDS = 15


def run(*command):
    subprocess.run([str(word) for word in command], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                   stderr=subprocess.PIPE)


def free_ports(count):
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def make_certificates(place):
    """One authority, and one certificate for all names."""
    run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=Skein test authority",
        "-keyout", place / "ca.key", "-out", place / "ca.pem")
    run("openssl", "req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=one.example",
        "-keyout", place / "server.key", "-out", place / "server.csr")
    (place / "names").write_text("subjectAltName=" + ",".join("DNS:" + name for name in NAMES) + "\n")
    run("openssl", "x509", "-req", "-in", place / "server.csr", "-CA", place / "ca.pem", "-CAkey", place / "ca.key",
        "-CAcreateserial", "-days", "30", "-extfile", place / "names", "-out", place / "server.pem")


def nginx_settings(place, ports):
    servers = "".join(f"""
  server {{
    listen 127.0.0.1:443 ssl;
    server_name {name};
    location / {{
      proxy_pass http://127.0.0.1:{port};
      proxy_http_version 1.1;
      proxy_set_header Host $host;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto https;
    }}
  }}""" for name, port in ports.items())
    return f"""
daemon off;
worker_processes 1;
pid {place}/nginx.pid;
error_log {place}/nginx.log;
events {{ worker_connections 512; }}
http {{
  access_log {place}/access.log;
  client_max_body_size 20m;
  client_body_temp_path {place}/body;
  proxy_temp_path {place}/proxy;
  fastcgi_temp_path {place}/fastcgi;
  uwsgi_temp_path {place}/uwsgi;
  scgi_temp_path {place}/scgi;
  ssl_certificate {place}/server.pem;
  ssl_certificate_key {place}/server.key;{servers}
}}
"""


def bind(source, target):
    run("mount", "--bind", source, target)


def close_the_world(place):
    """In a network and a mount namespace of its own: loopback, names, authorities."""
    run("ip", "link", "set", "lo", "up")
    (place / "hosts").write_text("127.0.0.1 localhost " + " ".join(NAMES) + "\n")
    bind(place / "hosts", "/etc/hosts")
    (place / "resolv.conf").write_text("")
    bind(place / "resolv.conf", os.path.realpath("/etc/resolv.conf"))
    # Programs that trust only what the system trusts shall trust this authority, and no other.
    shutil.copy(place / "ca.pem", place / "authorities.pem")
    bind(place / "authorities.pem", SYSTEM_AUTHORITIES.resolve())


def start_nginx(place, ports):
    settings = place / "nginx.conf"
    settings.write_text(nginx_settings(place, ports))
    with open(place / "nginx.out", "ab") as log:
        nginx = subprocess.Popen(["nginx", "-p", place, "-c", settings], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    deadline = time.monotonic() + NGINX_START_SECONDS
    while time.monotonic() < deadline:
        if nginx.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", 443), timeout=1).close()
            return nginx
        except OSError:
            time.sleep(0.05)
    nginx.kill()
    sys.exit("nginx does not start:\n" + (place / "nginx.out").read_text() + (place / "nginx.log").read_text())


def inside(command):
    with tempfile.TemporaryDirectory(prefix="skein_internet_") as name:
        place = pathlib.Path(name)
        place.chmod(0o755)
        make_certificates(place)
        close_the_world(place)
        ports = dict(zip(NAMES, free_ports(len(NAMES))))
        nginx = start_nginx(place, ports)
        pairs = ",".join(f"{host}={port}" for host, port in ports.items())
        try:
            environment = {**os.environ, "SKEIN_INTERNET": str(place), "SKEIN_INTERNET_PORTS": pairs}
            return subprocess.run(command, env=environment).returncode
        finally:
            nginx.send_signal(signal.SIGQUIT)
            try:
                nginx.wait(10)
            except subprocess.TimeoutExpired:
                nginx.kill()


def main():
    if sys.argv[1:2] == ["--inside"]:
        return inside(sys.argv[2:])
    if len(sys.argv) < 2:
        print(__doc__.strip())
        return 2
    if os.geteuid() != 0:
        sys.exit("tests/federation/internet.py needs to be root: it makes a network of its own.")
    return subprocess.run(["unshare", "--net", "--mount", "--propagation", "private", sys.executable, __file__,
                           "--inside", *sys.argv[1:]]).returncode


if __name__ == "__main__":
    sys.exit(main())
