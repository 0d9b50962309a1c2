// A part of the training is one row: JSON, checks, --set, the form, the commands, undo and what a change takes follow from it.
#include <algorithm>
#include <set>
#include <sstream>

#include <QtTest>

#include "app/commands/kind_commands.h"
#include "app/session/edit_subject.h"
#include "app/session/spec_change.h"
#include "engine/spec/json.h"
#include "engine/spec/presets.h"
#include "engine/training/catalogue.h"
#include "ui/training/training_form.h"

using namespace hourglass;
using Parts = std::vector<spec::TrainingPart>;

namespace {

const std::vector<spec::Kind> &dummyKinds(const spec::Catalogue &) {
    static const std::vector<spec::Kind> kinds{
        {"calm", "Calm", "Nothing happens.", {}},
        {"wild", "Wild", "A lot happens.", {{.key = "force", .label = "Force", .help = "How much.", .fallback = 1.0, .minimum = 0.0, .maximum = 8.0}}}};
    return kinds;
}

/// The parts that there are, and one that no file knows but this.
Parts withDummy(bool isLive = true) {
    Parts parts = spec::trainingParts();
    parts.push_back({.key = "dummies",
                     .noun = "dummy",
                     .isLive = isLive,
                     .kinds = dummyKinds,
                     .command = "dummies",
                     .summary = "lists the dummies",
                     .formOrder = 55,
                     .place = spec::FormPlace::Body,
                     .label = "Dummy",
                     .help = "What nobody needs."});
    return parts;
}

spec::Spec deep() {
    return spec::findPreset("deep")->spec;
}

core::Result<spec::Spec> withDummies(const std::string &json, const Parts &parts) {
    return spec::withSetting(deep(), "training.dummies=" + json, training::catalogue(), parts);
}

} // namespace

class TrainingPartsTest : public QObject {
    Q_OBJECT

private slots:
    void rowsAreSound() {
        std::set<std::string> keys, nouns, commands;
        for (const spec::TrainingPart &part : spec::trainingParts()) {
            using Sort = spec::TrainingPart::Sort;
            const bool hasKinds = part.sort == Sort::Choice || part.sort == Sort::List;
            QVERIFY2(keys.insert(part.key).second && nouns.insert(part.noun).second, part.key);
            QVERIFY2(hasKinds ? part.kinds && !part.kinds(training::catalogue()).empty() : part.values && part.assign && part.described, part.key);
            QVERIFY2(part.sort != Sort::List || (part.list && part.nextLabel && part.none && part.noneHelp && part.most > 1), part.key);
            QVERIFY2(!part.command == !part.summary && (!part.command || (hasKinds && commands.insert(part.command).second)), part.key);
            QVERIFY2(part.sort == Sort::Settings || (part.label && part.help), part.key);
        }
    }

    void everyPartIsWrittenAndReadBack() {
        spec::Spec spec = deep();
        spec.training.seed = 18446744073709551615u; // larger than is allowed, so that the seed is refused
        QVERIFY(!spec::readSpec(spec::writeSpec(spec), training::catalogue(), {}));
        spec.training.seed = 7;
        spec.training.penalties = {{"l2_weights", {}}};
        spec.training.stop = {{"steps", {{"count", spec::Index(5)}}}};
        spec.training.gradient = {.clipNorm = 2.0, .clipValue = 3.0, .accumulate = 4};
        spec.training.batch = 9;
        spec.training.epochs = 11;
        const auto back = spec::readSpec(spec::writeSpec(spec), training::catalogue(), {});
        QVERIFY2(bool(back), back ? "" : back.error().what.c_str());
        QVERIFY(back->training == spec.training);
    }

    void aRowAloneIsReadCheckedAndWritten() {
        const Parts parts = withDummy();
        QVERIFY(!withDummies(R"({"kind": "wild"})", spec::trainingParts())); // unknown without the row
        const auto wild = withDummies(R"({"kind": "wild", "force": 3})", parts);
        QVERIFY2(bool(wild), wild ? "" : wild.error().what.c_str());
        const auto back = spec::readSpec(spec::writeSpec(*wild), training::catalogue(), {}, parts);
        QVERIFY(bool(back));
        QVERIFY(*back == *wild);
        QVERIFY(spec::chosenIn(parts.back(), back->training, training::catalogue()) == (spec::Component{"wild", {{"force", 3.0}}}));
        const auto beyond = withDummies(R"({"kind": "wild", "force": 9})", parts), unknown = withDummies(R"({"kind": "tame"})", parts);
        QVERIFY(!beyond && !unknown);
        QCOMPARE(beyond.error().where, std::string("training.dummies.force"));
        QCOMPARE(unknown.error().where, std::string("training.dummies.kind"));
        QVERIFY(!spec::checked(*wild, training::catalogue()));
    }

    void aRowAloneIsSetByTheLine() {
        const Parts parts = withDummy();
        const auto wild = spec::withSetting(deep(), "training.dummies.kind=wild", training::catalogue(), parts);
        QVERIFY2(bool(wild), wild ? "" : wild.error().what.c_str());
        const auto strong = spec::withSetting(*wild, "training.dummies.force=4", training::catalogue(), parts);
        QVERIFY(bool(strong));
        QCOMPARE(spec::chosenIn(parts.back(), strong->training, training::catalogue()).values.at("force"), spec::Value(4.0));
        const auto calm = spec::withSetting(*strong, "training.dummies.kind=calm", training::catalogue(), parts); // drops what the kind has not
        QVERIFY(bool(calm));
        QVERIFY(spec::chosenIn(parts.back(), calm->training, training::catalogue()).values.empty());
    }

    void aRowAloneStandsInTheForm() {
        const Parts parts = withDummy();
        const spec::Catalogue &catalogue = training::catalogue();
        spec::TrainingSpec training = deep().training;
        const auto labelsOf = [&](const spec::TrainingSpec &shown) { return ui::trainingForm(shown, catalogue, 1, 1, parts); };
        ui::TrainingForm form = labelsOf(training);
        const spec::Setting *choice = form.body.find("dummy");
        QVERIFY(choice);
        QCOMPARE(choice->choices.size(), std::size_t(2));
        QCOMPARE(form.values.values.at("dummy"), spec::Value(std::string("calm")));
        QVERIFY(!form.more.find("dummy.force"));
        const auto wild = ui::withEdit(training, catalogue, "dummy", std::string("wild"), parts);
        QVERIFY(wild.has_value());
        form = labelsOf(*wild);
        QVERIFY(form.more.find("dummy.force"));
        const auto strong = ui::withEdit(*wild, catalogue, "dummy.force", 6.0, parts);
        QVERIFY(strong.has_value());
        QCOMPARE(labelsOf(*strong).values.values.at("dummy.force"), spec::Value(6.0));
        QCOMPARE(ui::editText(form, "dummy.force", 1.0, 6.0), QStringLiteral("Force 1 → 6"));
    }

    void aRowAloneHasItsCommand() {
        const std::vector<app::Command> commands = app::kindCommands(training::catalogue(), withDummy());
        const auto command = std::find_if(commands.begin(), commands.end(), [](const app::Command &each) { return each.name == "dummies"; });
        QVERIFY(command != commands.end());
        QCOMPARE(command->summary, std::string("lists the dummies"));
        std::ostringstream out, err;
        app::Console console{out, err};
        QCOMPARE(command->run(app::Arguments(), console), app::ExitStatus::Done);
        QVERIFY(out.str().find("wild  A lot happens.") != std::string::npos && out.str().find("force = 1") != std::string::npos);
    }

    void aRowAloneIsASubjectOfUndoAndSaysWhetherItIsLive() {
        const Parts parts = withDummy();
        const spec::Spec before = *withDummies(R"({"kind": "wild", "force": 3})", parts), after = *withDummies(R"({"kind": "wild", "force": 4})", parts);
        QCOMPARE(app::editSubject(before, after, parts), QStringLiteral("training.dummies.force"));
        const app::Training present{before, false};
        QCOMPARE(app::changeBetween(present, after, parts), app::SpecChange::Settings);
        QCOMPARE(app::changeBetween(present, after, withDummy(false)), app::SpecChange::Restart);
        QCOMPARE(app::changeBetween(present, before, withDummy(false)), app::SpecChange::None);
    }
};

QTEST_GUILESS_MAIN(TrainingPartsTest)
#include "training_parts_test.moc"
