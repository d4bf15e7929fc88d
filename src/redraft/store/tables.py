"""The tables; one layout for SQLite and PostgreSQL."""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

LAYOUT = 1
"""Version of the tables. The records in them have a version of their own (`redraft.store.migrations`)."""

TABLES = MetaData()

META = Table("meta", TABLES, Column("name", String, primary_key=True), Column("value", String, nullable=False))

# The whole record is in `document`; the columns repeat what people search by and can be made anew from it.
RECORDS = Table(
    "records",
    TABLES,
    Column("id", String, primary_key=True),
    Column("created_at", String, nullable=False, index=True),
    Column("prompt_id", String, nullable=False, index=True),
    Column("profile", String, index=True),
    Column("model", String, index=True),
    Column("strategy", String),
    Column("reason", String, nullable=False, index=True),
    Column("accepted", Boolean, nullable=False),
    Column("changed", Boolean, nullable=False),
    Column("n_attempts", Integer, nullable=False),
    Column("calls", Integer, nullable=False),
    Column("tokens", Integer, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("usd", Float),
    Column("resumes", String),
    Column("schema_version", Integer, nullable=False),
    Column("document", Text, nullable=False),
)

# One row for each prompt of a batch: who works on it until when, or which record it became.
ITEMS = Table(
    "items",
    TABLES,
    Column("run", String, nullable=False),
    Column("key", String, nullable=False),
    Column("owner", String),
    Column("leased_until", Float, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("record_id", String),
    Column("failed", Boolean, nullable=False),
    PrimaryKeyConstraint("run", "key"),
)

# The answered model calls of prompts that are not finished: what need not be asked again after a crash.
CALLS = Table(
    "calls",
    TABLES,
    Column("run", String, nullable=False),
    Column("key", String, nullable=False),
    Column("request", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("reply", Text, nullable=False),
    PrimaryKeyConstraint("run", "key", "request", "number"),
)

# What happened to a watched profile, in order: a record was seen, an audit fell due, somebody labelled it, an alarm
# rose, somebody reset it. Rows are added and never changed. `key` says what may happen once only.
MONITOR_EVENTS = Table(
    "monitor_events",
    TABLES,
    Column("number", Integer, primary_key=True),
    Column("profile", String, nullable=False),
    Column("key", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("record_id", String, index=True),
    Column("at", String, nullable=False),
    Column("document", Text, nullable=False),
    UniqueConstraint("profile", "key"),
    Index("monitor_events_by_kind", "profile", "kind", "number"),
)

# What the events of a profile amount to, for the profile as a whole (critic "") and for each of its critics. The row of
# the whole is locked while anything about the profile is written, so that several processes take turns.
MONITOR_STATES = Table(
    "monitor_states",
    TABLES,
    Column("profile", String, nullable=False),
    Column("critic", String, nullable=False),
    Column("document", Text, nullable=False),
    PrimaryKeyConstraint("profile", "critic"),
)
