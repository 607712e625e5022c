"""`python -m benchmarks`: measure, print the table, and with `--write` put it into docs/performance.md."""

import argparse
import sys
from collections.abc import Sequence

from app.settings import ROOT
from benchmarks.figures import FLOOR, Round, growth, table
from benchmarks.machine import description
from benchmarks.pages import Inside, Subject, anywhere, floors, pages
from benchmarks.rounds import LONGEST, MANY, Effort, Field, field
from benchmarks.stage import TOWNS, Stage, furnished
from benchmarks.targets import verdicts

PERFORMANCE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- measured -->\n", "<!-- /measured -->\n"
_PROFILED = 200
_LINES = 45


def main() -> None:
    """Measure how fast the pages are, beside `one`: Flask with one round trip to the database."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=main.__doc__)
    parser.add_argument("--write", action="store_true", help="write the table into docs/performance.md")
    parser.add_argument("--rounds", type=int, default=3, help="how many times each page gets its turn")
    parser.add_argument("--requests", type=int, default=300, help="in each turn, on one connection")
    parser.add_argument("--seconds", type=float, default=0.8, help=f"in each turn, on {MANY} connections")
    parser.add_argument("--pages", nargs="+", metavar="PAGE", help="only these; the floors always")
    parser.add_argument(
        "--coalitions",
        type=int,
        nargs="*",
        default=[342, 2000],
        metavar="N",
        help="afterwards the Overview again with so many: 342 and 2000 unless others are named",
    )
    parser.add_argument("--profile", metavar="PAGE", help="measure nothing; show where this page's time goes")
    asked = parser.parse_args()
    with furnished() as stage:
        if asked.profile:
            show_profile(stage, chosen(stage, [asked.profile])[0])
            return
        effort = Effort(asked.rounds, asked.requests, asked.seconds)
        report = measured(stage, chosen(stage, asked.pages), effort, asked.coalitions)
    print(report)
    if asked.write:
        write(report)


def chosen(stage: Stage, names: list[str] | None) -> list[Subject]:
    """The pages with these names; all of them without names."""
    wanted = {name.lower() for name in names or []}
    return [page for page in pages(stage) if not wanted or page.name.lower() in wanted]


def measured(stage: Stage, asked: list[Subject], effort: Effort, coalitions: Sequence[int]) -> str:
    """Measure these pages and the floors; returns the report in Markdown."""
    machine = description(stage.environment["DATABASE_URL"])
    inside = Inside(stage)
    overview = pages(stage)[0]
    inside.bare(overview).save(stage.folder)
    weights = {page.name: inside.weigh(page) for page in asked}
    grown: dict[int, Sequence[Round]] = {}
    with field(stage) as running:
        subjects = [*floors(), *asked, running.unchanged(overview)]
        whole = rounds(running, subjects, effort, "all pages")
        for count in [len(TOWNS), *sorted(coalitions)] if coalitions else []:
            stage.grow(count)
            growing = [subject for subject in subjects if subject.name == FLOOR] + [anywhere(stage)]
            grown[count] = rounds(running, growing, effort, f"{count} coalitions")
    how = (
        f"Medians of {effort.rounds} rounds; in each, {effort.requests} requests on one connection (at most for "
        f"{LONGEST:g} seconds), then {effort.seconds:g} seconds on {MANY}."
    )
    tables = [table(subjects, whole, weights)]
    if coalitions:
        tables.append(growth(grown, [overview.name]))
    tables.append(verdicts(whole, grown))
    return "\n\n".join([f"{machine} {how}", *tables])


def rounds(running: Field, subjects: list[Subject], effort: Effort, what: str) -> list[Round]:
    """Measure with what the database holds now, and tell how far it is."""
    for subject in subjects:
        running.warm(subject, effort.seconds)
    done = []
    for each in running.measure(subjects, effort):
        done.append(each)
        print(f"{what}: round {len(done)} of {effort.rounds} is done.", file=sys.stderr)
    return done


def show_profile(stage: Stage, page: Subject) -> None:
    """Print the statements of one page, and the functions that its time goes to, by their own time and by all below them."""
    inside = Inside(stage)
    for statement in inside.statements(page):
        print(statement, end="\n\n")
    statistics = inside.profile(page, _PROFILED)
    for order in ("tottime", "cumulative"):
        statistics.sort_stats(order).print_stats(_LINES)


def write(report: str) -> None:
    """Put the report between its two marks in docs/performance.md."""
    before, _, rest = PERFORMANCE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    PERFORMANCE.write_text(f"{before}{BEGIN}\n{report}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
