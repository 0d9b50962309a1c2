#include "engine/judging/options.h"

#include "engine/spec/check.h"

namespace hourglass::judging {

namespace {

using spec::SettingKind;

constexpr Index clustersWithoutClasses = 10, mostOfAutomaticFull = 64;

spec::Setting whole(std::string key, std::string label, std::string help, Index fallback, double least, double most) {
    return {.key = std::move(key),
            .label = std::move(label),
            .help = std::move(help),
            .kind = SettingKind::Integer,
            .fallback = fallback,
            .minimum = least,
            .maximum = most};
}

spec::Setting real(std::string key, std::string label, std::string help, double fallback, double least, double most) {
    return {.key = std::move(key),
            .label = std::move(label),
            .help = std::move(help),
            .kind = SettingKind::Real,
            .fallback = fallback,
            .minimum = least,
            .maximum = most};
}

spec::Kind described() {
    spec::Kind kind{"judging", "Judging", "How codes are judged.", {}};
    kind.settings.push_back(whole("neighbours", "Neighbours", "How many neighbours vote about a code's class.", 5, 1, 1000));
    kind.settings.push_back(
        real("regularisation", "C of the probe", "The inverse of the linear probe's penalty on its weights: larger fits closer.", 1.0, 1e-6, 1e6));
    kind.settings.push_back(real("held_out", "Held out", "The share of each class that is asked about and not learned from.", 0.25, 0.01, 0.99));
    kind.settings.push_back(whole("clusters", "Clusters", "Of k-means and mixture; 0: as many as there are classes, or 10.", 0, 0, 1000));
    kind.settings.push_back(whole("restarts", "Restarts", "k-means is the best of so many starts.", 4, 1, 100));
    kind.settings.push_back({.key = "covariance",
                             .label = "Covariance",
                             .help = "Of the mixture's components.",
                             .kind = SettingKind::Choice,
                             .fallback = std::string("auto"),
                             .choices = {{"auto", "Automatic", "Full up to 64 numbers where samples are many."},
                                         {"full", "Full", "Ellipsoids at any angle."},
                                         {"diagonal", "Diagonal", "Ellipsoids along the units."}}});
    kind.settings.push_back(real("floor", "Floor of the variance", "Added to every variance of the mixture.", 1e-6, 1e-12, 1e3));
    kind.settings.push_back(whole("smallest_cluster", "Smallest cluster", "Of HDBSCAN: fewer samples are no cluster.", 15, 2, 1'000'000));
    kind.settings.push_back(whole("reach", "Reach",
                                  "Of HDBSCAN: a place is dense where so many samples are near, itself among them; 0: as many as the smallest cluster has.", 0,
                                  0, 1'000'000));
    kind.settings.push_back(real("active", "Active", "A unit is active where its variance is above this (Burda et al. 2016).", 0.01, 0, 1e6));
    kind.settings.push_back(whole("bins", "Bins", "Of units and factors for their mutual information.", 20, 2, 1000));
    kind.settings.push_back(real("lasso", "Lasso", "The penalty of the regressor of DCI.", 0.02, 0, 10));
    return kind;
}

} // namespace

Index Options::clustersFor(Labels labels) const {
    const Index classes = classesOf(labels);
    return clusters > 0 ? clusters : classes > 1 ? classes : clustersWithoutClasses;
}

MixtureOptions::Covariance Options::covarianceFor(core::ConstView codes, Index components) const {
    const bool isFull = covariance == "full" || (covariance == "auto" && codes.rows <= mostOfAutomaticFull && codes.columns >= 10 * codes.rows * components);
    return isFull ? MixtureOptions::Covariance::Full : MixtureOptions::Covariance::Diagonal;
}

const spec::Kind &settings() {
    static const spec::Kind kind = described();
    return kind;
}

core::Result<Options> optionsFrom(const spec::Values &values) {
    const auto component = spec::checkedComponent({settings().key, values}, {settings()}, "setting", {});
    if (!component)
        return component.error();
    const auto integer = [&](const char *key) { return spec::integerOf(*component, settings(), key); };
    const auto number = [&](const char *key) { return spec::realOf(*component, settings(), key); };
    Options options;
    options.probes.neighbours = integer("neighbours");
    options.probes.inverseRegularisation = number("regularisation");
    options.heldOut = options.disentanglement.heldOut = number("held_out");
    options.clusters = integer("clusters");
    options.restarts = static_cast<int>(integer("restarts"));
    options.covariance = spec::choiceOf(*component, settings(), "covariance");
    options.floor = number("floor");
    options.hdbscan.smallestCluster = integer("smallest_cluster");
    options.hdbscan.neighbours = integer("reach") > 0 ? integer("reach") : options.hdbscan.smallestCluster;
    options.activeVariance = number("active");
    options.disentanglement.bins = integer("bins");
    options.disentanglement.lasso = number("lasso");
    return options;
}

} // namespace hourglass::judging
