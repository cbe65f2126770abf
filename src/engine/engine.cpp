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

namespace {

// All that follows the parse.
void read_on(Reading& reading, const Resources& resources) {
    const Document& document = reading.document;
    const Tree tree(document, reading.parse);
    reading.times = find_times(document, reading.parse, tree, resources.time_rules);
    reading.cast = find_actors(document, reading.parse, tree, reading.times, resources.knowledge);
    reading.statements = find_statements(document, reading.parse, tree, reading.times, reading.cast, resources.cues);
    reading.events =
        find_events(document, reading.parse, tree, reading.times, reading.cast, reading.statements, resources.ontology);
    reading.outlet = resources.knowledge.outlet(document.source.outlet, document.source.url);
}

}  // namespace

Reading read_report(Report report, const Resources& resources, Model::Scratch& scratch) {
    std::vector<Report> one;
    one.push_back(std::move(report));
    return std::move(read_together(std::move(one), resources, scratch).front());
}

std::vector<Reading> read_together(std::vector<Report> reports, const Resources& resources, Model::Scratch& scratch) {
    std::vector<Reading> readings(reports.size());
    std::vector<const Document*> documents;
    for (std::size_t i = 0; i < reports.size(); ++i) {
        readings[i].document = segment(std::move(reports[i]));
        documents.push_back(&readings[i].document);
    }
    std::vector<Parse> parses = resources.model.parse(documents, scratch);
    for (std::size_t i = 0; i < readings.size(); ++i) {
        readings[i].parse = std::move(parses[i]);
        read_on(readings[i], resources);
    }
    return readings;
}

}  // namespace readout
