"""The critic of logic, measured on stored programs.

Reading order: `cases` (programs and their right answers), `halves`, `figures` (counted), `references`, `run`, `tables`.
"""
