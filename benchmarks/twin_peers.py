"""One peer of the twin on the block that ``twin.py`` wrote, run by the Python of the peer's own environment.

    python twin_peers.py NAME WORK.npz OUT.npz

Prints the seconds that its answer took, making its scene included and importing left out. Answers go to OUT.npz.
Each peer is asked in the way that suits it: no ray is sent where a window does not face the sun.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

Told = tuple[float, float, int, Any]


def embreex(work: Any) -> Told:
    """Rays in Embree, in one thread, in metres around the origin, as its 32 bits need it."""
    from embreex.mesh_construction import TriangleMesh
    from embreex.rtcore_scene import EmbreeScene

    begin, cpu = time.perf_counter(), time.process_time()
    scene = EmbreeScene()
    TriangleMesh(scene, triangles(work).astype(np.float32))
    way = work["way"]
    front = work["facing"] @ way[:, :2].T >= 0
    point, look = np.nonzero(front)
    # A millimetre before the wall: a ray that begins in it would meet it.
    start = work["place"] + 1e-3 * np.column_stack([work["facing"], np.zeros(len(front))])
    origins, directions = start.astype(np.float32)[point], way.astype(np.float32)[look]
    free = scene.run(origins, directions, query="INTERSECT") < 0
    lit = front.copy()
    lit[point, look] = free
    return time.perf_counter() - begin, time.process_time() - cpu, len(way), lit


def triangles(work: Any) -> Any:
    """Two triangles for each wall; a ray that rises needs no roof."""
    a, b, top = work["begin"], work["end"], work["top"]
    low = np.zeros(len(top))
    corners = [np.column_stack(one) for one in ((a, low), (b, low), (b, top), (a, top))]
    return np.concatenate(
        [np.stack([corners[i], corners[j], corners[k]], axis=1) for i, j, k in ((0, 1, 2), (0, 2, 3))]
    )


def ladybug_radiance(work: Any) -> Told:
    """Ladybug's own intersection matrix, computed by Radiance in one process."""
    import os
    import resource
    import tempfile

    import ladybug_radiance.intersection as ladybug
    import pyradiance
    from ladybug_geometry.geometry3d import Face3D, Point3D, Vector3D

    tools = Path(pyradiance.__file__).parent
    ladybug.OCONV_EXE, ladybug.RCONTRIB_EXE = str(tools / "bin" / "oconv"), str(tools / "bin" / "rcontrib")
    os.environ["RAYPATH"] = str(tools / "lib")
    begin, cpu = time.perf_counter(), time.process_time()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    faces = [
        Face3D([Point3D(*a, 0), Point3D(*b, 0), Point3D(*b, z), Point3D(*a, z)])
        for a, b, z in zip(work["begin"].tolist(), work["end"].tolist(), work["top"].tolist(), strict=True)
    ]
    points = [Point3D(*one) for one in work["place"].tolist()]
    normals = [Vector3D(*one, 0) for one in work["facing"].tolist()]
    vectors = [Vector3D(*one) for one in work["way"].tolist()]
    with tempfile.TemporaryDirectory() as folder:
        lit = ladybug.intersection_matrix(vectors, points, normals, faces, 1e-3, sim_folder=folder)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    child = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return (
        time.perf_counter() - begin,
        time.process_time() - cpu + child,
        len(vectors),
        np.asarray(lit, dtype=bool),
    )


def pybdshadow(work: Any) -> Told:
    """The sunshine of facades, step by step; what it answers is areas of walls, so no cell is compared."""
    import warnings

    import geopandas as gpd
    import pybdshadow as peer
    from pybdshadow.analysis import get_timetable
    from pybdshadow.facade import cal_sunshine_facade
    from shapely.geometry import shape

    warnings.simplefilter("ignore")
    told = json.loads(str(work["features"]))
    rows = gpd.GeoDataFrame(
        {
            "building_id": range(len(told)),
            "height": [float(one["properties"]["height"]) for one in told],
            "geometry": [shape(one["geometry"]) for one in told],
        },
        crs="EPSG:4326",
    )
    rows = peer.bd_preprocess(rows)
    asked = {"precision": 3600, "padding": 3600}
    day, middle = (
        str(work["day"]),
        rows.union_all().centroid if hasattr(rows, "union_all") else rows.unary_union.centroid,
    )
    looks = len(get_timetable(middle.x, middle.y, dates=[day], **asked))
    begin, cpu = time.perf_counter(), time.process_time()
    cal_sunshine_facade(rows, day, **asked)
    return time.perf_counter() - begin, time.process_time() - cpu, looks, np.empty(0, dtype=bool)


PEERS = {"embreex": embreex, "ladybug-radiance": ladybug_radiance, "pybdshadow": pybdshadow}


def main() -> None:
    """Run one peer."""
    name, work, out = sys.argv[1:]
    seconds, cpu, looks, lit = PEERS[name](np.load(work))
    np.savez_compressed(out, lit=lit)
    sys.stdout.write("\n" + json.dumps({"seconds": seconds, "cpu_s": cpu, "looks": looks}) + "\n")


if __name__ == "__main__":
    main()
