"""Writes judging_reference.json: small cases, and what scikit-learn and disentanglement_lib say of them.

Made with scikit-learn 1.9.1, numpy 2.4.6, scipy 1.17.1 and disentanglement_lib 1.5 (installed with --no-deps, beside six and absl-py; its gin is replaced below,
because its metrics are plain numpy). The versions are kept in the file. The tests read the file alone."""
import json
import pathlib
import sys
import types
from importlib.metadata import version

import numpy as np
import scipy
import sklearn
from sklearn import cluster, metrics, mixture
from sklearn.linear_model import Lasso, LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

gin = types.ModuleType("gin")
gin.configurable = lambda *names, **options: (lambda function: function)
gin.REQUIRED = None
gin.tf = types.ModuleType("gin.tf")
sys.modules.update({"gin": gin, "gin.tf": gin.tf})
from disentanglement_lib.evaluation.metrics import dci, sap_score, utils  # noqa: E402

random = np.random.default_rng(11)


def numbers(array, digits=10):
    return [float(f"{x:.{digits}g}") for x in np.asarray(array, np.float64).ravel()]


result = {"versions": {"scikit-learn": sklearn.__version__, "numpy": np.__version__, "scipy": scipy.__version__, "disentanglement_lib": version("disentanglement-lib")}}

# Metrics of given labels.
truth = random.integers(0, 5, 300)
predicted = np.where(random.random(300) < 0.35, random.integers(0, 6, 300), truth)  # class 5 is never true
clusters = np.where(random.random(300) < 0.3, random.integers(0, 7, 300), (truth * 3) % 7)
contingency = metrics.cluster.contingency_matrix(truth, clusters)
result["labels"] = {
    "truth": truth.tolist(), "predicted": predicted.tolist(), "clusters": clusters.tolist(),
    "accuracy": metrics.accuracy_score(truth, predicted), "balanced_accuracy": metrics.balanced_accuracy_score(truth, predicted),
    "macro_f1": metrics.f1_score(truth, predicted, average="macro"), "confusion": metrics.confusion_matrix(truth, predicted).ravel().tolist(),
    "purity": float(contingency.max(axis=0).sum() / contingency.sum()), "mutual_information": metrics.mutual_info_score(truth, clusters),
    "nmi": metrics.normalized_mutual_info_score(truth, clusters), "adjusted_rand": metrics.adjusted_rand_score(truth, clusters),
    "homogeneity": metrics.homogeneity_score(truth, clusters), "completeness": metrics.completeness_score(truth, clusters)}

# Scores that rank, with ties.
scores = np.round(random.normal(size=200) + 0.8 * (np.arange(200) % 3 == 0), 1)
positive = (np.arange(200) % 3 == 0).astype(int)
false_rate, true_rate, thresholds = metrics.roc_curve(positive, scores, drop_intermediate=False)
precision, recall, _ = metrics.precision_recall_curve(positive, scores)
result["ranking"] = {"scores": numbers(scores), "positive": positive.tolist(), "area": metrics.roc_auc_score(positive, scores),
                     "average_precision": metrics.average_precision_score(positive, scores), "false_rate": numbers(false_rate), "true_rate": numbers(true_rate),
                     "precision": numbers(precision[::-1]), "youden": float(thresholds[np.argmax(true_rate - false_rate)])}
chances = np.round(random.dirichlet(np.ones(4), 150) + 0.3 * np.eye(4)[np.arange(150) % 4], 3).astype(np.float32).astype(np.float64)
chances = np.float32(chances)
own = np.arange(150) % 4
result["one_against_rest"] = {"scores": numbers(chances), "truth": own.tolist(),
                              "area": float(np.mean([metrics.roc_auc_score(own == each, chances[:, each]) for each in range(4)]))}

# Codes of four classes that overlap.
label = np.repeat(np.arange(4), [80, 60, 70, 50])
codes = random.normal(size=(260, 5)) * [1, 1, 0.7, 0.5, 2] + (random.normal(size=(4, 5)) * 1.6)[label] + [0, 10, 0, 0, -3]
codes = np.round(codes, 4).astype(np.float32)
exact = codes.astype(np.float64)
fit, asked = np.flatnonzero(np.arange(260) % 4), np.flatnonzero(np.arange(260) % 4 == 0)
neighbours = KNeighborsClassifier(5).fit(exact[fit], label[fit])
probe = make_pipeline(StandardScaler(), LogisticRegression(C=1.0, tol=1e-10, max_iter=10000)).fit(exact[fit], label[fit])
chance = probe.predict_proba(exact[asked])
result["codes"] = {
    "samples": 260, "dimensions": 5, "values": numbers(codes), "labels": label.tolist(),
    "neighbours": neighbours.predict(exact[asked]).tolist(), "probe": probe.predict(exact[asked]).tolist(), "probabilities": numbers(chance),
    "probe_accuracy": probe.score(exact[asked], label[asked]), "probe_macro_f1": metrics.f1_score(label[asked], probe.predict(exact[asked]), average="macro"),
    "probe_area": metrics.roc_auc_score(label[asked], chance, multi_class="ovr"),
    "silhouette": metrics.silhouette_score(exact, label), "correlation": numbers(np.corrcoef(exact.T))}
means = cluster.KMeans(4, n_init=50, random_state=0).fit(exact)
result["k_means"] = {"inertia": means.inertia_, "nmi": metrics.normalized_mutual_info_score(label, means.labels_), "silhouette": metrics.silhouette_score(exact, means.labels_)}
result["mixture"] = [{"covariance": kind, "likelihood": model.score(exact), "nmi": metrics.normalized_mutual_info_score(label, model.predict(exact))}
                     for kind, name in (("full", "full"), ("diagonal", "diag"))
                     for model in [mixture.GaussianMixture(4, covariance_type=name, n_init=20, tol=1e-4, max_iter=500, random_state=0).fit(exact)]]

# Moons, a cloud and noise: what only density divides.
angle = random.random(140) * np.pi
shapes = np.vstack([np.c_[np.cos(angle[:70]), np.sin(angle[:70])], np.c_[1 - np.cos(angle[70:]), 0.4 - np.sin(angle[70:])], random.normal(size=(60, 2)) * 0.15 + [3, 2],
                    random.random((30, 2)) * [5, 4] - [1, 1]])
shapes = np.round(shapes + random.normal(size=shapes.shape) * 0.05, 5).astype(np.float32)
result["shapes"] = {"samples": len(shapes), "values": numbers(shapes),
                    "found": [{"smallest": size, "reach": reach, "labels": cluster.HDBSCAN(size, min_samples=reach, copy=True).fit(shapes.astype(np.float64)).labels_.tolist()}
                              for size, reach in ((10, 10), (5, 5), (20, 5), (8, 1))]}

# Units that more or less stand for factors.
factors = np.c_[random.integers(0, 4, 400), random.integers(0, 6, 400), random.integers(0, 10, 400)].astype(np.float64)
units = np.c_[factors[:, 0] + 0.3 * random.normal(size=400), np.tanh(factors[:, 1] - 2) + 0.2 * random.normal(size=400), factors[:, 1] + factors[:, 2] + random.normal(size=400),
              0.05 * random.normal(size=400)]
units = np.round(units, 4).astype(np.float32).astype(np.float64)
entangled = units @ np.round(random.normal(size=(4, 4)), 2)
entangled = entangled.astype(np.float32).astype(np.float64)


def disentangled(mu):
    y = factors.T.astype(np.int64)
    information = utils.discrete_mutual_info(utils._histogram_discretize(mu.T, 20), y)
    ordered = np.sort(information, axis=0)[::-1]
    x = StandardScaler().fit_transform(mu)
    importance = np.stack([np.abs(Lasso(alpha=0.02, tol=1e-12, max_iter=100000).fit(x, (f - f.mean()) / f.std()).coef_) for f in factors.T], axis=1)
    return {"codes": numbers(mu.astype(np.float32)), "information": numbers(information.T), "mig": float(np.mean((ordered[0] - ordered[1]) / utils.discrete_entropy(y))),
            "sap": float(sap_score.compute_avg_diff_top_two(sap_score.compute_score_matrix(mu.T, factors.T, mu.T, factors.T, True))),
            "importance": numbers(importance.T), "disentanglement": float(dci.disentanglement(importance)), "completeness": float(dci.completeness(importance))}


result["factors"] = {"samples": 400, "values": numbers(factors), "cases": [disentangled(units), disentangled(entangled)]}
pathlib.Path(__file__).with_name("judging_reference.json").write_text(json.dumps(result, separators=(",", ":")) + "\n")
