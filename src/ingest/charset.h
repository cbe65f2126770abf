// Bytes in any charset in, valid UTF-8 out. Order of belief: byte-order mark, what the caller says, valid UTF-8, a guess from
// the bytes (uchardet). A text that is mostly UTF-8 with broken places is damaged, not another charset.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "ingest/bytes.h"

namespace readout {

// The ICU name of the charset of `sample`, the beginning of a text ("whole": all of it); "UTF-8" for ASCII.
// Faults: binary data; no charset fits.
Result<std::string> find_charset(std::string_view sample, bool whole, const std::string& declared, const std::string& where);

// The whole text as UTF-8, without its byte-order mark.
Result<std::string> decode_text(std::string bytes, const std::string& declared, const std::string& where);

// A stream as UTF-8 without its byte-order mark. A stream that is UTF-8 is passed on unchecked, so that its reader can name
// the line of a broken byte; so is one without a mark where `may_guess` is false (JSON is UTF-8 by RFC 8259).
Result<std::unique_ptr<ByteStream>> decoded(std::unique_ptr<ByteStream> bytes, const std::string& declared, bool may_guess,
                                            const std::string& where);

}  // namespace readout
