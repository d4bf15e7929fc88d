"""The experiments of the lab: what the paper measures, measured again, with what it left out; resumable.

Reading order: `experiment` (jobs, and what they come to), `measured` (figures with their doubt, beside the printed
ones), `keeping` (the folder that holds a run), `workers` and `running` (two processes, one thread each); `sizes`,
`trainings`, `judging` (what several experiments share); then the experiments: `curve`, `noise`, `ablations`,
`attention`.
"""
