// One producer, many workers, one ordered consumer, with a bound on what is under way.
//
// The producer's items are numbered; workers finish them in any order; the consumer gets them in the producer's order, on its
// own thread. What is under way is bounded by count and by weight (bytes), so a million reports need the memory of a few.
// Written here and not taken from oneTBB because ingest pushes reports, and the consumer (a store) must stay on its own thread.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace readout {

template <class Item, class Done>
class Pipeline {
public:
    Pipeline(std::size_t most_items, std::uint64_t most_weight) : most_items_(most_items), most_weight_(most_weight) {}

    // Producer: waits for room; false once the pipeline is closed. An item heavier than the bound goes alone.
    bool push(Item item, std::uint64_t weight) {
        std::unique_lock lock(mutex_);
        room_.wait(lock,
                   [&] { return closed_ || (under_way_ < most_items_ && (weight_ == 0 || weight_ + weight <= most_weight_)); });
        if (closed_) return false;
        ++under_way_;
        weight_ += weight;
        waiting_.push_back({pushed_++, weight, std::move(item)});
        work_.notify_one();
        return true;
    }

    // Producer: nothing more will come.
    void finish() {
        const std::lock_guard lock(mutex_);
        finished_ = true;
        work_.notify_all();
        result_.notify_all();
    }

    // Worker: takes items until there are no more.
    template <class Work>
    void run(Work work) {
        run_together({1, 0}, [&](std::vector<Item> items) {
            std::vector<Done> done;
            done.push_back(work(std::move(items.front())));
            return done;
        });
    }

    // The same, several items at a time: at most so many, and of so much weight but for the first; never more than a fair share
    // of what waits where other workers have nothing to do. `work` gives one result for each item, in their order.
    struct Turn {
        std::size_t items;
        std::uint64_t weight;
    };
    template <class Work>
    void run_together(Turn turn, Work work) {
        std::vector<Item> items;
        std::vector<std::pair<std::uint64_t, std::uint64_t>> taken;  // number and weight of each
        for (;;) {
            std::unique_lock lock(mutex_);
            ++idle_;
            work_.wait(lock, [&] { return closed_ || finished_ || !waiting_.empty(); });
            --idle_;
            if (closed_ || waiting_.empty()) return;
            items.clear();
            taken.clear();
            std::uint64_t weight = 0;
            const std::size_t most = std::min(turn.items, (waiting_.size() + idle_) / (idle_ + 1));
            do {
                Waiting& next = waiting_.front();
                weight += next.weight;
                taken.emplace_back(next.number, next.weight);
                items.push_back(std::move(next.item));
                waiting_.pop_front();
            } while (items.size() < most && !waiting_.empty() && weight + waiting_.front().weight <= turn.weight);
            lock.unlock();
            std::vector<Done> done = work(std::move(items));
            lock.lock();
            for (std::size_t i = 0; i < done.size(); ++i)
                done_.emplace(taken[i].first, std::make_pair(taken[i].second, std::move(done[i])));
            if (taken.front().first == taken_) result_.notify_one();
        }
    }

    // Consumer: the next result in order; nothing at the end.
    std::optional<Done> next() {
        std::unique_lock lock(mutex_);
        result_.wait(lock, [&] { return closed_ || done_.contains(taken_) || (finished_ && taken_ == pushed_); });
        const auto found = done_.find(taken_);
        if (closed_ || found == done_.end()) return std::nullopt;
        Done done = std::move(found->second.second);
        weight_ -= found->second.first;
        --under_way_;
        done_.erase(found);
        ++taken_;
        room_.notify_one();
        return done;
    }

    // Consumer: wants no more; everyone is let go.
    void close() {
        const std::lock_guard lock(mutex_);
        closed_ = true;
        room_.notify_all();
        work_.notify_all();
        result_.notify_all();
    }

private:
    struct Waiting {
        std::uint64_t number;
        std::uint64_t weight;
        Item item;
    };

    const std::size_t most_items_;
    const std::uint64_t most_weight_;
    std::mutex mutex_;
    std::condition_variable room_, work_, result_;
    std::deque<Waiting> waiting_;
    std::map<std::uint64_t, std::pair<std::uint64_t, Done>> done_;
    std::uint64_t pushed_ = 0, taken_ = 0, weight_ = 0;
    std::size_t under_way_ = 0, idle_ = 0;
    bool finished_ = false, closed_ = false;
};

}  // namespace readout
