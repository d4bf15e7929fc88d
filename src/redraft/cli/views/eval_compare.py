"""Two evaluations beside each other for the command line."""

from pathlib import Path

from rich.text import Text

from redraft.cli._output import data_console, print_json, talk
from redraft.errors import MissingExtra
from redraft.report.page import check_writable, write_page
from redraft.report.plots import check_available
from redraft.report.tables import for_terminal


def compared(a: Path, b: Path, *, html: Path | None, as_json: bool) -> None:
    """Compare and show.

    Raises:
        Misuse: when one is no evaluation, or they have no case in common.
        MissingExtra: when the statistics or the page need a package that is not installed.
    """
    if html is not None:
        check_writable(html)
        check_available()
    try:
        from redraft.cli.views import eval_tables
        from redraft.evals.comparing import compare, read_evaluation
    except ModuleNotFoundError as error:
        raise MissingExtra(f"{error.name} is needed here; install it with: pip install 'redraft[report]'") from error

    result = compare(read_evaluation(a), read_evaluation(b))
    if html is not None:
        from redraft.cli.views.eval_page import comparison_page

        write_page(html, comparison_page(result))
        talk().print(Text(f"written: {html.resolve()}", style="dim"), soft_wrap=True)
    if as_json:
        print_json(result)
        return
    console = data_console()
    for table in eval_tables.comparison_tables(result):
        console.print(for_terminal(table))
    for sentence in eval_tables.comparison_sentences(result):
        console.print(Text(sentence))
