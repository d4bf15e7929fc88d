"""The tables of critics, one file for each type.

Reading order, from the simplest to the most particular: `self_check`, `judge`, `rules`, `code`, `logic`, `steps`,
`bias`, `counterfactual`, `safety`, `refusal`, `private_data`, `facts`, `translation`, `mqm`, `translation_compare`,
`preferences`, `python`.

A table says three things of its critic besides its keys: `type`, its name; `short`, how it may be used without a table:
None for not at all, an empty text for its type alone (``--critic steps``), a key for ``TYPE:VALUE`` as well
(``--critic code:tests.py``); `asks`, the keys that name models.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import get_args

from redraft.settings.critics.bias import BiasTable
from redraft.settings.critics.code import CodeTable
from redraft.settings.critics.counterfactual import CounterfactualTable
from redraft.settings.critics.facts import FactsTable
from redraft.settings.critics.judge import JudgeTable
from redraft.settings.critics.logic import LogicTable
from redraft.settings.critics.mqm import MqmTable
from redraft.settings.critics.preferences import PreferencesTable
from redraft.settings.critics.private_data import PrivateDataTable
from redraft.settings.critics.python import PythonTable
from redraft.settings.critics.refusal import RefusalTable
from redraft.settings.critics.rules import RulesTable
from redraft.settings.critics.safety import SafetyTable
from redraft.settings.critics.self_check import SelfCheckTable
from redraft.settings.critics.steps import StepsTable
from redraft.settings.critics.translation import TranslationTable
from redraft.settings.critics.translation_compare import TranslationCompareTable

CriticTable = (
    SelfCheckTable
    | JudgeTable
    | RulesTable
    | CodeTable
    | LogicTable
    | StepsTable
    | BiasTable
    | CounterfactualTable
    | SafetyTable
    | RefusalTable
    | PrivateDataTable
    | FactsTable
    | TranslationTable
    | MqmTable
    | TranslationCompareTable
    | PreferencesTable
    | PythonTable
)
"""Any table of a critic; its key ``type`` says which."""

CRITICS: Mapping[str, type[CriticTable]] = MappingProxyType({table.type: table for table in get_args(CriticTable)})
"""The table of each type of critic."""

__all__ = [
    "CRITICS",
    "BiasTable",
    "CodeTable",
    "CounterfactualTable",
    "CriticTable",
    "FactsTable",
    "JudgeTable",
    "LogicTable",
    "MqmTable",
    "PreferencesTable",
    "PrivateDataTable",
    "PythonTable",
    "RefusalTable",
    "RulesTable",
    "SafetyTable",
    "SelfCheckTable",
    "StepsTable",
    "TranslationCompareTable",
    "TranslationTable",
]
