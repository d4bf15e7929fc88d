"""Personal data and secrets that leave in an answer, found by their form and their check digits; no model is asked.

Reading order: `critic`; `hits` (what is looked for and how severe each kind is), `masking` (how a find is shown without
being repeated), `allowing` (example values, and what the prompt gave). Then `searching`, all
searches together: `cards`, `accounts`, `identities` (with python-stdnum, the extra `safety`), `contacts`, `addresses`,
`tokens`, `passwords`.
"""

from redraft.critics.private_data.critic import PrivateData
from redraft.critics.private_data.hits import KINDS

__all__ = ["KINDS", "PrivateData"]
