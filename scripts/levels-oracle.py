#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Counts the pixels that EBU R 103 calls out of range, written apart from Lineup: the golden figures of LevelOracleTests come from here.

Each picture is the test's own formula, 4:2:2, 96 by 54 pixels. Colour differences are interpolated in a straight line between their columns, the edges repeat
(the last line of a field its own), the filter is 1 2 3 4 3 2 1 across and 1 2 1 down, red, green and blue follow ITU-R BT.709 in double precision, and a
value is the code nearest to it, the half to the side of the limit. Needs numpy. Prints depth, scan, edition, filter, and the count of any, luma and RGB.
"""
import itertools

import numpy as np

WIDTH, HEIGHT = 96, 54
EDITIONS = {"v1.1": ((-0.05, 1.05), (-0.01, 1.03)), "v3.0": ((-11 / 219, 230 / 219), (-11 / 219, 230 / 219))}


def component(index, depth):
    """Code values of one component: patches of noise in luma, slow slopes in the colour differences."""
    rows, columns = np.mgrid[0:HEIGHT, 0 : WIDTH if index == 0 else WIDTH // 2]
    if index == 0:
        patch = (columns // 12 * 7919 + rows // 6 * 104729) % 251
        code = 3 + patch + (columns * 13 + rows % 2 * 29 + rows * 7) % 5 - 2
    else:
        code = 128 + (columns * 3 + rows * 5 + index * 17) % 61 - 30
    code = np.clip(code, 1, 254) << (depth - 8)
    return (code + (columns * 5 + rows * 3 + index) % 4 if depth == 10 else code).astype(np.float64)


def filtered(plane, interlaced):
    """The recommendation's filter, within the field where there are two."""
    across = np.pad(plane, ((0, 0), (3, 3)), mode="edge")
    plane = sum(weight * across[:, k : k + plane.shape[1]] for k, weight in enumerate((1, 2, 3, 4, 3, 2, 1))) / 16
    result = np.empty_like(plane)
    for first, step in ((0, 2), (1, 2)) if interlaced else ((0, 1),):
        field = np.pad(plane[first::step], ((1, 1), (0, 0)), mode="edge")
        result[first::step] = (field[:-2] + 2 * field[1:-1] + field[2:]) / 4
    return result


def outside(values, limits, depth):
    """Where the nearest code lies outside the limits, given as shares of the range from black to white."""
    scale = 1 << (depth - 8)
    low, high = (16 * scale + np.round(share * 219 * scale) for share in limits)
    return (values < low - 0.5) | (values > high + 0.5)


for depth, interlaced, edition, blurred in itertools.product((8, 10), (False, True), EDITIONS, (False, True)):
    luma = component(0, depth)
    differences = []
    for index in (1, 2):
        narrow = component(index, depth) - (128 << (depth - 8))
        wide = np.repeat(narrow, 2, axis=1)
        wide[:, 1:-1:2] = (narrow[:, :-1] + narrow[:, 1:]) / 2
        differences.append(wide)
    planes = [filtered(plane, interlaced) if blurred else plane for plane in (luma, *differences)]
    y, cb, cr = planes[0], planes[1] * 219 / 224, planes[2] * 219 / 224
    red, blue = y + 2 * (1 - 0.2126) * cr, y + 2 * (1 - 0.0722) * cb
    green = (y - 0.2126 * red - 0.0722 * blue) / 0.7152
    rgb_limits, luma_limits = EDITIONS[edition]
    bad_luma = outside(y, luma_limits, depth)
    bad_rgb = np.logical_or.reduce([outside(plane, rgb_limits, depth) for plane in (red, green, blue)])
    scan = "interlaced" if interlaced else "progressive"
    print(depth, scan, edition, "filtered" if blurred else "plain", (bad_luma | bad_rgb).sum(), bad_luma.sum(), bad_rgb.sum())
