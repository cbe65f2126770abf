#include "events/details.h"

#include <algorithm>

namespace readout {

std::vector<std::uint32_t> clause_tokens(const Text& text, const Clause& clause) {
    const std::uint32_t top = clause.support == no_index ? clause.trigger : static_cast<std::uint32_t>(clause.support);
    std::vector<std::uint32_t> out, stack{top};
    constexpr std::size_t most = 120;
    while (!stack.empty() && out.size() < most) {
        const std::uint32_t at = stack.back();
        stack.pop_back();
        out.push_back(at);
        for (const std::uint32_t child : text.tree.children(at)) {
            const Rel rel = text.rel(child);
            if (rel == Rel::ccomp || rel == Rel::parataxis || rel == Rel::punct) continue;
            if (rel == Rel::conj && text.is_verb(child)) continue;
            if (rel == Rel::acl && text.sub(child) == Sub::relcl && at != clause.trigger) continue;
            stack.push_back(child);
        }
    }
    std::sort(out.begin(), out.end());
    return out;
}

namespace {

// Words of another time or another matter: "… if its tankers were attacked", "after the bombing".
bool of_another_act(const Text& text, std::uint32_t token, std::uint32_t top) {
    static const WordSet elsewhere{"before", "after",   "ahead_of",   "following", "since", "prior_to",
                                   "until",  "despite", "because_of", "over",      "amid"};
    std::uint32_t at = token;
    for (int step = 0; step < 8 && at != top && text.parse.head[at] >= 0; ++step) {
        if (text.rel(at) == Rel::advcl && !(text.is_gerund(at) && text.subordinator(at).empty()) && !text.is_infinitive(at) &&
            text.subordinator(at) != "in" && text.subordinator(at) != "of" && text.subordinator(at) != "from" &&
            text.subordinator(at) != "for")
            return true;
        if (elsewhere.contains(text.preposition(at)) && text.is_noun(at)) return true;
        at = static_cast<std::uint32_t>(text.parse.head[at]);
    }
    return false;
}

// A word that is part of a name or of another word's meaning: "the English Channel", "suicide bomber", "hunger strike".
bool no_mode_word(const Text& text, std::uint32_t token) {
    if (text.place[token] != no_index || text.water_at(token) != nullptr) return true;
    if (text.parse.upos[token] == Upos::PROPN && text.name[token] == 1 + static_cast<int>(NameType::LOC)) return true;
    if (text.lemma[token] == "shoot" && token + 1 < text.form.size() && text.form[token + 1] == "down") return true;
    const std::string_view before = token > 0 ? std::string_view(text.form[token - 1]) : std::string_view();
    return (text.lemma[token] == "bomber" && before == "suicide") || (text.lemma[token] == "strike" && before == "hunger");
}

}  // namespace

std::vector<std::string> modes_of(const Text& text, const CategoryRow& category, const Frame& frame, const Clause& clause,
                                  const std::vector<std::uint32_t>& tokens) {
    constexpr std::uint32_t near = 12;
    constexpr std::size_t most = 3;
    const std::uint32_t top = clause.support == no_index ? clause.trigger : static_cast<std::uint32_t>(clause.support);
    std::vector<std::string> out = frame.modes;
    const auto add = [&](const std::string& name) {
        if (std::find(out.begin(), out.end(), name) == out.end()) out.push_back(name);
    };
    for (const ModeRow& mode : category.modes) {
        if (mode.words.empty()) continue;
        // What is asked for, threatened, refused stands anywhere below; how it was done, near the trigger.
        const bool near_only = category.quad == 4;
        for (const std::uint32_t token : tokens) {
            const auto distance = token > clause.trigger ? token - clause.trigger : clause.trigger - token;
            if (near_only && distance > near) continue;
            if (!mode.words.contains(text.lemma[token]) && !mode.words.contains(text.form[token])) continue;
            if (no_mode_word(text, token) || of_another_act(text, token, top)) continue;
            add(mode.name);
            break;
        }
        if (out.size() >= most) break;
    }
    // What the frame only supposes gives way to what the words show: "began a hunger strike", "sent two warships".
    if (category.quad == 4 && frame.modes.size() == 1 && out.size() > 1) {
        const auto own = std::find_if(category.modes.begin(), category.modes.end(),
                                      [&](const ModeRow& mode) { return mode.name == frame.modes.front(); });
        const bool shown = own != category.modes.end() && std::any_of(tokens.begin(), tokens.end(), [&](std::uint32_t token) {
                               return !no_mode_word(text, token) &&
                                      (own->words.contains(text.lemma[token]) || own->words.contains(text.form[token]));
                           });
        if (!shown) out.erase(out.begin());
    }
    return out;
}

std::vector<std::string> modes_about(const Text& text, const CategoryRow& category, const Frame& frame,
                                     const std::string& content, std::uint32_t token) {
    std::vector<std::string> out = frame.modes;
    const auto about = category.mode_about.find(content);
    std::vector<std::uint32_t> words{token};
    for (const std::uint32_t child : text.tree.children(token)) {
        if (text.rel(child) == Rel::obj || text.rel(child) == Rel::compound) words.push_back(child);
    }
    for (const std::uint32_t word : words) {
        for (const ModeRow& mode : category.modes) {
            if (!mode.words.contains(text.lemma[word]) || no_mode_word(text, word)) continue;
            // A word may show several; the one that fits the act is right.
            if (about != category.mode_about.end() && about->second != mode.name && word != token) continue;
            if (std::find(out.begin(), out.end(), mode.name) == out.end()) out.push_back(mode.name);
            return out;
        }
    }
    if (about != category.mode_about.end() && std::find(out.begin(), out.end(), about->second) == out.end())
        out.push_back(about->second);
    return out;
}

std::string cameo_of(const Ontology::Inside& ontology, const Event& event, const std::string& code) {
    const bool root = code.size() == 3 && code.back() == '0';
    const auto among = [](const std::vector<std::string>& some, const WordSet& wanted) {
        return wanted.empty() ||
               std::any_of(some.begin(), some.end(), [&](const std::string& one) { return wanted.contains(one); });
    };
    for (const CameoRow& row : ontology.cameo) {
        if (ontology.categories[row.category].name != event.category) continue;
        if (row.over.empty() ? !root : !row.over.contains(code)) continue;
        if (!row.content.empty() && (!event.content || !row.content.contains(event.content->event))) continue;
        if (among(event.modes, row.mode) && among(event.contexts, row.context)) return row.code;
    }
    return code;
}

std::vector<std::string> contexts_of(const Text& text, std::uint32_t sentence) {
    std::vector<bool> shown(text.ontology.contexts.size(), false);
    const Sentence& at = text.document.sentences[sentence];
    // "tear gas", "West Bank", "bombing campaign": words that mean something else together
    const auto together = [&](std::uint32_t first) {
        return first >= at.first && first + 1 < at.last &&
               (text.ontology.is("no-context", text.form[first] + "_" + text.form[first + 1]) ||
                text.ontology.is("no-context", text.lemma[first] + "_" + text.lemma[first + 1]));
    };
    for (std::uint32_t token = at.first; token < at.last; ++token) {
        if (text.place[token] != no_index || text.water_at(token) != nullptr || together(token) ||
            (token > at.first && together(token - 1)))
            continue;
        for (const std::string* word : {&text.lemma[token], &text.form[token]}) {
            const auto found = text.ontology.contexts_of_word.find(*word);
            if (found == text.ontology.contexts_of_word.end()) continue;
            for (const std::uint16_t context : found->second) shown[context] = true;
        }
    }
    std::vector<std::string> out;
    for (std::size_t context = 0; context < shown.size(); ++context) {
        if (shown[context]) out.push_back(text.ontology.contexts[context]);
    }
    return out;
}

namespace {

// Finds where one act happened: the place whose phrase hangs nearest on the act, in its own clause first.
class Locator {
public:
    Locator(const Text& text, const Clause& clause, std::int32_t content)
        : text_(text),
          content_(content),
          trigger_(clause.trigger),
          top_(clause.support == no_index ? clause.trigger : static_cast<std::uint32_t>(clause.support)) {}

    std::optional<PlaceMention> find(const std::vector<std::uint32_t>& tokens) {
        look(tokens, top_);
        if (!best_) look_beside(top_);
        if (!best_ && text_.is_noun(top_)) look_above();
        return best_;
    }

private:
    static constexpr int direct = 12, loose = 8, object = 10, part = 6;  // before the steps between place and act are taken off
    static constexpr int farthest = 8;

    void look(const std::vector<std::uint32_t>& tokens, std::uint32_t top) {
        for (const std::uint32_t token : tokens) {
            if (text_.in_dateline(token)) continue;
            if (const PlaceMention* water = text_.water_at(token)) {
                if (water->head == token) weigh(*water, token, top, true);
            } else if (const std::int32_t index = text_.place[token]; index != no_index) {
                const PlaceMention& place = text_.cast.places[static_cast<std::size_t>(index)];
                // "the Leaders Summit" is no place, though there is a Summit
                if (place.last == place.first + 1 && eventful(token) && !text_.is_verb(token)) continue;
                if (place.head == token || !text_.tree.under(place.head, token)) weigh(place, token, top, false);
            } else if (auto land = land_of(token)) {
                weigh(*land, token, top, true);
            }
        }
    }

    // "killed ten and wounded six in Quetta", "… were hurt when a convoy was attacked in Mali".
    void look_beside(std::uint32_t verb) {
        for (const std::uint32_t child : text_.tree.children(verb)) {
            if (child < verb || !text_.is_verb(child)) continue;
            const bool shared = text_.rel(child) == Rel::conj && text_.tree.child(child, Rel::nsubj) < 0 &&
                                text_.tree.child(child, Rel::aux) < 0 && text_.tree.child(child, Rel::ccomp) < 0;
            const bool when = text_.rel(child) == Rel::advcl && (text_.subordinator(child) == "when" || says_when(child));
            if (shared || when) look(below(child), child);
            if (!best_ && text_.rel(child) == Rel::conj && !shared) {  // "one was killed and five were hurt when …"
                for (const std::uint32_t deeper : text_.tree.children(child)) {
                    if (deeper > child && text_.rel(deeper) == Rel::advcl && says_when(deeper)) look(below(deeper), deeper);
                }
            }
        }
    }

    bool says_when(std::uint32_t verb) const {
        for (const std::uint32_t child : text_.tree.children(verb)) {
            if (child < verb && (text_.form[child] == "when" || text_.form[child] == "as")) return true;
        }
        return false;
    }

    // "An attack … killed 30 in Ghazni": an event noun whose verb says where.
    void look_above() {
        std::uint32_t at = top_;
        for (int step = 0; step < 3 && text_.parse.head[at] >= 0; ++step) {
            const Rel rel = text_.rel(at);
            if (rel == Rel::acl || rel == Rel::advcl || rel == Rel::ccomp || rel == Rel::conj) return;
            at = static_cast<std::uint32_t>(text_.parse.head[at]);
            if (text_.is_verb(at)) break;
        }
        if (at == top_ || !text_.is_verb(at) || text_.tree.child(at, Rel::ccomp) >= 0) return;
        look(below(at), at);
    }

    std::vector<std::uint32_t> below(std::uint32_t verb) const {
        Clause clause;
        clause.trigger = verb;
        return clause_tokens(text_, clause);
    }

    // A state that is somebody, where its land is meant: "a visit to Australia", "sent doctors to Italy", "invaded Kuwait"; and
    // whose region or town is named: "in Burkina Faso's Sahel region", "in the Nigerian town of Gwoza".
    std::optional<PlaceMention> land_of(std::uint32_t token) const {
        const std::int32_t index = text_.mention[token];
        if (index == no_index) return std::nullopt;
        const Mention& mention = text_.cast.mentions[static_cast<std::size_t>(index)];
        if (mention.head != token || mention.entities.size() != 1 || mention.kind != MentionKind::name) return std::nullopt;
        const Entity& entity = text_.cast.entities[mention.entities.front()];
        if (entity.code.empty() || entity.actor != entity.code) return std::nullopt;
        if (!gone_to(token) && !names_land(token)) return std::nullopt;
        PlaceMention out;
        out.span = mention.span;
        out.first = mention.first;
        out.last = mention.last;
        out.head = token;
        out.place.name = entity.name;
        out.place.country = entity.code;
        out.place.precision = "country";
        out.confidence = mention.confidence;
        return out;
    }

    bool gone_to(std::uint32_t token) const {
        static const WordSet entering{"visit", "invade", "enter", "tour", "leave", "revisit"};
        const std::string preposition = text_.preposition(token);
        if (text_.parse.head[token] < 0) return false;
        const auto head = static_cast<std::uint32_t>(text_.parse.head[token]);
        const auto goes = [&](std::uint32_t at) { return text_.ontology.is("going", text_.lemma[at]); };
        if (text_.rel(token) == Rel::obj && preposition.empty()) return entering.contains(text_.lemma[head]);
        if (preposition == "from")
            return (goes(head) || goes(top_) || goes(trigger_)) && text_.ontology.is("leaving", text_.lemma[head]);
        return (preposition == "to" || preposition == "into") && (goes(top_) || goes(trigger_) || goes(head)) &&
               (head == top_ || head == trigger_ || text_.rel(head) == Rel::obj);
    }

    bool names_land(std::uint32_t token) const {
        if (text_.parse.head[token] < 0) return false;
        const auto head = static_cast<std::uint32_t>(text_.parse.head[token]);
        const Rel rel = text_.rel(token);
        if (rel != Rel::amod && rel != Rel::nmod && rel != Rel::compound) return false;
        if (!text_.ontology.is("land", text_.lemma[head]) || head < token) return false;
        static const WordSet where{"in",     "at", "near", "outside", "inside", "around",
                                   "across", "on", "off",  "from",    "into",   "within"};
        return where.contains(text_.preposition(head)) || text_.rel(head) == Rel::obj;
    }

    void weigh(const PlaceMention& place, std::uint32_t token, std::uint32_t top, bool land) {
        int score = stands(token, top, land);
        if (score <= 0) return;
        const std::string& precision = place.place.precision;
        score += precision == "country" ? 0 : precision == "province" ? 1 : 2;
        if (best_) {
            // "near Najaf in Iraq": of a state and a place in it, the place.
            const bool of_one_state = best_->place.country == place.place.country && !place.place.country.empty();
            const bool state = precision == "country", best_state = best_->place.precision == "country";
            if (of_one_state && state != best_state ? state : score <= best_score_) return;
        }
        best_score_ = score;
        best_ = place;
        best_->place = no_finer(place, token);
    }

    // "Idlib province" is not the city of that name.
    Place no_finer(const PlaceMention& mention, std::uint32_t token) const {
        Place place = mention.place;
        if (place.precision != "city" && place.precision != "point") return place;
        static const WordSet areas{"province",   "region", "state", "oblast",   "governorate", "prefecture",
                                   "department", "county", "krai",  "district", "division",    "countryside"};
        const std::uint32_t next = mention.last;
        const bool before = text_.parse.head[token] == static_cast<std::int32_t>(next) && next < text_.form.size() &&
                            areas.contains(text_.form[next]);
        const std::int32_t head = text_.parse.head[token];  // "the province of Idlib"
        const bool of =
            text_.preposition(token) == "of" && head >= 0 && areas.contains(text_.lemma[static_cast<std::size_t>(head)]);
        if (!before && !of) return place;
        place.precision = "province";
        place.geonameid = 0;  // that of the city
        return place;
    }

    // How closely a place is tied to the act; 0 where it says where something else is.
    int stands(std::uint32_t token, std::uint32_t top, bool land) const {
        static const WordSet other_times{"before",    "after",      "ahead_of", "following",  "since",
                                         "prior_to",  "until",      "despite",  "because_of", "due_to",
                                         "regarding", "concerning", "pending",  "unlike",     "according_to"};
        static const WordSet topics{"over", "about", "against", "on", "for"};
        static const WordSet strong{"in",    "at",  "near",   "outside",    "inside", "around",
                                    "along", "off", "across", "throughout", "within"};
        static const WordSet weak{"over",    "above",  "on",      "into",    "from", "to", "of",
                                  "through", "toward", "towards", "between", "onto", "via"};
        int score = 0, steps = 0;
        std::uint32_t at = token;
        for (; steps < farthest; ++steps) {
            const std::string preposition = text_.preposition(at);
            if (at != top && at != trigger_) {
                if (other_times.contains(preposition)) return 0;
                // "over the killings in Gaza" is what a protest is about
                if (at != token && score > 0 && topics.contains(preposition) && text_.is_noun(at) && eventful(at)) return 0;
            }
            if (content_ != no_index && static_cast<std::uint32_t>(content_) == at && at != top && at != trigger_) return 0;
            if (score == 0)
                score = strong.contains(preposition)         ? direct - 2 * steps
                        : weak.contains(preposition) || land ? loose - 2 * steps
                                                             : 0;
            if (at == top || at == trigger_ || text_.parse.head[at] < 0) break;
            if (text_.rel(at) == Rel::nsubj && text_.sub(at) != Sub::pass) score -= 3;
            if (at != token && text_.is_verb(at)) score -= 2;
            at = static_cast<std::uint32_t>(text_.parse.head[at]);
        }
        if (score == 0) {
            const Rel rel = text_.rel(token);
            if (rel == Rel::obj && steps <= 1)
                score = object;
            else if (steps <= 3 &&
                     (rel == Rel::nmod || rel == Rel::obl || rel == Rel::compound || rel == Rel::appos || rel == Rel::flat))
                score = part;
            else
                return 0;
        }
        return std::max(1, score - std::min(steps, 4));
    }

    bool eventful(std::uint32_t token) const {
        return text_.ontology.is("event-noun-thing", text_.lemma[token]) ||
               text_.ontology.by_lemma[static_cast<std::size_t>(Trigger::noun)].contains(text_.lemma[token]);
    }

    const Text& text_;
    std::int32_t content_;
    std::uint32_t trigger_, top_;
    std::optional<PlaceMention> best_;
    int best_score_ = 0;
};

}  // namespace

std::optional<PlaceMention> location_of(const Text& text, const Clause& clause, const std::vector<std::uint32_t>& tokens,
                                        std::int32_t content) {
    return Locator(text, clause, content).find(tokens);
}

}  // namespace readout
