#include "events/small_cast.h"

#include <algorithm>
#include <map>

#include "base/tsv.h"

namespace readout::test {

namespace {

std::string lowered(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

}  // namespace

SmallCast::SmallCast(const std::string& data_folder) {
    const auto table = Table::read(data_folder + "/actors/state_names.tsv", {"code", "name", "kind"});
    if (!table) return;
    for (std::size_t row = 0; row < table->rows(); ++row) {
        const std::string name = lowered(table->cell(row, 1));
        if (name.size() < 4 && name != "us" && name != "usa" && name != "uk") continue;
        names_.push_back({name, {std::string(table->cell(row, 0)), std::string(table->cell(row, 2))}});
        longest_ = std::max<std::size_t>(longest_, static_cast<std::size_t>(std::count(name.begin(), name.end(), ' ')) + 1);
    }
    for (const auto& [name, code] : std::map<std::string, std::string>{{"u.s.", "USA"},
                                                                       {"moscow", "RUS"},
                                                                       {"beijing", "CHN"},
                                                                       {"washington", "USA"},
                                                                       {"kyiv", "UKR"},
                                                                       {"kherson", "UKR"},
                                                                       {"tehran", "IRN"},
                                                                       {"gaza", "PSE"},
                                                                       {"nato", "IGO"},
                                                                       {"kremlin", "RUS"}}) {
        names_.push_back({name, {code, "name"}});
    }
    std::stable_sort(names_.begin(), names_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
}

Cast SmallCast::of(const Document& document, const Parse& parse, const Tree& tree) const {
    Cast cast;
    cast.mention_at.assign(parse.size(), no_index);
    std::map<std::string, std::uint32_t> entity_of;
    std::vector<std::string> code_at(parse.size());
    const auto entity = [&](const std::string& code) {
        const auto [at, fresh] = entity_of.emplace(code, static_cast<std::uint32_t>(cast.entities.size()));
        if (fresh) {
            Entity one;
            one.name = one.actor = one.code = code;
            one.sector = "GOV";
            cast.entities.push_back(one);
        }
        return at->second;
    };
    for (const Sentence& sentence : document.sentences) {
        for (std::uint32_t first = sentence.first; first < sentence.last;) {
            std::uint32_t last = first;
            Name found;
            std::string joined;
            for (std::uint32_t end = first + 1; end <= sentence.last && end - first <= longest_; ++end) {
                if (end > first + 1) joined += ' ';
                joined += lowered(document.word(end - 1));
                const auto at = std::lower_bound(names_.begin(), names_.end(), joined,
                                                 [](const auto& a, const std::string& b) { return a.first < b; });
                if (at == names_.end() || at->first != joined) continue;
                if (joined == "us" && document.word(first) != "US") continue;
                last = end;
                found = at->second;
            }
            if (last == first) {
                ++first;
                continue;
            }
            std::uint32_t head = last - 1;
            for (std::uint32_t token = first; token < last; ++token) {
                const std::int32_t above = parse.head[token];
                if (above < static_cast<std::int32_t>(first) || above >= static_cast<std::int32_t>(last)) head = token;
            }
            const Span span{document.tokens[first].span.start, document.tokens[last - 1].span.end};
            std::string preposition;
            for (const std::uint32_t child : tree.children(head)) {
                if (parse.relation[child].rel == Rel::case_) preposition = lowered(document.word(child));
            }
            if (preposition == "in" || preposition == "near" || preposition == "at") {
                PlaceMention place;
                place.span = span;
                place.first = first;
                place.last = last;
                place.head = head;
                place.place = {std::string(document.words(span)), found.code, "country", std::nullopt, std::nullopt, 0};
                cast.places.push_back(place);
            } else {
                Mention mention;
                mention.span = span;
                mention.first = first;
                mention.last = last;
                mention.head = head;
                mention.entities = {entity(found.code)};
                mention.rule = "small cast";
                cast.mention_at[head] = static_cast<std::int32_t>(cast.mentions.size());
                cast.mentions.push_back(mention);
            }
            first = last;
        }
    }
    return cast;
}

}  // namespace readout::test
