"""Files to models: YAML with places, fragments merged, every problem of reading and shape at once.

Owns reading (`reading`), places (`marks`), shape errors in a steward's words (`validation`, `wording`), fragments and
the folder of a city (`bundle`). Never judges meaning: that is the linter's. No Django. Start at `load.load_text`.
"""

from casetypes.definitions.loader.bundle import CityBundle, load_city
from casetypes.definitions.loader.load import load_path, load_text
from casetypes.definitions.loader.loaded import Loaded, canonical
from casetypes.definitions.loader.marks import DataPath, Mark, SourceMap

__all__ = [
    "CityBundle",
    "Loaded",
    "Mark",
    "DataPath",
    "SourceMap",
    "canonical",
    "load_city",
    "load_path",
    "load_text",
]
