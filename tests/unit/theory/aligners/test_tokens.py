"""The two ways in which a task becomes a sequence."""

import torch

from redraft.theory.aligners.config import AlignerConfig
from redraft.theory.aligners.tasks import Tasks
from redraft.theory.aligners.tokens import at_queries, tokens_of

TASKS = Tasks(
    query=torch.tensor([[1.0, 2.0]]),
    truth=torch.tensor([[0.0, 0.0]]),
    responses=torch.tensor([[[3.0, 4.0], [5.0, 6.0], [7.0, 8.0]]]),
    rewards=torch.tensor([[0.1, 0.2, 0.3]]),
)


def test_a_packed_token_holds_the_query_and_the_example_before():
    tokens = tokens_of(AlignerConfig(), TASKS)
    expected = torch.tensor([[[1, 2, 0, 0, 0], [1, 2, 3, 4, 0.1], [1, 2, 5, 6, 0.2]]])
    assert torch.equal(tokens, expected)


def test_interleaved_tokens_end_with_the_last_query():
    config = AlignerConfig(tokens="interleaved")
    tokens = tokens_of(config, TASKS)
    expected = torch.tensor([[[1, 2], [3, 4], [0.1, 0], [1, 2], [5, 6], [0.2, 0], [1, 2]]])
    assert torch.equal(tokens, expected)
    assert torch.equal(at_queries(config, tokens), expected[:, [0, 3, 6]])


def test_what_is_told_besides_stands_beside_the_query():
    told = torch.tensor([[0.9]])
    packed = tokens_of(AlignerConfig(n_extra_inputs=1), TASKS, told)
    assert packed[0, :, 2].tolist() == [told.item()] * 3
    interleaved = tokens_of(AlignerConfig(tokens="interleaved", n_extra_inputs=1), TASKS, told)
    assert interleaved[0, :, 2].tolist() == [told.item(), 0.0, 0.0] * 2 + [told.item()]
