"""The same three calls as a correction, written by hand on aiohttp: the least that they can cost.

No retries, no limit of requests at once, no usage, no record, no findings, no edits, no quotation that holds: what a
careful programmer writes in twenty minutes. It sends the prompt texts of Redraft, so that the bodies are as large.
"""

import re
from typing import Any

import aiohttp

from redraft.prompts import load

_VERDICT = re.compile(r"^Verdict: (pass|fail)$", re.MULTILINE)


async def bare_correction(session: aiohttp.ClientSession, url: str, system: str, prompt: str, key: str) -> str:
    """Draft, check, redraft; the redraft when the check failed, else the draft."""
    messages = [{"role": "system", "content": system}, {"role": "user", "content": prompt}]
    draft = await _ask(session, url, messages, 0.0, key)
    quoted = "\n".join(f"> {line}" for line in draft.splitlines())
    check = load("self_check", "en").text.replace("$boundary", "1b2c3d4e").replace("$draft", quoted)
    asked = [messages[0], {"role": "user", "content": f"{prompt}\n\n{check}"}]
    critique = await _ask(session, url, asked, 0.0, key)
    if _VERDICT.findall(critique) == ["pass"]:
        return draft
    report = f"Attempt 1 did not pass its examination (score 0 of 1).\nself_check: {critique}"
    context = [
        *messages,
        {"role": "assistant", "content": draft},
        {"role": "user", "content": f"{report}\n\n{load('redraft', 'en').text}"},
    ]
    return await _ask(session, url, context, 0.7, key)


async def _ask(
    session: aiohttp.ClientSession, url: str, messages: list[dict[str, str]], temperature: float, key: str
) -> str:
    body = {"model": "fake", "messages": messages, "temperature": temperature, "seed": 7, "prompt_cache_key": key}
    async with session.post(f"{url}/chat/completions", json=body) as response:
        response.raise_for_status()
        reply: dict[str, Any] = await response.json()
        text: str = reply["choices"][0]["message"]["content"]
        return text
