"""Statistics, pure and on numpy: no model, no record, no clock.

Reading order: `intervals`, `auroc`, `ranking`, `calibration`, `knots` (a calibrator as plain numbers), `calibrators`
(fitting one), `figures`, `agreement` (of several critics), `consensus` (their verdicts taken together), `laws` (when
correcting helps), `simulations` (the mechanism behind each law), `cards` (what a critic is worth), `monitoring`
(whether a promise still holds).
"""
