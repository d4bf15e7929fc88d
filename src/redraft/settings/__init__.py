"""Settings: defaults < redraft.toml < environment (``REDRAFT_...``) < arguments and flags.

Reading order: `schema` (every setting there is) with `kinds` (what a key may hold), `critics` (one table for each type
of critic) and `sources` (the same for sources of knowledge), `origins` and `reading` (where values come from),
`building` (values into tables, with one clear line for whatever is wrong).
"""

from redraft.settings.critics import CRITICS, CriticTable
from redraft.settings.origins import did_you_mean
from redraft.settings.reading import CONFIG_FILE, default_store_url, read_settings, store_url, with_arguments
from redraft.settings.schema import (
    BudgetTable,
    ModelTable,
    MonitorTable,
    PanelTable,
    PriceTable,
    ProfileTable,
    ReliabilityTable,
    RenderingTable,
    Settings,
    StoreTable,
    TelemetryTable,
)
from redraft.settings.sources import SOURCES, SourceTable

__all__ = [
    "CONFIG_FILE",
    "CRITICS",
    "SOURCES",
    "BudgetTable",
    "CriticTable",
    "ModelTable",
    "MonitorTable",
    "PanelTable",
    "PriceTable",
    "ProfileTable",
    "ReliabilityTable",
    "RenderingTable",
    "Settings",
    "SourceTable",
    "StoreTable",
    "TelemetryTable",
    "default_store_url",
    "did_you_mean",
    "read_settings",
    "store_url",
    "with_arguments",
]
