"""Defences against jailbreaks, measured: attack success and over-refusal beside each other, and who may judge them.

Reading order, from a file of requests to figures: `behaviours` (requests from files), `attacks` (what is put around
them), `arms` (the defences), `judging` (patterns, and a model), `outcome` and `journal` (what became of each request,
kept), `run` (all of it), `figures`. On labels of people: `labels`, with `released` (the eight strings that attacks were
first judged by). On the embedded model: `embedded`.
"""
