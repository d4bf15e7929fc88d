"""One correction for the command line."""

import asyncio
import sys
from dataclasses import fields
from typing import Literal

from rich.text import Text

from redraft import profiles
from redraft.cli._output import print_json, shows_colors, talk, write_line
from redraft.cli.views import certified
from redraft.cli.views.correction_live import CorrectionLive
from redraft.cli.views.forecasts import show_forecast
from redraft.core import Correction
from redraft.profiles.estimate import estimate
from redraft.report.terminal import cost
from redraft.report.text import counted, printable
from redraft.settings import Settings, store_url


def forecast(text: str, settings: Settings, *, draft: str | None, as_json: bool) -> None:
    """Say what the correction would take."""
    show_forecast(asyncio.run(estimate([profiles.as_prompt(text)], given=draft, config=settings)), as_json=as_json)


def corrected(text: str, settings: Settings, *, draft: str | None, keeping: bool, as_json: bool) -> bool:
    """Correct the prompt, showing every step; the answer goes to stdout.

    Returns:
        Whether there is an answer.
    """
    console = talk()
    plan = profiles.assemble({"config": settings}).plan
    certified.warn_if_void(console, plan.guarantee)
    certified.warn_of_alarm(console, settings)
    threshold = plan.acting_gate.threshold
    live = CorrectionLive(console, colors=shows_colors(console), threshold=threshold, briefly=True)
    store: str | Literal[False] = store_url(settings) if keeping else False
    # Steps are for who watches; in a script or a pipe the summary alone is enough.
    observers = (live,) if console.is_terminal else ()
    with live:
        correction = asyncio.run(profiles.correct(text, draft=draft, config=settings, store=store, observers=observers))
    if as_json:
        print_json({"text": correction.text} | {f.name: getattr(correction, f.name) for f in fields(correction)})
    elif correction.text is not None:
        # A terminal would obey what a model wrote; a file or another program gets it to the letter.
        write_line(printable(correction.text) if sys.stdout.isatty() else correction.text)
    console.print(summary(correction, kept=keeping), soft_wrap=True)
    return correction.draft is not None


def summary(correction: Correction, *, kept: bool) -> Text:
    """One line: why it ended, how many rounds, whether the answer changed, what it cost, and the record's id."""
    rounds = max((attempt.draft.round for attempt in correction.attempts), default=0)
    if correction.draft is None:
        outcome = "no answer"
    elif correction.changed:
        outcome = "answer repaired" if correction.accepted else "answer changed"
    else:
        outcome = "draft kept"
    line = Text()
    line.append(f"{correction.reason}", style="bold green" if correction.accepted else "bold yellow")
    line.append(f": {printable(correction.detail)} · {counted(rounds, 'round')} · {outcome} · {cost(correction.usage)}")
    if correction.certificate is not None:
        of_right = " of right drafts" if correction.certificate.among == "right" else ""
        line.append(f" · certified: at most {100 * correction.certificate.epsilon:g} %{of_right} broken")
    if kept:
        line.append(f" · redraft show {correction.record_id[:12]}", style="dim")
    return line
