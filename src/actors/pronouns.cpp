#include "actors/pronouns.h"

#include <optional>
#include <tuple>
#include <unordered_map>

#include "actors/walk.h"

namespace readout::actors {

std::string pronoun_feature_name(std::size_t feature) {
    for (const FeatureGroup& group : feature_groups) {
        if (feature < static_cast<std::size_t>(group.size)) return std::string(group.name) + ":" + std::to_string(feature);
        feature -= static_cast<std::size_t>(group.size);
    }
    return feature == 0 ? "start" : "counts";
}

std::int32_t pronoun_score(std::span<const std::int32_t> weights, std::span<const std::uint16_t> asks) {
    std::array<std::int32_t, pronoun_row> sum{};  // a weight is below a million, and some sixty features hold
    const auto add = [&](std::size_t row) {
        for (std::size_t i = 0; i < pronoun_row; ++i) sum[i] += weights[row * pronoun_row + i];
    };
    add(pronoun_features);
    for (const std::uint16_t ask : asks) add(ask);
    const std::span<const std::int32_t> counts = weights.subspan((pronoun_features + 1) * pronoun_row, pronoun_row);
    std::int64_t units = 0;
    for (std::size_t i = 1; i < pronoun_row; ++i) units += std::int64_t{std::max(sum[i], 0)} * counts[i];
    return static_cast<std::int32_t>(std::clamp<std::int64_t>(sum[0] + units / 1000, -1'000'000, 1'000'000));
}

namespace {

constexpr std::uint32_t sentences_back = 5;
constexpr std::size_t most_candidates = 24;

enum class Role : std::uint8_t { subject, passive_subject, object, oblique, possessive, nmod, other };
enum class PronounRole : std::uint8_t { subject, object, oblique, possessive };

std::uint32_t first_conjunct(const Casting& c, std::uint32_t token) {
    for (int steps = 0; steps < 4; ++steps) {
        const Rel rel = c.parse.relation[token].rel;
        const std::int32_t head = c.parse.head[token];
        if ((rel != Rel::conj && rel != Rel::flat && rel != Rel::appos) || head < 0) break;
        token = static_cast<std::uint32_t>(head);
    }
    return token;
}

Role role_of(const Casting& c, std::uint32_t head) {
    if (is_possessive_role(c, head)) return Role::possessive;
    const std::uint32_t token = first_conjunct(c, head);
    if (is_possessive_role(c, token)) return Role::possessive;
    const Relation relation = c.parse.relation[token];
    switch (relation.rel) {
        case Rel::nsubj:
            return relation.sub == Sub::pass ? Role::passive_subject : Role::subject;
        case Rel::obj:
        case Rel::iobj:
            return Role::object;
        case Rel::obl:
            return Role::oblique;
        case Rel::nmod:
            return Role::nmod;
        default:
            return Role::other;
    }
}

PronounRole pronoun_role(const Casting& c, std::uint32_t token) {
    if (c.parse.relation[token].sub == Sub::poss) return PronounRole::possessive;
    switch (role(c, token)) {
        case Rel::nsubj:
            return PronounRole::subject;
        case Rel::obj:
        case Rel::iobj:
            return PronounRole::object;
        default:
            return PronounRole::oblique;
    }
}

bool is_subject_role(Role r) { return r == Role::subject || r == Role::passive_subject; }

int bucket(std::uint32_t value, std::initializer_list<std::uint32_t> limits) {
    int at = 0;
    for (const std::uint32_t limit : limits) {
        if (value <= limit) return at;
        ++at;
    }
    return at;
}

// The token right below `above` on the way up from `token`; no_index where `above` does not govern it.
std::int32_t step_below(const Casting& c, std::int32_t above, std::uint32_t token) {
    std::int32_t at = static_cast<std::int32_t>(token);
    for (int steps = 0; at >= 0 && steps < 40; ++steps) {
        const std::int32_t head = c.parse.head[static_cast<std::size_t>(at)];
        if (head == above) return at;
        at = head;
    }
    return no_index;
}

int kind_of_step(const Casting& c, std::int32_t step) {
    switch (c.parse.relation[static_cast<std::size_t>(step)].rel) {
        case Rel::advcl:
            return 0;
        case Rel::ccomp:
            return 1;
        case Rel::xcomp:
            return 2;
        case Rel::acl:
            return 3;
        case Rel::conj:
        case Rel::parataxis:
            return 4;
        default:
            return 5;
    }
}

// How the candidate's clause and the pronoun's stand to each other: 0 the same; 1-6 the candidate's is above, by the kind of
// clause that leads down; 7-10 the pronoun's is above; 11 neither.
int clause_relation(const Casting& c, std::int32_t candidate, std::int32_t pronoun, std::uint32_t head, std::uint32_t token) {
    if (candidate == pronoun) return 0;
    if (candidate >= 0) {
        const std::int32_t step = step_below(c, candidate, token);
        if (step >= 0) return 1 + kind_of_step(c, step);
    }
    if (pronoun >= 0) {
        const std::int32_t step = step_below(c, pronoun, head);
        if (step >= 0) {
            const int kind = kind_of_step(c, step);
            return 7 + (kind == 0 ? 0 : kind == 3 ? 1 : kind <= 2 ? 2 : 3);
        }
    }
    return 11;
}

int borders_between(const Casting& c, std::int32_t above, std::int32_t clause) {
    int borders = 0;
    while (clause >= 0 && clause != above && borders < 3) {
        clause = clause_of(c, static_cast<std::uint32_t>(clause));
        ++borders;
    }
    return borders;
}

// The word that opens the pronoun's clause.
int mark_of(const Casting& c, std::int32_t clause) {
    if (clause < 0) return 0;
    static constexpr std::string_view when[] = {"when", "while", "as", "after", "before", "until", "once", "since", "whilst"};
    static constexpr std::string_view because[] = {"because", "for", "so"};
    static constexpr std::string_view whether[] = {"if", "whether", "although", "though", "unless"};
    static constexpr std::string_view who[] = {"who", "which", "whose", "whom", "where"};
    int found = 0;
    for (const std::uint32_t child : c.tree.children(static_cast<std::uint32_t>(clause))) {
        const std::string word = c.lower(child);
        const Rel rel = c.parse.relation[child].rel;
        if (rel == Rel::cc && found == 0) found = word == "but" ? 6 : 5;
        if (one_of(word, who)) return 7;
        if (rel != Rel::mark && rel != Rel::advmod) continue;
        if (one_of(word, when)) return 1;
        if (one_of(word, because)) return 2;
        if (word == "that") return 3;
        if (one_of(word, whether)) return 4;
    }
    return found;
}

std::int32_t root_of(const Casting& c, std::uint32_t token) {
    const Sentence& sentence = c.document.sentences[c.document.sentence_of(token)];
    for (std::uint32_t t = sentence.first; t < sentence.last; ++t) {
        if (c.parse.head[t] < 0) return static_cast<std::int32_t>(t);
    }
    return no_index;
}

// What is known of the pronoun itself, once for all candidates.
struct Pronoun {
    std::uint32_t token = 0, sentence = 0;
    char gender = 0;
    PronounRole role = PronounRole::subject;
    bool reflexive = false;
    std::int32_t clause = no_index, above = no_index, top = no_index;  // its clause, the one above, above that
    std::int32_t subject = no_index, subject_above = no_index, subject_top = no_index;
    std::int32_t earlier_subject = no_index, earlier_last = no_index;  // of the sentence before: of its root, of its last clause
    std::int32_t main_subject = no_index;
    bool fronted = false;  // it stands before the main subject of its sentence
    int mark = 0;
    std::uint32_t last_taken = nothing;  // by the last pronoun of the same kind
    std::uint32_t last_taken_sentence = 0;
    bool last_is_newest = false;
};

std::int32_t last_clause(const Casting& c, const Sentence& sentence) {
    for (std::uint32_t t = sentence.last; t-- > sentence.first;) {
        if (c.parse.relation[t].rel == Rel::nsubj) return static_cast<std::int32_t>(t);
    }
    return no_index;
}

Pronoun describe(const Walk& w, std::uint32_t token, char gender) {
    const Casting& c = w.c;
    Pronoun p;
    p.token = token;
    p.sentence = w.sentence(token);
    p.gender = gender;
    p.role = pronoun_role(c, token);
    p.reflexive = c.lower(token).ends_with("self");
    p.clause = clause_of(c, token);
    if (p.clause >= 0) p.above = clause_of(c, static_cast<std::uint32_t>(p.clause));
    if (p.above >= 0) p.top = clause_of(c, static_cast<std::uint32_t>(p.above));
    p.subject = subject_of(c, p.clause);
    p.subject_above = subject_of(c, p.above);
    p.subject_top = subject_of(c, p.top);
    p.mark = mark_of(c, p.clause);
    p.main_subject = subject_of(c, root_of(c, token));
    p.fronted = p.main_subject >= 0 && token < static_cast<std::uint32_t>(p.main_subject) && !governs(c, p.main_subject, token);
    if (p.sentence > 0) {
        const Sentence& before = c.document.sentences[p.sentence - 1];
        if (before.first < before.last) {
            p.earlier_subject = subject_of(c, root_of(c, before.first));
            p.earlier_last = last_clause(c, before);
        }
    }
    for (std::size_t i = w.order.size(); i-- > 0;) {
        const Mention& mention = c.cast.mentions[w.order[i]];
        if (w.sentence(mention.head) + 3 < p.sentence) break;
        if (mention.kind != MentionKind::pronoun || mention.entities.size() != 1 || mention.head >= token) continue;
        const std::string word = c.lower(mention.head);
        const char other = word.starts_with("h") && word.size() > 1 ? (word[1] == 'e' && word != "he" ? 'f' : 'm')
                           : word.starts_with("s")                  ? 'f'
                                                                    : 0;
        const std::string own = c.lower(token);
        const char mine = own == "she" || own.starts_with("her") ? 'f' : 'm';
        if (other != mine || w.referent[mention.entities[0]].sort != Sort::person) continue;
        p.last_taken = mention.entities[0];
        p.last_taken_sentence = w.sentence(mention.head);
        break;
    }
    return p;
}

struct Past {  // of one candidate: what the sentences at hand say of it, and how it stands where it was last named
    int here = 0, before = 0;  // mentions in this sentence, in the last
    bool subject_here = false, subject_last = false, subject_earlier = false;
    int subjects = 0;
    Role role = Role::other;
    std::uint32_t back = 0;
    int up = 0, down = 0;  // steps in the tree, in the same sentence
    std::uint32_t first = nothing;
};

// How many steps it is from `from` up to what it shares with `to`, and from there down.
std::pair<int, int> steps_between(const Casting& c, std::uint32_t from, std::uint32_t to) {
    std::array<std::int32_t, 12> line;
    int length = 0;
    for (auto at = static_cast<std::int32_t>(from); at >= 0 && length < 12; at = c.parse.head[static_cast<std::size_t>(at)])
        line[static_cast<std::size_t>(length++)] = at;
    int down = 0;
    for (auto at = static_cast<std::int32_t>(to); at >= 0 && down < 12; at = c.parse.head[static_cast<std::size_t>(at)], ++down) {
        const auto end = line.begin() + length;
        const auto found = std::find(line.begin(), end, at);
        if (found != end) return {static_cast<int>(found - line.begin()), down};
    }
    return {12, 12};
}

// "He" opens the sentence: nothing but an adverb, a conjunction or a mark stands before it.
bool opens(const Casting& c, std::uint32_t token) {
    for (std::uint32_t t = c.sentence_first(token); t < token; ++t) {
        const Upos upos = c.parse.upos[t];
        if (upos != Upos::ADV && upos != Upos::CCONJ && upos != Upos::PUNCT && upos != Upos::INTJ) return false;
    }
    return true;
}

int preposition_of(const Casting& c, std::uint32_t head) {
    static constexpr std::string_view each[] = {"by", "with", "to", "of", "for", "from"};
    static constexpr std::string_view place[] = {"in", "on", "at"};
    static constexpr std::string_view time[] = {"after", "before"};
    static constexpr std::string_view among[] = {"between", "among", "amongst"};
    const std::int32_t at = c.tree.child(first_conjunct(c, head), Rel::case_);
    if (at < 0) return no_index;
    const std::string word = c.lower(static_cast<std::uint32_t>(at));
    for (std::size_t i = 0; i < std::size(each); ++i) {
        if (word == each[i]) return static_cast<int>(i);
    }
    return one_of(word, place) ? 6 : one_of(word, time) ? 7 : one_of(word, among) ? 8 : word == "as" ? 9 : 10;
}

class Filler {
public:
    Filler(const Walk& w, const Pronoun& p, std::vector<PronounCandidate>& all) : w_(w), c_(w.c), p_(p), all_(all) {
        for (const PronounCandidate& x : all_) {
            Referent& r = unnamed_.emplace_back();
            if (x.kind != CandidateKind::unnamed) continue;
            r.mentions = r.in_document = 1;
            if (x.entity != nothing) r.mentions = std::max(1, w_.referent[x.entity].mentions);
            r.gender = gender_of_noun(c_, c_.cast.mentions[x.mention].head);
            r.by_title = r.gender != 0;
        }
        for (const PronounCandidate& x : all_) {
            most_so_far_ = std::max(most_so_far_, referent(x).mentions);
            most_in_all_ = std::max(most_in_all_, referent(x).in_document);
            in_headline_.push_back(named_in_headline(x));
        }
        survey();
    }

    void fill(std::size_t rank) {
        PronounCandidate& x = all_[rank];
        x_ = &x;
        past_here_ = &past_[rank];
        const Mention& near = mention(x);
        head_ = near.head;
        there_ = w_.sentence(head_);
        back_ = p_.sentence > there_ ? p_.sentence - there_ : 0;
        role_ = role_of(c_, head_);
        after_ = head_ > p_.token;
        clause_ = clause_of(c_, head_);
        place(rank);
        roles();
        if (back_ == 0) clauses();
        inside(near);
        quotes();
        salience(near);
        form(near);
        naming(near);
        earlier(rank);
        standing(near);
        gender(rank);
        headline(rank);
        const std::int32_t label = c_.name_at[head_];
        on(Ask::label, label == no_index ? 2 : c_.parse.names[static_cast<std::size_t>(label)].type == NameType::PER ? 0 : 1);
    }

private:
    bool named_in_headline(const PronounCandidate& x) const {
        if (w_.headline.empty()) return false;
        if (x.kind == CandidateKind::unnamed) return false;
        const Mention& near = mention(x);
        const std::string_view name =
            x.entity == nothing ? c_.text_of(near.first, near.last) : std::string_view(c_.cast.entities[x.entity].name);
        for (const Word& word : cut_words(name)) {
            if (word.text.size() > 2 && std::find(w_.headline.begin(), w_.headline.end(), word.text) != w_.headline.end())
                return true;
        }
        return false;
    }

    const std::vector<std::uint32_t>& alike() const {
        return c_.lower(p_.token).starts_with("s") || c_.lower(p_.token).starts_with("her") ? w_.she : w_.he;
    }

    // What the last sentences say of each candidate, in one walk over them.
    void survey() {
        past_.resize(all_.size());
        opens_ = p_.role == PronounRole::subject && opens(c_, p_.token);
        for (std::size_t i = 0; i < all_.size(); ++i) {
            Past& past = past_[i];
            const std::uint32_t head = mention(all_[i]).head, there = w_.sentence(head);
            past.role = role_of(c_, head);
            past.back = p_.sentence > there ? p_.sentence - there : 0;
            past.first = referent(all_[i]).first_token == nothing ? head : referent(all_[i]).first_token;
            if (past.back == 0) std::tie(past.up, past.down) = steps_between(c_, p_.token, head);
            if (head > p_.token) continue;
            if (all_[i].entity == nothing) count(past, head);
            if (is_subject_role(past.role)) {
                if (nearest_subject_ == nothing)
                    nearest_subject_ = i;
                else if (second_subject_ == nothing)
                    second_subject_ = i;
            }
            if (nearest_parallel_ == nothing && parallel(past.role)) nearest_parallel_ = i;
        }
        std::size_t seen = 0;
        for (std::size_t m = w_.order.size(); m-- > 0 && seen < 200; ++seen) {
            const Mention& other = c_.cast.mentions[w_.order[m]];
            if (w_.sentence(other.head) + sentences_back < p_.sentence) break;
            if (other.entities.size() != 1 || other.head >= p_.token) continue;
            for (std::size_t i = 0; i < all_.size(); ++i) {
                if (all_[i].entity == other.entities[0]) count(past_[i], other.head);
            }
        }
        in_hobbs_order();
    }

    void count(Past& past, std::uint32_t head) {
        const std::uint32_t there = w_.sentence(head);
        past.here += there == p_.sentence;
        past.before += there + 1 == p_.sentence;
        if (!is_subject_role(role_of(c_, head))) return;
        ++past.subjects;
        (there == p_.sentence ? past.subject_here : there + 1 == p_.sentence ? past.subject_last : past.subject_earlier) = true;
    }

    bool parallel(Role role) const {
        switch (p_.role) {
            case PronounRole::subject:
                return is_subject_role(role);
            case PronounRole::object:
                return role == Role::object;
            case PronounRole::possessive:
                return role == Role::possessive;
            default:
                return role == Role::oblique || role == Role::nmod;
        }
    }

    // This sentence up the tree from the pronoun, then earlier ones from the top; those that follow the pronoun last.
    void in_hobbs_order() {
        std::vector<std::size_t> order(all_.size());
        for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
        const auto key = [&](std::size_t i) {
            const std::uint32_t head = mention(all_[i]).head;
            const int level = past_[i].back == 0 ? past_[i].up + (head > p_.token ? 1000 : 0) : depth_of(c_, head);
            return std::tuple(head > p_.token, past_[i].back, level, head);
        };
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
        hobbs_.resize(all_.size());
        for (std::size_t i = 0; i < order.size(); ++i) hobbs_[order[i]] = i;
    }

    // How it is named, and what was said of others since.
    void naming(const Mention& near) {
        const Referent& r = referent(*x_);
        const std::int32_t span = c_.person_at[near.head];
        const bool now = span != no_index ? c_.people[static_cast<std::size_t>(span)].full : near.last - near.first >= 2;
        const bool full = r.full || (x_->kind == CandidateKind::doubtful && now);
        if (near.kind == MentionKind::pronoun)
            on(Ask::naming, full ? 4 : 5);
        else if (near.kind == MentionKind::name && now)
            on(Ask::naming, r.mentions <= 1 ? 0 : 1);
        else
            on(Ask::naming, full ? 2 : 3);
        const std::vector<std::uint32_t>& kind = alike();
        const auto before_first = std::lower_bound(kind.begin(), kind.end(), past_here_->first) - kind.begin();
        on(Ask::topic, static_cast<int>(std::min<std::ptrdiff_t>(before_first, 2)) * 2 + (full ? 0 : 1));
        if (after_) return;
        const auto since = kind.end() - std::upper_bound(kind.begin(), kind.end(), head_);
        if (since > 0) on(Ask::passed_over, static_cast<int>(std::min<std::ptrdiff_t>(since, 3)) - 1);
        if (kind.empty() || w_.sentence(kind.back()) != p_.sentence) return;
        std::uint32_t means = nothing;
        for (std::size_t m = w_.order.size(), seen = 0; m-- > 0 && seen < 30; ++seen) {
            const Mention& other = c_.cast.mentions[w_.order[m]];
            if (other.head == kind.back() && other.entities.size() == 1) means = other.entities[0];
        }
        on(Ask::pronoun_before, means == nothing ? 2 : means == x_->entity ? 0 : 1);
    }

    void earlier(std::size_t rank) {
        const Past& past = *past_here_;
        on_if(past.subject_here, Ask::was_subject, 0);
        on_if(past.subject_last, Ask::was_subject, 1);
        on_if(past.subject_earlier, Ask::was_subject, 2);
        on_if(past.subjects > 2, Ask::was_subject, 3);
        on_if(past.subjects == 0, Ask::was_subject, 4);
        if (opens_) {
            const bool main = past.back == 1 && p_.earlier_subject == static_cast<std::int32_t>(head_);
            on(Ask::opening, past.back == 0 ? 3 : past.back > 1 ? 4 : main ? 0 : is_subject_role(past.role) ? 1 : 2);
        }
        on_if(rank == nearest_subject_, Ask::nearest_of, 0);
        on_if(rank == second_subject_, Ask::nearest_of, 1);
        on_if(rank == nearest_parallel_, Ask::nearest_of, 2);
        on(Ask::hobbs, static_cast<int>(std::min<std::size_t>(hobbs_[rank], 3)));
        std::size_t before = 0, mentions = 0;
        for (std::size_t i = 0; i < all_.size(); ++i) {
            if (i == rank) continue;
            before += past_[i].first < past.first;
            mentions = std::max(mentions, static_cast<std::size_t>(referent(all_[i]).mentions));
        }
        if (before < 2)
            on(Ask::first_rank, static_cast<int>(before));
        else
            on_if(before + 1 == all_.size(), Ask::first_rank, 2);
        const int lead = referent(*x_).mentions - static_cast<int>(mentions);
        on(Ask::lead, lead >= 2 ? 0 : lead == 1 ? 1 : lead == 0 ? 2 : 3);
    }

    void standing(const Mention& near) {
        const auto possessor = [&](std::uint32_t noun) {
            for (const std::uint32_t child : c_.tree.children(noun)) {
                if (c_.parse.relation[child].sub != Sub::poss) continue;
                if (near.first <= child && child < near.last && c_.parse.upos[child] != Upos::PRON) continue;
                const std::string word = c_.lower(child);
                const bool he = word == "his" || word == "her";
                return he ? 0 : c_.parse.upos[child] == Upos::PROPN ? 1 : 2;
            }
            return -1;
        };
        int whose = possessor(head_);
        const Rel rel = c_.parse.relation[head_].rel;
        if (whose < 0 && c_.parse.head[head_] >= 0 && (rel == Rel::appos || rel == Rel::flat || rel == Rel::compound))
            whose = possessor(static_cast<std::uint32_t>(c_.parse.head[head_]));
        on_if(whose >= 0, Ask::introduced, whose);
        const int preposition = preposition_of(c_, head_);
        on_if(preposition >= 0, Ask::preposition, preposition);
        if (clause_ >= 0) {
            const auto verb = static_cast<std::size_t>(clause_);
            const int sort = c_.parse.upos[verb] != Upos::VERB ? 1 : one_of(c_.parse.lemma[verb], speech) ? 0 : 2;
            on(Ask::governor, sort * 2 + (is_subject_role(role_) ? 0 : 1));
        }
        const bool mine = w_.in_brackets[p_.token] != 0, its = w_.in_brackets[head_] != 0;
        on_if(mine || its, Ask::brackets, mine && its ? 2 : mine ? 1 : 0);
        if (back_ != 0) return;
        on(Ask::steps_up, std::clamp(past_here_->up, 1, 5) - 1);
        on(Ask::steps_down, std::clamp(past_here_->down, 0, 4));
    }

    void headline(std::size_t rank) {
        bool any = false;
        for (const bool in : in_headline_) any |= in;
        if (any) on(Ask::headline, in_headline_[rank] ? 0 : 1);
    }

    const Referent& referent(const PronounCandidate& x) const {
        if (x.kind == CandidateKind::unnamed) return unnamed_[static_cast<std::size_t>(&x - all_.data())];
        return x.kind == CandidateKind::doubtful ? w_.doubtful_names[w_.doubtful[x.mention].name] : w_.referent[x.entity];
    }
    const Mention& mention(const PronounCandidate& x) const {
        return x.kind == CandidateKind::doubtful ? w_.doubtful[x.mention].mention : c_.cast.mentions[x.mention];
    }
    void on(Ask ask, int which = 0) {
        x_->asks.push_back(static_cast<std::uint16_t>(first_of(ask) + static_cast<std::size_t>(which)));
    }
    void on_if(bool holds, Ask ask, int which = 0) {
        if (holds) on(ask, which);
    }

    void place(std::size_t rank) {
        on(Ask::sentences_back, static_cast<int>(std::min(back_, 3u)));
        const std::uint32_t gap = p_.token > head_ ? p_.token - head_ : head_ - p_.token;
        on(Ask::tokens_between, bucket(gap, {3, 6, 12, 25, 50}));
        if (!after_) on(Ask::rank, static_cast<int>(std::min<std::size_t>(rank, 3)));
        on(Ask::depth, std::clamp(depth_of(c_, head_), 1, 4) - 1);
    }

    void roles() {
        const int cross = static_cast<int>(role_) * 4 + static_cast<int>(p_.role);
        on(after_ ? Ask::role_after : back_ == 0 ? Ask::role_before : Ask::role_earlier, cross);
        const auto head = static_cast<std::int32_t>(head_);
        const std::int32_t first = static_cast<std::int32_t>(first_conjunct(c_, head_));
        const auto is = [&](std::int32_t token) {
            return token >= 0 && (token == head || token == first) && role_ != Role::possessive;
        };
        if (is(p_.subject) && !p_.reflexive && p_.role != PronounRole::subject) {
            const bool object = p_.role == PronounRole::object && c_.parse.head[p_.token] == p_.clause && acts_itself(p_.clause);
            if (p_.role == PronounRole::possessive || object) on(Ask::subject_of_clause, object ? 5 : 0);
        }
        on_if(is(p_.subject_above), Ask::subject_of_clause, 1);
        on_if(is(p_.subject_top), Ask::subject_of_clause, 2);
        on_if(is(p_.earlier_subject), Ask::subject_of_clause, 3);
        on_if(is(p_.earlier_last), Ask::subject_of_clause, 4);
        const std::int32_t verb = c_.parse.head[head_];
        const bool object = role_ == Role::object, oblique = role_ == Role::oblique;
        on_if(object && verb >= 0 && verb == p_.clause, Ask::object_of_clause, 0);
        on_if(object && verb >= 0 && verb == p_.above, Ask::object_of_clause, 1);
        on_if(oblique && verb >= 0 && verb == p_.above, Ask::object_of_clause, 2);
        on_if(oblique && verb >= 0 && verb == p_.clause, Ask::object_of_clause, 3);
        told(is(p_.subject_above), verb);
        on_if(p_.reflexive, Ask::reflexive, is(p_.subject) ? 0 : 1);
        on_if(p_.fronted, Ask::fronted, is(p_.main_subject) ? 0 : after_ ? 1 : back_ == 0 ? 2 : is_subject_role(role_) ? 3 : 4);
        on_if(!p_.fronted && is(p_.main_subject) && back_ == 0, Ask::fronted, 5);
        if (is_subject_role(role_) && p_.role == PronounRole::subject && verb >= 0 && p_.clause >= 0 && verb != p_.clause)
            on_if(c_.parse.lemma[static_cast<std::size_t>(verb)] == c_.parse.lemma[static_cast<std::size_t>(p_.clause)],
                  Ask::same_verb);
    }

    // What is told is of the one who tells; what somebody is warned of is his own.
    void told(bool speaker, std::int32_t verb) {
        static constexpr std::string_view tells[] = {"tell", "assure", "inform", "promise", "reply", "explain", "write"};
        static constexpr std::string_view warns[] = {"warn", "remind", "ask", "urge", "advise", "order", "persuade", "convince"};
        if (p_.role != PronounRole::subject || p_.clause < 0 || p_.above < 0 || back_ != 0 || after_) return;
        if (c_.parse.relation[static_cast<std::size_t>(p_.clause)].rel != Rel::ccomp) return;
        const bool addressee = verb == p_.above && (role_ == Role::object || role_ == Role::oblique);
        if (!speaker && !addressee) return;
        const std::string_view lemma = c_.parse.lemma[static_cast<std::size_t>(p_.above)];
        if (one_of(lemma, tells))
            on(Ask::told, speaker ? 0 : 1);
        else if (one_of(lemma, warns))
            on(Ask::told, speaker ? 2 : 3);
    }

    // The verb's own subject, or that of the verb it is joined to; what hangs on another verb may have somebody else's.
    bool acts_itself(std::int32_t verb) const {
        for (int steps = 0; verb >= 0 && steps < 4; ++steps) {
            if (c_.tree.child(static_cast<std::uint32_t>(verb), Rel::nsubj) >= 0) return true;
            if (c_.parse.relation[static_cast<std::size_t>(verb)].rel != Rel::conj) return false;
            verb = c_.parse.head[static_cast<std::size_t>(verb)];
        }
        return false;
    }

    void clauses() {
        const int how = clause_relation(c_, clause_, p_.clause, head_, p_.token);
        const int subject = is_subject_role(role_) ? 0 : 1;
        on(after_ ? Ask::clause_after : Ask::clause, how * 2 + subject);
        const int borders = how <= 6 ? borders_between(c_, clause_, p_.clause) : borders_between(c_, p_.clause, clause_);
        on(Ask::clause_steps, std::min(borders, 3));
        if (!after_) on(Ask::mark, p_.mark * 2 + subject);
        on_if(after_ && p_.role == PronounRole::subject && p_.clause >= 0 && governs(c_, p_.clause, head_),
              Ask::own_subject_governs);
        const std::int32_t noun = c_.parse.head[p_.token];
        if (p_.role == PronounRole::possessive && noun >= 0) {
            const bool predicate =
                static_cast<std::uint32_t>(noun) != head_ && c_.parse.head[head_] == noun && is_subject_role(role_);
            on_if(predicate, Ask::predicate);
        }
    }

    // The pronoun stands inside the candidate's phrase.
    void inside(const Mention& near) {
        if (back_ != 0) return;
        const auto head = static_cast<std::int32_t>(head_);
        const std::int32_t noun = c_.parse.head[p_.token];
        if (p_.role == PronounRole::possessive && noun >= 0) {
            const bool apposed = (c_.parse.head[static_cast<std::size_t>(noun)] == head &&
                                  c_.parse.relation[static_cast<std::size_t>(noun)].rel == Rel::appos) ||
                                 (c_.parse.head[head_] == noun &&
                                  (c_.parse.relation[head_].rel == Rel::appos || c_.parse.relation[head_].rel == Rel::flat));
            if (apposed) return on(Ask::inside, 3);
        }
        const std::int32_t step = step_below(c_, head, p_.token);
        if (step < 0 || (near.first <= p_.token && p_.token < near.last)) return;
        const Rel rel = c_.parse.relation[static_cast<std::size_t>(step)].rel;
        on(Ask::inside, rel == Rel::conj ? 0 : rel == Rel::acl ? 2 : 1);
    }

    void quotes() {
        const bool mine = w_.in_quote[p_.token] != 0, its = w_.in_quote[head_] != 0;
        on(Ask::quote, (mine ? 2 : 0) + (its ? 1 : 0));
        const std::int32_t verb = c_.parse.head[head_];
        const bool speaks = is_subject_role(role_) && verb >= 0 && one_of(c_.parse.lemma[static_cast<std::size_t>(verb)], speech);
        on_if(mine && !its && back_ == 0 && speaks, Ask::speaker, 0);
        on_if(speaks && p_.role == PronounRole::subject && p_.clause >= 0 &&
                  one_of(c_.parse.lemma[static_cast<std::size_t>(p_.clause)], speech) && p_.clause != clause_,
              Ask::speaker, 1);
    }

    void salience(const Mention& near) {
        const Referent& r = referent(*x_);
        static constexpr int steps[] = {2, 3, 5};
        for (int i = 0; i < 3; ++i) {
            on_if(r.mentions >= steps[i], Ask::salience, i);
            on_if(r.in_document >= steps[i], Ask::salience_document, i);
        }
        on_if(all_.size() > 1 && r.mentions == most_so_far_, Ask::most_mentioned, 0);
        on_if(all_.size() > 1 && r.in_document == most_in_all_, Ask::most_mentioned, 1);
        if (x_->entity != nothing && p_.last_taken == x_->entity)
            on(Ask::chain, p_.last_taken_sentence == p_.sentence ? 0 : p_.last_taken_sentence + 1 == p_.sentence ? 1 : 2);
        on_if(near.kind == MentionKind::pronoun, Ask::last_was_pronoun);
        on_if(past_here_->here > 1, Ask::mentioned_here, 0);
        on_if(past_here_->before > 0, Ask::mentioned_here, 1);
        on_if(r.first_token != nothing && w_.sentence(r.first_token) == 0, Ask::first, 0);
        bool first = true;
        for (std::uint32_t t = c_.document.sentences[there_].first; t < near.first && first; ++t)
            first = c_.person_at[t] == no_index;
        on_if(first, Ask::first, 1);
        on_if(r.mentions <= 1, Ask::first, 2);
    }

    void form(const Mention& near) {
        if (near.kind == MentionKind::name) on(Ask::name_form, near.last - near.first >= 2 ? 0 : 1);
        on_if(c_.agent_at[near.first] != no_index && near.kind != MentionKind::pronoun, Ask::name_form, 2);
        on_if(referent(*x_).actor != nothing, Ask::name_form, 3);
        if (x_->kind == CandidateKind::doubtful) {
            const Doubt doubt = w_.doubtful[x_->mention].doubt;
            on(Ask::name_form, doubt == Doubt::place ? 5 : 4);
            on(Ask::doubt, static_cast<int>(doubt));
        }
        on_if(x_->kind == CandidateKind::unnamed, Ask::name_form, 6);
        const std::int32_t head = c_.parse.head[head_];
        bool leads = false, clause = false, apposed = false;
        for (const std::uint32_t child : c_.tree.children(head_)) {
            leads |= c_.parse.relation[child].rel == Rel::conj;
            clause |= c_.parse.relation[child].rel == Rel::acl;
            apposed |= c_.parse.relation[child].rel == Rel::appos;
        }
        on_if(leads, Ask::joined, 0);
        on_if(c_.parse.relation[head_].rel == Rel::conj, Ask::joined, 1);
        on_if(c_.parse.relation[head_].rel == Rel::appos, Ask::apposition, 0);
        on_if(apposed, Ask::apposition, 1);
        on_if(clause, Ask::apposition, 2);
        if (role_ != Role::possessive || head < 0) return;
        on_if(c_.parse.relation[static_cast<std::size_t>(head)].rel == Rel::nsubj, Ask::possessor, 0);
        on_if(back_ == 0 && governs(c_, head, p_.token), Ask::possessor, 1);
    }

    // 0 sure match, 1 match by first name, 2 unknown, 3 clash by first name, 4 sure clash
    int fit(const PronounCandidate& x) const {
        const Referent& r = referent(x);
        if (r.gender == 0 || p_.gender == 0 || w_.blind) return 2;
        // "his wife Jane Doe" tells nothing of a Doe named ten times more; nor do the tables of one named by surname alone.
        const bool sure =
            r.by_title ? r.in_document <= 2 : r.actor != nothing && (r.full || c_.agent_at[mention(x).first] != no_index);
        return r.gender == p_.gender ? (sure ? 0 : 1) : (sure ? 4 : 3);
    }

    void gender(std::size_t rank) {
        const int mine = fit(*x_);
        on(Ask::gender, mine);
        x_->gender = referent(*x_).gender;
        x_->clash = mine == 4 || (mine == 3 && referent(*x_).full && !referent(*x_).by_title);
        if (mine >= 3) return;
        int nearer = 0, others = 0;
        for (std::size_t i = 0; i < all_.size(); ++i) {
            if (i == rank || fit(all_[i]) >= 3) continue;
            ++others;
            nearer += i < rank;
        }
        on_if(others == 0, Ask::only_fitting, 0);
        on_if(others > 0 && nearer <= 1, Ask::only_fitting, 1 + nearer);
    }

    const Walk& w_;
    const Casting& c_;
    const Pronoun& p_;
    std::vector<PronounCandidate>& all_;
    PronounCandidate* x_ = nullptr;
    std::vector<Past> past_;
    const Past* past_here_ = nullptr;
    std::vector<std::size_t> hobbs_;  // per candidate its place
    std::size_t nearest_subject_ = nothing, second_subject_ = nothing, nearest_parallel_ = nothing;
    bool opens_ = false;
    std::uint32_t head_ = 0, there_ = 0, back_ = 0;
    Role role_ = Role::other;
    bool after_ = false;
    std::int32_t clause_ = no_index;
    int most_so_far_ = 0, most_in_all_ = 0;
    std::vector<bool> in_headline_;
    std::vector<Referent> unnamed_;  // per candidate
};

// What grammar forbids, whatever the weights say: the other gender, known for sure; "Putin told him", where he is not Putin;
// "Putin is his ally"; "Meg, his mother".
bool forbidden(const PronounCandidate& x) {
    static constexpr std::size_t never[] = {first_of(Ask::gender) + 4, first_of(Ask::subject_of_clause) + 5,
                                            first_of(Ask::predicate), first_of(Ask::inside) + 3};
    return std::any_of(std::begin(never), std::end(never), [&](std::size_t f) {
        return std::find(x.asks.begin(), x.asks.end(), static_cast<std::uint16_t>(f)) != x.asks.end();
    });
}
constexpr std::int32_t never_chosen = -30'000;

void gather(const Walk& w, std::uint32_t token, std::vector<PronounCandidate>& out) {
    const Casting& c = w.c;
    const std::uint32_t here = w.sentence(token);
    const auto certain = [&](std::uint32_t m) {
        const Mention& mention = c.cast.mentions[m];
        if (out.size() >= most_candidates || mention.entities.size() > 1 || (mention.first <= token && token < mention.last))
            return;
        if (c.parse.head[token] == static_cast<std::int32_t>(mention.head) && c.parse.relation[token].sub == Sub::poss) return;
        const std::uint32_t entity = mention.entities.empty() ? nothing : mention.entities[0];
        const bool person = entity != nothing && w.referent[entity].sort == Sort::person;
        if (!person && !is_unnamed_person(w, mention)) return;
        if (entity != nothing &&
            std::any_of(out.begin(), out.end(), [&](const PronounCandidate& x) { return x.entity == entity; }))
            return;
        PronounCandidate& x = out.emplace_back();
        x.kind = person ? CandidateKind::person : CandidateKind::unnamed;
        x.entity = entity;
        x.mention = m;
    };
    const auto doubtful = [&](std::size_t d) {
        const Doubtful& other = w.doubtful[d];
        if (out.size() >= most_candidates || other.taken) return;
        if (std::any_of(out.begin(), out.end(), [&](const PronounCandidate& x) {
                return x.kind == CandidateKind::doubtful && w.doubtful[x.mention].name == other.name;
            }))
            return;
        PronounCandidate& x = out.emplace_back();
        x.kind = CandidateKind::doubtful;
        x.entity = nothing;
        x.mention = static_cast<std::uint32_t>(d);
    };
    // Newest first; then those that follow in the same sentence.
    std::size_t d =
        static_cast<std::size_t>(std::lower_bound(w.doubtful.begin(), w.doubtful.end(), token,
                                                  [](const Doubtful& x, std::uint32_t t) { return x.mention.head < t; }) -
                                 w.doubtful.begin());
    std::size_t ahead = d;
    const auto older = [&](std::uint32_t limit) {  // doubtful ones between the mention at hand and the one before it
        for (; d > 0 && w.doubtful[d - 1].mention.head > limit; --d) {
            if (w.sentence(w.doubtful[d - 1].mention.head) + sentences_back < here) return;
            doubtful(d - 1);
        }
    };
    for (std::size_t i = w.order.size(); i-- > 0;) {
        const Mention& mention = c.cast.mentions[w.order[i]];
        if (w.sentence(mention.head) + sentences_back < here) break;
        older(mention.head);
        if (mention.head < token) certain(w.order[i]);
    }
    older(0);
    for (std::size_t i = w.next; i < w.given.size(); ++i) {
        const Mention& mention = c.cast.mentions[w.given[i]];
        if (w.sentence(mention.head) > here) break;
        for (; ahead < w.doubtful.size() && w.doubtful[ahead].mention.head < mention.head; ++ahead) {
            if (w.doubtful[ahead].mention.head > token) doubtful(ahead);
        }
        if (mention.head > token) certain(w.given[i]);
    }
    for (; ahead < w.doubtful.size() && w.sentence(w.doubtful[ahead].mention.head) == here; ++ahead) doubtful(ahead);
}

}  // namespace

// "the Chinese spokesman", "a senior official": one person by title, whose name the tables do not give for that day. Also the
// pronouns that stand for such a one.
bool is_unnamed_person(const Walk& w, const Mention& mention) {
    const Casting& c = w.c;
    if (mention.kind == MentionKind::pronoun) return mention.rule == "pronoun-scorer" && !mention.entities.empty();
    if (mention.kind == MentionKind::name || mention.kind == MentionKind::metonym || mention.kind == MentionKind::place)
        return false;
    const std::int32_t p = c.phrase_at[mention.last - 1] != no_index ? c.phrase_at[mention.last - 1] : c.phrase_at[mention.head];
    if (p == no_index) return false;
    const Phrase& phrase = c.phrases[static_cast<std::size_t>(p)];
    return !phrase.plural && phrase.person == no_index && phrase.classes != 0 &&
           c.k.agents[c.agents[phrase.agent].agent].kind == AgentKind::person;
}

std::int32_t subject_of(const Casting& c, std::int32_t verb) {
    for (int steps = 0; verb >= 0 && steps < 5; ++steps) {
        const auto v = static_cast<std::uint32_t>(verb);
        for (const std::uint32_t child : c.tree.children(v)) {
            if (c.parse.relation[child].rel == Rel::nsubj && c.parse.relation[child].sub != Sub::outer)
                return static_cast<std::int32_t>(child);
        }
        const Rel rel = c.parse.relation[v].rel;
        if (rel == Rel::acl) return c.parse.head[v];  // "the man accused of …"
        if (rel != Rel::conj && rel != Rel::xcomp && rel != Rel::advcl) return no_index;
        if (rel == Rel::xcomp && c.parse.head[v] >= 0) {  // "told him to leave": the object leaves
            const auto head = static_cast<std::uint32_t>(c.parse.head[v]);
            const std::int32_t object = c.tree.child(head, Rel::obj);
            if (object >= 0 && c.parse.lemma[head] != "promise") return object;
        }
        verb = c.parse.head[v];
    }
    return no_index;
}

namespace {

// What a capitalised word that is nobody yet may be, beside a person.
class Doubts {
public:
    explicit Doubts(const Casting& c) : c_(c), in_time_(c.size()), own_(c.size(), no_index) {
        for (const Timex& timex : c.times.timexes) {
            for (std::uint32_t t = timex.first; t < timex.last && t < c.size(); ++t) in_time_[t] = true;
        }
        for (std::uint32_t m = 0; m < c.cast.mentions.size(); ++m) {
            const Mention& mention = c.cast.mentions[m];
            const bool open = mention.rule == "unknown-organisation" && mention.last - mention.first <= 2;
            for (std::uint32_t t = mention.first; t < mention.last; ++t) own_[t] = open ? static_cast<std::int32_t>(m) : named;
        }
    }

    std::optional<Doubt> of(std::uint32_t t) const {
        if (c_.first_word[t + 1] == c_.first_word[t] || !c_.words[c_.first_word[t]].capital || c_.agent_at[t] != no_index ||
            in_time_[t] || own_[t] == named)
            return std::nullopt;
        const std::int32_t person = c_.person_at[t];
        if (person != no_index)  // a surname of the tables that is nobody here
            return c_.people[static_cast<std::size_t>(person)].entity == no_index ? std::optional(Doubt::surname) : std::nullopt;
        if (own_[t] != no_index) return Doubt::organisation;
        const std::int32_t f = c_.found_at[t];
        const Reading as = f == no_index ? Reading::none : c_.found[static_cast<std::size_t>(f)].as;
        if (c_.parse.upos[t] != Upos::PROPN)
            return as == Reading::none && untagged(t) ? std::optional(Doubt::other_tag) : std::nullopt;
        if (as == Reading::place) return Doubt::place;
        return as == Reading::none || as == Reading::surname ? std::optional(Doubt::nobody_known) : std::nullopt;
    }

    std::uint32_t own(std::uint32_t t) const { return own_[t] < 0 ? nothing : static_cast<std::uint32_t>(own_[t]); }

    // A place that is a first name too: "Victoria", "Florence".
    bool first_name(std::uint32_t t) const { return c_.k.gender_of_name(c_.words[c_.first_word[t]].text) != 0; }

private:
    // A noun with a capital in the middle of a sentence that writes capitals as usual: "a job Owings worked on".
    bool untagged(std::uint32_t t) const {
        const Upos upos = c_.parse.upos[t];
        const std::uint32_t begin = c_.sentence_first(t);
        return (upos == Upos::NOUN || upos == Upos::VERB || upos == Upos::X || upos == Upos::ADV) && t > begin &&
               c_.casing[c_.first_word[t]] == Casing::usual && c_.parse.upos[t - 1] != Upos::PUNCT &&
               c_.parse.relation[t].rel != Rel::compound;
    }

    static constexpr std::int32_t named = -2;
    const Casting& c_;
    std::vector<bool> in_time_;
    std::vector<std::int32_t> own_;  // per token: none, a mention that stands, an organisation nobody knows
};

// Does it stand where a person would?
bool stands_as_person(const Casting& c, std::uint32_t head, Doubt doubt, bool first_name) {
    const Rel rel = role(c, head);
    const bool possessive = is_possessive_role(c, head);
    switch (doubt) {
        case Doubt::place:
            return rel == Rel::nsubj || possessive || (first_name && rel == Rel::obj);
        case Doubt::surname:
            return true;
        case Doubt::nobody_known:
        case Doubt::organisation:
            return rel == Rel::nsubj || rel == Rel::obj || rel == Rel::iobj || rel == Rel::obl || rel == Rel::nmod || possessive;
        default:
            return rel == Rel::nsubj || rel == Rel::obj || rel == Rel::iobj || rel == Rel::obl || possessive;
    }
}

}  // namespace

void find_doubtful(Walk& w) {
    const Casting& c = w.c;
    std::unordered_map<std::string, std::uint32_t> number;
    const Doubts doubts(c);
    for (const Sentence& sentence : c.document.sentences) {
        for (std::uint32_t t = sentence.first; t < sentence.last;) {
            const std::optional<Doubt> doubt = doubts.of(t);
            if (!doubt) {
                ++t;
                continue;
            }
            const std::uint32_t first = t;
            for (++t; t < sentence.last && doubts.of(t) == doubt && doubts.own(t) == doubts.own(first);) ++t;
            const std::uint32_t last = t;
            if (last - first > 3) continue;
            // Beside another capital it is part of a longer name.
            if ((first > sentence.first && c.parse.upos[first - 1] == Upos::PROPN && c.document.tokens[first - 1].space_after) ||
                (last < sentence.last && c.parse.upos[last] == Upos::PROPN && c.document.tokens[last - 1].space_after))
                continue;
            if (first > sentence.first && c.parse.upos[first - 1] == Upos::DET) continue;
            const std::uint32_t head = c.head_of(first, last);
            if (!stands_as_person(c, head, *doubt, doubts.first_name(first))) continue;
            const std::string name(c.text_of(first, last));
            const auto [at, added] = number.emplace(name, static_cast<std::uint32_t>(w.doubtful_names.size()));
            if (added) {
                Referent r;
                r.sort = Sort::person;
                r.gender = c.k.gender_of_name(c.words[c.first_word[first]].text);
                w.doubtful_names.push_back(r);
            }
            Doubtful& doubtful = w.doubtful.emplace_back();
            doubtful.name = at->second;
            doubtful.own = doubts.own(first);
            doubtful.doubt = *doubt;
            doubtful.mention.first = first;
            doubtful.mention.last = last;
            doubtful.mention.head = head;
            doubtful.mention.span = {c.document.tokens[first].span.start, c.document.tokens[last - 1].span.end};
            ++w.doubtful_names[at->second].in_document;
        }
    }
    std::stable_sort(w.doubtful.begin(), w.doubtful.end(),
                     [](const Doubtful& a, const Doubtful& b) { return a.mention.head < b.mention.head; });
}

std::vector<PronounCandidate> people_for(const Walk& w, std::uint32_t token, char gender) {
    std::vector<PronounCandidate> out;
    gather(w, token, out);
    const Pronoun pronoun = describe(w, token, gender);
    Filler filler(w, pronoun, out);
    for (std::size_t i = 0; i < out.size(); ++i) filler.fill(i);
    for (PronounCandidate& x : out) {
        x.score = pronoun_score(w.c.k.weights, x.asks);
        if (forbidden(x)) x.score += never_chosen, x.clash = true;
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const PronounCandidate& a, const PronounCandidate& b) { return a.score > b.score; });
    return out;
}

}  // namespace readout::actors
