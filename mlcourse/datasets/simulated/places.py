"""Flats to let in an invented city.

The process: the city of Nordhaven has a river, twelve districts, an old centre, a harbour with industry, a university
and a railway with stations; all of this is the same for every seed. A smooth random landscape says how wanted a spot
is. Flats are where people live: densely around the centre. The rent is floor area times a rent per square metre, which
depends on the landscape, the centre, the river, the next station and the harbour, and on age, energy, floor, lift,
balcony and furniture, with noise that neighbours share a little. Some flats are known by the middle of their district
only, some have latitude and longitude exchanged, some are advertised twice, and one in eighty is a bait that does not
exist.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from mlcourse.datasets.card import Card
from mlcourse.datasets.dataset import Dataset
from mlcourse.datasets.simulated._tables import LICENCE, Array, blanked, chance, described, pick

# The middle of the city lies in the open sea, so that nobody's home is meant.
_LATITUDE, _LONGITUDE = 56.4, 3.2
_KM_PER_DEGREE = 111.2

# District: middle (km east and north of the centre), how densely lived in.
_DISTRICTS: dict[str, tuple[float, float, float]] = {
    "Altstadt": (0.0, 0.3, 1.5),
    "Hafen": (-3.2, 2.6, 0.6),
    "Speicher": (-1.4, 2.0, 0.9),
    "Nordend": (1.6, 3.4, 1.2),
    "Universität": (2.4, 0.9, 1.5),
    "Ostpark": (5.0, 1.8, 0.8),
    "Gärten": (4.3, -2.2, 0.7),
    "Südstadt": (0.6, -2.1, 1.5),
    "Weststadt": (-2.6, -0.6, 1.3),
    "Werft": (-5.6, 1.1, 0.6),
    "Mühlental": (-3.5, -3.9, 0.8),
    "Seehöhe": (1.8, -5.2, 0.5),
}
_OUTLINE = np.array(
    [
        (-7.2, -0.5),
        (-6.4, 2.8),
        (-4.0, 4.6),
        (-0.5, 5.3),
        (3.0, 5.4),
        (6.2, 4.0),
        (7.3, 0.8),
        (6.4, -3.2),
        (3.6, -6.4),
        (0.2, -7.0),
        (-4.2, -6.0),
        (-6.6, -3.4),
    ]
)
_STATIONS = np.array(
    [
        (0.2, 0.1),
        (1.9, 1.4),
        (4.4, 2.0),
        (-1.6, 1.3),
        (-4.6, 1.4),
        (0.7, -1.8),
        (1.3, -4.4),
        (1.2, 3.3),
        (-2.8, -1.2),
        (-3.6, -3.6),
        (3.6, -1.7),
    ]
)


def make(size: int, seed: int) -> Dataset:
    """Simulate advertised flats in the same invented city.

    Parameters
    ----------
    size : int
        The number of advertisements.
    seed : int
        Another seed gives other flats in the same city.

    Returns
    -------
    Dataset
        A table of shape (size, 13), and the monthly rents. ``extras["districts"]`` has the districts' outlines as a
        GeoJSON FeatureCollection (a dict), ``extras["stations"]`` the stations (float of shape (11, 2): latitude and
        longitude).

    Examples
    --------
    >>> make(100, 0).data.shape
    (100, 13)
    """
    import pandas as pd

    rng = np.random.default_rng([seed, 109])
    spot = _spots(rng, size)
    district = _district(spot)
    centre, station = np.hypot(*spot.T), _nearest(spot, _STATIONS)
    river = np.abs(_beside_river(spot))

    age_wave = rng.random(size) < chance(1.0 - 0.75 * centre)
    built = np.where(
        age_wave,
        rng.normal(1904, 12, size),
        np.where(rng.random(size) < 0.6, 1955 + rng.gamma(2, 9, size), 2023 - rng.exponential(12, size)),
    )
    built = np.clip(np.round(built), 1860, 2023).astype(int)
    rooms = 1 + pick(
        rng, np.array([0.2, 0.33, 0.28, 0.14, 0.05]) * np.exp(np.outer(centre - 3, [-0.14, -0.05, 0.05, 0.1, 0.12]))
    )
    area = np.round(
        np.array([30, 54, 77, 101, 132])[rooms - 1]
        * np.exp(rng.normal(0, 0.17, size))
        * np.where(built < 1920, 1.12, 1.0),
        1,
    )
    storeys = np.where(built < 1920, 5, np.where(rng.random(size) < 0.25, 9, 4))
    floor = np.floor(rng.random(size) * (storeys + 1)).astype(int)
    lift = rng.random(size) < np.where(storeys > 5, 0.97, np.where(built > 1995, 0.75, 0.12))
    balcony = rng.random(size) < np.where(built < 1920, 0.35, 0.72)
    furnished = rng.random(size) < 0.07 + 0.15 * (rooms == 1)
    # From 0 (A, new) to 6 (G): old houses use more.
    energy = np.clip(
        np.round(1.0 + (2020 - built) / 28 * (rng.random(size) > 0.3) + rng.normal(0, 0.8, size)), 0, 6
    ).astype(int)

    per_metre = (
        2.55
        + 0.23 * _landscape(spot)
        - 0.062 * centre
        + 0.13 * np.exp(-river / 0.35)
        - 0.035 * np.minimum(station, 4)
        - 0.22 * np.exp(-(np.hypot(spot[:, 0] + 3.9, spot[:, 1] - 2.6) ** 2) / 2.2)
        + 0.10 * np.exp(-(np.hypot(spot[:, 0] - 2.4, spot[:, 1] - 0.9) ** 2) / 1.5) * (rooms == 1)
        + 0.14 * (built > 2005)
        + 0.05 * (built < 1920)
        - 0.022 * (energy - 3)
        + 0.045 * balcony
        + 0.16 * furnished
        + np.where(lift, 0.012, -0.025) * np.minimum(floor, 8)
        - 0.04 * (floor == 0)
        - 0.17 * np.log(area / 65)
    )
    rent = area * np.exp(per_metre + rng.normal(0, 0.105, size))
    bait = rng.random(size) < 0.0125
    rent = np.where(bait, rent * rng.uniform(0.25, 0.5, size), rent)
    rent = np.where(rng.random(size) < 0.7, np.round(rent / 10) * 10, np.round(rent))

    shown = _as_recorded(rng, spot, district)
    private = rng.random(size) < 0.42
    no_year = rng.random(size) < np.where(private, 0.28, 0.03) * np.where(built < 1970, 1.3, 0.5)
    no_class = rng.random(size) < np.where(energy > 3, 0.35, 0.08)
    days = np.datetime64("2023-01-02") + rng.integers(0, 364, size)
    frame = pd.DataFrame(
        {
            "latitude": shown[:, 0],
            "longitude": shown[:, 1],
            "district": np.array(list(_DISTRICTS), dtype=object)[district],
            "area_m2": area,
            "rooms": rooms,
            "floor": floor,
            "year_built": blanked(built, no_year),
            "energy_class": blanked(np.array(list("ABCDEFG"), dtype=object)[energy], no_class),
            "lift": lift,
            "balcony": balcony,
            "furnished": furnished,
            "landlord": np.where(private, "private", "company").astype(object),
            "listed": days.astype("datetime64[s]"),
        }
    )
    rent = _twice(rng, frame, rent)
    return Dataset(
        name="places",
        data=frame,
        target=rent,
        feature_names=tuple(frame.columns),
        target_names=("rent",),
        card=_card(size),
        extras={"districts": _outlines(), "stations": _degrees(_STATIONS)},
    )


def _spots(rng: np.random.Generator, size: int) -> Array:
    """Draw where the flats are, in km east and north of the centre, within the city and not in the river."""
    facts = np.array(list(_DISTRICTS.values()))
    spots = np.empty((0, 2))
    while len(spots) < size:
        home = facts[pick(rng, facts[:, 2], 2 * size + 20)]
        tries = home[:, :2] + rng.normal(0, 0.85, (len(home), 2))
        inside = _inside(tries) & (np.abs(_beside_river(tries)) > 0.09)
        spots = np.concatenate([spots, tries[inside]])
    return spots[:size]


def _inside(spots: Array) -> Array:
    """Tell which points are in the city: its outline is convex, seen clockwise."""
    edge = np.roll(_OUTLINE, -1, axis=0) - _OUTLINE
    away = spots[:, None, :] - _OUTLINE
    return np.asarray((edge[:, 0] * away[..., 1] - edge[:, 1] * away[..., 0] <= 0).all(axis=1))


def _beside_river(spots: Array) -> Array:
    """Tell how far north of the river the points are, in km."""
    return np.asarray(spots[:, 1] - 0.9 - 0.55 * np.sin(spots[:, 0] / 1.4))


def _district(spots: Array) -> Array:
    middles = np.array(list(_DISTRICTS.values()))[:, :2]
    return np.asarray(((spots[:, None] - middles) ** 2).sum(axis=-1).argmin(axis=1))


def _nearest(spots: Array, places: Array) -> Array:
    return np.asarray(np.sqrt(((spots[:, None] - places) ** 2).sum(axis=-1).min(axis=1)))


def _landscape(spots: Array) -> Array:
    """Return how wanted the points are: a smooth random field with a spread of about 1, the same for every seed."""
    rng = np.random.default_rng(20_230_109)
    waves = rng.normal(0, 1, (60, 2)) / 1.5
    phases = rng.uniform(0, 2 * np.pi, 60)
    return np.asarray(np.sqrt(2 / 60) * np.cos(spots @ waves.T + phases).sum(axis=1))


def _degrees(spots: Array) -> Array:
    """Turn km from the centre into latitude and longitude: a degree of longitude is shorter."""
    shrink = np.cos(np.radians(_LATITUDE))
    north, east = spots[:, 1] / _KM_PER_DEGREE, spots[:, 0] / (_KM_PER_DEGREE * shrink)
    return np.column_stack([_LATITUDE + north, _LONGITUDE + east])


def _as_recorded(rng: np.random.Generator, spot: Array, district: Array) -> Array:
    """Return latitude and longitude as they are in the advertisement, with the usual mistakes."""
    middles = np.array(list(_DISTRICTS.values()))[:, :2]
    vague = rng.random(len(spot)) < 0.04
    shown = np.round(_degrees(np.where(vague[:, None], middles[district], spot)), 5)
    exchanged = rng.random(len(spot)) < 0.003
    return np.where(exchanged[:, None], shown[:, ::-1], shown)


def _twice(rng: np.random.Generator, frame: Any, rent: Array) -> Array:
    """Write some advertisements again over others: the same flat, weeks later, at a slightly lower rent."""
    again = np.flatnonzero(rng.random(len(frame)) < 0.03)
    others = rng.integers(0, len(frame), len(again))
    copy = rent.copy()
    copy[again] = np.round(rent[others] * rng.choice([1.0, 0.97, 0.95], len(again)))
    later = frame["listed"].to_numpy()[others] + rng.integers(14, 60, len(again)).astype("timedelta64[D]")
    for name in frame.columns.drop("listed"):
        values = frame[name].to_numpy(copy=True)
        values[again] = values[others]
        frame[name] = values
    listed = frame["listed"].to_numpy(copy=True)
    listed[again] = later
    frame["listed"] = listed
    return copy


def _outlines() -> dict[str, Any]:
    """Return the districts as GeoJSON: what is nearer to their middle than to any other, within the city."""
    middles = np.array(list(_DISTRICTS.values()))[:, :2]
    features = []
    for number, name in enumerate(_DISTRICTS):
        corners = _OUTLINE
        for other in np.delete(middles, number, axis=0):
            corners = _cut(corners, middles[number], other)
        ring = [[float(lon), float(lat)] for lat, lon in np.round(_degrees(corners), 5)]
        features.append(
            {
                "type": "Feature",
                "id": name,
                "properties": {"district": name},
                "geometry": {"type": "Polygon", "coordinates": [ring[::-1] + ring[-1:]]},
            }
        )
    return {"type": "FeatureCollection", "features": features}


def _cut(corners: Array, own: Array, other: Array) -> Array:
    """Keep the part of a convex polygon that is nearer to `own` than to `other` (Sutherland and Hodgman)."""
    side = (corners - (own + other) / 2) @ (own - other)
    kept: list[Array] = []
    for i in range(len(corners)):
        j = (i + 1) % len(corners)
        if side[i] >= 0:
            kept.append(corners[i])
        if side[i] * side[j] < 0:
            kept.append(corners[i] + (corners[j] - corners[i]) * side[i] / (side[i] - side[j]))
    return np.array(kept)


def _card(size: int) -> Card:
    return Card(
        title="Flats to let in an invented city (simulated)",
        summary="One row is one advertisement of a flat. The task is to predict the rent.",
        source=(
            "Made by a random process; city, flats and landlords are invented, and the coordinates lie in the open "
            "sea. The rent per square metre depends on a smooth landscape of how wanted a spot is, on the distance to "
            "centre, river, stations and harbour, and on the flat. The city is the same for every seed. "
            'extras["districts"] has the outlines as GeoJSON (longitude first), extras["stations"] the railway '
            "stations (latitude first)."
        ),
        licence=LICENCE,
        rows=size,
        columns=described(
            ("latitude", "latitude, WGS 84", "degrees north"),
            ("longitude", "longitude, WGS 84", "degrees east"),
            ("district", "one of twelve districts", "no unit"),
            ("area_m2", "floor area", "m²"),
            ("rooms", "rooms without kitchen and bath", "rooms"),
            ("floor", "storey; 0 is the ground floor", "storeys"),
            ("year_built", "year of building", "years"),
            ("energy_class", "energy class, from A (best) to G", "no unit"),
            ("lift", "there is a lift", "no unit"),
            ("balcony", "there is a balcony", "no unit"),
            ("furnished", "let with furniture", "no unit"),
            ("landlord", "private or company", "no unit"),
            ("listed", "day of the advertisement", "date"),
        ),
        target="rent, the monthly rent in euros without heating",
        problems=(
            (
                "Neighbours are alike: a random split has a neighbour of nearly every test flat in the training rows. "
                "To know the error in a new part of a city, leave out whole districts."
            ),
            (
                "A degree of longitude is about 62 km here, one of latitude 111 km: distances in degrees are wrong. "
                "Project first."
            ),
            (
                "For a few flats latitude and longitude are exchanged: on a map they lie in the Indian Ocean, far from "
                "the others."
            ),
            (
                "One flat in 25 has the coordinates of the middle of its district, not its own: points that lie on "
                "each other."
            ),
            "Three in a hundred flats are advertised twice, weeks apart, at the same or a lower rent.",
            "Some very cheap flats are baits that do not exist: the target is wrong.",
            "year_built is missing mostly for private landlords and old houses, energy_class where it would look bad.",
            (
                "Effects are not straight lines: dear on the river, cheap at the harbour, small flats dearer per "
                "square metre."
            ),
        ),
        harm=(
            "Tenants: a model of rents can drive rents up, and districts stand for origin and income. With coordinates "
            "a flat, and who lives in it, can be found."
        ),
        kind="simulated",
    )
