"""What the corrections of `http_correction.py` and the bare client are about: fixed prompts, fixed answers.

The model is scripted (`fake_server.Behaviour.replies`): it answers, finds fault with its answer, and mends it. The
lengths are those of ordinary answers.
"""

from pathlib import Path

from redraft.prompts import load

ROOT = Path(__file__).resolve().parents[1]

SYSTEM = (
    "You answer questions about contracts and licences for people who are not lawyers. Rest every statement on"
    " the document, name the section it comes from, and say so where the document is silent. Answer in at most"
    " 150 words."
)

DRAFT = (
    "Yes. Section 4 lets you reproduce and distribute copies of the work, with or without modifications and "
    "for a price. Four conditions come with that. You must give the recipients a copy of the licence. Files "
    "that you modified have to carry prominent notices that say that you changed them. In the source form you "
    "keep all copyright, patent, trademark and attribution notices of the original, except those that belong "
    "to no part of what you distribute. Finally, you must publish the source code of your own program under "
    "the same licence. You may add your own copyright statement to your changes and offer other terms for "
    "them, as long as your use of the work otherwise complies with the licence."
)

CHECK = (
    "The question asks what has to be handed over when the work is redistributed. Section 4 (a) to (d) lists "
    "four conditions: a copy of the licence, notices in changed files, the notices of the source form, and the"
    " NOTICE file. The first three are given correctly. The fourth one is wrong: nothing in section 4 asks for"
    " the source code, and the NOTICE file is not mentioned at all.\n"
    'Problem: "publish the source code of your own program under the same licence" - the licence asks for no '
    "such thing; say instead that the attribution notices of a NOTICE file have to be passed on.\n"
    "Verdict: fail"
)

REDRAFT = DRAFT.replace(
    "publish the source code of your own program under the same licence",
    "pass on the attribution notices of the NOTICE file, if the work comes with one (section 4 (d))",
)


def document_questions() -> list[str]:
    """Sixteen questions, each with the whole document: about 11,000 characters."""
    document = (ROOT / "LICENSE").read_text()
    return [f"<document>\n{document}\n</document>\n\n{question}" for question in short_questions()]


def short_questions() -> list[str]:
    """The questions alone."""
    return (ROOT / "benchmarks/prompts/license_questions.txt").read_text().splitlines()


def replies() -> list[tuple[str, str]]:
    """What the scripted model answers, by what the last message ends with."""
    ask = load("redraft", "en").text
    return [(ask[:60], REDRAFT), ("Then end with one line that holds your verdict", CHECK), ("", DRAFT)]
