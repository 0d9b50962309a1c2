#include "engine/data/shaping/kinds.h"

namespace hourglass::data {

namespace {

spec::Setting classesSetting() {
    return {.key = "classes",
            .label = "Classes",
            .help = "Names or numbers of the classes that are taken, with commas between them; empty: all.",
            .kind = spec::SettingKind::Text,
            .fallback = std::string()};
}

spec::Setting samplesSetting() {
    return {.key = "samples",
            .label = "Samples",
            .help = "How many are taken, before parts are set aside. A test part of the source's own stays as it is.",
            .kind = spec::SettingKind::Integer,
            .fallback = spec::Index(1000),
            .minimum = 1,
            .maximum = 1e9,
            .isLogarithmic = true,
            .usualMinimum = 100,
            .usualMaximum = 100000};
}

std::vector<spec::Setting> splitSettings() {
    return {{.key = "test",
             .label = "Test part",
             .help = "The share of the samples that is set aside where the source has no test part of its own.",
             .kind = spec::SettingKind::Real,
             .fallback = 0.1,
             .minimum = 0.0,
             .maximum = 0.9},
            {.key = "held_back",
             .label = "Held back",
             .help = "Names or numbers of classes that are never trained on, with commas between them: all their samples go to the test part, as anomalies to "
                     "detect.",
             .kind = spec::SettingKind::Text,
             .fallback = std::string()}};
}

std::vector<spec::Setting> groupSplitSettings() {
    const auto names = [](const char *key, const char *label, const char *help) {
        return spec::Setting{.key = key, .label = label, .help = help, .kind = spec::SettingKind::Text, .fallback = std::string()};
    };
    std::vector<spec::Setting> settings = splitSettings();
    settings.insert(settings.begin() + 1,
                    {names("test_groups", "Test groups",
                           "Names of the groups that are the test part, with commas between them; empty: drawn, as near to its share as whole groups come."),
                     names("validation_groups", "Validation groups", "The same of the validation part.")});
    return settings;
}

spec::Setting perClassSetting() {
    return {.key = "samples",
            .label = "Samples per class",
            .help = "How many of each class are taken, before parts are set aside. A test part of the source's own stays as it is.",
            .kind = spec::SettingKind::Integer,
            .fallback = spec::Index(100),
            .minimum = 1,
            .maximum = 1e9,
            .isLogarithmic = true,
            .usualMinimum = 1,
            .usualMaximum = 10000};
}

spec::Setting bySetting() {
    return {.key = "by",
            .label = "Fitted",
            .help = "To each feature by itself, or to all numbers together, which keeps what is larger larger.",
            .kind = spec::SettingKind::Choice,
            .fallback = std::string("feature"),
            .choices = {{"feature", "By feature", "Each feature by itself: for columns of different units."},
                        {"whole", "As a whole", "All numbers alike: for images and series of one unit."}}};
}

} // namespace

std::vector<spec::Kind> windowKinds() {
    return {
        {.key = "none", .label = "None", .help = "A sample is what the source says it is.", .settings = {}},
        {.key = "sliding",
         .label = "Sliding",
         .help =
             "Rows of a table in the order of time become series: each sample is so many rows, one step further than the one before, with the label of its last row.",
         .settings = {{.key = "length",
                       .label = "Length",
                       .help = "Rows in a window.",
                       .kind = spec::SettingKind::Integer,
                       .fallback = spec::Index(32),
                       .minimum = 1,
                       .maximum = 65536,
                       .isLogarithmic = true,
                       .usualMinimum = 2,
                       .usualMaximum = 512,
                       .takesMemory = true},
                      {.key = "step",
                       .label = "Step",
                       .help = "Rows from the beginning of one window to that of the next; below the length, windows overlap.",
                       .kind = spec::SettingKind::Integer,
                       .fallback = spec::Index(1),
                       .minimum = 1,
                       .maximum = 65536,
                       .isLogarithmic = true,
                       .usualMinimum = 1,
                       .usualMaximum = 512}}}};
}

std::vector<spec::Kind> subsetKinds() {
    return {{.key = "all", .label = "All", .help = "Every sample of the source.", .settings = {classesSetting()}},
            {.key = "first", .label = "First", .help = "The first samples, in the order of the source.", .settings = {samplesSetting(), classesSetting()}},
            {.key = "random", .label = "Random", .help = "Samples drawn with the seed.", .settings = {samplesSetting(), classesSetting()}},
            {.key = "per_class",
             .label = "Per class",
             .help = "So many samples of each class, drawn with the seed: few labels, or classes in balance. Needs labels.",
             .settings = {perClassSetting(), classesSetting()}}};
}

std::vector<spec::Kind> splitKinds() {
    return {{.key = "random", .label = "Random", .help = "Parts are drawn with the seed, the same samples in every format.", .settings = splitSettings()},
            {.key = "stratified",
             .label = "By class",
             .help = "Parts are drawn with the seed from each class by itself, so that each keeps its share. Needs labels.",
             .settings = splitSettings()},
            {.key = "order",
             .label = "By order",
             .help = "The last samples are the test part, those before them the validation part: what is in order of time learns nothing of the future.",
             .settings = splitSettings()},
            {.key = "group",
             .label = "By group",
             .help = "Whole groups are set aside, such as patients or machines, so that nothing of those in the test part is trained on. Needs groups.",
             .settings = groupSplitSettings()}};
}

std::vector<spec::Kind> scalingKinds() {
    return {
        {.key = "unit", .label = "0 to 1 by type", .help = "Bytes are divided by 255; other numbers stay as they are.", .settings = {}},
        {.key = "range", .label = "Range", .help = "The training part's smallest number becomes 0, its largest 1.", .settings = {bySetting()}},
        {.key = "standardise", .label = "Standardise", .help = "Less the training part's mean, divided by its standard deviation.", .settings = {bySetting()}},
        {.key = "robust",
         .label = "Robust",
         .help = "Less the training part's median, divided by the distance of its quartiles: wild values move neither.",
         .settings = {bySetting()}},
        {.key = "unit_norm", .label = "Unit length", .help = "Each sample is divided by its own length: directions alone remain.", .settings = {}},
        {.key = "whiten",
         .label = "Whiten",
         .help = "Along the training part's principal directions, each divided by its standard deviation: uncorrelated, and all of variance 1.",
         .settings = {{.key = "axes",
                       .label = "Axes",
                       .help = "What a number of a whitened sample stands for.",
                       .kind = spec::SettingKind::Choice,
                       .fallback = std::string("components"),
                       .choices = {{"components", "Components", "One principal direction each, the widest first."},
                                   {"features", "Features", "Turned back to the features, nearest to what they were (ZCA, Bell and Sejnowski 1997)."}}}}}};
}

} // namespace hourglass::data
