"""How much memory a download takes, of a short list and of one ten times as long.

Each form is asked for in a process of its own, on SQLite; the figure is what the process needed at
most beyond what a page of the list needs. Nothing is asserted: flat is what stays the same.
"""

import resource
import sys
import tempfile

from ground import fill, prepare, run_on, say, start

SIZES = 500, 5_000
FORMS = ("csv", "jsonl", "xlsx", "atom")
LIST = "/en/chronology"


def main() -> None:
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/record.sqlite3"
            run_on(url, __file__, "fill", str(size))
            say(f"{size:,} records")
            for form in FORMS:
                run_on(url, __file__, "ask", form)


def fill_up(size: str) -> None:
    prepare()
    fill(int(size))


def ask(form: str) -> None:
    start()
    from django.test import RequestFactory
    from django.test.client import ClientHandler

    # The test client would keep the whole answer.
    def sent(path: str, query: str = "") -> int:
        asked = RequestFactory()._base_environ(PATH_INFO=path, QUERY_STRING=query)
        answer = ClientHandler()(asked)
        assert answer.status_code == 200, answer.status_code
        return sum(map(len, answer))

    sent(f"{LIST}.{form}", "since=2026")
    before, length = most(), sent(f"{LIST}.{form}")
    say(f"    {form}: {length / 1e6:.1f} MB, {most() - before:.0f} MB more in memory")


def most() -> float:
    """The most memory that this process has had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    {"fill": fill_up, "ask": ask}[sys.argv[1]](*sys.argv[2:]) if sys.argv[1:] else main()
