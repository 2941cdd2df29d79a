"""What a street office types to set up a block, step by step; and the code of a household's letter."""

from minben.participation.twin.forms.code import CodeForm
from minben.participation.twin.forms.house import HouseForm, WindowForm
from minben.participation.twin.forms.site import NewForm, SiteForm
from minben.participation.twin.forms.study import PictureForm, ProposeForm, StudyForm

__all__ = [
    "CodeForm",
    "HouseForm",
    "NewForm",
    "PictureForm",
    "ProposeForm",
    "SiteForm",
    "StudyForm",
    "WindowForm",
]
