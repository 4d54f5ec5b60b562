from __future__ import annotations

import subprocess
import sys

CODE = """
import socket, urllib.request, threading, http.server
from mlcourse.verify.offline import block_network
block_network()
for address in ("http://example.org", "http://93.184.216.34", "http://[2606:2800:220:1::1]"):
    try:
        urllib.request.urlopen(address, timeout=5)
    except OSError as error:
        assert "the network is off" in str(error), error
    else:
        raise SystemExit(f"{address} was reached")
server = http.server.HTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
threading.Thread(target=server.handle_request, daemon=True).start()
print(urllib.request.urlopen(f"http://localhost:{server.server_port}/", timeout=5).status)
"""


def test_other_machines_are_out_of_reach_and_this_one_is_not(tmp_path: object) -> None:
    run = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, timeout=60, cwd=str(tmp_path))
    assert (run.returncode, run.stdout.strip()) == (0, "200"), run.stderr
