// SPDX-License-Identifier: Apache-2.0
#include "common/picture/png.h"

#include <cairo.h>
#include <librsvg/rsvg.h>
#include <png.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace sos {
namespace {

// Pixels a unit of the picture.
constexpr double kPixelsPerUnit = 2;
// Larger than any picture of a page, in units.
constexpr double kMaxSide = 4000;

template <typename T, void (*kFree)(T*)>
struct Freer {
  void operator()(T* value) const { kFree(value); }
};

struct Unref {
  void operator()(RsvgHandle* handle) const { g_object_unref(handle); }
};

absl::Status NoPicture() { return absl::InternalError("a picture that cannot be drawn"); }

// The pixels as a file. cairo's own writer compresses hard, which takes most of the time of a
// picture; libpng's fast way does for areas of one color.
absl::StatusOr<std::string> Packed(cairo_surface_t* surface) {
  cairo_surface_flush(surface);
  png_image image = {};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(cairo_image_surface_get_width(surface));
  image.height = static_cast<png_uint_32>(cairo_image_surface_get_height(surface));
  image.format = PNG_FORMAT_RGB;
  image.flags = PNG_IMAGE_FLAG_FAST;
  const unsigned char* const pixels = cairo_image_surface_get_data(surface);
  const auto stride = static_cast<size_t>(cairo_image_surface_get_stride(surface));
  std::vector<unsigned char> colors;
  colors.reserve(size_t{3} * image.width * image.height);
  for (size_t y = 0; y < image.height; ++y) {
    const auto* const row = reinterpret_cast<const uint32_t*>(pixels + y * stride);
    for (size_t x = 0; x < image.width; ++x) {
      for (const int shift : {16, 8, 0}) {
        colors.push_back(static_cast<unsigned char>(row[x] >> shift));
      }
    }
  }
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
  std::string png(size, '\0');
  if (png_image_write_to_memory(&image, png.data(), &size, 0, colors.data(), 0, nullptr) == 0) {
    return NoPicture();
  }
  png.resize(size);
  return png;
}

}  // namespace

absl::StatusOr<std::string> PngOf(const std::string& svg) {
  const std::unique_ptr<RsvgHandle, Unref> handle(
      rsvg_handle_new_from_data(reinterpret_cast<const guint8*>(svg.data()), svg.size(), nullptr));
  if (handle == nullptr) return NoPicture();
  double width = 0;
  double height = 0;
  if (rsvg_handle_get_intrinsic_size_in_pixels(handle.get(), &width, &height) == FALSE ||
      width < 1 || height < 1 || width > kMaxSide || height > kMaxSide) {
    return NoPicture();
  }
  const std::unique_ptr<cairo_surface_t, Freer<cairo_surface_t, cairo_surface_destroy>> surface(
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(width * kPixelsPerUnit),
                                 static_cast<int>(height * kPixelsPerUnit)));
  const std::unique_ptr<cairo_t, Freer<cairo_t, cairo_destroy>> cairo(cairo_create(surface.get()));
  cairo_set_source_rgb(cairo.get(), 1, 1, 1);
  cairo_paint(cairo.get());
  const RsvgRectangle area = {0, 0, width * kPixelsPerUnit, height * kPixelsPerUnit};
  if (rsvg_handle_render_document(handle.get(), cairo.get(), &area, nullptr) == FALSE) {
    return NoPicture();
  }
  return Packed(surface.get());
}

}  // namespace sos
