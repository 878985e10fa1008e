"""Simulated AIS with known truth: ordinary traffic, and drags by the physics."""

from __future__ import annotations

from .danish import write_dma
from .faults import SimulationError
from .lanes import Lane, baltic_lanes
from .plans import DragPlan
from .scenarios import straight_run, traffic_across
from .sea import Sea
from .tables import Simulation
from .traffic import simulate_traffic
from .worlds import WORLDS, World
from .write import write_ais

__all__ = [
    "WORLDS",
    "DragPlan",
    "Lane",
    "Sea",
    "Simulation",
    "SimulationError",
    "World",
    "baltic_lanes",
    "simulate_traffic",
    "straight_run",
    "traffic_across",
    "write_ais",
    "write_dma",
]
