#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "engine/pipeline.h"

namespace readout {
namespace {

TEST(Pipeline, KeepsTheOrderAndTheBound) {
    Pipeline<int, int> pipeline(6, 1000);
    std::atomic<int> under_way = 0, most = 0;
    std::jthread producer([&] {
        for (int i = 0; i < 500; ++i) {
            ASSERT_TRUE(pipeline.push(i, 1));
            const int now = ++under_way;
            int seen = most.load();
            while (now > seen && !most.compare_exchange_weak(seen, now)) {
            }
        }
        pipeline.finish();
    });
    std::vector<std::jthread> workers;
    for (int w = 0; w < 4; ++w) {
        workers.emplace_back([&] {
            pipeline.run([](int item) {
                if (item % 7 == 0) std::this_thread::sleep_for(std::chrono::microseconds(200));
                return item * 2;
            });
        });
    }
    for (int i = 0; i < 500; ++i) {
        const auto got = pipeline.next();
        ASSERT_TRUE(got.has_value());
        --under_way;
        EXPECT_EQ(*got, i * 2);
    }
    EXPECT_EQ(pipeline.next(), std::nullopt);
    EXPECT_LE(most.load(), 7);  // six under way, and one counted between a take and its note
}

TEST(Pipeline, LetsAHeavyItemGoAlone) {
    Pipeline<int, int> pipeline(8, 10);
    std::jthread producer([&] {
        for (const int weight : {4, 50, 4}) pipeline.push(weight, static_cast<std::uint64_t>(weight));
        pipeline.finish();
    });
    std::jthread worker([&] { pipeline.run([](int item) { return item; }); });
    EXPECT_EQ(pipeline.next(), 4);
    EXPECT_EQ(pipeline.next(), 50);
    EXPECT_EQ(pipeline.next(), 4);
    EXPECT_EQ(pipeline.next(), std::nullopt);
}

TEST(Pipeline, CloseLetsEveryoneGo) {
    Pipeline<std::string, std::string> pipeline(2, 100);
    std::jthread producer([&] {
        while (pipeline.push("x", 1)) {
        }
        pipeline.finish();
    });
    std::jthread worker([&] { pipeline.run([](std::string item) { return item; }); });
    EXPECT_EQ(pipeline.next(), "x");
    pipeline.close();
}

}  // namespace
}  // namespace readout
