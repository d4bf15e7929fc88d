"""Statistics, pure and on numpy: no model, no record, no clock.

Reading order: `intervals`, `auroc`, `calibration`, `knots` (a calibrator as plain numbers), `figures`, `laws` (when
correcting helps), `cards` (what a critic is worth), `monitoring` (whether a promise still holds).
"""
