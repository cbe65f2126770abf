// The network over documents: batches of sentences of like length, step by step through time, then the heads and the decoders.
#include <algorithm>
#include <array>

#include "language/decode.h"
#include "language/form_features.h"
#include "language/kernels.h"
#include "language/language.h"
#include "language/model_file.h"
#include "language/punctuation.h"
#include "language/type_cache.h"

namespace readout {

using namespace language;

namespace {

constexpr std::size_t longest_piece = 512;  // words of a sentence that are read in one piece
constexpr std::size_t most_rows = 1024;     // words of a batch; at least one piece
constexpr std::size_t most_pieces = 48;     // sentences of a batch
constexpr std::size_t type_block = 32;      // forms computed together
constexpr std::size_t kept_forms = 8192;    // forms whose x is kept
constexpr std::size_t kept_layers = 1024;   // forms whose part of the first layers is kept
constexpr std::size_t tag_block = 24;       // words whose tag scores are held together

std::size_t padded(std::size_t n) { return (n + group - 1) / group * group; }

struct Piece {
    std::uint32_t document = 0;
    std::uint32_t first = 0, last = 0;  // its tokens
    std::uint32_t size() const { return last - first; }
};

}  // namespace

struct Model::Inside {
    ModelFile file;
    const Kernels* kernels = nullptr;
};

class Model::Scratch {
public:
    explicit Scratch(const ModelFile& file)
        : layers(file.lexical.outputs, kept_layers, most_rows), forms(file.sizes.x_dim, kept_forms, most_rows) {
        const Sizes& s = file.sizes;
        const std::size_t width = std::size_t{2} * s.hidden;
        for (auto& layer : hidden) layer.resize(most_rows * width);
        zeros.assign(width, signed_zero);
        cells.resize(most_pieces * s.hidden);
        types.resize(most_rows);
        type_in.resize(type_block * file.type_inputs());
        type_mix.resize(type_block * s.mix);
        type_out.resize(type_block * s.x_dim);
        type_x.resize(type_block * s.x_dim);
        tags.resize(most_rows * s.tag_dim);
        name_in.resize(most_rows * s.name_dim);
        arcs.resize(most_rows * file.arc.outputs);
        queries.resize(most_rows * s.arc_dim);
        labels.resize(most_rows * file.label.outputs);
        label_in.resize(most_rows * s.label_dim);
        label_out.resize(tag_block * file.label_out.outputs);
        tag_out.resize(tag_block * file.tag_out.outputs);
        names.resize(most_rows * file.name_width);
    }

    // One batch: rows are ordered by time, then by piece, pieces by falling length.
    std::vector<Piece> pieces;
    std::vector<std::uint32_t> start;  // first row of each step; one more for the end
    std::size_t row_of(std::size_t piece, std::size_t word) const { return start[word] + piece; }
    std::size_t rows() const { return start.back(); }
    std::size_t steps() const { return start.size() - 1; }
    std::size_t alive(std::size_t step) const { return start[step + 1] - start[step]; }

    FormCache<std::uint16_t> layers;          // what a form adds to the first layers
    FormCache<std::uint8_t> forms;            // x
    std::vector<const std::uint16_t*> types;  // by row: of `layers`
    struct Miss {
        std::uint16_t* row;
    };
    struct FormMiss {
        std::string_view form;
        std::uint8_t mark;
        std::uint8_t* x;
    };
    std::vector<Miss> misses;
    std::vector<FormMiss> form_misses;
    std::vector<std::uint8_t*> xs;  // of the misses
    FormFeatures form;
    std::vector<std::string_view> words;  // of a piece
    std::vector<std::uint8_t> marks;      // of them
    std::vector<float> type_in, type_mix;
    std::vector<std::uint8_t> type_out, type_x;

    std::array<std::vector<std::uint8_t>, 2> hidden;  // of the layer below and of this one, in turn
    std::vector<std::uint8_t> zeros;
    std::vector<float> cells;
    std::vector<std::uint8_t> tags, arcs, label_in;
    std::vector<float> queries, labels, label_out, tag_out, name_in, names;

    // One piece at a time.
    std::vector<float> left, right, scores, name_scores;
    std::vector<std::int32_t> heads;
    std::vector<std::uint8_t> chosen;
    TreeSearch tree;
    NameSearch name_search;
    Punctuation punctuation;
};

namespace {

// One call of parse: the model, the documents and the thread's buffers at hand.
class Run {
public:
    Run(const ModelFile& file, const Kernels& kernels, std::span<const Document* const> documents, Model::Scratch& scratch,
        std::span<Parse> parses)
        : file_(file), kernels_(kernels), documents_(documents), s_(scratch), parses_(parses) {}

    void all() {
        std::vector<Piece> pieces;
        for (std::uint32_t d = 0; d < documents_.size(); ++d) {
            resize(parses_[d], documents_[d]->tokens.size());
            cut(d, pieces);
        }
        std::stable_sort(pieces.begin(), pieces.end(), [](const Piece& a, const Piece& b) { return a.size() > b.size(); });
        for (std::size_t at = 0; at < pieces.size();) {
            std::size_t rows = 0, end = at;
            while (end < pieces.size() && end - at < most_pieces && rows + pieces[end].size() <= most_rows)
                rows += pieces[end++].size();
            s_.pieces.assign(pieces.begin() + static_cast<std::ptrdiff_t>(at), pieces.begin() + static_cast<std::ptrdiff_t>(end));
            batch();
            at = end;
        }
        for (std::size_t d = 0; d < documents_.size(); ++d) {
            join_pieces(*documents_[d], parses_[d]);
            auto& names = parses_[d].names;
            std::sort(names.begin(), names.end(), [](const Name& a, const Name& b) { return a.first < b.first; });
        }
    }

private:
    static void resize(Parse& parse, std::size_t n) {
        parse.upos.assign(n, Upos::X);
        parse.features.resize(n);
        parse.lemma.resize(n);
        parse.xpos.resize(n);
        parse.feats.resize(n);
        parse.head.assign(n, no_head);
        parse.relation.resize(n);
    }

    const Document& document(const Piece& piece) const { return *documents_[piece.document]; }
    Parse& parse(const Piece& piece) const { return parses_[piece.document]; }

    static std::uint32_t pieces_of(const Sentence& sentence) {
        return (sentence.last - sentence.first + longest_piece - 1) / longest_piece;
    }

    void cut(std::uint32_t d, std::vector<Piece>& pieces) const {
        for (const Sentence& sentence : documents_[d]->sentences) {
            const std::uint32_t many = pieces_of(sentence), size = sentence.last - sentence.first;
            for (std::uint32_t i = 0; i < many; ++i)
                pieces.push_back({d, sentence.first + static_cast<std::uint32_t>(std::uint64_t{size} * i / many),
                                  sentence.first + static_cast<std::uint32_t>(std::uint64_t{size} * (i + 1) / many)});
        }
    }

    // The roots of a long sentence's later pieces hang on that of its first.
    static void join_pieces(const Document& document, Parse& parse) {
        for (const Sentence& sentence : document.sentences) {
            if (pieces_of(sentence) < 2) continue;
            std::int32_t root = no_head;
            for (std::uint32_t i = sentence.first; i < sentence.last; ++i) {
                if (parse.head[i] != no_head) continue;
                if (root == no_head) {
                    root = static_cast<std::int32_t>(i);
                } else {
                    parse.head[i] = root;
                    parse.relation[i] = {Rel::parataxis, Sub::none};
                }
            }
        }
    }

    void batch() {
        order_rows();
        read_types();
        encode();
        tags();
        names();
        arcs();
    }

    void order_rows() {
        s_.start.assign(1, 0);
        std::size_t alive = s_.pieces.size();
        for (std::uint32_t t = 0; t < s_.pieces[0].size(); ++t) {
            while (s_.pieces[alive - 1].size() <= t) --alive;
            s_.start.push_back(s_.start.back() + static_cast<std::uint32_t>(alive));
        }
    }

    // ----------------------------------------------------------------------------------------------------------- types
    void read_types() {
        s_.layers.begin_batch();
        s_.forms.begin_batch();
        s_.misses.clear();
        s_.form_misses.clear();
        s_.xs.clear();
        for (std::size_t p = 0; p < s_.pieces.size(); ++p) {
            const Piece piece = s_.pieces[p];
            s_.words.resize(piece.size());
            s_.marks.resize(piece.size());
            for (std::uint32_t t = 0; t < piece.size(); ++t) s_.words[t] = document(piece).word(piece.first + t);
            file_.phrases.mark(s_.words, s_.marks);
            for (std::uint32_t t = 0; t < piece.size(); ++t) {
                const std::string_view form = s_.words[t];
                const std::uint8_t mark = s_.marks[t];
                const auto found = s_.layers.find(form, mark);
                s_.types[s_.row_of(p, t)] = found.row;
                if (found.filled) continue;
                const auto x = s_.forms.find(form, mark);
                if (!x.filled) s_.form_misses.push_back({form, mark, x.row});
                s_.misses.push_back({found.row});
                s_.xs.push_back(x.row);
            }
        }
        for (std::size_t at = 0; at < s_.form_misses.size(); at += type_block)
            compute_x(at, std::min(type_block, s_.form_misses.size() - at));
        for (std::size_t at = 0; at < s_.misses.size(); at += type_block)
            compute_layers(at, std::min(type_block, s_.misses.size() - at));
    }

    void compute_x(std::size_t first, std::size_t many) {
        const std::size_t width = file_.sizes.x_dim;
        for (std::size_t i = 0; i < many; ++i)
            type_inputs(s_.form_misses[first + i].form, s_.form_misses[first + i].mark,
                        s_.type_in.data() + i * file_.type_inputs());
        kernels_.wide_relu(file_.mix, s_.type_in.data(), many, s_.type_mix.data());
        kernels_.wide_tanh(file_.out, s_.type_mix.data(), many, s_.type_out.data());
        for (std::size_t i = 0; i < many; ++i) std::copy_n(s_.type_out.data() + i * width, width, s_.form_misses[first + i].x);
    }

    void compute_layers(std::size_t first, std::size_t many) {
        const std::size_t width = file_.sizes.x_dim;
        std::array<std::uint16_t*, type_block> rows{};
        for (std::size_t i = 0; i < many; ++i) {
            std::copy_n(s_.xs[first + i], width, s_.type_x.data() + i * width);
            rows[i] = s_.misses[first + i].row;
        }
        kernels_.to_half(file_.lexical, {s_.type_x.data(), width}, many, rows.data());
    }

    void type_inputs(std::string_view form, std::uint8_t mark, float* out) {
        read_form(form, file_.sizes.buckets, s_.form);
        const KeyEntry* entry = file_.find(s_.form.key);
        const KeyEntry unknown{};
        const KeyEntry& known = entry == nullptr ? unknown : *entry;
        out = copy_row(file_.word, known.word, out);
        out = copy_row(file_.vector, known.vector, out);
        for (const std::uint32_t row : s_.form.affix_rows) out = copy_row(file_.affix, row, out);
        out = mean_of_trigrams(out);
        const Sizes& sizes = file_.sizes;
        out = std::copy_n(file_.shape.data() + std::size_t{s_.form.shape} * sizes.shape_dim, sizes.shape_dim, out);
        const std::uint32_t flags = known.flags | (mark == 0 ? 0u : std::uint32_t{mark} << (sizes.flags - Phrases::mark_bits));
        for (std::uint32_t bit = 0; bit < sizes.flags; ++bit) *out++ = static_cast<float>(flags >> bit & 1u);
    }

    static float* copy_row(const Embedding& table, std::uint32_t row, float* out) {
        const std::int8_t* numbers = table.numbers + row * table.dim;
        for (std::size_t k = 0; k < table.dim; ++k) out[k] = static_cast<float>(numbers[k]) * table.scale[row];
        return out + table.dim;
    }

    float* mean_of_trigrams(float* out) {
        const Embedding& table = file_.affix;
        std::fill_n(out, table.dim, 0.0F);
        for (std::size_t i = 0; i < s_.form.trigrams; ++i) {
            const std::size_t row = s_.form.trigram_rows[i];
            for (std::size_t k = 0; k < table.dim; ++k)
                out[k] += static_cast<float>(table.numbers[row * table.dim + k]) * table.scale[row];
        }
        const float share = s_.form.trigrams == 0 ? 0.0F : 1.0F / static_cast<float>(s_.form.trigrams);
        for (std::size_t k = 0; k < table.dim; ++k) out[k] *= share;
        return out + table.dim;
    }

    // --------------------------------------------------------------------------------------------------------- encoder
    void encode() {
        for (std::size_t layer = 0; layer < file_.sizes.layers; ++layer) {
            direction(layer, false);
            direction(layer, true);
        }
        h_ = {s_.hidden[(file_.sizes.layers - 1) % 2].data(), width()};
    }

    std::size_t width() const { return std::size_t{2} * file_.sizes.hidden; }

    void direction(std::size_t layer, bool backward) {
        const std::size_t hidden = file_.sizes.hidden;
        std::uint8_t* out = s_.hidden[layer % 2].data() + (backward ? hidden : 0);
        const std::uint8_t* below = layer == 0 ? nullptr : s_.hidden[(layer - 1) % 2].data();
        LstmStep step;
        step.matrix = backward ? &file_.backward[layer] : &file_.forward[layer];
        step.hidden = hidden;
        step.out_stride = width();
        std::fill(s_.cells.begin(), s_.cells.end(), 0.0F);
        const std::size_t steps = s_.steps();
        for (std::size_t i = 0; i < steps; ++i) {
            const std::size_t t = backward ? steps - 1 - i : i;
            // Sentences that have a previous step; those behind them in the order begin here (backward only).
            const std::size_t running = i == 0 ? 0 : backward ? s_.alive(t + 1) : s_.alive(t);
            const std::size_t before = i == 0 ? 0 : s_.start[backward ? t + 1 : t - 1];
            const auto take = [&](std::size_t first, std::size_t last, Rows previous) {
                if (first == last) return;
                const std::size_t row = s_.start[t] + first;
                if (below != nullptr)
                    step.below = {below + row * width(), width()};
                else
                    step.added = {s_.types.data() + row, backward ? 4 * hidden : 0};
                step.before = previous;
                step.cell = s_.cells.data() + first * hidden;
                step.out = out + row * width();
                step.rows = last - first;
                kernels_.lstm_step(step);
            };
            take(0, running, {out + before * width(), width()});
            take(running, s_.alive(t), {s_.zeros.data(), 0});
        }
    }

    // ----------------------------------------------------------------------------------------------------- tags, names
    void tags() {
        const Sizes& sizes = file_.sizes;
        const Added added{s_.types.data(), std::size_t{8} * sizes.hidden};
        kernels_.clipped(file_.tag, h_, s_.rows(), added, file_.own_clip, s_.tags.data(), sizes.tag_dim);
        tokens_of_rows();
        const std::size_t xpos_at = padded(file_.tags.size()), lemma_at = xpos_at + padded(file_.xpos.size());
        for (std::size_t row = 0; row < s_.rows(); row += tag_block) {
            const std::size_t many = std::min(tag_block, s_.rows() - row);
            kernels_.linear(file_.tag_out, {s_.tags.data() + row * sizes.tag_dim, sizes.tag_dim}, many, s_.tag_out.data(),
                            file_.tag_out.outputs);
            for (std::size_t i = 0; i < many; ++i) {
                const float* scores = s_.tag_out.data() + i * file_.tag_out.outputs;
                const Tag& tag = file_.tags[kernels_.greatest(scores, file_.tags.size())];
                const auto [d, token] = token_of_[row + i];
                Parse& out = parses_[d];
                out.upos[token] = tag.upos;
                out.feats[token] = tag.feats;
                out.features[token] = tag.features;
                out.xpos[token] = file_.xpos[kernels_.greatest(scores + xpos_at, file_.xpos.size())];
                const LemmaRule& rule = file_.lemmas[kernels_.greatest(scores + lemma_at, file_.lemmas.size())];
                out.lemma[token] = apply_rule(rule, documents_[d]->word(token));
            }
        }
    }

    void tokens_of_rows() {
        token_of_.resize(s_.rows());
        for (std::size_t p = 0; p < s_.pieces.size(); ++p)
            for (std::uint32_t t = 0; t < s_.pieces[p].size(); ++t)
                token_of_[s_.row_of(p, t)] = {s_.pieces[p].document, s_.pieces[p].first + t};
    }

    void names() {
        const std::size_t width = file_.name_width, dim = file_.sizes.name_dim;
        const Added added{s_.types.data(), std::size_t{8} * file_.sizes.hidden + file_.sizes.tag_dim};
        kernels_.clipped_float(file_.name_layer, h_, s_.rows(), added, file_.own_clip, s_.name_in.data(), dim);
        kernels_.products(s_.name_in.data(), dim, s_.rows(), file_.name_out.data(), width, dim, width, s_.names.data(), width);
        for (std::size_t p = 0; p < s_.pieces.size(); ++p) {
            const Piece piece = s_.pieces[p];
            const std::size_t n = piece.size();
            s_.name_scores.resize(n * width);
            for (std::size_t t = 0; t < n; ++t)
                for (std::size_t y = 0; y < width; ++y)
                    s_.name_scores[t * width + y] = s_.names[s_.row_of(p, t) * width + y] + file_.name_bias[y];
            s_.chosen.resize(n);
            s_.name_search.run(file_.names, s_.name_scores.data(), width, n, s_.chosen.data());
            for (std::size_t t = 0; t < n; ++t) {
                const NameLabel& label = file_.names[s_.chosen[t]];
                const auto at = static_cast<std::uint32_t>(piece.first + t);
                if (label.outside) continue;
                if (label.begins)
                    parse(piece).names.push_back({at, at + 1, label.type});
                else
                    parse(piece).names.back().last = at + 1;
            }
        }
    }

    // ------------------------------------------------------------------------------------------------------------ arcs
    void arcs() {
        const std::size_t dim = file_.sizes.arc_dim;
        kernels_.clipped(file_.arc, h_, s_.rows(), {}, file_.arc_clip, s_.arcs.data(), 2 * dim);
        kernels_.linear(file_.arc_product, {s_.arcs.data(), 2 * dim}, s_.rows(), s_.queries.data(), dim);
        kernels_.linear(file_.label, h_, s_.rows(), s_.labels.data(), file_.label.outputs);
        for (std::size_t p = 0; p < s_.pieces.size(); ++p) {
            find_heads(p);
            label_piece(p);
        }
    }

    void find_heads(std::size_t p) {
        const Piece piece = s_.pieces[p];
        const std::size_t n = piece.size(), dim = file_.sizes.arc_dim, columns = padded(n + 1);
        const float step = file_.arc_clip / static_cast<float>(clipped_levels);
        // Heads as columns, the root last.
        s_.right.assign(dim * columns, 0.0F);
        for (std::size_t t = 0; t < n; ++t) {
            const std::uint8_t* head = s_.arcs.data() + s_.row_of(p, t) * 2 * dim + dim;
            for (std::size_t k = 0; k < dim; ++k) s_.right[k * columns + t] = static_cast<float>(head[k]) * step;
        }
        for (std::size_t k = 0; k < dim; ++k) s_.right[k * columns + n] = file_.arc_root[k];
        s_.scores.resize(n * columns);
        s_.left.resize(n * dim);
        for (std::size_t t = 0; t < n; ++t) std::copy_n(s_.queries.data() + s_.row_of(p, t) * dim, dim, s_.left.data() + t * dim);
        kernels_.products(s_.left.data(), dim, n, s_.right.data(), columns, dim, columns, s_.scores.data(), columns);
        add_distances(n, columns);
        s_.heads.resize(n);
        s_.tree.run(s_.scores.data(), columns, n, s_.heads.data());
        s_.punctuation.attach({std::span(document(piece).tokens).subspan(piece.first, n), document(piece).text,
                               std::span(parse(piece).upos).subspan(piece.first, n)},
                              s_.heads);
    }

    void add_distances(std::size_t n, std::size_t columns) {
        const auto most = static_cast<std::ptrdiff_t>(file_.sizes.distance);
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j < n; ++j) {
                const auto distance = static_cast<std::ptrdiff_t>(j) - static_cast<std::ptrdiff_t>(i);
                s_.scores[i * columns + j] +=
                    file_.arc_distance[static_cast<std::size_t>(std::clamp(distance, -most, most) + most)];
            }
    }

    void label_piece(std::size_t p) {
        const Piece piece = s_.pieces[p];
        const std::size_t n = piece.size(), dim = file_.sizes.label_dim, width = file_.label_out.outputs;
        for (std::size_t t = 0; t < n; ++t) {
            const float* own = s_.labels.data() + s_.row_of(p, t) * 2 * dim;
            const std::int32_t head = s_.heads[t];
            const float* above = head < 0 ? file_.label_root.data()
                                          : s_.labels.data() + s_.row_of(p, static_cast<std::size_t>(head)) * 2 * dim + dim;
            kernels_.clipped_sum(own, above, file_.label_bias.data(), dim, file_.label_clip, s_.label_in.data() + t * dim);
        }
        for (std::size_t top = 0; top < n; top += tag_block) {
            const std::size_t many = std::min(tag_block, n - top);
            kernels_.linear(file_.label_out, {s_.label_in.data() + top * dim, dim}, many, s_.label_out.data(), width);
            for (std::size_t i = 0; i < many; ++i) {
                float* scores = s_.label_out.data() + i * width;
                const std::size_t token = piece.first + top + i;
                const std::int32_t head = s_.heads[top + i];
                parse(piece).head[token] = head < 0 ? no_head : static_cast<std::int32_t>(piece.first) + head;
                scores[file_.root_relation] = -1e30F;
                parse(piece).relation[token] = head < 0 ? Relation{Rel::root, Sub::none}
                                                        : file_.relations[kernels_.greatest(scores, file_.relations.size())];
            }
        }
    }

    const ModelFile& file_;
    const Kernels& kernels_;
    std::span<const Document* const> documents_;
    Model::Scratch& s_;
    std::span<Parse> parses_;
    Rows h_;  // the last layer
    struct Place {
        std::uint32_t document, token;
    };
    std::vector<Place> token_of_;  // by row
};

}  // namespace

// ------------------------------------------------------------------------------------------------------------- Model

Model::Model(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Model::Model(Model&&) noexcept = default;
Model& Model::operator=(Model&&) noexcept = default;
Model::~Model() = default;

Result<Model> Model::load(const std::string& path) {
    std::string wanted = path;
    if (wanted.empty()) {
        const auto folder = data_folder();
        if (!folder.ok()) return folder.fault();
        wanted = *folder + "/models/en.model";
    }
    auto file = open_model(wanted);
    if (!file.ok()) return file.fault();
    auto inside = std::make_unique<Inside>();
    inside->file = std::move(*file);
    inside->kernels = &choose_kernels();
    return Model(std::move(inside));
}

std::string_view Model::name() const { return inside_->file.name; }
std::string_view Model::language() const { return inside_->file.language; }

void Model::ScratchDeleter::operator()(Scratch* scratch) const { delete scratch; }

Model::ScratchPtr Model::scratch() const { return ScratchPtr(new Scratch(inside_->file)); }

Parse Model::parse(const Document& document, Scratch& scratch) const {
    const Document* one = &document;
    return std::move(parse(std::span(&one, 1), scratch).front());
}

std::vector<Parse> Model::parse(std::span<const Document* const> documents, Scratch& scratch) const {
    std::vector<Parse> parses(documents.size());
    Run(inside_->file, *inside_->kernels, documents, scratch, parses).all();
    return parses;
}

}  // namespace readout
