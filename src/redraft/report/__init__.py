"""What people look at: tables, plots, trajectories, and one self-contained HTML page.

Reading order: `text` (figures and untrusted words made fit to print), `markup` (text that becomes HTML), `marks` (what
an edit changed), `story` (a record as steps), `tables`, `drawing` (matplotlib, the extra `report`) with `plots`,
`card_plots` and `monitor_plots`, `terminal` and `page` (the same views on the two media). Figures that are also files,
with their numbers: `figures`, then `panels`, `scales`, `curve_marks` and `curves`, and `heat_maps`.
"""
