"""Draws a series with matplotlib: chart.py FILE PNG"""

import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy

series = numpy.fromfile(sys.argv[1], dtype=numpy.float64).reshape(-1, 2)
figure, axes = plt.subplots(figsize=(16, 9), dpi=100)
axes.step(series[:, 0], series[:, 1], where="post")
axes.set_xlabel("seconds")
axes.set_ylabel("messages waiting")
figure.savefig(sys.argv[2])
