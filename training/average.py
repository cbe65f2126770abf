#!/usr/bin/env python3
"""The weighted mean of two states of one training run.   average.py CHECKPOINT OTHER SHARE OUT      SHARE: the other's, 0 to 1

Trees gain from a long schedule and names lose by it (they are learned by heart); the mean of a late and an early state keeps most of both.
"""
import os
import shutil
import sys

import numpy as np


def main(checkpoint, other, share, out):
    a, b, w = np.load(os.path.join(checkpoint, "tensors.npz")), np.load(os.path.join(other, "tensors.npz")), float(share)
    os.makedirs(out, exist_ok=True)
    np.savez(os.path.join(out, "tensors.npz"), **{k: ((1 - w) * a[k] + w * b[k]).astype(a[k].dtype) for k in a.files})
    shutil.copy(os.path.join(checkpoint, "model.json"), out)


if __name__ == "__main__":
    main(*sys.argv[1:])
