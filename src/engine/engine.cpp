#include "engine/engine.h"

#include "base/file.h"

namespace readout {

Result<Resources> Resources::load(const ResourceOptions& options) {
    std::string folder = options.data_folder;
    if (folder.empty()) {
        auto found = data_folder();
        if (!found) return found.fault();
        folder = std::move(*found);
    }
    auto model = Model::load(options.model.empty() ? folder + "/models/en.model" : options.model);
    if (!model) return model.fault();
    auto time_rules = TimeRules::load(folder);
    if (!time_rules) return time_rules.fault();
    auto knowledge = Knowledge::load(folder, options.overlay);
    if (!knowledge) return knowledge.fault();
    auto cues = CueLexicon::load(folder);
    if (!cues) return cues.fault();
    auto ontology = Ontology::load(folder, options.ontology);
    if (!ontology) return ontology.fault();
    return Resources{std::move(*model), std::move(*time_rules), std::move(*knowledge), std::move(*cues), std::move(*ontology)};
}

Run Resources::run(std::string options_json) const {
    return {std::string(model.name()), std::string(knowledge.version()), std::string(knowledge.as_of()),
            std::string(ontology.name()), std::move(options_json)};
}

Reading read_report(Report report, const Resources& resources, Model::Scratch& scratch) {
    std::vector<Report> one;
    one.push_back(std::move(report));
    return std::move(read_together(std::move(one), resources, scratch).front());
}

// All reports pass one room before the first enters the next: each room's tables are near at hand while they do.
std::vector<Reading> read_together(std::vector<Report> reports, const Resources& resources, Model::Scratch& scratch) {
    std::vector<Reading> readings(reports.size());
    std::vector<const Document*> documents;
    for (std::size_t i = 0; i < reports.size(); ++i) {
        readings[i].document = segment(std::move(reports[i]));
        documents.push_back(&readings[i].document);
    }
    std::vector<Parse> parses = resources.model.parse(documents, scratch);
    std::vector<Tree> trees;
    trees.reserve(readings.size());
    for (std::size_t i = 0; i < readings.size(); ++i) {
        readings[i].parse = std::move(parses[i]);
        trees.emplace_back(readings[i].document, readings[i].parse);
    }
    const auto each = [&](const auto& room) {
        for (std::size_t i = 0; i < readings.size(); ++i) room(readings[i], trees[i]);
    };
    each([&](Reading& r, const Tree& tree) { r.times = find_times(r.document, r.parse, tree, resources.time_rules); });
    each([&](Reading& r, const Tree& tree) { r.cast = find_actors(r.document, r.parse, tree, r.times, resources.knowledge); });
    each([&](Reading& r, const Tree& tree) {
        r.statements = find_statements(r.document, r.parse, tree, r.times, r.cast, resources.cues);
    });
    each([&](Reading& r, const Tree& tree) {
        r.events = find_events(r.document, r.parse, tree, r.times, r.cast, r.statements, resources.ontology);
    });
    for (Reading& r : readings) r.outlet = resources.knowledge.outlet(r.document.source.outlet, r.document.source.url);
    return readings;
}

}  // namespace readout
