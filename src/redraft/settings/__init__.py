"""Settings: defaults < redraft.toml < environment (``REDRAFT_...``) < arguments and flags.

Reading order: `schema` (every setting there is), `reading` (where values come from), `building` (values into tables,
with one clear line for whatever is wrong).
"""

from redraft.settings.origins import did_you_mean
from redraft.settings.reading import CONFIG_FILE, default_store_url, read_settings, store_url, with_arguments
from redraft.settings.schema import (
    BudgetTable,
    CodeTable,
    CriticTable,
    JudgeTable,
    LogicTable,
    ModelTable,
    MonitorTable,
    PanelTable,
    PriceTable,
    ProfileTable,
    PythonTable,
    ReliabilityTable,
    RenderingTable,
    RulesTable,
    SelfCheckTable,
    Settings,
    StepsTable,
    StoreTable,
    TelemetryTable,
)

__all__ = [
    "CONFIG_FILE",
    "BudgetTable",
    "CodeTable",
    "CriticTable",
    "JudgeTable",
    "LogicTable",
    "ModelTable",
    "MonitorTable",
    "PanelTable",
    "PriceTable",
    "ProfileTable",
    "PythonTable",
    "ReliabilityTable",
    "RenderingTable",
    "RulesTable",
    "SelfCheckTable",
    "Settings",
    "StepsTable",
    "StoreTable",
    "TelemetryTable",
    "default_store_url",
    "did_you_mean",
    "read_settings",
    "store_url",
    "with_arguments",
]
