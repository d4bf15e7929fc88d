"""Samples, environments and measurements. References live here and above, never in the engine."""
