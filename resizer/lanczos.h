#pragma once

// Resampling with an antialiased, separable Lanczos3 filter: shrinking widens the filter by the shrink factor, so every
// source pixel counts. Rows stream through: an image is never held at its full size. In single-precision floats, each
// sum in one fixed order on every CPU, so that the result is the same bytes with and without AVX2.

#include <cstdint>
#include <opencv2/core.hpp>
#include <utility>
#include <vector>

namespace cloudling::resizer {

/// One axis of a resampling: output sample i is the sum over k < taps of weights[i * stride + k] * in[first[i] + k].
/// `first` and `first + taps` never decrease. The weights of a sample add up to 1.
struct Axis {
  std::vector<int> first;
  std::vector<int> taps;
  std::vector<float> weights;
  int stride = 0;

  int count() const { return static_cast<int>(first.size()); }
  int end(int i) const { return first[i] + taps[i]; }
  const float* row(int i) const { return weights.data() + static_cast<size_t>(i) * static_cast<size_t>(stride); }
};

/// The axis that scales `extent` (in source samples; may end within the last one) to `scaled` samples, of which
/// [offset, offset + count) are made. `samples` is how many there are, extent <= samples.
Axis make_axis(int samples, double extent, int scaled, int offset, int count);

/// Takes 8-bit source rows from top to bottom and fills an image. Rows of 4 channels are RGBA with straight alpha; they
/// are premultiplied for the sums, so that the colour of transparent pixels does not bleed.
class Resampler {
 public:
  /// Makes an image of horizontal.count() x vertical.count() pixels with `channels` (1, 3 or 4) each.
  Resampler(Axis horizontal, Axis vertical, int channels);

  /// The next source row. Rows below the last one that is needed are ignored.
  void push(const uint8_t* row);

  /// The image; whole when all rows that the vertical axis speaks of have been pushed.
  cv::Mat take() { return std::move(output_); }

 private:
  void load(const uint8_t* row, float* to) const;
  void scatter(const uint8_t* row);
  void gather(const uint8_t* row);
  void emit(const float* sums, int y);
  float* slot(int i) { return slots_.data() + static_cast<size_t>(i % slot_count_) * slot_floats_; }

  Axis horizontal_;
  Axis vertical_;
  int channels_;
  int left_ = 0;       // the source columns that are needed at all
  size_t values_ = 0;  // of a source row: columns x channels
  // Gathering keeps source rows and makes each output row at once; scattering adds each source row to all output rows
  // that it is part of, which needs less memory where many rows make one.
  bool gathers_ = true;
  int next_in_ = 0;
  int next_out_ = 0;
  int slot_count_ = 0;
  size_t slot_floats_ = 0;
  std::vector<float> slots_;  // gathering: the last source rows; scattering: sums of output rows under way
  std::vector<float> row_;
  std::vector<const float*> rows_;
  cv::Mat output_;
};

}  // namespace cloudling::resizer
