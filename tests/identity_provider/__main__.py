"""Serve until the process that started it is gone or says so."""

import os
import sys
import threading
from wsgiref.simple_server import WSGIRequestHandler

os.environ["IDENTITY_PROVIDER_FOLDER"] = sys.argv[1]
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.identity_provider.settings"

import django  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.servers.basehttp import ThreadedWSGIServer  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402


class Quiet(WSGIRequestHandler):
    def log_message(self, *_message: object) -> None:
        """The tests read what the provider answers, not its log."""


def leave_with_the_tests() -> None:
    """Whoever started this holds the other end; however they ended, it is closed then."""
    sys.stdin.read()
    os._exit(0)


def main() -> None:
    threading.Thread(target=leave_with_the_tests, daemon=True).start()
    django.setup()
    call_command("migrate", verbosity=0, run_syncdb=True)
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(get_wsgi_application())
    sys.stdout.write(f"http://127.0.0.1:{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


main()
