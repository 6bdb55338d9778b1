#include "resizer/lanczos.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numbers>
#include <utility>

namespace cloudling::resizer {
namespace {

constexpr double kLobes = 3.0;
constexpr size_t kSpareFloats = 4;  // A pixel of 3 channels is loaded as 4 floats, the last one beyond the row.
constexpr int kMaxGatheredRows = 64;

double sinc(double x) {
  const double angle = std::numbers::pi * x;
  return std::abs(x) < 1e-9 ? 1.0 : std::sin(angle) / angle;
}

double lanczos3(double x) { return std::abs(x) < kLobes ? sinc(x) * sinc(x / kLobes) : 0.0; }

// The weights around `centre`, a position in source samples, with the filter `stretch` times as wide.
void fill_weights(Axis& axis, int i, int samples, double centre, double stretch) {
  const double support = kLobes * stretch;
  const int begin = std::clamp(static_cast<int>(std::floor(centre - support)), 0, samples - 1);
  const int end = std::clamp(static_cast<int>(std::ceil(centre + support)), begin + 1, samples);
  std::vector<double> weights;
  double sum = 0.0;
  for (int k = begin; k < end; ++k) {
    weights.push_back(lanczos3((k + 0.5 - centre) / stretch));
    sum += weights.back();
  }
  axis.first[i] = begin;
  axis.taps[i] = end - begin;
  float* row = axis.weights.data() + static_cast<size_t>(i) * static_cast<size_t>(axis.stride);
  for (size_t k = 0; k < weights.size(); ++k) row[k] = static_cast<float>(weights[k] / sum);
}

Axis copy_axis(int offset, int count) {
  Axis axis;
  axis.stride = 1;
  axis.taps.assign(static_cast<size_t>(count), 1);
  axis.weights.assign(static_cast<size_t>(count), 1.0F);
  for (int i = 0; i < count; ++i) axis.first.push_back(offset + i);
  return axis;
}

// Four floats that are added and multiplied together; GCC and clang make the CPU's own vectors of it.
using Pixel = float __attribute__((vector_size(16)));
using Lane = float __attribute__((vector_size(32)));
constexpr size_t kLaneFloats = 8;
constexpr size_t kBlockFloats = 4 * kLaneFloats;

[[gnu::always_inline]] inline void add_lane(Lane& sum, const float* from, float weight) {
  Lane lane;
  std::memcpy(&lane, from, sizeof lane);
  sum += lane * weight;
}

[[gnu::always_inline]] inline void store_lane(const Lane& lane, float* to) { std::memcpy(to, &lane, sizeof lane); }

// The two loops that all source pixels pass through. Lengths are whole blocks.
struct LoopBodies {
  // sums += weight * row
  [[gnu::always_inline]] static void add(float* __restrict sums, const float* __restrict row, float weight,
                                         size_t values) {
    for (size_t i = 0; i < values; ++i) sums[i] += weight * row[i];
  }

  // sums = the sum of weights[k] * rows[k], in the order in which add would make it
  [[gnu::always_inline]] static void sum(float* sums, const float* const* rows, const float* weights, int taps,
                                         size_t values) {
    for (size_t i = 0; i < values; i += kBlockFloats) {
      Lane a{};
      Lane b{};
      Lane c{};
      Lane d{};
      for (int k = 0; k < taps; ++k) {
        add_lane(a, rows[k] + i, weights[k]);
        add_lane(b, rows[k] + i + kLaneFloats, weights[k]);
        add_lane(c, rows[k] + i + 2 * kLaneFloats, weights[k]);
        add_lane(d, rows[k] + i + 3 * kLaneFloats, weights[k]);
      }
      store_lane(a, sums + i);
      store_lane(b, sums + i + kLaneFloats);
      store_lane(c, sums + i + 2 * kLaneFloats);
      store_lane(d, sums + i + 3 * kLaneFloats);
    }
  }
};

struct Loops {
  void (*add)(float*, const float*, float, size_t);
  void (*sum)(float*, const float* const*, const float*, int, size_t);
};

void add_portable(float* sums, const float* row, float weight, size_t values) {
  LoopBodies::add(sums, row, weight, values);
}

void sum_portable(float* sums, const float* const* rows, const float* weights, int taps, size_t values) {
  LoopBodies::sum(sums, rows, weights, taps, values);
}

#if defined(__x86_64__)
[[gnu::target("avx2")]] void add_avx2(float* sums, const float* row, float weight, size_t values) {
  LoopBodies::add(sums, row, weight, values);
}

[[gnu::target("avx2")]] void sum_avx2(float* sums, const float* const* rows, const float* weights, int taps,
                                      size_t values) {
  LoopBodies::sum(sums, rows, weights, taps, values);
}
#endif

Loops choose_loops() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) return {add_avx2, sum_avx2};
#endif
  return {add_portable, sum_portable};
}

const Loops kLoops = choose_loops();

Pixel load_pixel(const float* from) {
  Pixel pixel;
  std::memcpy(&pixel, from, sizeof pixel);
  return pixel;
}

// Even and odd taps apart, so that the CPU need not wait for one sum before it begins the next.
Pixel sum_pixels(const float* from, const float* weights, int taps, int channels) {
  Pixel even{};
  Pixel odd{};
  int k = 0;
  for (; k + 1 < taps; k += 2, from += 2 * channels) {
    even += load_pixel(from) * weights[k];
    odd += load_pixel(from + channels) * weights[k + 1];
  }
  if (k < taps) even += load_pixel(from) * weights[k];
  return even + odd;
}

float sum_values(const float* from, const float* weights, int taps) {
  float sum = 0.0F;
  for (int k = 0; k < taps; ++k) sum += from[k] * weights[k];
  return sum;
}

// Lanczos overshoots at edges, so sums may leave the range.
uint8_t to_byte(float value) {
  const float rounded = std::clamp(value, 0.0F, 255.0F) + 0.5F;
  return static_cast<uint8_t>(rounded);
}

void store_rgba(Pixel premultiplied, uint8_t* to) {
  const float alpha = std::clamp(premultiplied[3], 0.0F, 255.0F);
  to[3] = to_byte(alpha);
  const float scale = to[3] == 0 ? 0.0F : 255.0F / alpha;
  for (int c = 0; c < 3; ++c) to[c] = to_byte(premultiplied[c] * scale);
}

}  // namespace

Axis make_axis(int samples, double extent, int scaled, int offset, int count) {
  const double ratio = extent / scaled;
  if (ratio == 1.0) return copy_axis(offset, count);
  const double stretch = std::max(1.0, ratio);
  Axis axis;
  axis.first.resize(static_cast<size_t>(count));
  axis.taps.resize(static_cast<size_t>(count));
  axis.stride = std::min(samples, static_cast<int>(2 * std::ceil(kLobes * stretch)) + 1);
  axis.weights.resize(static_cast<size_t>(count) * static_cast<size_t>(axis.stride));
  for (int i = 0; i < count; ++i) fill_weights(axis, i, samples, (offset + i + 0.5) * ratio, stretch);
  return axis;
}

Resampler::Resampler(Axis horizontal, Axis vertical, int channels)
    : horizontal_(std::move(horizontal)), vertical_(std::move(vertical)), channels_(channels) {
  left_ = horizontal_.first.front();
  const int right = horizontal_.end(horizontal_.count() - 1);
  values_ = static_cast<size_t>(right - left_) * static_cast<size_t>(channels_);
  slot_floats_ = (values_ + kSpareFloats + kBlockFloats - 1) / kBlockFloats * kBlockFloats;
  gathers_ = *std::max_element(vertical_.taps.begin(), vertical_.taps.end()) <= kMaxGatheredRows;
  // Rows under way at once: gathering, the taps of one output row; scattering, output rows whose sums overlap.
  int begun = 0;
  for (int i = 0; i < vertical_.count(); ++i) {
    while (begun < vertical_.count() && vertical_.first[begun] < vertical_.end(i)) ++begun;
    slot_count_ = std::max(slot_count_, gathers_ ? vertical_.taps[i] : begun - i);
  }
  slots_.resize(static_cast<size_t>(slot_count_) * slot_floats_);
  row_.resize(slot_floats_);
  output_.create(vertical_.count(), horizontal_.count(), CV_8UC(channels_));
}

void Resampler::push(const uint8_t* row) {
  if (next_out_ < vertical_.count() && next_in_ >= vertical_.first[next_out_]) {
    gathers_ ? gather(row) : scatter(row);
  }
  ++next_in_;
}

void Resampler::load(const uint8_t* row, float* to) const {
  row += static_cast<size_t>(left_) * static_cast<size_t>(channels_);
  if (channels_ != 4) {
    std::copy_n(row, values_, to);
    return;
  }
  for (size_t i = 0; i < values_; i += 4) {
    const float alpha = static_cast<float>(row[i + 3]) / 255.0F;
    for (size_t c = 0; c < 3; ++c) to[i + c] = static_cast<float>(row[i + c]) * alpha;
    to[i + 3] = row[i + 3];
  }
}

// Adds the row to every output row that it is part of, and finishes those whose last row it is.
void Resampler::scatter(const uint8_t* row) {
  load(row, row_.data());
  for (int i = next_out_; i < vertical_.count() && vertical_.first[i] <= next_in_; ++i) {
    if (vertical_.first[i] == next_in_) std::fill_n(slot(i), slot_floats_, 0.0F);
    kLoops.add(slot(i), row_.data(), vertical_.row(i)[next_in_ - vertical_.first[i]], slot_floats_);
  }
  for (; next_out_ < vertical_.count() && vertical_.end(next_out_) == next_in_ + 1; ++next_out_) {
    emit(slot(next_out_), next_out_);
  }
}

// Keeps the row, and makes every output row whose last row it is from the rows kept.
void Resampler::gather(const uint8_t* row) {
  load(row, slot(next_in_));
  for (; next_out_ < vertical_.count() && vertical_.end(next_out_) == next_in_ + 1; ++next_out_) {
    rows_.clear();
    for (int k = 0; k < vertical_.taps[next_out_]; ++k) rows_.push_back(slot(vertical_.first[next_out_] + k));
    kLoops.sum(row_.data(), rows_.data(), vertical_.row(next_out_), vertical_.taps[next_out_], slot_floats_);
    emit(row_.data(), next_out_);
  }
}

void Resampler::emit(const float* sums, int y) {
  uint8_t* to = output_.ptr(y);
  for (int i = 0; i < horizontal_.count(); ++i, to += channels_) {
    const float* from = sums + static_cast<size_t>(horizontal_.first[i] - left_) * static_cast<size_t>(channels_);
    if (channels_ == 1) {
      *to = to_byte(sum_values(from, horizontal_.row(i), horizontal_.taps[i]));
      continue;
    }
    const Pixel sum = sum_pixels(from, horizontal_.row(i), horizontal_.taps[i], channels_);
    if (channels_ == 4) {
      store_rgba(sum, to);
    } else {
      for (int c = 0; c < 3; ++c) to[c] = to_byte(sum[c]);
    }
  }
}

}  // namespace cloudling::resizer
