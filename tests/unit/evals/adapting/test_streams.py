import asyncio

from redraft.engine.strategies import NoCorrection
from redraft.evals.adapting import STREAMS, Draw, play_stream
from redraft.evals.environments.splits import Split
from redraft.models.local import embedded_model


def test_a_mixture_gives_every_prompt_one_of_its_critics_in_turn():
    stream = next(stream for stream in STREAMS if stream.is_mixture)
    played = asyncio.run(play_stream(stream, lambda world: NoCorrection(), Draw(8, 1, Split.TEST), embedded_model()))
    names = [one.record.context.attempts[0].critiques[0].critic for one in played]
    assert names == [quality.name for quality in stream.qualities] * 2
    assert [one.sample.groups["critic"] for one in played] == names


def test_prompts_can_be_picked_by_their_id():
    draw, some = Draw(6, 1, Split.TEST), {"pref-1-000001", "pref-1-000004"}
    played = asyncio.run(
        play_stream(STREAMS[0], lambda world: NoCorrection(), draw, embedded_model(), picked=some.__contains__)
    )
    assert {one.sample.prompt.id for one in played} == some
