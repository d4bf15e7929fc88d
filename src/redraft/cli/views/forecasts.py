"""What something would take, for `--dry-run`."""

from redraft.cli._output import print_json, write_line
from redraft.profiles.estimate import Forecast
from redraft.report.text import counted


def show_forecast(forecast: Forecast, *, as_json: bool) -> None:
    """The forecast on stdout."""
    if as_json:
        print_json(forecast)
        return
    least, most = forecast.least, forecast.most
    write_line(f"{counted(forecast.n_prompts, 'prompt')}; nothing was sent")
    write_line(
        f"at least {counted(least.calls, 'call')}, about {counted(least.tokens, 'token')}, if every draft passes"
    )
    write_line(f"at most  {counted(most.calls, 'call')}, about {counted(most.tokens, 'token')}, if no answer does")
    write_line(
        f"(assumed for models that chat: {forecast.answer_tokens} tokens an answer or a check, 4 characters a token)"
    )
