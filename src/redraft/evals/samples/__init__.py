"""Samples to evaluate on, from files and from worlds, and the scorers that know their references.

Reading order: `scorers` (how an answer is told right from wrong), `forms` (rows of each kind of data), `data` (samples
with what names them), `reading` (a file), `named` (a file or a world).
"""

from redraft.evals.samples.data import SampleData, case_hash
from redraft.evals.samples.named import N_DRAWN, WORLDS, data_named
from redraft.evals.samples.reading import form_names, read_data, read_samples

__all__ = ["N_DRAWN", "WORLDS", "SampleData", "case_hash", "data_named", "form_names", "read_data", "read_samples"]
