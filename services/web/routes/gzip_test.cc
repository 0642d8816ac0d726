// SPDX-License-Identifier: Apache-2.0
#include "services/web/routes/gzip.h"

#include <zlib.h>

#include <string>

#include "gtest/gtest.h"

namespace sos::web {
namespace {

std::string Unpacked(const std::string& packed, size_t bytes) {
  z_stream stream = {};
  EXPECT_EQ(inflateInit2(&stream, MAX_WBITS + 16), Z_OK);
  std::string text(bytes + 1, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  text.resize(stream.total_out);
  inflateEnd(&stream);
  return text;
}

TEST(GzipTest, PacksWhatComesOutAgain) {
  for (const std::string& text : {std::string(), std::string("a"), std::string(200'000, 'x')}) {
    EXPECT_EQ(Unpacked(Gzip(text), text.size()), text);
  }
  EXPECT_LT(Gzip(std::string(200'000, 'x')).size(), 1000U);
}

TEST(GzipTest, ReadsWhatAClientAccepts) {
  for (const char* const accepted :
       {"gzip", "GZIP", "gzip, deflate, br", "br;q=1.0, gzip;q=0.8", " gzip ;q=0.001"}) {
    EXPECT_TRUE(AcceptsGzip(accepted)) << accepted;
  }
  for (const char* const refused :
       {"", "identity", "br", "gzip;q=0", "gzip;q=0.0", "gzip;q=x", "x-gzip2", "deflate;gzip"}) {
    EXPECT_FALSE(AcceptsGzip(refused)) << refused;
  }
}

TEST(GzipTest, PacksTextAndNoPicturesOrArchives) {
  for (const char* const type : {"text/html; charset=utf-8", "text/csv", "application/json",
                                 "image/svg+xml", "TEXT/PLAIN"}) {
    EXPECT_TRUE(IsCompressible(type)) << type;
  }
  for (const char* const type :
       {"", "image/png", "application/pdf", "application/octet-stream",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}) {
    EXPECT_FALSE(IsCompressible(type)) << type;
  }
}

TEST(GzipTest, KeepsWhatItHasPackedAndForgetsWhenItIsFull) {
  GzipCache cache(1000);
  const std::string packed = cache.Compress("digest", std::string(2000, 'x'));
  EXPECT_EQ(cache.Compress("digest", "another body, which nobody looks at"), packed);
  for (int i = 0; i < 100; ++i) cache.Compress(std::to_string(i), std::string(2000, 'x'));
  EXPECT_EQ(Unpacked(cache.Compress("digest", "after it forgot"), 100), "after it forgot");
}

}  // namespace
}  // namespace sos::web
