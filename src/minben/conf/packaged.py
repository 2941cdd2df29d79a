"""Static files that stand in installed packages: plotly's program for 3D views, served from where pip put it."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

__all__ = ["PlotlyFinder"]

NAME = "plotly/plotly.min.js"


class PlotlyFinder(BaseFinder):
    """Finds one file, and nothing else of that package: the rest is forty megabytes nobody asks for."""

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        spec = find_spec("plotly")
        places = spec.submodule_search_locations if spec else None
        self.folder = Path(next(iter(places))) / "package_data" if places else None
        super().__init__(*args, **kwargs)

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Return where the file is."""
        file = self.folder / "plotly.min.js" if self.folder and path == NAME else None
        found = [str(file)] if file and file.exists() else []
        return found if find_all else next(iter(found), [])

    def list(self, ignore_patterns: Any) -> Any:
        """Return the file for collecting."""
        if self.folder and self.find(NAME):
            storage = FileSystemStorage(location=str(self.folder))
            storage.prefix = "plotly"  # type: ignore[attr-defined]  # collectstatic reads it
            yield "plotly.min.js", storage
