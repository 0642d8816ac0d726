// SPDX-License-Identifier: Apache-2.0
#include "common/picture/png.h"

#include <cairo.h>
#include <librsvg/rsvg.h>

#include <memory>
#include <string>

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

cairo_status_t Append(void* text, const unsigned char* bytes, unsigned int size) {
  static_cast<std::string*>(text)->append(reinterpret_cast<const char*>(bytes), size);
  return CAIRO_STATUS_SUCCESS;
}

absl::Status NoPicture() { return absl::InternalError("a picture that cannot be drawn"); }

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
      cairo_image_surface_create(CAIRO_FORMAT_ARGB32, static_cast<int>(width * kPixelsPerUnit),
                                 static_cast<int>(height * kPixelsPerUnit)));
  const std::unique_ptr<cairo_t, Freer<cairo_t, cairo_destroy>> cairo(cairo_create(surface.get()));
  const RsvgRectangle area = {0, 0, width * kPixelsPerUnit, height * kPixelsPerUnit};
  if (rsvg_handle_render_document(handle.get(), cairo.get(), &area, nullptr) == FALSE) {
    return NoPicture();
  }
  std::string png;
  if (cairo_surface_write_to_png_stream(surface.get(), Append, &png) != CAIRO_STATUS_SUCCESS) {
    return NoPicture();
  }
  return png;
}

}  // namespace sos
