// CoNLL-U, written and read: one column set for both.
#include <algorithm>
#include <array>
#include <charconv>

#include "base/utf8.h"
#include "language/language.h"

namespace readout {
namespace {

// ------------------------------------------------------------------------------------------------------------ writing

// Tabs and line feeds cannot stand in a column; anything else is kept as it is.
void append_cell(std::string& out, std::string_view cell) {
    if (cell.empty()) {
        out += '_';
        return;
    }
    for (const char c : cell) out += c == '\t' || c == '\n' || c == '\r' ? ' ' : c;
}

// The name label of every token: "B-PER", "I-PER", or nothing.
std::vector<std::string> name_labels(const Parse& parse) {
    std::vector<std::string> labels(parse.size());
    for (const Name& name : parse.names)
        for (std::uint32_t i = name.first; i < name.last; ++i)
            labels[i].append(i == name.first ? "B-" : "I-").append(name_of(name.type));
    return labels;
}

void append_misc(std::string& out, const std::string& label, bool space_after) {
    if (!label.empty()) out += "NE=" + label;
    if (!label.empty() && !space_after) out += '|';
    if (!space_after) out += "SpaceAfter=No";
    if (label.empty() && space_after) out += '_';
    out += '\n';
}

struct Writer {
    Writer(const Document& read, const Parse& read_parse) : document(read), parse(read_parse), labels(name_labels(read_parse)) {}
    const Document& document;
    const Parse& parse;
    std::vector<std::string> labels;
    std::size_t multiword = 0;     // the next one to come
    std::size_t first_number = 1;  // of the first sentence
    std::string out;

    void range_line(const Sentence& sentence, const Multiword& range) {
        out += std::to_string(range.first - sentence.first + 1) + "-" + std::to_string(range.last - sentence.first) + "\t";
        append_cell(out, document.words(range.span));
        out += "\t_\t_\t_\t_\t_\t_\t_\t";
        append_misc(out, {}, document.tokens[range.last - 1].space_after);
    }

    void word_line(const Sentence& sentence, std::uint32_t i, bool inside_range) {
        out += std::to_string(i - sentence.first + 1) + '\t';
        append_cell(out, document.word(i));
        out += '\t';
        append_cell(out, parse.lemma[i]);
        out += '\t';
        out += name_of(parse.upos[i]);
        out += '\t';
        append_cell(out, i < parse.xpos.size() ? std::string_view(parse.xpos[i]) : std::string_view());
        out += '\t';
        append_cell(out, i < parse.feats.size() ? std::string_view(parse.feats[i]) : std::string_view());
        const std::int32_t head = parse.head[i];
        out += '\t' + std::to_string(head == no_head ? 0 : head - static_cast<std::int32_t>(sentence.first) + 1) + '\t';
        out += name_of(parse.relation[i]) + "\t_\t";
        append_misc(out, labels[i], inside_range || document.tokens[i].space_after);
    }

    void sentence_lines(std::size_t index) {
        const Sentence& sentence = document.sentences[index];
        if (index == 0 || document.sentences[index - 1].paragraph != sentence.paragraph) out += "# newpar\n";
        out += "# sent_id = " + std::to_string(first_number + index) + "\n# text = ";
        append_cell(out, document.words(sentence.span));
        out += '\n';
        std::uint32_t range_end = 0;
        for (std::uint32_t i = sentence.first; i < sentence.last; ++i) {
            while (multiword < document.multiwords.size() && document.multiwords[multiword].first < i) ++multiword;
            if (multiword < document.multiwords.size() && document.multiwords[multiword].first == i) {
                range_line(sentence, document.multiwords[multiword]);
                range_end = document.multiwords[multiword].last;
            }
            word_line(sentence, i, i < range_end);
        }
        out += '\n';
    }
};

// ------------------------------------------------------------------------------------------------------------ reading

constexpr std::size_t column_count = 10;
using Columns = std::array<std::string_view, column_count>;
enum Column {
    id_column,
    form_column,
    lemma_column,
    upos_column,
    xpos_column,
    feats_column,
    head_column,
    rel_column,
    deps_column,
    misc_column
};

bool split_columns(std::string_view line, Columns& columns) {
    for (std::size_t i = 0; i < column_count; ++i) {
        const std::size_t tab = line.find('\t');
        if ((tab == std::string_view::npos) != (i + 1 == column_count)) return false;
        columns[i] = line.substr(0, tab);
        if (tab != std::string_view::npos) line.remove_prefix(tab + 1);
    }
    return true;
}

bool parse_number(std::string_view text, std::uint32_t& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() && !text.empty();
}

std::string_view misc_value(std::string_view misc, std::string_view key) {
    while (!misc.empty()) {
        const std::size_t bar = misc.find('|');
        const std::string_view one = misc.substr(0, bar);
        if (one.size() > key.size() && one.starts_with(key) && one[key.size()] == '=') return one.substr(key.size() + 1);
        misc.remove_prefix(bar == std::string_view::npos ? misc.size() : bar + 1);
    }
    return {};
}

std::string_view unless_blank(std::string_view cell) { return cell == "_" ? std::string_view() : cell; }

bool parse_range(std::string_view id, std::uint32_t& first, std::uint32_t& last) {
    const std::size_t dash = id.find('-');
    return dash != std::string_view::npos && parse_number(id.substr(0, dash), first) && parse_number(id.substr(dash + 1), last);
}

bool parse_label(std::string_view label, bool& begins, NameType& type) {
    if (label.size() < 3 || label[1] != '-' || (label[0] != 'B' && label[0] != 'I')) return false;
    begins = label[0] == 'B';
    return parse_name_type(label.substr(2), type);
}

class Reader {
public:
    Reader(std::string_view conllu, std::string name, std::size_t lines_before)
        : rest_(conllu), name_(std::move(name)), line_(lines_before) {}

    Result<Parsed> read() {
        if (const auto bad = first_invalid_utf8(rest_)) return fault("not valid UTF-8 at byte " + std::to_string(*bad));
        while (!rest_.empty()) {
            const std::size_t feed = rest_.find('\n');
            std::string_view line = rest_.substr(0, feed);
            rest_.remove_prefix(feed == std::string_view::npos ? rest_.size() : feed + 1);
            if (line.ends_with('\r')) line.remove_suffix(1);
            ++line_;
            if (const auto done = take_line(line); !done.ok()) return done.fault();
        }
        if (const auto done = end_sentence(); !done.ok()) return done.fault();
        if (!parsed_.document.paragraphs.empty()) close_paragraph();
        parsed_.document.source.id = std::move(name_);
        return std::move(parsed_);
    }

private:
    Fault fault(std::string what) const {
        return {FaultKind::malformed, std::move(what), name_ + ":" + std::to_string(line_), {}};
    }

    Result<void> take_line(std::string_view line) {
        if (line.empty()) return end_sentence();
        if (line.starts_with('#')) {
            if (line.starts_with("# newpar") || line.starts_with("# newdoc")) new_paragraph_ = true;
            return {};
        }
        Columns columns;
        if (!split_columns(line, columns)) return fault("a line of CoNLL-U has ten columns between tabs");
        if (columns[id_column].find('.') != std::string_view::npos) return {};  // an empty node of the enhanced graph
        if (columns[form_column].empty()) return fault("a word without a form");
        if (parsed_.document.text.size() + columns[form_column].size() + 2 >= UINT32_MAX) return fault("more than 4 GB of text");
        if (columns[id_column].find('-') != std::string_view::npos) return take_range(columns);
        return take_word(columns);
    }

    Result<void> take_range(const Columns& columns) {
        std::uint32_t first = 0, last = 0;
        if (!parse_range(columns[id_column], first, last) || first != words_ + 1 || last < first)
            return fault("'" + std::string(columns[id_column]) + "' is no range of the words that follow");
        if (range_last_ > words_) return fault("a range inside a range");
        range_last_ = last;
        range_space_ = misc_value(columns[misc_column], "SpaceAfter") != "No";
        begin_word();
        const auto at = static_cast<std::uint32_t>(parsed_.document.tokens.size());
        parsed_.document.multiwords.push_back({at, at + (last - first) + 1, {}});
        return {};
    }

    Result<void> take_word(const Columns& columns) {
        std::uint32_t id = 0;
        if (!parse_number(columns[id_column], id) || id != words_ + 1)
            return fault("word " + std::string(columns[id_column]) + " where word " + std::to_string(words_ + 1) + " is due");
        const bool inside = range_last_ >= id;
        if (!inside || !started_) begin_word();
        ++words_;
        Document& document = parsed_.document;
        const auto start = static_cast<std::uint32_t>(document.text.size());
        document.text += columns[form_column];
        const Span span{start, static_cast<std::uint32_t>(document.text.size())};
        const bool last_of_range = inside && range_last_ == id;
        const bool space = inside ? last_of_range && range_space_ : misc_value(columns[misc_column], "SpaceAfter") != "No";
        document.tokens.push_back({span, space});
        if (inside) document.multiwords.back().span = cover_from(document.multiwords.back(), span);
        pending_space_ = space;
        return take_columns(columns);
    }

    static Span cover_from(const Multiword& range, Span span) { return range.span.empty() ? span : cover(range.span, span); }

    Result<void> take_columns(const Columns& columns) {
        Parse& parse = parsed_.parse;
        Upos upos = Upos::X;
        if (!unless_blank(columns[upos_column]).empty() && !parse_upos(columns[upos_column], upos))
            return fault("'" + std::string(columns[upos_column]) + "' is no universal part of speech");
        parse.upos.push_back(upos);
        parse.lemma.emplace_back(columns[lemma_column] == "_" && columns[form_column] != "_" ? std::string_view()
                                                                                             : columns[lemma_column]);
        parse.xpos.emplace_back(unless_blank(columns[xpos_column]));
        parse.feats.emplace_back(unless_blank(columns[feats_column]));
        parse.features.push_back(parse_features(columns[feats_column]));
        std::uint32_t head = 0;
        if (!unless_blank(columns[head_column]).empty() && !parse_number(columns[head_column], head))
            return fault("'" + std::string(columns[head_column]) + "' is no head");
        heads_.push_back(head);
        parse.relation.push_back(parse_relation(columns[rel_column]));
        return take_name(misc_value(columns[misc_column], "NE"));
    }

    Result<void> take_name(std::string_view label) {
        if (label.empty() || label == "O") return {};
        bool begins = false;
        NameType type = NameType::MISC;
        if (!parse_label(label, begins, type)) return fault("'NE=" + std::string(label) + "' is no name label");
        auto& names = parsed_.parse.names;
        const auto at = static_cast<std::uint32_t>(parsed_.document.tokens.size()) - 1;
        const bool continues = !begins && words_ > 1 && !names.empty() && names.back().last == at && names.back().type == type;
        if (continues)
            names.back().last = at + 1;
        else
            names.push_back({at, at + 1, type});
        return {};
    }

    // White space, and the sentence and paragraph that a word opens.
    void begin_word() {
        Document& document = parsed_.document;
        if (started_) {
            if (pending_space_) document.text += ' ';
            pending_space_ = false;
            return;
        }
        if (new_paragraph_ || document.paragraphs.empty()) {
            if (!document.paragraphs.empty()) {
                close_paragraph();
                document.text += "\n\n";
            }
            document.paragraphs.push_back({{static_cast<std::uint32_t>(document.text.size()), 0}, ParagraphKind::prose});
        } else if (pending_space_) {
            document.text += ' ';
        }
        new_paragraph_ = false;
        pending_space_ = false;
        started_ = true;
        first_ = static_cast<std::uint32_t>(document.tokens.size());
    }

    void close_paragraph() { parsed_.document.paragraphs.back().span.end = parsed_.document.tokens.back().span.end; }

    Result<void> end_sentence() {
        if (!started_) return {};
        if (range_last_ > words_) return fault("a range that ends after its sentence");
        for (const std::uint32_t head : heads_) {
            if (head > words_)
                return fault("head " + std::to_string(head) + " in a sentence of " + std::to_string(words_) + " words");
            parsed_.parse.head.push_back(head == 0 ? no_head : static_cast<std::int32_t>(first_ + head - 1));
        }
        if (has_cycle()) return fault("the heads of the sentence that ends here run in a circle");
        Document& document = parsed_.document;
        Sentence sentence;
        sentence.first = first_;
        sentence.last = static_cast<std::uint32_t>(document.tokens.size());
        sentence.span = {document.tokens[first_].span.start, document.tokens.back().span.end};
        sentence.paragraph = static_cast<std::uint32_t>(document.paragraphs.size()) - 1;
        document.sentences.push_back(sentence);
        heads_.clear();
        words_ = range_last_ = 0;
        started_ = false;
        return {};
    }

    bool has_cycle() const {
        std::vector<std::uint32_t> seen(heads_.size() + 1, 0);  // the walk that came by first
        for (std::uint32_t i = 1; i <= heads_.size(); ++i) {
            std::uint32_t at = i;
            while (at != 0 && seen[at] == 0) {
                seen[at] = i;
                at = heads_[at - 1];
            }
            if (at != 0 && seen[at] == i) return true;
        }
        return false;
    }

    std::string_view rest_;
    std::string name_;
    std::size_t line_ = 0;
    Parsed parsed_;
    std::vector<std::uint32_t> heads_;  // of the sentence being read, as written
    std::uint32_t words_ = 0;           // words of the sentence read so far
    std::uint32_t first_ = 0;           // its first token
    std::uint32_t range_last_ = 0;      // last word of the range being read
    bool range_space_ = true;
    bool pending_space_ = false;
    bool new_paragraph_ = false;
    bool started_ = false;
};

// ---------------------------------------------------------------------------------------------------------- annotating

class Annotator {
public:
    explicit Annotator(const Parse& parse) : parse_(parse), labels_(name_labels(parse)) {}

    std::string run(std::string_view rest) {
        while (!rest.empty()) {
            const std::size_t feed = rest.find('\n');
            std::string_view line = rest.substr(0, feed);
            rest.remove_prefix(feed == std::string_view::npos ? rest.size() : feed + 1);
            if (line.ends_with('\r')) line.remove_suffix(1);
            take(line);
        }
        return std::move(out_);
    }

private:
    void take(std::string_view line) {
        Columns columns;
        std::uint32_t id = 0;
        if (line.empty()) first_ = next_;
        const bool word = !line.starts_with('#') && split_columns(line, columns) && parse_number(columns[id_column], id);
        if (word && next_ < parse_.size())
            word_line(columns);
        else
            out_ += line;
        out_ += '\n';
    }

    void word_line(const Columns& columns) {
        const std::size_t i = next_++;
        out_.append(columns[id_column]).append("\t").append(columns[form_column]) += '\t';
        append_cell(out_, parse_.lemma[i]);
        out_.append("\t").append(name_of(parse_.upos[i])) += '\t';
        append_cell(out_, parse_.xpos[i]);
        out_ += '\t';
        append_cell(out_, parse_.feats[i]);
        const std::int32_t head = parse_.head[i];
        out_ += '\t' + std::to_string(head == no_head ? 0 : head - static_cast<std::int32_t>(first_) + 1) + '\t';
        out_.append(name_of(parse_.relation[i])).append("\t").append(columns[deps_column]) += '\t';
        misc(columns[misc_column], labels_[i]);
    }

    // The column as it was, with our name label in the place of any other.
    void misc(std::string_view column, const std::string& label) {
        std::string kept;
        if (!label.empty()) kept.append("NE=").append(label);
        column = unless_blank(column);
        while (!column.empty()) {
            const std::size_t bar = column.find('|');
            const std::string_view one = column.substr(0, bar);
            if (!one.starts_with("NE=")) kept.append(kept.empty() ? "" : "|").append(one);
            column.remove_prefix(bar == std::string_view::npos ? column.size() : bar + 1);
        }
        out_ += kept.empty() ? "_" : kept;
    }

    const Parse& parse_;
    std::vector<std::string> labels_;
    std::size_t next_ = 0;   // word of the document
    std::size_t first_ = 0;  // its sentence's first
    std::string out_;
};

}  // namespace

std::string to_conllu(const Document& document, const Parse& parse) { return to_conllu(document, parse, 1); }

std::string to_conllu(const Document& document, const Parse& parse, std::size_t first_sentence) {
    Writer writer(document, parse);
    writer.first_number = first_sentence;
    for (std::size_t i = 0; i < document.sentences.size(); ++i) writer.sentence_lines(i);
    return std::move(writer.out);
}

std::string annotate_conllu(std::string_view conllu, const Parse& parse) { return Annotator(parse).run(conllu); }

Result<Parsed> read_conllu(std::string_view conllu, std::string name) { return read_conllu(conllu, std::move(name), 0); }

Result<Parsed> read_conllu(std::string_view conllu, std::string name, std::size_t lines_before) {
    return Reader(conllu, std::move(name), lines_before).read();
}

}  // namespace readout
