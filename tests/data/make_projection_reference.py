"""Writes projection_reference.json: a small cloud of codes, and what scikit-learn, openTSNE and umap-learn say of it.

Run with numpy, scikit-learn, openTSNE and umap-learn installed; their versions are kept in the file. The tests read the file alone."""
import json
import pathlib

import numpy as np
import openTSNE
import sklearn
import umap
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.manifold import trustworthiness
from umap.umap_ import find_ab_params, fuzzy_simplicial_set

random = np.random.default_rng(7)
labels = np.repeat([0, 1, 2], 40)
codes = random.normal(size=(120, 5)) * [1, 1, 0.5, 0.5, 0.2] + random.normal(size=(3, 5))[labels] * 3
codes = np.round(codes, 4).astype(np.float32)
plane = np.round(codes[:, :2] + 0.8 * random.normal(size=(120, 2)), 4).astype(np.float32)


def shortened(array, digits=7):
    return [float(f"{x:.{digits}g}") for x in np.asarray(array, np.float64).ravel()]


result = {"versions": {"scikit-learn": sklearn.__version__, "openTSNE": openTSNE.__version__, "umap-learn": umap.__version__},
          "samples": 120, "dimensions": 5, "codes": shortened(codes), "labels": labels.tolist(), "plane": shortened(plane)}
result["quality"] = [{"neighbours": k, "trustworthiness": float(trustworthiness(codes.astype(np.float64), plane, n_neighbors=k)),
                      "continuity": float(trustworthiness(plane.astype(np.float64), codes, n_neighbors=k))} for k in (1, 5, 12, 30)]

affinities = openTSNE.affinity.PerplexityBasedNN(codes.astype(np.float64), perplexity=15, method="exact", symmetrize=True)
p = affinities.P.tocoo()
result["affinities"] = {"perplexity": 15, "rows": p.row.tolist(), "columns": p.col.tolist(), "values": shortened(p.data)}
embedding = openTSNE.TSNE(perplexity=15, negative_gradient_method="bh", theta=0, initialization="pca", random_state=0, n_jobs=1)
embedding = embedding.fit(affinities=affinities, initialization=openTSNE.initialization.pca(codes.astype(np.float64), random_state=0))
dense = affinities.P.toarray()


def divergence(y):
    """KL(P‖Q), by all pairs."""
    w = 1 / (1 + ((y[:, None] - y[None]) ** 2).sum(-1))
    np.fill_diagonal(w, 0)
    q = w / w.sum()
    chosen = dense > 0
    return float((dense[chosen] * np.log(dense[chosen] / q[chosen])).sum())


result["divergence"] = {"of_plane": divergence(plane.astype(np.float64)), "of_openTSNE": divergence(np.asarray(embedding))}

result["curves"] = [{"spread": spread, "min_dist": least, "a": float(a), "b": float(b)}
                    for spread, least in ((1, 0.1), (1, 0.0), (1, 0.5), (2, 0.1), (1, 0.99), (3, 0.5)) for a, b in [find_ab_params(spread, least)]]
graph, _, _ = fuzzy_simplicial_set(codes, 10, np.random.RandomState(0), "euclidean")
graph = graph.tocoo()
result["fuzzy"] = {"neighbours": 10, "rows": graph.row.tolist(), "columns": graph.col.tolist(), "values": shortened(graph.data)}
result["discriminants"] = shortened(LinearDiscriminantAnalysis(solver="svd", n_components=2).fit_transform(codes.astype(np.float64), labels))
pathlib.Path(__file__).with_name("projection_reference.json").write_text(json.dumps(result, separators=(",", ":")) + "\n")
