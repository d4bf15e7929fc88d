"""What people look at: tables, plots, trajectories, and one self-contained HTML page.

Reading order: `text` (figures and untrusted words made fit to print), `marks` (what an edit changed), `story` (a record
as steps), `tables`, `plots` (matplotlib, the extra `report`), `terminal` and `page` (the same views on the two media).
"""
