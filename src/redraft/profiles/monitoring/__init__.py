"""A profile under watch: its records are learnt from, some are labelled, and an alarm makes it keep the draft.

Reading order: `summaries` (what a record says), `cases` (what the audit drew), `watched` (what an event makes of what
is known; pure), `turns` (whose turn has come), `labels` (which count), `watch` (the same, kept in the store),
`webhooks`, `guarding` (what it means for a plan), `auditing` (labels by a critic), `report` (how it stands) and
`curves` (how it came to).
"""

from redraft.profiles.monitoring.guarding import WatchedRecorder, guarded, terms_of, watch_of
from redraft.profiles.monitoring.labels import Labelling
from redraft.profiles.monitoring.watch import Watch
from redraft.profiles.monitoring.watched import Watched

__all__ = ["Labelling", "Watch", "Watched", "WatchedRecorder", "guarded", "terms_of", "watch_of"]
