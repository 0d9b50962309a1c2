"""Lays codes out with another tool, as it is by default, and prints seconds, processor seconds of all threads and trustworthiness as one JSON
object. The first run, which may compile, is not counted. --save writes the layout, --judge only judges one that lies there, whoever made it, by
scikit-learn's trustworthiness."""
import argparse
import json
import os
import time

parser = argparse.ArgumentParser()
parser.add_argument("--method", default="")
parser.add_argument("--tool", default="")
parser.add_argument("--codes", required=True)
parser.add_argument("--points", type=int, default=10000)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--save")
parser.add_argument("--judge")
arguments = parser.parse_args()
for name in ("OMP_NUM_THREADS", "NUMBA_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[name] = str(arguments.threads)
import numpy as np
from sklearn.manifold import trustworthiness

codes = np.load(arguments.codes)[: arguments.points]


def project(codes):
    if arguments.tool in ("qdtsne", "umappp"):  # scranpy's; without anything that compiles
        import scranpy
        run = {"qdtsne": scranpy.run_tsne, "umappp": scranpy.run_umap}[arguments.tool]
        return np.asarray(run(np.asfortranarray(codes.T.astype(np.float64)), num_threads=arguments.threads))
    if arguments.tool == "openTSNE":
        import openTSNE
        return np.asarray(openTSNE.TSNE(perplexity=30, n_jobs=arguments.threads, random_state=0).fit(codes))
    if arguments.tool == "umap-learn":
        import umap
        return umap.UMAP(n_neighbors=15, min_dist=0.1, n_jobs=arguments.threads).fit_transform(codes)
    import pacmap
    return pacmap.PaCMAP(n_components=2).fit_transform(codes)


def judged(plane):
    shown = min(len(codes), 5000)
    return round(float(trustworthiness(codes[:shown], plane[:shown], n_neighbors=15)), 4)


if arguments.judge:
    print(json.dumps({"trustworthiness": judged(np.load(arguments.judge))}))
    raise SystemExit
if arguments.tool in ("umap-learn", "pacmap"):
    project(codes)
else:
    project(codes[:500])
started, processor = time.perf_counter(), time.process_time()
plane = project(codes)
seconds, processor = time.perf_counter() - started, time.process_time() - processor
if plane.shape[0] != len(codes):
    plane = plane.T
if arguments.save:
    np.save(arguments.save, np.ascontiguousarray(plane, dtype=np.float32))
print(json.dumps({"tool": arguments.tool, "seconds": round(seconds, 3), "processor_seconds": round(processor, 3), "trustworthiness": judged(plane)}))
