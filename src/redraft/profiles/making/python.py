"""The critic that is a function of the user's."""

import importlib
import os
import sys
from typing import cast

from redraft.core import Critic
from redraft.critics import CriticFunction, FunctionCritic
from redraft.errors import Misuse
from redraft.profiles.making.needs import Needs
from redraft.settings.critics import PythonTable


def make(name: str, table: PythonTable, needs: Needs) -> Critic:
    """The critic around the function that `table` names.

    Raises:
        Misuse: when it cannot be imported.
    """
    function = _imported(table.function, needs.folder)
    return FunctionCritic(function=function, name=name, version=table.version, kind=table.kind)


def _imported(address: str, folder: str) -> CriticFunction:
    """The function at ``module:function``; modules beside redraft.toml are found too."""
    module_name, _, function_name = address.partition(":")
    sys.path.insert(0, os.path.abspath(folder))
    try:
        found = importlib.import_module(module_name)
    except ImportError as error:
        raise Misuse(f"module {module_name!r} cannot be imported: {error}") from error
    finally:
        sys.path.pop(0)
    for part in function_name.split("."):
        if not hasattr(found, part):
            raise Misuse(f"module {module_name!r} has no {function_name!r}")
        found = getattr(found, part)
    return cast("CriticFunction", found)
