"""Translations judged by a model: errors marked and weighted (MQM), and one translation against another.

Reading order: `categories` (the tree of errors), `marking` (errors read from a reply and held against the text),
`weighing` (errors as a penalty and a score), `naming` (languages in words), `critic` (the critic ``mqm``), `compare`
(the critic ``translation_compare``).
"""

from redraft.critics.translation.mqm.compare import TranslationCompare
from redraft.critics.translation.mqm.critic import MqmCritic

__all__ = ["MqmCritic", "TranslationCompare"]
