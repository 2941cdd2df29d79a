"""What is pointed at on the small map is where it is in the city."""

from hypothesis import given
from hypothesis import strategies as st

from minben.ground.registers.queries import PlaceRow
from minben.needs.hotline.citymap import SIDE_PX, Frame, nearest, whole_city

SPOTS = st.floats(0, SIDE_PX)
FRAMES = st.builds(Frame, st.floats(-60, 60), st.floats(-170, 170), st.floats(200, 100_000))


def place(key: int, lat: float | None, lon: float | None, kind: str = "community") -> PlaceRow:
    return PlaceRow(key, f"p{key}", kind, "江畔社区", "", None, (), lat, lon)


@given(FRAMES, SPOTS, SPOTS)
def test_a_spot_leads_to_a_point_and_back_to_the_same_spot(frame: Frame, x: float, y: float) -> None:
    back = frame.spot(*frame.point(x, y))
    # A point is kept to six decimals, a tenth of a metre; on the closest map that is a pixel at most.
    slack = 0.2 * SIDE_PX / frame.side_m + 0.2
    assert abs(back[0] - x) <= slack
    assert abs(back[1] - y) <= slack


@given(st.lists(st.tuples(st.floats(30, 31), st.floats(120, 121)), min_size=1, max_size=20))
def test_the_whole_city_fits_on_the_map(points: list[tuple[float, float]]) -> None:
    frame = whole_city([place(n, lat, lon) for n, (lat, lon) in enumerate(points)])
    assert frame is not None
    for lat, lon in points:
        assert all(0 <= edge <= SIDE_PX for edge in frame.spot(lat, lon))


def test_a_city_without_points_has_no_map_and_no_nearest_community() -> None:
    assert whole_city([place(1, None, None)]) is None
    assert nearest([place(1, None, None)], 30.0, 120.0) is None


def test_the_nearest_community_is_found_and_no_building_or_district_is_taken_for_one() -> None:
    rows = [place(1, 30.0, 120.0, "district"), place(2, 30.01, 120.01), place(3, 30.2, 120.2)]
    found = nearest(rows, 30.0, 120.0)
    assert found is not None
    assert found.key == 2
