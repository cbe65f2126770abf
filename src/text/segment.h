// segment_running_text() with a model that is not the shipped one and an observer: for training and for measuring.
#pragma once

#include "text/split_model.h"
#include "text/text.h"

namespace readout {

Document segment_running_text(std::string text, const SplitModel& model, SplitObserver* observer);

}  // namespace readout
