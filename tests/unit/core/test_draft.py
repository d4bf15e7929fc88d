from redraft.core import Draft, Part


def test_a_draft_reads_as_the_words_of_its_parts():
    draft = Draft(parts=(Part(text="a"), Part(kind="tool_call", data={"id": "1"}), Part(text="b")), by="test/writer")
    assert draft.text == "ab"
    assert Draft.of("x").parent is None and Draft.of("x").by == "given"
