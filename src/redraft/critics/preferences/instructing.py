"""Preferences as an instruction to the writer: a quoted block in the prompt, for the first draft and all later ones."""

from dataclasses import replace

from redraft.core import Message, Part, Prompt
from redraft.critics.preferences.profile import Profile
from redraft.critics.preferences.retrieving import N_NEAREST, Retrieved, Similarity, retrieve
from redraft.prompts import boundary_for, language_of, load, quote


async def instructed(
    prompt: Prompt, profile: Profile, *, n: int = N_NEAREST, similarity: Similarity | None = None, seed: int = 0
) -> Prompt:
    """The prompt with what its writer should know of the person; the prompt itself when nothing is known for it.

    Args:
        prompt: the request.
        profile: the person's preferences; the writer sees the sentences, never the edits.
        n: preferences with a context at most.
        similarity: how near a context is; by words when None.
        seed: of the boundary that the sentences are quoted in.
    """
    retrieved = await retrieve(profile.preferences, prompt.text, n=n, similarity=similarity)
    return with_instruction(prompt, retrieved, seed=seed)


def with_instruction(prompt: Prompt, retrieved: Retrieved, *, seed: int = 0) -> Prompt:
    """The prompt with the preferences in its system message; its id stays, for it is the same request.

    A prompt that holds these very sentences as an instruction already stays as it is.
    """
    text = instruction(prompt, retrieved, seed=seed)
    first, *others = prompt.messages
    if text is None or (first.role in ("system", "developer") and _sentences(text) in first.text):
        return prompt
    if first.role in ("system", "developer"):
        # Two system messages are refused by some chat templates.
        first = replace(first, parts=(*first.parts, Part(text=f"\n\n{text}")))
        return replace(prompt, messages=(first, *others))
    return replace(prompt, messages=(Message.of("system", text), *prompt.messages))


def instruction(prompt: Prompt, retrieved: Retrieved, *, seed: int = 0) -> str | None:
    """What the writer is told; None when there is no preference."""
    sentences = list(dict.fromkeys(" ".join(preference.says.split()) for preference in retrieved.preferences))
    if not sentences:
        return None
    listed = "\n".join(f"- {sentence}" for sentence in sentences)
    boundary = boundary_for(seed, prompt.id, listed, *(message.text for message in prompt.messages))
    return load("preferences_instruct", language_of(prompt.text)).fill(
        boundary=boundary, preferences=quote(listed, boundary, label="preferences")
    )


def _sentences(text: str) -> str:
    """The quoted lines of an instruction."""
    return "\n".join(line for line in text.splitlines() if line.startswith("> "))
